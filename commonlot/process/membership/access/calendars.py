"""Who may have a private address for their dates."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.records.access.models import AnySeat


@Policy
def have_calendar_address(actor: AnySeat, *, now: datetime) -> str | None:
    """Everyone with a seat, for that seat."""
    return None if actor.pk is not None else "Sign in first: the dates are those of your seat."
