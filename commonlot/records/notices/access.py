"""Who may look into the outbox."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.records.access.models import AnySeat

STAFF = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)


@Policy
def see_messages(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff: to whom, about what, and whether it left; never the text."""
    if actor.is_county and actor.has(*STAFF):
        return None
    return "Only the county's purchasing staff see which mail was sent."
