"""Asking how much a unit holds, and taking down the answer."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.locks import lock_match, lock_pool
from commonlot.process.pooling.actions.sums import add_shares
from commonlot.process.pooling.models import Conversion, Match, MatchLine, PooledLine
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


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
    if numerator <= 0 or denominator <= 0 or numerator % 1 or denominator % 1:
        raise Refused("Say how many it holds: a number above zero.", field="holds")
    if not source.strip():
        raise Refused("Say how you know: a phone call, their last order, the label.", field="source")

    facts = {
        "base_unit": base_unit,
        "numerator": numerator,
        "denominator": denominator,
        "source": source.strip()[:200],
    }
    stated = [Conversion(line=line, stated_by=actor, stated_at=now, **facts) for line in lines]
    Conversion.objects.bulk_create(
        stated,
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=[*facts, "stated_by", "stated_at"],
    )
    _count(stated)
    much = f"{rules.ratio_words(numerator, denominator)} {rules.unit_words(base_unit)}"
    for line in lines:
        record(
            at=now, actor=actor, verb="pooling.conversion_stated", subject=line, within=line.participation.pool,
            holds=f"1 {line.unit} = {much}", source=facts["source"],
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


def _add_to_sum(row: MatchLine) -> None:
    pooled = PooledLine.objects.get(match=row.match.joins_id or row.match_id)
    add_shares(pooled, [row])


@transaction.atomic
def ask_agencies(*, match_id: int, actor: Seat, now: datetime) -> int:
    """Ask by mail every agency whose line in a group cannot be counted; return how many were asked."""
    match: Match = lock_match(match_id)
    access.decide.require(actor, match.pool, now=now)
    rows = MatchLine.objects.still_asked().filter(match=match, asked_at=None)
    waiting = list(rows.select_related("line__participation__agency__organisation").order_by("pk"))
    if not waiting:
        raise Refused("Every agency with an open question in this group has been asked.")
    by_part: dict[int, list[MatchLine]] = {}
    for row in waiting:
        by_part.setdefault(row.line.participation_id, []).append(row)

    asked = 0
    for questions in by_part.values():
        part = questions[0].line.participation
        if _post_questions(match, part, questions, now=now):
            asked += 1
            MatchLine.objects.filter(pk__in=[row.pk for row in questions]).update(asked_at=now)
    if not asked:
        raise Refused("These agencies have no e-mail address here. Call them, and write down the answer.")
    record(at=now, actor=actor, verb="pooling.agency_asked", subject=match, within=match.pool, agencies=asked)
    return asked


def _post_questions(match: Match, part: Participation, rows: Sequence[MatchLine], *, now: datetime) -> bool:
    organisation = part.agency.organisation
    seats = organisation.seats.current(now=now).filter(
        roles__overlap=[Role.REQUESTER, Role.AGENCY_ADMINISTRATOR]
    )
    to = list(seats.values_list("user__email", flat=True)) or [part.agency.contact_email]
    if not to[0]:
        return False
    lines = "\n".join(
        f"- {row.line.quantity.normalize():f} {row.line.unit}, {row.line.description}\n  {row.question}"
        for row in rows
    )
    post(
        to=to,
        subject=f"A question about your needs in pool {match.pool.number}",
        text=(
            f"To add up what all agencies need we must know a little more about your lines:\n\n{lines}\n\n"
            "Until we know, these lines are in no total. Please answer on the pool’s page under Pooled lines, "
            "or reply to this mail."
        ),
        cause="pooling.agency_asked",
        about=match.pool,
        now=now,
    )
    return True
