"""The needs of an agency, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, rules
from commonlot.process.requirements.actions.history import How, saying
from commonlot.process.requirements.actions.parts import lock_part
from commonlot.process.requirements.models import Participation, RequirementLine
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import LineStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

NEED_FIELDS = tuple(each.name for each in fields(Need))


@dataclass(frozen=True)
class Stated:
    """One row of the grid: the line it changes (none: a new one), the need it states, and a new row's own key."""

    line_id: int | None
    need: Need
    key: UUID | None = None


class RowsRefused(Refused):
    """Rows of which at least one is not sound; none was saved. rows: index -> field -> sentence."""

    def __init__(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        first = next(iter(next(iter(rows.values())).items()))
        super().__init__(first[1], field=first[0])
        self.rows = rows


@transaction.atomic
def save_line(
    *,
    participation_id: int,
    description: str,
    unit: str,
    quantity: Decimal,
    actor: AnySeat,
    now: datetime,
    line_id: int | None = None,
    price_paid: Decimal | None = None,
    price_proof: str = "",
    tolerance: Decimal | None = None,
    site_id: int | None = None,
    needed_by_date: date | None = None,
    commitment: str = "estimate",
    part_number: str = "",
    budget_code: str = "",
    because: str = "",
    unit_holds: Decimal | None = None,
    unit_holds_of: str = "",
) -> RequirementLine:
    """Save one need of an agency: a new line, or a change to the given one."""
    part = lock_part(participation_id)
    access.state_needs.require(actor, part, now=now)
    need = Need(description, unit, quantity, price_paid, price_proof, tolerance, site_id, needed_by_date,
                commitment, part_number, budget_code, because, unit_holds, unit_holds_of)  # fmt: skip
    with saying(How.TYPED, actor=actor, now=now):
        line = save_all(part, [Stated(line_id, need)], now=now)[0]
    record(at=now, actor=actor, verb="requirements.line_saved", subject=line, within=part,
           quantity=f"{line.quantity.normalize():f}", unit=line.unit)  # fmt: skip
    return line


@transaction.atomic
def save_lines(
    *, participation_id: int, rows: Sequence[Stated], actor: AnySeat, now: datetime
) -> list[RequirementLine]:
    """Save many needs at once: all of them, or none with every problem of every row."""
    part = lock_part(participation_id)
    access.state_needs.require(actor, part, now=now)
    with saying(How.TYPED, actor=actor, now=now):
        lines = save_all(part, rows, now=now)
    if lines:
        record(at=now, actor=actor, verb="requirements.lines_saved", subject=part, within=part.pool,
               lines=len(lines))  # fmt: skip
    return lines


def save_all(part: Participation, rows: Sequence[Stated], *, now: datetime) -> list[RequirementLine]:
    """Save rows of a part that is locked, or refuse all of them; who may is asked before."""
    known = {line.pk: line for line in part.lines.filter(pk__in=[row.line_id for row in rows if row.line_id])}
    sent = part.lines.filter(form_key__in=[row.key for row in rows if row.key and not row.line_id])
    sent_before = {line.form_key: line for line in sent}
    sites = set(part.agency.sites.values_list("pk", flat=True))
    wrong = {i: found for i, row in enumerate(rows) if (found := _problems(row, known, sites))}
    if wrong:
        raise RowsRefused(wrong)
    last = part.lines.aggregate(last=Max("position"))["last"] or 0
    saved = []
    for row in rows:
        line = known[row.line_id] if row.line_id else sent_before.get(row.key)
        if line is None:
            last += 1
            line = RequirementLine(
                participation=part, position=last, status=LineStatus.DRAFT, form_key=row.key, created_at=now
            )
        need = rules.without_stale_holding(need_of(line), row.need) if line.pk else row.need
        for name in NEED_FIELDS:
            setattr(line, name, getattr(need, name))
        line.question, line.changed_at = "", now
        line.save()
        if row.key:
            sent_before[row.key] = line
        saved.append(line)
    return saved


def _problems(row: Stated, known: Mapping[int, RequirementLine], sites: set[int]) -> dict[str, str]:
    found = rules.problems_of(row.need)
    if row.line_id and row.line_id not in known:
        found["description"] = "This line was removed in the meantime."
    if row.need.site_id and row.need.site_id not in sites:
        found["site_id"] = "Choose one of your agency’s delivery sites."
    if row.need.commitment not in RequirementLine.Commitment.values:
        found["commitment"] = "Choose estimate or firm."
    return found


@transaction.atomic
def remove_line(*, line_id: int, actor: AnySeat, now: datetime) -> None:
    """Remove a need that is not needed after all."""
    part_id = RequirementLine.objects.values_list("participation_id", flat=True).get(pk=line_id)
    part = lock_part(part_id)
    access.state_needs.require(actor, part, now=now)
    line = part.lines.get(pk=line_id)
    record(at=now, actor=actor, verb="requirements.line_removed", subject=line, within=part,
           quantity=f"{line.quantity.normalize():f}", unit=line.unit)  # fmt: skip
    with saying(How.TYPED, actor=actor, now=now, why="Removed"):
        line.delete()


@transaction.atomic
def answer_question(
    *,
    line_id: int,
    actor: AnySeat,
    now: datetime,
    description: str = "",
    quantity: Decimal | None = None,
    leave_out: bool = False,
) -> RequirementLine | None:
    """Answer what had to be asked about a need, on the agency's behalf, or leave the need out."""
    part_id = RequirementLine.objects.values_list("participation_id", flat=True).get(pk=line_id)
    part = lock_part(part_id)
    access.answer_question.require(actor, part, now=now)
    line = part.lines.get(pk=line_id)
    if not line.question:
        raise Refused("Nothing is asked about this need.")
    asked = line.question
    if leave_out:
        record(at=now, actor=actor, verb="requirements.question_answered", subject=line, within=part,
               question=asked, answer="left out")  # fmt: skip
        with saying(How.ANSWER, actor=actor, now=now, why=asked):
            line.delete()
        return None
    need = replace(
        need_of(line), description=description or line.description, quantity=quantity or line.quantity
    )
    wrong = rules.problems_of(need)
    if wrong:
        raise RowsRefused({0: wrong})
    line.description, line.quantity, line.question, line.changed_at = need.description, need.quantity, "", now
    if part.status == "accepted" and line.status == LineStatus.SUBMITTED:
        line.status = LineStatus.ACCEPTED
    with saying(How.ANSWER, actor=actor, now=now, why=asked):
        line.save()
    record(at=now, actor=actor, verb="requirements.question_answered", subject=line, within=part,
           question=asked, answer=f"{need.quantity.normalize():f} {line.unit}")  # fmt: skip
    return line


def need_of(line: RequirementLine) -> Need:
    """Return the need that a line states."""
    return Need(**{name: getattr(line, name) for name in NEED_FIELDS})
