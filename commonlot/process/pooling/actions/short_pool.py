"""The short-pool phase, seen from the pooled lines: what they lack, and what comes in, added up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import F

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import queries
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.actions.sums import add_up_again
from commonlot.process.pooling.models import MatchLine, PooledLine, Share
from commonlot.process.pooling.rules import fingerprint
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Raise, ShortPool, Want
from commonlot.records.access.models import AnySeat


@dataclass(frozen=True)
class Step:
    """What one pooled line should reach: a full pack of so many base units, or a minimum of so many."""

    kind: Want.Kind
    amount: Decimal


@transaction.atomic
def open_short_pool(
    *, pool_id: int, steps: Mapping[int, Step], ends_at: datetime, actor: AnySeat, now: datetime
) -> ShortPool:
    """Open the phase for the named pooled lines (by number), as far as they lack anything."""
    pool = lock_pool(pool_id)
    lines = list(queries.pooled_lines(pool).filter(pk__in=steps).prefetch_related("shares__line"))
    if not lines:
        raise Refused("Say for at least one line what fills a pack, or what the minimum is.")
    for line in lines:
        if steps[line.pk].amount <= 0:
            raise Refused(f"What fills a pack of “{line.name}” must be above zero.")
    wanted = [_wanted(line, steps[line.pk]) for line in lines]
    return requirements.open_short_pool(pool_id=pool.pk, ends_at=ends_at, wanted=wanted, actor=actor, now=now)


def _wanted(line: PooledLine, step: Step) -> requirements.Wanted:
    shares = list(line.shares.all())
    per_unit = {
        share.line_id: Fraction(share.base_quantity) / Fraction(share.line.quantity) for share in shares
    }
    tolerance = sum(
        (Fraction(share.line.tolerance or 0) * per_unit[share.line_id] for share in shares), Fraction(0)
    )
    return requirements.Wanted(
        name=line.name, base_unit=line.base_unit, kind=step.kind, step=step.amount, total=line.total,
        tolerance=_rounded_down(tolerance), helpers=list(per_unit.items()),
    )  # fmt: skip


def _rounded_down(amount: Fraction) -> Decimal:
    """Write an amount with six decimals and never more than it is."""
    return Decimal(int(amount * 10**6)).scaleb(-6)


@transaction.atomic
def add_to_fill(*, want_line_id: int, more: Decimal, actor: AnySeat, now: datetime) -> Raise:
    """Add what an agency takes more to its need, its share and the total; the database adds up again."""
    added = requirements.raise_need(want_line_id=want_line_id, more=more, actor=actor, now=now)
    line = added.want_line.line
    share = Share.objects.select_for_update(of=("self",)).select_related("pooled_line").get(line=line)
    share.base_quantity += added.base_quantity
    share.save(update_fields=["base_quantity"])
    add_up_again(share.pooled_line)
    MatchLine.objects.holding().filter(line=line).update(
        base_quantity=F("base_quantity") + added.base_quantity,
        as_read=fingerprint(line.description, line.unit, line.quantity, line.part_number, line.holding),
    )
    return added
