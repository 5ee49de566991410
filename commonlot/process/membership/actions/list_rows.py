"""One row of a file of addresses: a new one is added as staff add it, of a known one only the blanks are filled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries
from commonlot.process.membership.actions.subscribers import add_subscriber
from commonlot.process.membership.actions.subscriptions import TOPICS, checked_wish
from commonlot.process.membership.models import Agency, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@transaction.atomic
def take_in_address(*, email: str, facts: Mapping[str, Any], actor: AnySeat, now: datetime) -> Subscription:
    """Put an address on the list, or add what its row says; one that left the list stays away.

    facts: name, agency (its number), topics, commodities; `asked_on` and `source` together are the written request
    of its owner. Without them a new address gets a mail to confirm, and nothing else until it does.
    """
    access.import_members.require(actor, now=now)
    if reason := queries.why_not_bring_back(email):
        raise Refused(f"{email}: {reason}")
    known = Subscription.objects.at(email).select_for_update(of=("self",)).first()
    if known is None or (known.status == SubscriptionStatus.PENDING and "asked_on" in facts):
        wish = _wish(known or Subscription(), facts, asked=True)
        letter = {"written_on": facts.get("asked_on"), "written_how": facts.get("source", "")}
        return add_subscriber(email=email, **wish, **letter, actor=actor, now=now, from_file=True)
    wish = _wish(known, facts, asked="asked_on" in facts)
    checked_wish(email=known.email, **wish).put_on(known)
    known.save(update_fields=list(wish))
    record(at=now, actor=actor, verb="membership.address_filled_in", subject=known,
           request=facts.get("source", ""))  # fmt: skip
    return known


def _wish(known: Subscription, facts: Mapping[str, Any], *, asked: bool) -> dict[str, Any]:
    """Fill what is blank; what the owner chose changes only where the row says that they asked."""
    wish: dict[str, Any] = {"name": known.name or facts.get("name", ""), "agency_id": known.agency_id}
    if known.agency_id is None and facts.get("agency"):
        wish["agency_id"] = Agency.objects.only("pk").get(number=facts["agency"]).pk
    for name in ("topics", "commodities"):
        wish[name] = [*getattr(known, name), *(facts.get(name, []) if asked else [])]
    return wish | {"topics": wish["topics"] or TOPICS}
