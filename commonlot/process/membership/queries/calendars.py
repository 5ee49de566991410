"""Private addresses for dates: the secret in them, and whose dates it opens."""

from datetime import datetime

from django.core import signing

from commonlot.process.membership.models import CalendarAddress
from commonlot.records.access.models import AnySeat, Seat


def calendar_token(actor: AnySeat, *, now: datetime) -> str:
    """Return the secret part of the actor's own private address, or nothing where there is none."""
    found = CalendarAddress.objects.open(now=now).filter(seat_id=actor.pk).first() if actor.pk else None
    return _signer().sign(str(found.pk)) if found else ""


def seat_of_calendar(token: str, *, now: datetime) -> Seat | None:
    """Return the seat whose dates a secret opens; none for one that is false or switched off."""
    try:
        pk = _signer().unsign(token)
    except signing.BadSignature:
        return None
    opened = CalendarAddress.objects.open(now=now).select_related("seat__user", "seat__organisation")
    found = opened.filter(pk=int(pk)).first()
    return found.seat if found else None


def _signer() -> signing.Signer:
    return signing.Signer(sep="~", salt="commonlot.membership.calendar")
