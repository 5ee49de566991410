"""Splitting a group, putting two groups together, and moving lines from one to another.

Each writes what the buyer said about the pairs of lines, so that every later sorting keeps to it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from django.db import transaction
from django.db.models import Q

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.lines import count_again, require_open, weigh_again
from commonlot.process.pooling.actions.locks import GONE, lock_match
from commonlot.process.pooling.actions.steps import step
from commonlot.process.pooling.actions.sums import BATCH, write_decisions
from commonlot.process.pooling.models import Decision, Match, MatchLine
from commonlot.process.pooling.queries import typed_lines
from commonlot.process.pooling.rules import suggestions
from commonlot.process.requirements.models import RequirementLine
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record

MOST_PAIRS = 25_000
LONGEST_NAME = 80
SAME, DIFFERENT = Decision.Verdict.SAME, Decision.Verdict.DIFFERENT


@transaction.atomic
def split_match(
    *, match_id: int, match_line_ids: Sequence[int], actor: Seat, now: datetime, seen: str = ""
) -> Match:
    """Split the ticked lines off into a group of their own; no later sorting puts them with the rest."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    ticked, rest = _ticked(match, match_line_ids)

    with step(match.pool, [match.pk], actor=actor, now=now) as saying:
        saying.said = f"Split {_lines(len(ticked))} off “{match.name}”"
        new = Match.objects.create(
            pool=match.pool, run_id=match.run_id, name=_name_of(ticked), base_unit=match.base_unit, tier=match.tier,
            unit_chosen=match.unit_chosen, split_from=match,
        )  # fmt: skip
        _move(ticked, new)
        _say_different(ticked, rest, match, reason="Split in two", actor=actor, now=now)
        for each in (match, new):
            _read_again(each)
    record(
        at=now, actor=actor, verb="pooling.match_split", subject=match, within=match.pool, lines=len(ticked),
        into=new.name,
    )  # fmt: skip
    return new


@transaction.atomic
def merge_matches(*, match_id: int, other_id: int, actor: Seat, now: datetime, seen: str = "") -> Match:
    """Put another group together with this one; where the other is confirmed, this one would be added to it."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    other = _other(match, other_id)
    mine, theirs, unit = _live(match), _live(other), match.base_unit

    with step(match.pool, [match.pk, other.pk], actor=actor, now=now) as saying:
        saying.said = f"Put “{other.name}” together with “{match.name}”"
        if other.status == states.MatchStatus.SUGGESTED:
            other.lines.filter(taken_out=True).delete()
            match.lines.filter(taken_out=True, line__in=[row.line_id for row in theirs]).delete()
            _move(theirs, match)
            Match.objects.filter(split_from=other).update(split_from=match)
            other.delete()
        else:
            _join(match, other)
        _say_same(mine + theirs, match, reason="Put together", actor=actor, now=now)
        _read_again(match, recount=other.base_unit != unit)
    record(
        at=now, actor=actor, verb="pooling.matches_merged", subject=match, within=match.pool, other=other.name
    )
    return match


@transaction.atomic
def move_lines(
    *, match_id: int, match_line_ids: Sequence[int], to_id: int, actor: Seat, now: datetime, seen: str = ""
) -> Match:
    """Move ticked lines to another group that waits for a decision; no later sorting brings them back."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    to = _other(match, to_id)
    if to.status != states.MatchStatus.SUGGESTED:
        raise Refused(f"“{to.name}” is confirmed. Split the lines off first, then put them together with it.")
    ticked, rest = _ticked(match, match_line_ids)

    with step(match.pool, [match.pk, to.pk], actor=actor, now=now) as saying:
        saying.said = f"Moved {_lines(len(ticked))} from “{match.name}” to “{to.name}”"
        to.lines.filter(taken_out=True, line__in=[row.line_id for row in ticked]).delete()
        there = _live(to)
        _move(ticked, to)
        _say_different(ticked, rest, match, reason="Moved to another group", actor=actor, now=now)
        _say_same(ticked + there, match, reason="Moved to another group", actor=actor, now=now)
        _read_again(match)
        _read_again(to, recount=to.base_unit != match.base_unit)
    record(at=now, actor=actor, verb="pooling.lines_moved", subject=match, within=match.pool, lines=len(ticked),
           to=to.name)  # fmt: skip
    return to


def _lines(number: int) -> str:
    return f"{number:,} {'line' if number == 1 else 'lines'}"


def _live(match: Match) -> list[MatchLine]:
    return list(match.lines.filter(taken_out=False).select_related("line").order_by("line_id"))


def _ticked(match: Match, match_line_ids: Sequence[int]) -> tuple[list[MatchLine], list[MatchLine]]:
    """Return the ticked lines of a group and the rest of it; neither may be empty."""
    rows, wanted = _live(match), set(match_line_ids)
    ticked = [row for row in rows if row.pk in wanted]
    rest = [row for row in rows if row.pk not in wanted]
    if not ticked:
        raise Refused("Tick the lines that belong to another group.")
    if not rest:
        raise Refused("Leave at least one line in this group. To join two groups, put them together.")
    if len(ticked) * len(rest) > MOST_PAIRS:
        raise Refused("These are too many lines at once. Tick fewer.")
    return ticked, rest


def _other(match: Match, other_id: int) -> Match:
    other = Match.objects.select_for_update().filter(pk=other_id, pool=match.pool_id).first()
    if other is None:
        raise Refused(GONE)
    if other.pk == match.pk:
        raise Refused("Choose another group than this one.")
    if other.status == states.MatchStatus.REJECTED:
        raise Refused(f"“{other.name}” was rejected. Take that decision back first.")
    return other


def _move(rows: Sequence[MatchLine], to: Match) -> None:
    MatchLine.objects.filter(pk__in=[row.pk for row in rows]).update(match=to)


def _join(match: Match, other: Match) -> None:
    match.joins_id = other.joins_id or other.pk
    match.base_unit = other.base_unit
    match.save(update_fields=["joins", "base_unit"])


def _say_different(
    some: Sequence[MatchLine],
    others: Sequence[MatchLine],
    match: Match,
    *,
    reason: str,
    actor: Seat,
    now: datetime,
) -> None:
    pairs = [tuple(sorted((a.line_id, b.line_id))) for a, b in product(some, others)]
    write_decisions(
        [(a, b) for a, b in pairs], DIFFERENT, pool_id=match.pool_id, actor=actor, now=now, reason=reason
    )


def _say_same(rows: Sequence[MatchLine], match: Match, *, reason: str, actor: Seat, now: datetime) -> None:
    """Write that all these lines are one need; what was said against it before is taken back."""
    ids = [row.line_id for row in rows]
    Decision.objects.filter(Q(line_a__in=ids) & Q(line_b__in=ids), verdict=DIFFERENT).delete()
    write_decisions(rules.chain(ids), SAME, pool_id=match.pool_id, actor=actor, now=now, reason=reason)


def _read_again(match: Match, *, recount: bool = False) -> None:
    """Say anew what the lines of a group share and what clashes; count them again where their unit was another."""
    if recount:
        count_again(match)
    rows = _live(match)
    typed = {
        line.pk: line
        for line in typed_lines(RequirementLine.objects.filter(pk__in=[row.line_id for row in rows]))
    }
    read = [
        suggestions.ReadLine(typed[row.line_id], row.base_quantity, row.tier, row.attributes) for row in rows
    ]
    marks, match.reasons = suggestions.read_together(read, match.base_unit)
    for row, attributes in zip(rows, marks, strict=True):
        clashes = any(each["look"] == rules.CLASH for each in attributes)
        row.attributes = attributes
        row.tier = _tier(row, alone=len(rows) == 1, clashes=clashes)
    MatchLine.objects.bulk_update(rows, ["attributes", "tier"], batch_size=BATCH)
    match.save(update_fields=["reasons"])
    weigh_again(match)


def _tier(row: MatchLine, *, alone: bool, clashes: bool) -> str:
    """A line is alike only if it was before and clashes with none; what a buyer put together is looked at once more."""
    if alone:
        return str(Match.Tier.SINGLE)
    return str(Match.Tier.AUTO if row.tier == Match.Tier.AUTO and not clashes else Match.Tier.SUGGEST)


def _name_of(rows: Sequence[MatchLine]) -> str:
    """Name a new group by the line that states most, as typed."""
    fullest = max(rows, key=lambda row: (len(row.attributes), -row.line_id))
    return fullest.line.description[:LONGEST_NAME]
