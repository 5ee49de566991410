"""Acting from a seat that an organisation lent to another: only between its first and its last moment."""

from datetime import datetime

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat, Seat


def require_held(actor: AnySeat | None, *, at: datetime) -> None:
    """Refuse an act from a lent seat that has not begun or is over; while the act is done nobody ends it."""
    if not isinstance(actor, Seat) or not actor.is_lent:
        return
    held = Seat.objects.current(now=at).select_for_update(of=("self",), no_key=True)
    if not held.filter(pk=actor.pk).exists():
        raise Refused(
            f"You do not act for {actor.organisation} at this moment: that seat has not begun or has ended. "
            "What was drafted stays with them."
        )
