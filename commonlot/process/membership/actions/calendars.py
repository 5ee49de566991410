"""Giving a person a private address for their own dates, and switching it off."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access
from commonlot.process.membership.models import CalendarAddress
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def make_calendar_address(*, actor: AnySeat, now: datetime) -> CalendarAddress:
    """Give the actor's seat a new private address; the one before it stops at once."""
    access.have_calendar_address.require(actor, now=now)
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=actor.pk or 0)
    CalendarAddress.objects.filter(seat=seat, ended_at__isnull=True).update(ended_at=now)
    made = CalendarAddress.objects.create(seat=seat, made_at=now)
    record(at=now, actor=actor, verb="membership.calendar_address_made", subject=seat)
    return made


@transaction.atomic
def end_calendar_address(*, actor: AnySeat, now: datetime) -> None:
    """Switch the actor's private address off."""
    access.have_calendar_address.require(actor, now=now)
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=actor.pk or 0)
    if not CalendarAddress.objects.filter(seat=seat, ended_at__isnull=True).update(ended_at=now):
        raise Refused("There is no private address to switch off.")
    record(at=now, actor=actor, verb="membership.calendar_address_ended", subject=seat)
