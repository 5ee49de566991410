"""Who may see who is on the distribution list, and act for them."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.records.access.models import AnySeat


@Policy
def keep_list(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff; to everybody else the list has no addresses."""
    return None if is_staff(actor) else "Only the county's purchasing staff see who is on the list."
