"""Taking down how much a unit holds, and counting lines by it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.lines import weigh_again
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.actions.steps import step
from commonlot.process.pooling.actions.sums import add_shares
from commonlot.process.pooling.models import Conversion, Inquiry, MatchLine, PooledLine
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


def state_conversion(
    *,
    line_id: int,
    base_unit: str,
    numerator: Decimal,
    denominator: Decimal = Decimal(1),
    source: str,
    actor: Seat,
    now: datetime,
) -> Conversion:
    """State how many base units one of a line's units holds."""
    return state_conversions(
        line_ids=[line_id], base_unit=base_unit, numerator=numerator, denominator=denominator,
        source=source, actor=actor, now=now,
    )[0]  # fmt: skip


@transaction.atomic
def state_conversions(
    *,
    line_ids: Sequence[int],
    base_unit: str,
    numerator: Decimal,
    denominator: Decimal = Decimal(1),
    source: str,
    actor: Seat,
    now: datetime,
) -> list[Conversion]:
    """State how many base units one unit of these lines holds, and count the lines by it."""
    lines = _lines_to_answer_for(line_ids, actor=actor, now=now)
    pool = lines[0].participation.pool
    if not access.is_buyer_of(actor, pool):
        return state(lines, base_unit, numerator, denominator, source=source, actor=actor, now=now)
    groups = MatchLine.objects.filter(line__in=line_ids, taken_out=False).values_list("match_id", flat=True)
    with step(pool, groups, actor=actor, now=now) as saying:
        much = f"{rules.ratio_words(numerator, denominator)} {rules.unit_words(base_unit)}"
        saying.said = f"Wrote down that a {rules.typed_unit_words(lines[0].unit)} holds {much}"
        return state(lines, base_unit, numerator, denominator, source=source, actor=actor, now=now)


def state(
    lines: Sequence[RequirementLine], base_unit: str, numerator: Decimal, denominator: Decimal, *, source: str,
    actor: Seat | None, now: datetime, inquiry: Inquiry | None = None,
) -> list[Conversion]:  # fmt: skip
    """Take down how much a unit of these lines holds, from a seat or from the link of an inquiry, and count them."""
    if numerator <= 0 or denominator <= 0 or numerator % 1 or denominator % 1:
        raise Refused("Say how many it holds: a number above zero.", field="holds")
    if not source.strip():
        raise Refused("Say how you know: a phone call, their last order, the label.", field="source")

    facts = {
        "base_unit": base_unit, "numerator": numerator, "denominator": denominator, "source": source.strip()[:200],
        "stated_by": actor, "inquiry": inquiry, "stated_at": now,
    }  # fmt: skip
    stated = [Conversion(line=line, **facts) for line in lines]
    Conversion.objects.bulk_create(
        stated, update_conflicts=True, unique_fields=["line"], update_fields=list(facts)
    )
    _count(stated)
    much = f"{rules.ratio_words(numerator, denominator)} {rules.unit_words(base_unit)}"
    by = {"answered": inquiry.who} if inquiry is not None else {}
    for line in lines:
        record(
            at=now, actor=actor, verb="pooling.conversion_stated", subject=line, within=line.participation.pool,
            holds=f"1 {line.unit} = {much}", source=facts["source"], **by,
        )  # fmt: skip
    return stated


def _lines_to_answer_for(line_ids: Sequence[int], *, actor: Seat, now: datetime) -> list[RequirementLine]:
    """Lock the pool of these lines and return those for which the actor may answer; all of them, or refuse."""
    pool = lock_pool(Pool.objects.values_list("pk", flat=True).get(participations__lines=line_ids[0]))
    mine = RequirementLine.objects.filter(pk__in=line_ids, participation__pool=pool)
    lines = list(mine.select_related("participation__agency", "participation__pool").order_by("pk"))
    for line in lines:
        access.state_conversion.require(actor, line, pool, now=now)
    return lines


def _count(stated: Sequence[Conversion]) -> None:
    """Count the lines anew in the groups where they stand; a confirmed group's sum grows by what was asked."""
    said = {conversion.line_id: conversion for conversion in stated}
    rows = MatchLine.objects.filter(line__in=said, taken_out=False).exclude(
        match__status=states.MatchStatus.REJECTED
    )
    for row in rows.select_related("match", "line").order_by("pk"):
        conversion = said[row.line_id]
        if row.match.base_unit != conversion.base_unit:
            raise Refused(
                f"This group is counted in {rules.unit_words(row.match.base_unit)}. Answer in that unit."
            )
        if row.match.status == states.MatchStatus.CONFIRMED and row.base_quantity is not None:
            raise Refused("This line is counted in a confirmed group. Take that decision back first.")
        row.base_quantity = rules.base_quantity(
            row.line.quantity, conversion.numerator, conversion.denominator
        )
        if row.base_quantity is None:
            raise Refused(
                "Counted this way the line does not come out even. Choose a smaller unit for the group."
            )
        row.question = ""
        row.save(update_fields=["base_quantity", "question"])
        if row.match.status == states.MatchStatus.CONFIRMED:
            _add_to_sum(row)
        else:
            weigh_again(row.match)


def _add_to_sum(row: MatchLine) -> None:
    pooled = PooledLine.objects.get(match=row.match.joins_id or row.match_id)
    add_shares(pooled, [row])
