"""The lots and lines of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from commonlot.engines.spreadsheets import read_table
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import exact_decimal
from commonlot.process.solicitation import access, rules
from commonlot.process.solicitation.models import BidLine, Lot, Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record

ONE = Decimal(1)


@dataclass(frozen=True)
class TypedLine:
    """One line as it was typed in the grid; without a line_id it is a new one."""

    description: str
    unit: str
    quantity: Decimal | None
    line_id: int | None = None
    number: int | None = None
    lot_id: int | None = None
    base_per_unit: Decimal | None = None


class LineRefused(Refused):
    """A refusal of one of several lines; index says which."""

    def __init__(self, refusal: Refused, index: int) -> None:
        super().__init__(refusal.reason, field=refusal.field)
        self.index = index


def _draft(solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.edit.require(actor, solicitation, now=now)
    return solicitation


@transaction.atomic
def add_lot(*, solicitation_id: int, title: str, actor: Seat, now: datetime) -> Lot:
    """Add a lot after the last one."""
    solicitation = _draft(solicitation_id, actor, now)
    if not title.strip():
        raise Refused("A lot needs a title.", field="title")
    last = solicitation.lots.aggregate(last=Max("position"))["last"] or 0
    lot = Lot.objects.create(solicitation=solicitation, position=last + 1, title=title.strip()[:160])
    record(at=now, actor=actor, verb="solicitation.lot_added", subject=lot, within=solicitation)
    return lot


@transaction.atomic
def save_bid_line(
    *,
    solicitation_id: int,
    description: str,
    unit: str,
    actor: Seat,
    now: datetime,
    quantity: Decimal | None = None,
    line_id: int | None = None,
    number: int | None = None,
    lot_id: int | None = None,
    base_per_unit: Decimal | None = None,
) -> BidLine:
    """Write one line; a pooled line's quantity is its total in the unit bid on, never typed."""
    solicitation = _draft(solicitation_id, actor, now)
    typed = TypedLine(description, unit, quantity, line_id, number, lot_id, base_per_unit)
    return _write(solicitation, typed, actor, now)


@transaction.atomic
def save_bid_lines(
    *, solicitation_id: int, lines: Iterable[TypedLine], actor: Seat, now: datetime
) -> list[BidLine]:
    """Write several lines at once, all of them or none."""
    solicitation = _draft(solicitation_id, actor, now)
    saved: list[BidLine] = []
    for index, line in enumerate(lines):
        try:
            saved.append(_write(solicitation, line, actor, now))
        except Refused as refusal:
            raise LineRefused(refusal, index) from refusal
    return saved


@transaction.atomic
def remove_bid_line(*, line_id: int, actor: Seat, now: datetime) -> None:
    """Take a line out of a draft."""
    line = BidLine.objects.select_related("solicitation").get(pk=line_id)
    solicitation = _draft(line.solicitation_id, actor, now)
    record(at=now, actor=actor, verb="solicitation.line_removed", subject=line, within=solicitation)
    line.delete()


@transaction.atomic
def upload_lines(
    *, solicitation_id: int, name: str, content: bytes, actor: Seat, now: datetime
) -> list[BidLine]:
    """Take the lines of a file into a draft; the same file again changes nothing."""
    solicitation = _draft(solicitation_id, actor, now)
    read = rules.read_lines(read_table(content, name=name))
    there = {line.number: line for line in solicitation.lines.all()}
    taken = [line.number for line in read if line.number in there and there[line.number].pooled_line_id]
    if taken:
        raise Refused(f"Line {taken[0]} comes from the pool, and a file cannot change it. Number new lines from "
                      f"{max(there) + 1} on.")  # fmt: skip
    lots = _lots_named({line.lot for line in read}, solicitation, actor, now)
    saved = []
    for line in read:
        before = there.get(line.number)
        typed = TypedLine(line.description, line.unit, line.quantity, before.pk if before else None, line.number,
                          lots[line.lot].pk)  # fmt: skip
        saved.append(_write(solicitation, typed, actor, now, silent=True))
    record(
        at=now,
        actor=actor,
        verb="solicitation.lines_uploaded",
        subject=solicitation,
        file=name,
        lines=len(saved),
    )
    return saved


def _lots_named(names: set[str], solicitation: Solicitation, actor: Seat, now: datetime) -> dict[str, Lot]:
    lots = list(solicitation.lots.order_by("position"))
    by_title = {lot.title.casefold(): lot for lot in lots}
    found: dict[str, Lot] = {}
    for name in sorted(names):
        if not name:
            found[name] = lots[0]
        elif name.casefold() in by_title:
            found[name] = by_title[name.casefold()]
        else:
            found[name] = add_lot(solicitation_id=solicitation.pk, title=name, actor=actor, now=now)
    return found


def _write(
    solicitation: Solicitation, typed: TypedLine, actor: Seat, now: datetime, *, silent: bool = False
) -> BidLine:
    line = _found(solicitation, typed)
    before = None if typed.line_id is None else (line.description, line.unit, line.quantity, line.lot_id)
    line.description, line.unit = _words(typed)
    line.lot = _lot(solicitation, typed, line)
    if line.pooled_line is not None:
        line.base_per_unit = _per_unit(typed.base_per_unit or line.base_per_unit)
        line.quantity = rules.units_to_bid(line.pooled_line.total, line.base_per_unit)
    else:
        line.quantity = _quantity(typed.quantity)
    if before == (line.description, line.unit, line.quantity, line.lot_id):
        return line
    line.save()
    if not silent:
        verb = "solicitation.line_changed" if before else "solicitation.line_added"
        quantity = f"{line.quantity.normalize():f} {line.unit}"
        record(at=now, actor=actor, verb=verb, subject=line, within=solicitation, quantity=quantity)
    return line


def _found(solicitation: Solicitation, typed: TypedLine) -> BidLine:
    if typed.line_id is not None:
        line = solicitation.lines.select_related("pooled_line", "lot").filter(pk=typed.line_id).first()
        if line is None:
            raise Refused("This line is no longer in the solicitation.")
        return line
    last = solicitation.lines.aggregate(last=Max("number"))["last"] or 0
    number = typed.number or last + 1
    if typed.number and solicitation.lines.filter(number=number).exists():
        raise Refused(f"There is a line {number} already.", field="number")
    return BidLine(solicitation=solicitation, number=number)


def _lot(solicitation: Solicitation, typed: TypedLine, line: BidLine) -> Lot | None:
    if typed.lot_id is None:
        return line.lot or solicitation.lots.order_by("position").first()
    lot = solicitation.lots.filter(pk=typed.lot_id).first()
    if lot is None:
        raise Refused("Choose a lot of this solicitation.", field="lot")
    return lot


def _words(typed: TypedLine) -> tuple[str, str]:
    description, unit = " ".join(typed.description.split()), " ".join(typed.unit.split())
    if not description or len(description) > rules.LONGEST_DESCRIPTION:
        raise Refused(
            f"A line says what is needed, in at most {rules.LONGEST_DESCRIPTION} characters.",
            field="description",
        )
    if not unit or len(unit) > rules.LONGEST_UNIT:
        raise Refused("A line needs a unit, such as EA, ton or carton of 10 reams.", field="unit")
    return description, unit


def _quantity(quantity: Decimal | None) -> Decimal:
    if quantity is None or quantity <= 0:
        raise Refused("A line needs a quantity above zero.", field="quantity")
    return exact_decimal(quantity, what="A quantity", places=rules.PLACES)


def _per_unit(base_per_unit: Decimal) -> Decimal:
    if not 0 < base_per_unit < Decimal(10) ** 9:
        raise Refused("A unit holds more than nothing and less than a billion.", field="base_per_unit")
    return exact_decimal(base_per_unit, what="What a unit holds", places=rules.PLACES)
