"""Who may ask again, watch who answers, write down an answer for an agency, and object to it."""

from datetime import datetime

from django.utils import timezone

from commonlot.kernel.policy import Policy
from commonlot.process.membership.queries import why_nothing_new
from commonlot.process.requirements.access.needs import is_staff, speaks_for, state_needs, why_closed
from commonlot.process.requirements.models import Participation, Pool, SpokenAnswer
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import AnySeat

NOT_JOINED = (ParticipationStatus.INVITED, ParticipationStatus.DECLINED)


@Policy
def watch_answers(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency."""
    return None if is_staff(actor, pool) else "Only a buyer of the lead agency sees who has answered."


@Policy
def remind_agencies(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency, while agencies can still answer."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency reminds agencies."
    if pool.status != PoolStatus.COLLECTING:
        return "Agencies are reminded while the pool is open for needs."
    return "The deadline has passed. Move it before you remind anyone." if now >= pool.needs_due_at else None


@Policy
def start_from_last_year(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """Whoever may state the needs."""
    return state_needs.why_not(actor, participation, now=now)


@Policy
def write_down_answer(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A buyer of the lead agency, until the deadline, for an agency that has not sent its needs."""
    pool = participation.pool
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency writes down what an agency says on the telephone."
    if speaks_for(actor, participation.agency):
        return "These are your own agency’s needs. State them on its page."
    reason = why_closed(pool, now)
    if reason:
        return reason
    sent = {
        ParticipationStatus.SUBMITTED: "This agency sent its needs. Return them first, then write them down.",
        ParticipationStatus.ACCEPTED: "The needs of this agency were accepted.",
        ParticipationStatus.WITHDRAWN: "This agency withdrew from the pool.",
    }.get(ParticipationStatus(participation.status))
    if sent or participation.status not in NOT_JOINED:
        return sent
    return why_nothing_new(participation.agency, on=timezone.localdate(now))


@Policy
def object_to_answer(actor: AnySeat, answer: SpokenAnswer, *, now: datetime) -> str | None:
    """A requester or administrator of the agency, once, until the needs are frozen."""
    part = answer.participation
    if actor.is_lent or not speaks_for(actor, part.agency):
        return f"Only {part.agency} itself objects to what was written down for it."
    if answer.objected_at is not None:
        return "You objected already. The county knows."
    if part.pool.status not in {PoolStatus.COLLECTING, PoolStatus.POOLING}:
        return "The needs of this pool stand. Write to the county."
    return None
