"""An agency's part in a pool: joined or declined, stated, sent, accepted or returned."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, rules, states
from commonlot.process.requirements.actions import mail
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import LineStatus, ParticipationStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@transaction.atomic
def join_pool(*, participation_id: int, actor: AnySeat, now: datetime) -> Participation:
    """Join a pool, so that needs can be stated; an agency whose agreement lapsed joins nothing new."""
    part = lock_part(participation_id)
    access.join_pool.require(actor, part, now=now)
    return _answer(part, ParticipationStatus.JOINED, "requirements.pool_joined", actor=actor, now=now)


@transaction.atomic
def decline_pool(*, participation_id: int, actor: AnySeat, now: datetime) -> Participation:
    """Decline a pool; the agency can still change its mind until the deadline."""
    part = lock_part(participation_id)
    access.answer_invitation.require(actor, part, now=now)
    return _answer(part, ParticipationStatus.DECLINED, "requirements.pool_declined", actor=actor, now=now)


def _answer(
    part: Participation, to: ParticipationStatus, verb: str, *, actor: AnySeat, now: datetime
) -> Participation:
    workflow.check_move(states.PARTICIPATION_MOVES, part.status, to)
    part.status, part.answered_at = to, now
    part.save(update_fields=["status", "answered_at"])
    record(at=now, actor=actor, verb=verb, subject=part, within=part.pool)
    return part


@transaction.atomic
def submit_needs(
    *, participation_id: int, actor: AnySeat, now: datetime, nothing_needed: bool = False
) -> Participation:
    """Send an agency's needs to the county, before the deadline; “nothing” is an answer too."""
    part = lock_part(participation_id)
    access.state_needs.require(actor, part, now=now)
    workflow.check_move(states.PARTICIPATION_MOVES, part.status, ParticipationStatus.SUBMITTED)
    count = part.lines.count()
    reason = rules.why_not_sent(lines=count, nothing_needed=nothing_needed)
    if reason:
        raise Refused(reason)
    part.status, part.submitted_at, part.nothing_needed = ParticipationStatus.SUBMITTED, now, nothing_needed
    part.save(update_fields=["status", "submitted_at", "nothing_needed"])
    part.lines.filter(status__in=access.EDITABLE).update(status=LineStatus.SUBMITTED, changed_at=now)
    record(at=now, actor=actor, verb="requirements.needs_sent", subject=part, within=part.pool,
           lines=count, nothing_needed="yes" if nothing_needed else "")  # fmt: skip
    said = "nothing needed" if nothing_needed else f"{count:,} line{'' if count == 1 else 's'}"
    mail.tell_agency(part, mail.RECEIVED, now=now, reason=said)
    return part


@transaction.atomic
def reopen_needs(*, participation_id: int, actor: AnySeat, now: datetime) -> Participation:
    """Take needs back to change them, until the deadline."""
    part = lock_part(participation_id)
    access.reopen_needs.require(actor, part, now=now)
    back_to_the_agency(part, LineStatus.DRAFT)
    record(at=now, actor=actor, verb="requirements.needs_reopened", subject=part, within=part.pool)
    return part


@transaction.atomic
def return_needs(*, participation_id: int, reason: str, actor: AnySeat, now: datetime) -> Participation:
    """Return needs to the agency with what it should look at again."""
    part = lock_part(participation_id)
    access.return_needs.require(actor, part, now=now)
    if not reason.strip():
        raise Refused("Say what the agency should look at again.", field="reason")
    back_to_the_agency(part, LineStatus.RETURNED)
    record(at=now, actor=actor, verb="requirements.needs_returned", subject=part, within=part.pool,
           reason=reason.strip())  # fmt: skip
    mail.tell_agency(part, mail.RETURNED, now=now, reason=reason.strip())
    return part


def back_to_the_agency(part: Participation, to: LineStatus) -> None:
    """Open needs that were sent to the agency again."""
    workflow.check_move(states.PARTICIPATION_MOVES, part.status, ParticipationStatus.JOINED)
    part.status, part.nothing_needed = ParticipationStatus.JOINED, False
    part.save(update_fields=["status", "nothing_needed"])
    part.lines.filter(status=LineStatus.SUBMITTED).update(status=to)


@transaction.atomic
def accept_needs(*, participation_id: int, actor: AnySeat, now: datetime) -> Participation:
    """Accept an agency's needs; a need that must still be asked about stays open."""
    part = lock_part(participation_id)
    access.judge_needs.require(actor, part, now=now)
    workflow.check_move(states.PARTICIPATION_MOVES, part.status, ParticipationStatus.ACCEPTED)
    part.status = ParticipationStatus.ACCEPTED
    part.save(update_fields=["status"])
    lines = part.lines.counted().filter(status=LineStatus.SUBMITTED)
    accepted = lines.update(status=LineStatus.ACCEPTED, changed_at=now)
    record(at=now, actor=actor, verb="requirements.needs_accepted", subject=part, within=part.pool,
           lines=accepted)  # fmt: skip
    return part


def lock_part(participation_id: int) -> Participation:
    """Lock an agency's part in a pool until the end of the transaction."""
    locked = Participation.objects.select_for_update(of=("self",))
    return locked.select_related("pool", "agency__organisation").get(pk=participation_id)
