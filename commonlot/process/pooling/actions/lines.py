"""Setting lines apart from a group, putting them back, and naming what a group is counted in."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonlot.kernel.errors import Refused
from commonlot.kernel.quantity import find_unit
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.locks import lock_match, lock_match_line
from commonlot.process.pooling.actions.reopening import gather, stand_alone, weight
from commonlot.process.pooling.actions.steps import step
from commonlot.process.pooling.actions.sums import BATCH, forget_decisions, write_decisions
from commonlot.process.pooling.models import Decision, Match, MatchLine
from commonlot.process.pooling.queries import typed_lines
from commonlot.process.pooling.queries.learnt import what_is_learnt
from commonlot.process.pooling.rules import suggestions
from commonlot.process.requirements.models import RequirementLine
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def take_out(*, match_line_id: int, actor: Seat, now: datetime, seen: str = "") -> MatchLine:
    """Set a line apart from its group; it stands alone from then on and never comes back by itself."""
    row = lock_match_line(match_line_id, seen=seen)
    match = row.match
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    others = list(match.lines.filter(taken_out=False).exclude(pk=row.pk).values_list("line_id", flat=True))
    if row.taken_out or not others:
        raise Refused("A line can be taken out only of a group that has other lines.")

    with step(match.pool, [match.pk], actor=actor, now=now) as saying:
        saying.said = f"Took the line of {row.line.participation.agency} out of “{match.name}”"
        row.taken_out = True
        row.save(update_fields=["taken_out"])
        pairs = rules.apart(row.line_id, others)
        write_decisions(pairs, Decision.Verdict.DIFFERENT, pool_id=match.pool_id, actor=actor, now=now)
        # Lines taken out of one group were judged against the group, not against each other.
        for other in match.lines.filter(taken_out=True).exclude(pk=row.pk).values_list("line_id", flat=True):
            forget_decisions([row.line_id, other], Decision.Verdict.DIFFERENT)
        stand_alone(match, [row])
        weigh_again(match)
    record(
        at=now,
        actor=actor,
        verb="pooling.line_taken_out",
        subject=match,
        within=match.pool,
        line=str(row.line),
    )
    return row


@transaction.atomic
def put_back(*, match_line_id: int, actor: Seat, now: datetime, seen: str = "") -> MatchLine:
    """Put a line that was set apart back into its group."""
    row = lock_match_line(match_line_id, seen=seen)
    match = row.match
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    if not row.taken_out:
        raise Refused("This line stands in its group already.")

    with step(match.pool, [match.pk], actor=actor, now=now) as saying:
        saying.said = f"Put the line of {row.line.participation.agency} back into “{match.name}”"
        gather(match, [row.line_id])
        row.taken_out = False
        row.save(update_fields=["taken_out"])
        others = list(match.lines.exclude(pk=row.pk).values_list("line_id", flat=True))
        for other in others:
            forget_decisions([row.line_id, other], Decision.Verdict.DIFFERENT)
        _forget_other_company(row.line_id, others)
        weigh_again(match)
    record(
        at=now,
        actor=actor,
        verb="pooling.line_put_back",
        subject=match,
        within=match.pool,
        line=str(row.line),
    )
    return row


def _forget_other_company(line: int, others: Sequence[int]) -> None:
    """Take back that a line is the same need as lines of a group that it leaves now."""
    same = Decision.objects.filter(Q(line_a=line) | Q(line_b=line), verdict=Decision.Verdict.SAME)
    same.exclude(Q(line_a__in=others) | Q(line_b__in=others)).delete()


@transaction.atomic
def rename_match(
    *, match_id: int, name: str, base_unit: str, actor: Seat, now: datetime, seen: str = ""
) -> Match:
    """Name a group, and choose the unit in which it is counted; every line is counted anew or asked about."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    require_open(match)
    if not name.strip():
        raise Refused("Give the group a name that a vendor will understand.", field="name")
    unit = find_unit(base_unit)
    if unit is None and base_unit != match.base_unit:
        raise Refused(
            f"“{base_unit}” is not a unit we know. Use a word such as each, sheet or pound.",
            field="base_unit",
        )

    before = f"{match.name}, in {rules.unit_words(match.base_unit)}"
    with step(match.pool, [match.pk], actor=actor, now=now) as saying:
        saying.said = f"Changed name or unit of “{match.name}”"
        match.name_chosen = match.name_chosen or name.strip()[:300] != match.name
        match.name = name.strip()[:300]
        if unit is not None and unit.code != match.base_unit:
            match.base_unit, match.unit_chosen, match.joins = unit.code, True, None
            count_again(match)
        match.save(update_fields=["name", "name_chosen", "base_unit", "unit_chosen", "joins"])
        weigh_again(match)
    record(at=now, actor=actor, verb="pooling.match_renamed", subject=match, within=match.pool, before=before)
    return match


def weigh_again(match: Match) -> None:
    """Set from the lines that are left how sure a group is, what is at stake, and where it stands in the queue."""
    lines = match.lines.filter(taken_out=False).select_related("line")
    rows = list(lines.only("match", "tier", "score", "base_quantity", "line__quantity", "line__price_paid"))
    match.tier = rules.tier_of([row.tier for row in rows])
    facts = weight(rows, match.tier)
    match.stake, match.doubt, match.priority = facts["stake"], facts["doubt"], facts["priority"]
    match.save(update_fields=["tier", "stake", "doubt", "priority"])


def count_again(match: Match) -> None:
    """Count every line of a group in its unit; what cannot be counted becomes a question."""
    rows: Sequence[MatchLine] = list(match.lines.all())
    lines = typed_lines(RequirementLine.objects.filter(pk__in=[row.line_id for row in rows]))
    counted = suggestions.recount(lines, match.base_unit, learnt=what_is_learnt(match.pool, lines))
    for row in rows:
        row.base_quantity, row.question = counted[row.line_id]
        if row.base_quantity is not None:
            row.question = ""
    MatchLine.objects.bulk_update(rows, ["base_quantity", "question"], batch_size=BATCH)


def require_open(match: Match) -> None:
    """Refuse for a group that is decided."""
    if match.status != states.MatchStatus.SUGGESTED:
        raise Refused("This group is decided. Take the decision back first.")
