"""The life of a pool."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import reasons_for_nothing_new
from commonlot.process.requirements import access, rules, states
from commonlot.process.requirements.actions import mail
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.process.requirements.states import LineStatus, ParticipationStatus, PoolStatus
from commonlot.records.access.models import AnySeat, Organisation
from commonlot.records.audit.actions import record


@transaction.atomic
def plan_pool(
    *,
    title: str,
    commodity: str,
    description: str,
    needs_due_at: datetime,
    term_starts_on: date,
    term_ends_on: date,
    actor: AnySeat,
    now: datetime,
) -> Pool:
    """Plan a pool under the next free number of its year."""
    access.plan_pool.require(actor, now=now)
    seat = access.seated(actor)
    if needs_due_at <= now:
        raise Refused("The deadline for needs must lie ahead.", field="needs_due_at")
    if term_ends_on <= term_starts_on:
        raise Refused("The term must end after it starts.", field="term_ends_on")
    lead = Organisation.objects.select_for_update().get(pk=seat.organisation_id)
    taken = Pool.objects.filter(number__startswith="P-").values_list("number", flat=True)
    pool = Pool.objects.create(
        number=rules.next_number(taken, term_starts_on.year),
        title=title,
        commodity=commodity,
        description=description,
        lead_agency=lead,
        needs_due_at=needs_due_at,
        term_starts_on=term_starts_on,
        term_ends_on=term_ends_on,
        planned_by=seat,
        created_at=now,
    )
    record(at=now, actor=actor, verb="requirements.pool_planned", subject=pool)
    return pool


@transaction.atomic
def move_deadline(*, pool_id: int, needs_due_at: datetime, actor: AnySeat, now: datetime) -> Pool:
    """Move the one deadline for needs and tell every agency that was invited."""
    pool = lock_pool(pool_id)
    access.move_deadline.require(actor, pool, now=now)
    if needs_due_at <= now:
        raise Refused("The deadline for needs must lie ahead.", field="needs_due_at")
    before, pool.needs_due_at = pool.needs_due_at, needs_due_at
    pool.save(update_fields=["needs_due_at"])
    record(
        at=now,
        actor=actor,
        verb="requirements.deadline_moved",
        subject=pool,
        before=access.local(before),
        after=access.local(needs_due_at),
    )
    if pool.status == PoolStatus.COLLECTING:
        mail.tell_agencies(pool, mail.DEADLINE_MOVED, now=now)
    return pool


@transaction.atomic
def invite_agencies(
    *, pool_id: int, agency_ids: Iterable[int], actor: AnySeat, now: datetime
) -> list[Participation]:
    """Invite agencies whose agreement is in force; those already invited are left as they are."""
    pool = lock_pool(pool_id)
    access.invite_agencies.require(actor, pool, now=now)
    there = set(pool.participations.values_list("agency_id", flat=True))
    agencies = list(Agency.objects.filter(pk__in=set(agency_ids) - there).select_related("organisation"))
    _require_agreements(agencies, now=now)
    invited = Participation.objects.bulk_create(
        Participation(pool=pool, agency=agency, invited_at=now) for agency in agencies
    )
    if invited:
        names = ", ".join(str(agency) for agency in agencies[:10])
        record(at=now, actor=actor, verb="requirements.agencies_invited", subject=pool,
               agencies=len(invited), names=names + (" and others" if len(agencies) > 10 else ""))  # fmt: skip
    if pool.status == PoolStatus.COLLECTING:
        mail.tell_agencies(pool, mail.INVITED, now=now, only={part.agency_id for part in invited})
    return invited


def _require_agreements(agencies: list[Agency], *, now: datetime) -> None:
    reasons = reasons_for_nothing_new(agencies, on=timezone.localdate(now))
    for agency in agencies:
        if agency.pk in reasons:
            raise Refused(f"{reasons[agency.pk]} So it cannot be invited now.", field="agency_ids")


@transaction.atomic
def open_pool(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Open a pool for needs and tell the invited agencies."""
    pool = lock_pool(pool_id)
    access.open_pool.require(actor, pool, now=now)
    workflow.check_move(states.POOL_MOVES, pool.status, PoolStatus.COLLECTING)
    pool.status, pool.opened_at = PoolStatus.COLLECTING, now
    pool.save(update_fields=["status", "opened_at"])
    record(at=now, actor=actor, verb="requirements.pool_opened", subject=pool)
    mail.tell_agencies(pool, mail.INVITED, now=now)
    return pool


@transaction.atomic
def start_pooling(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """End the collection: accept all needs that were sent and can be counted."""
    pool = lock_pool(pool_id)
    access.start_pooling.require(actor, pool, now=now)
    workflow.check_move(states.POOL_MOVES, pool.status, PoolStatus.POOLING)
    pool.status = PoolStatus.POOLING
    pool.save(update_fields=["status"])
    sent = pool.participations.filter(status=ParticipationStatus.SUBMITTED)
    lines = RequirementLine.objects.filter(participation__in=sent, status=LineStatus.SUBMITTED)
    asked = lines.exclude(question="").count()
    accepted = lines.counted().update(status=LineStatus.ACCEPTED, changed_at=now)
    agencies = sent.update(status=ParticipationStatus.ACCEPTED)
    record(at=now, actor=actor, verb="requirements.pooling_started", subject=pool,
           agencies_accepted=agencies, lines_accepted=accepted, lines_asked_about=asked)  # fmt: skip
    return pool


@transaction.atomic
def reopen_collecting(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Go back from pooling to collecting, for a need that came too late; what was accepted stays accepted."""
    pool = lock_pool(pool_id)
    access.reopen_collecting.require(actor, pool, now=now)
    workflow.check_move(states.POOL_MOVES, pool.status, PoolStatus.COLLECTING)
    pool.status = PoolStatus.COLLECTING
    pool.save(update_fields=["status"])
    record(at=now, actor=actor, verb="requirements.collecting_reopened", subject=pool)
    return pool


@transaction.atomic
def freeze_pool(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Freeze a pool: its lines, and the prices stated in them, change no more."""
    pool = _move(pool_id, PoolStatus.FROZEN, "requirements.pool_frozen", actor=actor, now=now)
    RequirementLine.objects.filter(participation__pool=pool, status=LineStatus.ACCEPTED).update(
        status=LineStatus.FROZEN
    )
    return pool


@transaction.atomic
def mark_out_to_bid(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Note that the solicitation made from the pool was published."""
    return _move(pool_id, PoolStatus.OUT_TO_BID, "requirements.pool_out_to_bid", actor=actor, now=now)


@transaction.atomic
def take_back_from_bid(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Note that the solicitation ended without an award; the pool can be bid again."""
    return _move(pool_id, PoolStatus.FROZEN, "requirements.pool_back_from_bid", actor=actor, now=now)


@transaction.atomic
def mark_awarded(*, pool_id: int, actor: AnySeat, now: datetime) -> Pool:
    """Note that the solicitation made from the pool was awarded."""
    return _move(pool_id, PoolStatus.AWARDED, "requirements.pool_awarded", actor=actor, now=now)


@transaction.atomic
def cancel_pool(*, pool_id: int, reason: str, actor: AnySeat, now: datetime) -> Pool:
    """Cancel a pool before its award, with the reason, and tell its agencies."""
    pool = lock_pool(pool_id)
    access.cancel_pool.require(actor, pool, now=now)
    workflow.check_move(states.POOL_MOVES, pool.status, PoolStatus.CANCELLED)
    if not reason.strip():
        raise Refused("Say why the pool is cancelled; its agencies will read it.", field="reason")
    was_known, pool.status = pool.status != PoolStatus.PLANNED, PoolStatus.CANCELLED
    pool.save(update_fields=["status"])
    pool.short_pools.filter(closed_at__isnull=True).update(closed_at=now)
    record(at=now, actor=actor, verb="requirements.pool_cancelled", subject=pool, reason=reason.strip())
    if was_known:
        mail.tell_agencies(pool, mail.CANCELLED, now=now, reason=reason.strip())
    return pool


def lock_pool(pool_id: int) -> Pool:
    """Lock a pool until the end of the transaction."""
    return Pool.objects.select_for_update(of=("self",)).select_related("lead_agency").get(pk=pool_id)


def _move(pool_id: int, to: PoolStatus, verb: str, *, actor: AnySeat, now: datetime) -> Pool:
    pool = lock_pool(pool_id)
    access.run_pool.require(actor, pool, now=now)
    workflow.check_move(states.POOL_MOVES, pool.status, to)
    back = pool.status == PoolStatus.OUT_TO_BID and to == PoolStatus.FROZEN
    pool.status = to
    if to == PoolStatus.FROZEN and not back:
        pool.frozen_at = now
    pool.save(update_fields=["status", "frozen_at"])
    record(at=now, actor=actor, verb=verb, subject=pool)
    return pool
