"""The short-pool phase: opened with what is missing, raised only by what fills, then the pool is frozen again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, rules, states
from commonlot.process.requirements.actions import mail
from commonlot.process.requirements.actions.history import How, saying
from commonlot.process.requirements.actions.pools import lock_pool
from commonlot.process.requirements.models import Pool, Raise, RequirementLine, ShortPool, Want, WantLine
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@dataclass(frozen=True)
class Wanted:
    """One pooled line that lacks something: amounts in its base unit; helpers are (need, base units in its unit)."""

    name: str
    base_unit: str
    kind: Want.Kind
    step: Decimal
    total: Decimal
    tolerance: Decimal
    helpers: Sequence[tuple[int, Fraction]]

    @property
    def missing(self) -> Decimal:
        """What it lacks."""
        if self.kind == Want.Kind.PACK:
            return rules.missing_to_pack(self.total, self.tolerance, self.step)
        return rules.missing_to_minimum(self.total, self.step)


@transaction.atomic
def open_short_pool(
    *, pool_id: int, ends_at: datetime, wanted: Sequence[Wanted], actor: AnySeat, now: datetime
) -> ShortPool:
    """Open the phase with what is missing, and tell the agencies that can help."""
    pool = lock_pool(pool_id)
    access.open_short_pool.require(actor, pool, now=now)
    if ends_at <= now:
        raise Refused("The phase must end later than now.", field="ends_at")
    short = [each for each in wanted if each.missing > 0 and each.helpers]
    if not short:
        raise Refused(
            "Every pack and minimum that was named is full already, so there is nothing to ask for."
        )
    _move(pool, PoolStatus.SHORT_POOL)
    phase = ShortPool.objects.create(
        pool=pool, ends_at=ends_at, opened_by=access.seated(actor), opened_at=now
    )
    for each in short:
        want = Want.objects.create(
            short_pool=phase, name=each.name, base_unit=each.base_unit, kind=each.kind, step=each.step,
            total_before=each.total, tolerance=each.tolerance, missing=each.missing,
        )  # fmt: skip
        WantLine.objects.bulk_create(
            WantLine(want=want, line_id=line, numerator=unit.numerator, denominator=unit.denominator)
            for line, unit in each.helpers
        )
    record(at=now, actor=actor, verb="requirements.short_pool_opened", subject=pool, lines=len(short),
           until=access.local(ends_at))  # fmt: skip
    helpers = RequirementLine.objects.filter(want_lines__want__short_pool=phase)
    agencies = set(helpers.values_list("participation__agency_id", flat=True))
    mail.tell_agencies(pool, mail.SHORT_POOL, now=now, only=agencies, reason=access.local(ends_at))
    return phase


@transaction.atomic
def raise_need(*, want_line_id: int, more: Decimal, actor: AnySeat, now: datetime) -> Raise:
    """Add to a frozen need what helps to fill; what it would take more shrinks by as much."""
    want_line = _lock_want_line(want_line_id)
    access.add_to_fill.require(actor, want_line, now=now)
    want, line = want_line.want, want_line.line
    per_unit = per_unit_of(want_line)
    reason = rules.helps_fill(more=more, per_unit=per_unit, missing=want.missing, filled=want.filled)
    if reason is not None:
        raise Refused(reason, field="more")
    base = rules.in_base_units(more, per_unit)
    assert base is not None  # noqa: S101 - helps_fill has refused what cannot be counted
    before = line.tolerance or Decimal(0)
    line.quantity, line.changed_at = line.quantity + more, now
    line.tolerance = max(before - more, Decimal(0)) if line.tolerance is not None else None
    used = rules.in_base_units(min(before, more), per_unit) or Decimal(0)
    want.filled, want.tolerance = want.filled + base, max(want.tolerance - used, Decimal(0))
    want.save(update_fields=["filled", "tolerance"])
    with saying(How.SHORT_POOL, actor=actor, now=now, why=f"{want.get_kind_display().capitalize()}: {want}"):
        line.save(update_fields=["quantity", "tolerance", "changed_at"])
    added = Raise.objects.create(
        want_line=want_line, quantity=more, base_quantity=base, by=access.seated(actor), at=now
    )
    record(at=now, actor=actor, verb="requirements.need_raised", subject=line, within=line.participation,
           more=f"{more.normalize():f}", unit=line.unit)  # fmt: skip
    return added


def per_unit_of(want_line: WantLine) -> Fraction:
    """Return how many base units one of the agency's own units holds."""
    return Fraction(int(want_line.numerator), int(want_line.denominator))


def _lock_want_line(pk: int) -> WantLine:
    """Lock pool, want and need, in this order, so that two agencies never add beyond what is missing."""
    want_line = WantLine.objects.select_related("want__short_pool").get(pk=pk)
    pool = lock_pool(want_line.want.short_pool.pool_id)
    want_line.want = Want.objects.select_for_update(of=("self",)).select_related("short_pool").get(
        pk=want_line.want_id
    )  # fmt: skip
    want_line.want.short_pool.pool = pool
    lines = RequirementLine.objects.select_for_update(of=("self",))
    want_line.line = lines.select_related("participation__agency__organisation", "participation__pool").get(
        pk=want_line.line_id
    )
    return want_line


@transaction.atomic
def close_short_pool(*, short_pool_id: int, actor: AnySeat, now: datetime) -> ShortPool:
    """End the phase before its deadline; the pool is frozen again."""
    phase = _lock_phase(short_pool_id)
    access.close_short_pool.require(actor, phase, now=now)
    return _close(phase, actor, now)


@transaction.atomic
def end_short_pools(*, now: datetime) -> int:
    """End the phases whose deadline has passed."""
    over = ShortPool.objects.filter(closed_at__isnull=True, ends_at__lte=now).values_list("pk", flat=True)
    phases = [_lock_phase(pk) for pk in over]
    return len([_close(phase, None, now) for phase in phases if phase.closed_at is None])


def _close(phase: ShortPool, actor: AnySeat | None, now: datetime) -> ShortPool:
    phase.closed_at = now
    phase.save(update_fields=["closed_at"])
    _move(phase.pool, PoolStatus.FROZEN)
    filled = phase.wants.filter(filled__gt=0).count()
    record(
        at=now, actor=actor, verb="requirements.short_pool_closed", subject=phase.pool, lines_raised=filled
    )
    return phase


def _lock_phase(pk: int) -> ShortPool:
    pool = lock_pool(ShortPool.objects.values_list("pool_id", flat=True).get(pk=pk))
    phase = ShortPool.objects.select_for_update().get(pk=pk)
    phase.pool = pool
    return phase


def _move(pool: Pool, to: PoolStatus) -> None:
    workflow.check_move(states.POOL_MOVES, pool.status, to)
    pool.status = to
    pool.save(update_fields=["status"])
