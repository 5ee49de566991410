"""Beginning this year's needs from last year's, and taking in what was ordered since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access
from commonlot.process.requirements.actions.history import How, saying
from commonlot.process.requirements.actions.parts import lock_part
from commonlot.process.requirements.models import OrderedBefore, Participation, RequirementLine
from commonlot.process.requirements.queries import last_year
from commonlot.process.requirements.queries.last_year import LastYear
from commonlot.process.requirements.states import LineStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@transaction.atomic
def start_from_last_year(
    *, participation_id: int, actor: AnySeat, now: datetime, keys: Collection[str] | None = None
) -> list[RequirementLine]:
    """Begin lines from last year's: all that are not here yet, or the named ones; quantities can then be changed."""
    part = lock_part(participation_id)
    access.start_from_last_year.require(actor, part, now=now)
    chosen = [each for each in last_year.not_yet_here(part) if keys is None or each.key in keys]
    if not chosen:
        raise Refused("There is nothing of last year that is not here already.")
    last = part.lines.aggregate(last=Max("position"))["last"] or 0
    lines = [_begun(part, each, last + number, now) for number, each in enumerate(chosen, start=1)]
    with saying(How.LAST_YEAR, actor=actor, now=now, why=f"From {chosen[0].where}"):
        RequirementLine.objects.bulk_create(lines)
    record(at=now, actor=actor, verb="requirements.last_year_taken", subject=part, within=part.pool,
           lines=len(lines))  # fmt: skip
    return lines


def _begun(part: Participation, before: LastYear, position: int, now: datetime) -> RequirementLine:
    """Write last year's need again; the price is taken only from orders in the same unit, never guessed."""
    line, price = before.line, before.price_now
    return RequirementLine(
        participation=part, position=position, status=LineStatus.DRAFT, created_at=now, changed_at=now,
        description=before.description, unit=before.unit, quantity=before.quantity,
        price_paid=price, price_proof=before.source[:200] if price is not None else "",
        tolerance=line.tolerance if line else None, site=line.site if line else None,
        commitment=line.commitment if line else RequirementLine.Commitment.ESTIMATE,
        part_number=line.part_number if line else "", budget_code=line.budget_code if line else "",
        unit_holds=line.unit_holds if line else None, unit_holds_of=line.unit_holds_of if line else "",
        began_from=line,
    )  # fmt: skip


@dataclass(frozen=True)
class Ordered:
    """What one agency ordered of one thing, as the stage that orders adds it up."""

    agency_id: int
    source_key: str
    source: str
    commodity: str
    line_id: int | None
    description: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    first_on: date
    last_on: date


@transaction.atomic
def note_ordered(*, rows: Sequence[Ordered], now: datetime) -> int:
    """Take in what agencies ordered, so that their next survey can show it; a known row is counted anew.

    Nothing of it is recorded in the trail: it is a copy of orders, each of which has a trail of its own.
    """
    told = [OrderedBefore(**vars(row), counted_at=now) for row in rows]
    OrderedBefore.objects.bulk_create(
        told, update_conflicts=True, unique_fields=["agency", "source_key"], batch_size=1000,
        update_fields=["source", "commodity", "line", "description", "unit", "quantity", "unit_price", "first_on",
                       "last_on", "counted_at"],
    )  # fmt: skip
    return len(told)
