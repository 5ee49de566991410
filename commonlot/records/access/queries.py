"""Reading seats."""

from datetime import datetime

from commonlot.records.access.models import Seat, User


def current_seats(user: User, *, now: datetime) -> list[Seat]:
    """Return the seats from which this person may act now."""
    return list(Seat.objects.current(now=now).filter(user=user).select_related("user", "organisation"))
