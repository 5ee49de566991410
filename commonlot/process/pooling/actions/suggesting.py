"""Keeping what the engine suggests: a group that holds the same lines as before stays the same group.

So a buyer's page, the name a buyer chose, and the lines set apart survive every sorting.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from commonlot.process.pooling.actions.sums import BATCH
from commonlot.process.pooling.models import Match, MatchLine, PoolingRun
from commonlot.process.pooling.rules import queue
from commonlot.process.pooling.rules.suggestions import SuggestedLine, Suggestion
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool

RENEWED = ["run", "name", "name_chosen", "base_unit", "tier", "reasons", "stake", "doubt", "priority", "audit",
           "joins", "unit_chosen"]  # fmt: skip
RENEWED_OF_A_LINE = ["tier", "score", "base_quantity", "question", "why", "attributes", "as_read", "asked_at"]


@dataclass
class Before:
    """The groups that waited for a decision before this run."""

    match_of: dict[int, int] = field(default_factory=dict)
    lines_of: dict[frozenset[int], int] = field(default_factory=dict)
    asked_at: dict[int, object] = field(default_factory=dict)
    names: dict[int, tuple[str, bool]] = field(default_factory=dict)

    def same(self, group: Suggestion) -> int | None:
        """Return the group that held just these lines."""
        return self.lines_of.get(frozenset(row.line.pk for row in group.lines))

    def name(self, group: Suggestion) -> tuple[str, bool]:
        """Return how a group is called, and whether a buyer chose that.

        The same lines keep their name; a name that a buyer chose goes where most of the lines go.
        """
        same = self.same(group)
        if same is not None:
            return self.names[same]
        came_from = Counter(self.match_of[row.line.pk] for row in group.lines if row.line.pk in self.match_of)
        if came_from:
            match, many = min(came_from.items(), key=lambda item: (-item[1], item[0]))
            if self.names[match][1] and 2 * many > len(group.lines):
                return self.names[match]
        return group.name, False


def save_suggestions(run: PoolingRun, pool: Pool, found: Sequence[Suggestion]) -> None:
    """Keep the suggestions of a run in place of those that wait; the caller holds the pool's lock."""
    before = _before(pool)
    drawn = _drawn(run, pool, found)
    matches = [_match(run, group, before, audit=at in drawn) for at, group in enumerate(found)]
    stays = [before.same(group) is not None for group in found]
    kept, new = list(compress(matches, stays)), list(compress(matches, map(not_, stays)))
    Match.objects.filter(pool=pool).to_review().exclude(pk__in=[match.pk for match in kept]).delete()
    Match.objects.bulk_create(
        kept, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=RENEWED
    )
    Match.objects.bulk_create(new, batch_size=BATCH)
    rows = [
        _row(match, row, before.asked_at)
        for match, group in zip(matches, found, strict=True)
        for row in group.lines
    ]
    MatchLine.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["match", "line"],
        update_fields=RENEWED_OF_A_LINE,
    )  # fmt: skip


def _drawn(run: PoolingRun, pool: Pool, found: Sequence[Suggestion]) -> set[int]:
    """Draw the groups to spot-check: by the pool's number, how often it was sorted, and each line's place in it."""
    place = {pk: at for at, pk in enumerate(sorted(row.line.pk for group in found for row in group.lines))}
    sure = {
        at: [place[row.line.pk] for row in group.lines] for at, group in enumerate(found) if group.looks_sure
    }
    return queue.drawn_by_lot(sure, f"{pool.number}:{pool.pooling_runs.filter(pk__lte=run.pk).count()}")


def _before(pool: Pool) -> Before:
    waiting = MatchLine.objects.filter(match__pool=pool, match__status=MatchStatus.SUGGESTED, taken_out=False)
    before = Before()
    lines: dict[int, set[int]] = {}
    for match, line, asked_at in waiting.values_list("match_id", "line_id", "asked_at"):
        lines.setdefault(match, set()).add(line)
        before.match_of[line] = match
        before.asked_at[line] = asked_at
    before.lines_of = {frozenset(held): match for match, held in lines.items()}
    named = Match.objects.filter(pool=pool).to_review().values_list("pk", "name", "name_chosen")
    before.names = {match: (name, chosen) for match, name, chosen in named}
    return before


def _match(run: PoolingRun, group: Suggestion, before: Before, *, audit: bool) -> Match:
    name, chosen = before.name(group)
    return Match(
        pk=before.same(group), pool_id=run.pool_id, run=run, name=name, name_chosen=chosen,
        base_unit=group.base_unit, tier=group.tier, reasons=group.reasons, stake=group.stake, doubt=group.doubt,
        priority=group.priority, audit=audit, joins_id=group.joins,
        unit_chosen=any(row.line.count_in for row in group.lines),
    )  # fmt: skip


def _row(match: Match, row: SuggestedLine, asked_at: Mapping[int, object]) -> MatchLine:
    return MatchLine(
        match=match, line_id=row.line.pk, tier=row.tier, base_quantity=row.base_quantity, question=row.question,
        why=row.why, score=queue.thousandths(row.score), attributes=row.attributes, as_read=row.line.as_read,
        asked_at=None if row.base_quantity is not None else asked_at.get(row.line.pk),  # type: ignore[misc]
    )  # fmt: skip
