"""Taking decisions back, and the suggestions in which single lines stand meanwhile."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import rules, states
from commonlot.process.pooling.actions.sums import (
    BATCH,
    forget_confirmation,
    forget_decisions,
    withdraw_shares,
)
from commonlot.process.pooling.models import Decision, Match, MatchLine
from commonlot.process.pooling.rules import queue


def reopen(matches: Sequence[Match]) -> None:
    """Make groups suggestions again, without their sums and without what was decided between their lines."""
    confirmed = [match for match in matches if match.status == states.MatchStatus.CONFIRMED]
    rejected = [match for match in matches if match.status == states.MatchStatus.REJECTED]
    withdraw_shares(confirmed)
    _take_in_those_that_joined(confirmed)
    lines = lines_of_each([*matches, *(match.joins for match in confirmed if match.joins is not None)])
    forget_confirmation(line for match in confirmed for line in lines[match.pk])
    for match in confirmed:
        if match.joins_id:
            forget_confirmation(lines[match.pk] + lines[match.joins_id][:1])
    for match in rejected:
        gather(match, lines[match.pk])
    Match.objects.filter(pk__in=[match.pk for match in matches]).update(
        status=states.MatchStatus.SUGGESTED, decided_by=None, decided_at=None, because=""
    )


def _take_in_those_that_joined(matches: Sequence[Match]) -> None:
    """Lines that joined a group, or were about to, are part of it once it is a suggestion again."""
    joining = Match.objects.filter(joins__in=[m.pk for m in matches]).exclude(
        status=states.MatchStatus.REJECTED
    )
    for match, target in list(joining.exclude(pk__in=[m.pk for m in matches]).values_list("pk", "joins_id")):
        MatchLine.objects.filter(match=match, taken_out=False).update(match=target)
        Match.objects.filter(pk=match).delete()


def stand_alone(match: Match, rows: Sequence[MatchLine]) -> None:
    """Give each of these lines a suggestion of its own, so that none is lost."""
    alone = [
        Match(
            pool_id=match.pool_id,
            run_id=match.run_id,
            name=row.line.description[:300],
            base_unit=match.base_unit,
            tier=Match.Tier.SINGLE,
            reasons=[{"kind": "together", "text": f"A buyer set it apart from “{match.name}”."}],
            split_from=match,
            **weight([row], Match.Tier.SINGLE),
        )
        for row in rows
    ]
    Match.objects.bulk_create(alone, batch_size=BATCH)
    MatchLine.objects.bulk_create(
        [_copy(row, single) for row, single in zip(rows, alone, strict=True)], batch_size=BATCH
    )


def gather(match: Match, lines: Sequence[int]) -> None:
    """Take lines back into a group from the suggestions in which they stand alone now."""
    elsewhere = MatchLine.objects.filter(line__in=lines, taken_out=False).exclude(match=match)
    homes = Match.objects.filter(lines__in=elsewhere).distinct()
    split = Match.Tier.SINGLE
    if homes.decided().exclude(status=states.MatchStatus.REJECTED).exists() or (
        homes.filter(status=states.MatchStatus.REJECTED, tier=split).exclude(pk=match.pk).exists()
    ):
        raise Refused(
            "Some of these lines were decided on their own since then. Take those decisions back first."
        )
    undecided = homes.to_review()
    ids = list(undecided.values_list("pk", flat=True))
    MatchLine.objects.filter(match__in=ids, line__in=lines, taken_out=False).delete()
    Match.objects.filter(pk__in=ids).exclude(lines__taken_out=False).delete()
    if len(lines) > 1:
        forget_decisions(lines, Decision.Verdict.DIFFERENT)


def weight(rows: Sequence[MatchLine], tier: str) -> dict[str, Any]:
    """Return what is at stake in these lines, how unsure they are as a group, and where that puts it in the queue."""
    worth = [(row.line.quantity, row.line.price_paid) for row in rows]
    scores = [row.score for row in rows] if tier != Match.Tier.SINGLE else []
    unsure = queue.doubt(tier, scores, asked=any(row.base_quantity is None for row in rows))
    return {"stake": rules.stake(worth), "doubt": unsure, "priority": queue.priority(worth, unsure)}


def lines_of_each(matches: Sequence[Match]) -> dict[int, list[int]]:
    """Return the lines of each group that are not set apart, the lowest first."""
    lines: dict[int, list[int]] = defaultdict(list)
    rows = MatchLine.objects.filter(match__in=[match.pk for match in matches], taken_out=False)
    for match, line in rows.order_by("line_id").values_list("match_id", "line_id"):
        lines[match].append(line)
    return lines


def _copy(row: MatchLine, match: Match) -> MatchLine:
    return MatchLine(
        match=match,
        line_id=row.line_id,
        tier=Match.Tier.SINGLE,
        base_quantity=row.base_quantity,
        question=row.question,
        why=row.why,
        attributes=row.attributes,
        as_read=row.as_read,
        asked_at=row.asked_at,
        score=row.score,
    )
