"""What to do next, for each kind of seat: what needs you first, then what waits on someone else."""

from datetime import datetime

from commonlot.process.membership.access import is_staff
from commonlot.records.access.models import AnySeat, Seat
from commonlot.web.todo.county import county_desk
from commonlot.web.todo.member import member_desk
from commonlot.web.todo.task import Desk
from commonlot.web.todo.vendor import vendor_desk

__all__ = ["Desk", "desk_of"]


def desk_of(seat: AnySeat, *, now: datetime) -> Desk | None:
    """Return what this seat has to do, or None for a seat that has no desk."""
    if not isinstance(seat, Seat):
        return None
    if seat.is_county:
        return county_desk(seat, now=now) if is_staff(seat) else member_desk(seat, now=now)
    if seat.is_agency:
        return member_desk(seat, now=now)
    return vendor_desk(seat, now=now) if seat.is_vendor else None
