"""What an award is made from: basis, lines, bidders, bids; read strictly, refused in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from commonlot.engines.tabulation_file import Tabulation
from commonlot.kernel.errors import Refused

MILLION = 1_000_000
BASES = ("line", "lot", "aggregate")
TIE_BREAK = ("fewest_contracts", "draw")
# Members of the full form that later versions decide; refused in words, never ignored.
LATER = frozenset(
    {"capacity", "split", "zones_served", "min_share", "max_vendors_per_agency", "alternates", "zone"}
)


class FormRefused(Refused):
    """Award data that breaks a limit of the format; the sentence names the member."""


@dataclass(frozen=True)
class Line:
    """A line: quantity in millionths of its unit; unawarded_cost in cents, None if it must be awarded."""

    id: str
    quantity: int
    lot: str | None = None
    unit: str = ""
    description: str = ""
    unawarded_cost: int | None = None


@dataclass(frozen=True)
class Bidder:
    """A bidder's own rules: discount steps (cents, percent), lots at one price (cents), minimum (cents)."""

    id: str
    discount_steps: tuple[tuple[int, Decimal], ...] = ()
    all_or_none: tuple[tuple[str, int], ...] = ()
    minimum: int = 0


@dataclass(frozen=True)
class Bid:
    """A unit price in millionths of a dollar, and quantity breaks (from in millionths, price in millionths)."""

    bidder: str
    line: str
    unit_price: int
    breaks: tuple[tuple[int, int], ...] = ()

    def price_at(self, quantity: int) -> int:
        """Return the price of the break with the highest start that the quantity reaches."""
        reached = [step for step in self.breaks if step[0] <= quantity]
        return max(reached)[1] if reached else self.unit_price


Item = TypeVar("Item", Line, Bidder)


@dataclass(frozen=True)
class Form:
    """Everything an award is made from."""

    lines: tuple[Line, ...]
    bids: tuple[Bid, ...]
    bidders: tuple[Bidder, ...]
    by: str = "line"
    max_vendors: int | None = None
    contract_cost: int = 0
    draw_seed: str = "0"
    tie_break: tuple[str, ...] = TIE_BREAK


def amount_cents(quantity: int, unit_price: int) -> int:
    """Multiply millionths by millionths and round half up to a cent, once."""
    return (quantity * unit_price * 200 + MILLION**2) // (2 * MILLION**2)


def form_of_tabulation(
    tabulation: Tabulation, *, by: str = "line", max_vendors: int | None = None, draw_seed: str = "0"
) -> Form:
    """Make the award data of a tabulation: lines with bids; no-bids are no bids."""
    lines = tuple(
        Line(line.id, _millionths(line.quantity), line.lot, line.unit, line.description)
        for line in tabulation.lines
    )
    bids = tuple(
        Bid(bid.vendor, bid.line, _millionths(bid.unit_price))
        for bid in tabulation.bids
        if bid.unit_price is not None
    )
    bidders = tuple(Bidder(name) for name in sorted({bid.vendor for bid in tabulation.bids}))
    return Form(lines, bids, bidders, by, max_vendors, draw_seed=draw_seed)


def _millionths(number: Decimal) -> int:
    return int(number * MILLION)


def read_form(data: object, *, by: str | None = None, max_vendors: int | None = None) -> Form:
    """Read the full form from JSON-shaped data; `by` and `max_vendors` replace the basis of the file.

    Raises FormRefused with the first member that breaks a limit, and what was expected.
    """
    top = _members(data, "the file", {"basis", "lines", "bidders", "bids"})
    basis = _members(
        top.get("basis", {}), "basis", {"by", "max_vendors", "contract_cost", "tie_break", "draw_seed"}
    )
    lines = _unique([_line(item, i) for i, item in enumerate(_items(top, "lines"), start=1)], "lines")
    if not lines:
        raise FormRefused("lines: found none, expected at least one.")
    bids = tuple(_bid(item, i) for i, item in enumerate(_items(top, "bids"), start=1))
    named = [_bidder(item, i) for i, item in enumerate(_items(top, "bidders"), start=1)]
    bidders = _unique(named or [Bidder(name) for name in sorted({bid.bidder for bid in bids})], "bidders")
    basis_by = by or basis.get("by", "line")
    if basis_by not in BASES:
        raise FormRefused(f"basis, by: found “{basis_by}”, expected one of {', '.join(BASES)}.")
    tie_break = tuple(basis.get("tie_break") or TIE_BREAK)
    if tie_break != TIE_BREAK:
        raise FormRefused(f"basis, tie_break: found {list(tie_break)}, expected {list(TIE_BREAK)}.")
    limit = max_vendors if max_vendors is not None else basis.get("max_vendors")
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise FormRefused(f"basis, max_vendors: found {limit}, expected a whole number from 1 up.")
    form = Form(
        lines=lines,
        bids=bids,
        bidders=bidders,
        by=basis_by,
        max_vendors=limit,
        contract_cost=_cents(basis.get("contract_cost", "0"), "basis, contract_cost"),
        draw_seed=_seed(basis.get("draw_seed", 0)),
    )
    _check_references(form)
    return form


def _seed(seed: object) -> str:
    if isinstance(seed, bool) or not isinstance(seed, (int, str)):
        raise FormRefused(f"basis, draw_seed: found {seed}, expected a whole number or a text.")
    return str(seed)


def _members(item: object, place: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise FormRefused(f"{place}: found {type(item).__name__}, expected an object with members.")
    for name in item:
        if name in LATER:
            raise FormRefused(
                f"{place}: “{name}” is not yet decided by this version; take it out or wait for it."
            )
        if name not in known:
            raise FormRefused(f"{place}: found “{name}”, expected one of {', '.join(sorted(known))}.")
    return item


def _items(top: Mapping[str, Any], name: str) -> Sequence[Any]:
    items = top.get(name) or []
    if not isinstance(items, list):
        raise FormRefused(f"{name}: found {type(items).__name__}, expected a list.")
    return items


def _unique(items: list[Item], place: str) -> tuple[Item, ...]:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise FormRefused(f"{place}: found “{item.id}” twice, expected every id once.")
        seen.add(item.id)
    return tuple(items)


def _text(item: Mapping[str, Any], name: str, place: str) -> str:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise FormRefused(f"{place}, {name}: found {value!r}, expected a text.")
    return str(value)


def _number(value: object, place: str, places: int) -> Decimal:
    """Read a decimal written as a text (or a whole number); a JSON float is not exact and is refused."""
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"-?\d{1,15}(\.\d*)?", text):
        raise FormRefused(f'{place}: found {value!r}, expected a decimal written as text, such as "12.50".')
    number = Decimal(text)
    if number < 0:
        raise FormRefused(f"{place}: found {text}, expected a number that is not negative.")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise FormRefused(f"{place}: found {text}, expected at most {places} decimals.")
    return number


def _cents(value: object, place: str) -> int:
    return int(_number(value, place, 2) * 100)


def _line(item: object, position: int) -> Line:
    known = {"id", "lot", "quantity", "unit", "description", "unawarded_cost"}
    members = _members(item, f"lines, item {position}", known)
    line_id = _text(members, "id", f"lines, item {position}")
    place = f"line {line_id}"
    quantity = _number(members.get("quantity"), f"{place}, quantity", 6)
    if quantity == 0:
        raise FormRefused(f"{place}, quantity: found 0, expected a number above zero.")
    cost = members.get("unawarded_cost")
    return Line(
        id=line_id,
        quantity=_millionths(quantity),
        lot=None if members.get("lot") is None else _text(members, "lot", place),
        unit=str(members.get("unit") or ""),
        description=str(members.get("description") or ""),
        unawarded_cost=None if cost is None else _cents(cost, f"{place}, unawarded_cost"),
    )


def _bidder(item: object, position: int) -> Bidder:
    members = _members(item, f"bidders, item {position}", {"id", "discount_steps", "all_or_none", "minimum"})
    bidder_id = _text(members, "id", f"bidders, item {position}")
    place = f"bidder {bidder_id}"
    steps = []
    for item_step in _items(members, "discount_steps"):
        step = _members(item_step, f"{place}, discount_steps", {"from", "percent"})
        percent = _number(step.get("percent"), f"{place}, percent", 4)
        if percent > 100:
            raise FormRefused(f"{place}, percent: found {percent}, expected at most 100.")
        steps.append((_cents(step.get("from"), f"{place}, from"), percent))
    offers: dict[str, int] = {}
    for item_offer in _items(members, "all_or_none"):
        offer = _members(item_offer, f"{place}, all_or_none", {"lot", "price"})
        lot = _text(offer, "lot", f"{place}, all_or_none")
        if lot in offers:
            raise FormRefused(f"{place}, all_or_none: found lot “{lot}” twice, expected every lot once.")
        offers[lot] = _cents(offer.get("price"), f"{place}, price for lot {lot}")
    minimum = _cents(members.get("minimum", "0"), f"{place}, minimum")
    return Bidder(bidder_id, tuple(steps), tuple(sorted(offers.items())), minimum)


def _bid(item: object, position: int) -> Bid:
    members = _members(item, f"bids, item {position}", {"bidder", "line", "unit_price", "breaks"})
    bidder, line = (_text(members, name, f"bids, item {position}") for name in ("bidder", "line"))
    place = f"bid of {bidder} on line {line}"
    price = _millionths(_number(members.get("unit_price"), f"{place}, unit_price", 6))
    breaks: dict[int, int] = {}
    for item_step in _items(members, "breaks"):
        step = _members(item_step, f"{place}, breaks", {"from", "unit_price"})
        start = _millionths(_number(step.get("from"), f"{place}, from", 6))
        if start in breaks:
            raise FormRefused(f"{place}, breaks: found two that start at {step.get('from')}, expected one.")
        breaks[start] = _millionths(_number(step.get("unit_price"), f"{place}, unit_price of a break", 6))
    return Bid(bidder, line, price, tuple(sorted(breaks.items())))


def _check_references(form: Form) -> None:
    """Refuse bids on lines that are not there, by bidders that are not there, and two bids on one line."""
    lines, bidders = {line.id for line in form.lines}, {bidder.id for bidder in form.bidders}
    lots = {lot_of(line) for line in form.lines}
    pairs: set[tuple[str, str]] = set()
    for bid in form.bids:
        if bid.line not in lines:
            raise FormRefused(f"bids: found a bid on line “{bid.line}”, expected a line of the file.")
        if bid.bidder not in bidders:
            raise FormRefused(f"bids: found a bid of “{bid.bidder}”, expected a bidder of the file.")
        if (bid.bidder, bid.line) in pairs:
            raise FormRefused(f"bids: found two bids of {bid.bidder} on line {bid.line}, expected one.")
        pairs.add((bid.bidder, bid.line))
    for bidder in form.bidders:
        for lot, _ in bidder.all_or_none:
            if lot not in lots:
                raise FormRefused(
                    f"bidder {bidder.id}, all_or_none: found lot “{lot}”, expected a lot of the file."
                )


def lot_of(line: Line) -> str:
    """Return the lot of a line; a line without one is a lot of its own, named by the line."""
    return line.lot if line.lot is not None else line.id
