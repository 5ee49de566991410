"""Logging hours that were worked for an agency; what was logged is only ever taken back."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.assistance import lock_request
from commonlot.process.membership.models import AssistanceRequest, Delegation, HoursEntry
from commonlot.process.membership.states import DelegationStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def log_hours(
    *,
    request_id: int,
    worked_on: date,
    hours: Decimal,
    work: str,
    note: str,
    actor: Seat,
    now: datetime,
) -> HoursEntry:
    """Log hours in quarters, with what they were for; the agency sees them at once."""
    request = lock_request(request_id)
    access.log_hours.require(actor, request, now=now)
    _refuse_impossible_hours(request, hours, worked_on, actor=actor, now=now)
    if work not in HoursEntry.Work.values:
        raise Refused("Choose the kind of work.", field="work")
    if not note.strip():
        raise Refused("Say what the hours were for.", field="note")
    entry = HoursEntry.objects.create(
        agency=request.agency,
        buyer=actor,
        request=request,
        delegation=_delegation_on(request.pk, actor, worked_on),
        work=work,
        worked_on=worked_on,
        quarters=rules.quarters_of(hours),
        note=note.strip(),
        logged_at=now,
    )
    _note(entry, "membership.hours_logged", actor=actor, now=now)
    return entry


@transaction.atomic
def take_back_hours(*, entry_id: int, because: str, actor: Seat, now: datetime) -> HoursEntry:
    """Take an entry back by a counter-entry with the reason; then log what is right."""
    lock_request(HoursEntry.objects.values_list("request_id", flat=True).get(pk=entry_id))
    entry = HoursEntry.objects.select_related("agency__organisation").get(pk=entry_id)
    access.take_back_hours.require(actor, entry, now=now)
    if not because.strip():
        raise Refused("Say why these hours are taken back.", field="because")
    counter = HoursEntry.objects.create(
        agency=entry.agency,
        buyer=entry.buyer,
        request_id=entry.request_id,
        delegation_id=entry.delegation_id,
        work=entry.work,
        worked_on=entry.worked_on,
        quarters=-entry.quarters,
        note=because.strip(),
        corrects=entry,
        logged_at=now,
    )
    _note(counter, "membership.hours_taken_back", actor=actor, now=now)
    return counter


def _refuse_impossible_hours(
    request: AssistanceRequest, hours: Decimal, worked_on: date, *, actor: Seat, now: datetime
) -> None:
    Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)  # one day's sum at a time
    that_day = HoursEntry.objects.filter(buyer=actor, worked_on=worked_on).aggregate(sum=Sum("quarters"))
    fault = rules.why_not_logged(
        hours,
        worked_on,
        today=timezone.localdate(now),
        asked_on=timezone.localdate(request.asked_at),
        logged_that_day=that_day["sum"] or 0,
    )
    if fault is not None:
        raise Refused(fault[1], field=fault[0])


def _delegation_on(request_id: int, buyer: Seat, worked_on: date) -> Delegation | None:
    """Return the delegation under which the buyer worked that day, if there was one."""
    granted = Delegation.objects.filter(request=request_id, buyer=buyer, begins_on__lte=worked_on)
    counted = [DelegationStatus.GRANTED, DelegationStatus.ENDED, DelegationStatus.LAPSED]
    return granted.filter(status__in=counted, seat__isnull=False, ends_on__gt=worked_on).first()


def _note(entry: HoursEntry, verb: str, *, actor: Seat, now: datetime) -> None:
    record(
        at=now,
        actor=actor,
        verb=verb,
        subject=entry.request,
        within=entry.agency,
        hours=str(entry.hours),
        day=entry.worked_on.isoformat(),
        work=entry.get_work_display(),
        note=entry.note,
    )
