"""Valid applications to join."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from commonlot.process.membership import actions
from commonlot.process.membership.models import Application
from commonlot.process.membership.rules import NamedSite, StatedFacts

FACTS: dict[str, Any] = {
    "contact_name": "Ada Brook",
    "contact_title": "Clerk",
    "contact_email": "ada.brook@example.org",
    "newspapers": ("Elm Crest Courier", "The Valley Post"),
    "sites": (NamedSite("Village Hall", "1 Elm Street", "weekdays 9 to 4"), NamedSite("DPW garage")),
    "purchase_threshold": Decimal(10_000),
    "best_value": "yes",
    "best_value_law": "Local Law 2 of 2020",
}
BODY = {"name": "Village of Elm Crest", "kind": "village", "county": "Westchester", "state": "NY"}


def file_application(*, now: datetime, network: str = "192.0.2.1", **changes: Any) -> Application:
    """File an application; what is not a fact of the body is a fact that is stated."""
    body = BODY | {name: changes.pop(name) for name in list(changes) if name in BODY}
    return actions.apply_to_join(**body, facts=StatedFacts(**(FACTS | changes)), network=network, now=now)


def make_application(*, now: datetime, **changes: Any) -> Application:
    """File an application and prove its address."""
    filed = file_application(now=now, **changes)
    return actions.confirm_application(application_id=filed.pk, now=now)
