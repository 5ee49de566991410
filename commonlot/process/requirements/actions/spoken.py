"""Answers that an agency gives on the telephone: a buyer writes them down, and the agency can object."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, rules, states
from commonlot.process.requirements.actions import mail
from commonlot.process.requirements.actions.history import How, saying
from commonlot.process.requirements.actions.lines import Stated, save_all
from commonlot.process.requirements.actions.parts import back_to_the_agency, lock_part
from commonlot.process.requirements.models import Participation, RequirementLine, SpokenAnswer
from commonlot.process.requirements.states import LineStatus, ParticipationStatus, PoolStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@transaction.atomic
def write_down_answer(
    *,
    participation_id: int,
    said_by: str,
    said_at: datetime,
    rows: Sequence[Stated],
    actor: AnySeat,
    now: datetime,
    nothing_needed: bool = False,
    note: str = "",
) -> SpokenAnswer:
    """Write down and send what an agency said on the telephone, and mail it what was written down."""
    part = lock_part(participation_id)
    access.write_down_answer.require(actor, part, now=now)
    _require_call(said_by, said_at, now)
    if part.status != ParticipationStatus.JOINED:
        workflow.check_move(states.PARTICIPATION_MOVES, part.status, ParticipationStatus.JOINED)
        part.status, part.answered_at = ParticipationStatus.JOINED, now
    with saying(How.SPOKEN, actor=actor, now=now, why=f"Said by {said_by.strip()}, {access.local(said_at)}"):
        save_all(part, rows, now=now)
    _send(part, nothing_needed, now)
    answer = SpokenAnswer.objects.create(
        participation=part, said_by=said_by.strip(), said_at=said_at, note=note.strip(), nothing_needed=nothing_needed,
        lines=[_as_said(line) for line in part.lines.select_related("site")], taken_by=access.seated(actor),
        taken_at=now,
    )  # fmt: skip
    record(at=now, actor=actor, verb="requirements.answer_written_down", subject=part, within=part.pool,
           said_by=answer.said_by, said_at=access.local(said_at), lines=len(answer.lines),
           on_behalf_of=str(part.agency), nothing_needed="yes" if nothing_needed else "")  # fmt: skip
    mail.tell_what_was_written_down(answer, now=now)
    return answer


def _require_call(said_by: str, said_at: datetime, now: datetime) -> None:
    if not said_by.strip():
        raise Refused("Say who called: name and office.", field="said_by")
    if said_at > now:
        raise Refused("The call cannot lie ahead.", field="said_at")


def _send(part: Participation, nothing_needed: bool, now: datetime) -> None:
    reason = rules.why_not_sent(lines=part.lines.count(), nothing_needed=nothing_needed)
    if reason:
        raise Refused(reason)
    workflow.check_move(states.PARTICIPATION_MOVES, part.status, ParticipationStatus.SUBMITTED)
    part.status, part.submitted_at, part.nothing_needed = ParticipationStatus.SUBMITTED, now, nothing_needed
    part.save(update_fields=["status", "answered_at", "submitted_at", "nothing_needed"])
    part.lines.filter(status__in=access.EDITABLE).update(status=LineStatus.SUBMITTED, changed_at=now)


def _as_said(line: RequirementLine) -> dict[str, Any]:
    price = f"{line.price_paid.normalize():f}" if line.price_paid is not None else ""
    unit = f"{line.unit} of {line.holding}" if line.holding else line.unit
    return {"description": line.description, "quantity": f"{line.quantity.normalize():f}", "unit": unit,
            "price": price, "site": str(line.site or "")}  # fmt: skip


@transaction.atomic
def object_to_answer(*, answer_id: int, reason: str, actor: AnySeat, now: datetime) -> SpokenAnswer:
    """Object to what was written down; before the deadline the needs are open again, and the buyer is told."""
    part = lock_part(SpokenAnswer.objects.values_list("participation_id", flat=True).get(pk=answer_id))
    answer = SpokenAnswer.objects.select_for_update(of=("self",)).select_related("taken_by__user").get(
        pk=answer_id
    )  # fmt: skip
    answer.participation = part
    access.object_to_answer.require(actor, answer, now=now)
    if not reason.strip():
        raise Refused("Say what is not right.", field="reason")
    answer.objected_at, answer.objection = now, reason.strip()
    answer.save(update_fields=["objected_at", "objection"])
    open_still = part.pool.status == PoolStatus.COLLECTING and now < part.pool.needs_due_at
    if open_still and part.status == ParticipationStatus.SUBMITTED:
        back_to_the_agency(part, LineStatus.DRAFT)
    record(at=now, actor=actor, verb="requirements.answer_objected_to", subject=part, within=part.pool,
           reason=answer.objection)  # fmt: skip
    mail.tell_of_objection(answer, now=now)
    return answer
