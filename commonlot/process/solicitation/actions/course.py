"""What happens to a solicitation once it is public: closed, opened, evaluated, awarded; or cancelled."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import access, states
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def close_solicitation(*, solicitation_id: int, actor: Seat | None, now: datetime) -> Solicitation:
    """Close a solicitation to bids at its deadline; without an actor the clock did it."""
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.close.require(actor, solicitation, now=now)
    return _move(solicitation, states.Status.CLOSED, "solicitation.closed", actor, now)


@transaction.atomic
def cancel_solicitation(*, solicitation_id: int, reason: str, actor: Seat, now: datetime) -> Solicitation:
    """Cancel a solicitation with a reason that its page keeps showing."""
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.cancel.require(actor, solicitation, now=now)
    workflow.check_move(states.MOVES, solicitation.status, states.Status.CANCELLED)
    if not reason.strip():
        raise Refused("Say why: bidders and agencies read it.", field="reason")

    solicitation.status, solicitation.cancelled_because = states.Status.CANCELLED, reason.strip()
    solicitation.save(update_fields=["status", "cancelled_because"])
    record(at=now, actor=actor, verb="solicitation.cancelled", subject=solicitation, reason=reason.strip())
    _give_the_pool_back(solicitation, actor, now)
    return solicitation


@transaction.atomic
def mark_opened(*, solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    """Note that the bids were opened, never before the deadline."""
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.advance.require(actor, solicitation, now=now)
    if solicitation.bids_due_at is None or now < solicitation.bids_due_at:
        raise Refused(f"Bids stay sealed until {access.when(solicitation.bids_due_at)}.")
    solicitation.opened_at = now
    return _move(solicitation, states.Status.OPENED, "solicitation.opened", actor, now, "opened_at")


@transaction.atomic
def mark_evaluated(*, solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    """Note that the bids were checked and compared."""
    return _advance(solicitation_id, states.Status.EVALUATED, "solicitation.evaluated", actor, now)


@transaction.atomic
def mark_awarded(*, solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    """Note that the award was approved."""
    return _advance(solicitation_id, states.Status.AWARDED, "solicitation.awarded", actor, now)


@transaction.atomic
def mark_all_rejected(*, solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    """Note that all bids were rejected."""
    rejected = _advance(solicitation_id, states.Status.REJECTED_ALL, "solicitation.all_rejected", actor, now)
    _give_the_pool_back(rejected, actor, now)
    return rejected


def _give_the_pool_back(solicitation: Solicitation, actor: Seat, now: datetime) -> None:
    if solicitation.pool is not None and solicitation.pool.status == PoolStatus.OUT_TO_BID:
        requirements.take_back_from_bid(pool_id=solicitation.pool.pk, actor=actor, now=now)


def _advance(solicitation_id: int, to: states.Status, verb: str, actor: Seat, now: datetime) -> Solicitation:
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.advance.require(actor, solicitation, now=now)
    return _move(solicitation, to, verb, actor, now)


def _move(
    solicitation: Solicitation, to: states.Status, verb: str, actor: Seat | None, now: datetime, *also: str
) -> Solicitation:
    workflow.check_move(states.MOVES, solicitation.status, to)
    solicitation.status = to
    solicitation.save(update_fields=["status", *also])
    record(at=now, actor=actor, verb=verb, subject=solicitation)
    return solicitation
