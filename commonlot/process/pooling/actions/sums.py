"""Entering the shares of confirmed groups, and taking them back; a total is always the sum of its shares."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

import commonlot
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine, PoolingRun, Share
from commonlot.process.pooling.queries import last_position
from commonlot.records.access.models import Seat

BATCH = 1000


def enter_shares(matches: Sequence[Match], *, now: datetime) -> None:
    """Make the pooled line of each group with a share for every counted line of it."""
    counted = _counted_lines(matches)
    position = last_position(matches[0].pool) if matches else 0
    pooled = [
        PooledLine(
            pool_id=match.pool_id,
            match=match,
            position=position + number,
            name=match.name,
            base_unit=match.base_unit,
            total=_sum(counted[match.pk]),
            created_at=now,
        )
        for number, match in enumerate(matches, start=1)
    ]
    PooledLine.objects.bulk_create(pooled, batch_size=BATCH)
    shares = [
        Share(pooled_line_id=line.pk, line_id=row.line_id, base_quantity=row.base_quantity)
        for line, match in zip(pooled, matches, strict=True)
        for row in counted[match.pk]
        if row.base_quantity is not None
    ]
    Share.objects.bulk_create(shares, batch_size=BATCH)


def add_shares(pooled: PooledLine, rows: Iterable[MatchLine]) -> None:
    """Add lines to a pooled line that stands already."""
    Share.objects.bulk_create(
        [
            Share(pooled_line=pooled, line_id=row.line_id, base_quantity=row.base_quantity)
            for row in rows
            if row.base_quantity is not None
        ]
    )
    add_up_again(pooled)


def add_up_again(pooled: PooledLine) -> None:
    """Set the total of a pooled line to the sum of its shares."""
    pooled.total = pooled.shares.aggregate(sum=Sum("base_quantity"))["sum"]
    pooled.save(update_fields=["total"])


def withdraw_shares(matches: Sequence[Match]) -> None:
    """Take back the shares of groups; a pooled line goes with its own group."""
    own = [match.pk for match in matches]
    PooledLine.objects.filter(match__in=own).delete()
    for match in matches:
        if match.joins_id is None or match.joins_id in own:
            continue
        pooled = PooledLine.objects.get(match=match.joins_id)
        pooled.shares.filter(line__in=match.lines.filter(taken_out=False).values("line")).delete()
        add_up_again(pooled)


def write_decisions(
    pairs: Iterable[tuple[int, int]],
    verdict: Decision.Verdict,
    *,
    pool_id: int,
    actor: Seat,
    now: datetime,
    reason: str = "",
) -> None:
    """Write what a buyer decided about pairs of lines; a new word on a pair replaces the old."""
    engine = PoolingRun.objects.filter(pool=pool_id).values_list("engine_version", flat=True).first()
    rows = [
        Decision(
            pool_id=pool_id,
            line_a_id=a,
            line_b_id=b,
            verdict=verdict,
            reason=reason,
            engine_version=engine or commonlot.__version__,
            decided_by_id=actor.pk,
            decided_at=now,
        )
        for a, b in pairs
    ]
    Decision.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["line_a", "line_b"],
        update_fields=["verdict", "reason", "engine_version", "decided_by", "decided_at"],
    )


def forget_decisions(lines: Iterable[int], verdict: Decision.Verdict) -> None:
    """Take back what was decided between lines of one group."""
    ids = list(lines)
    Decision.objects.filter(line_a__in=ids, line_b__in=ids, verdict=verdict).delete()


def forget_confirmation(lines: Iterable[int]) -> None:
    """Take back that lines were confirmed as one need; what a buyer put together by hand before stands."""
    ids = list(lines)
    confirmed = Decision.objects.filter(verdict=Decision.Verdict.SAME, reason="")
    confirmed.filter(line_a__in=ids, line_b__in=ids).delete()


def _counted_lines(matches: Sequence[Match]) -> dict[int, list[MatchLine]]:
    counted: dict[int, list[MatchLine]] = defaultdict(list)
    rows = MatchLine.objects.counted().filter(match__in=[match.pk for match in matches])
    for row in rows.defer("attributes", "why"):
        counted[row.match_id].append(row)
    return counted


def _sum(rows: Iterable[MatchLine]) -> Decimal:
    return sum((row.base_quantity for row in rows if row.base_quantity is not None), Decimal(0))
