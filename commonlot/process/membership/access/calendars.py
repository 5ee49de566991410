"""Who may have a private address for their dates."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access import on_behalf
from commonlot.records.access.models import AnySeat


@Policy
def have_calendar_address(actor: AnySeat, *, now: datetime) -> str | None:
    """Everyone with a seat of their own, for that seat."""
    if actor.pk is None:
        return "Sign in first: the dates are those of your seat."
    return on_behalf.do_as_agency.why_not(actor, now=now)
