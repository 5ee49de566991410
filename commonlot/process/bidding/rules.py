"""Judgement and arithmetic of bids, on plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commonlot.engines.spreadsheets import FileRefused, Problem, Table
from commonlot.engines.tabulation_file import Tabulation, TabulationBid, parse_tabulation
from commonlot.engines.values import NotReadable, read_number
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money, UnitPrice, add_up, extend

MOST_PRICE = Decimal(10) ** 9
MOST_AMOUNT = Decimal(10) ** 13


@dataclass(frozen=True)
class TypedPrice:
    """What a bidder wrote for one line: no unit price is a no-bid; the amount only if it was written."""

    unit_price: Decimal | None
    stated_amount: Decimal | None = None


def check_price(price: TypedPrice) -> TypedPrice:
    """Refuse a price that no paper can mean; a no-bid states no amount."""
    if price.unit_price is None:
        if price.stated_amount is not None:
            raise Refused("A line without a unit price is a no-bid and has no amount.", field="stated_amount")
        return price
    unit_price = UnitPrice.of(price.unit_price).amount
    amount = None if price.stated_amount is None else Money.of(price.stated_amount).amount
    if unit_price >= MOST_PRICE or (amount is not None and not 0 <= amount < MOST_AMOUNT):
        raise Refused("This price is too large or below zero. Look at the paper again.", field="unit_price")
    return TypedPrice(unit_price, amount)


def amount_of(quantity: Decimal, unit_price: Decimal | None) -> Money | None:
    """Return quantity x unit price, rounded half up once; nothing for a no-bid."""
    return None if unit_price is None else extend(quantity, UnitPrice.of(unit_price))


def total_of(priced: Iterable[tuple[Decimal, Decimal | None]]) -> Money:
    """Add up quantity x unit price over (quantity, unit price), never prices alone."""
    amounts = (amount_of(quantity, unit_price) for quantity, unit_price in priced)
    return add_up([amount for amount in amounts if amount is not None])


def difference(stated: Decimal | None, exact: Money | None) -> Money | None:
    """Return what the bidder stated minus what the arithmetic gives; nothing where they agree or none was stated."""
    if stated is None or exact is None:
        return None
    return (Money.of(stated) - exact) or None


def is_late(received_at: datetime, due_at: datetime) -> bool:
    """Say whether an envelope is late: it must be in before the deadline, not at it."""
    return received_at >= due_at


def say_late(received_at: datetime, due_at: datetime) -> str:
    """Say how late an envelope came."""
    seconds = int((received_at - due_at).total_seconds())
    if seconds < 1:
        return "Received at the deadline; bids are due before it"
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"Received {count:,} {word}{'' if count == 1 else 's'} late"
    raise AssertionError("a second is at least a second")


@dataclass(frozen=True)
class LineOffered:
    """A line of the solicitation, as bids must answer it."""

    number: int
    quantity: Decimal


@dataclass(frozen=True)
class FileBid:
    """All that a file says of one bidder: prices by line number."""

    vendor: str
    prices: Mapping[int, TypedPrice]


def read_bids(table: Table, lines: Iterable[LineOffered]) -> list[FileBid]:
    """Read every bidder's prices from a table and hold them against the lines that were asked for.

    Raises FileRefused with every problem found: an unknown line, another quantity, a bidder without a row for
    some line. Amounts that do not add up are no problem here: they are kept as stated and shown.
    """
    offered = {line.number: line for line in lines}
    tabulation = parse_tabulation(table)
    problems = list(tabulation.problems)
    if not problems:
        problems = [*_wrong_lines(table, tabulation, offered), *_missing_rows(table, tabulation, offered)]
    prices: dict[str, dict[int, TypedPrice]] = {}
    if not problems:
        for bid in tabulation.bids:
            price = _price_of(table, tabulation, bid, problems)
            prices.setdefault(bid.vendor, {})[int(bid.line)] = price
    if problems:
        raise FileRefused(problems)
    return [FileBid(vendor, of_vendor) for vendor, of_vendor in prices.items()]


def _wrong_lines(
    table: Table, tabulation: Tabulation, offered: Mapping[int, LineOffered]
) -> Iterable[Problem]:
    columns = tabulation.columns
    for line in tabulation.lines:
        asked = offered.get(int(line.id)) if line.id.isdecimal() and len(line.id) < 9 else None
        if asked is None:
            expected = "the number of a line of this solicitation"
            yield Problem(table.file, f"“{line.id}”", expected, line.row, columns.header("line"))
        elif asked.quantity != line.quantity:
            expected = f"{asked.quantity.normalize():,f}, the quantity that was asked for"
            yield Problem(table.file, f"{line.quantity:,f}", expected, line.row, columns.header("quantity"))


def _missing_rows(
    table: Table, tabulation: Tabulation, offered: Mapping[int, LineOffered]
) -> Iterable[Problem]:
    answered: dict[str, set[str]] = {}
    for bid in tabulation.bids:
        answered.setdefault(bid.vendor, set()).add(bid.line)
    for vendor, numbers in answered.items():
        missing = [str(number) for number in offered if str(number) not in numbers]
        if missing:
            found = f"no row of “{vendor}” for line {', '.join(missing[:10])}{' and more' if len(missing) > 10 else ''}"
            yield Problem(
                table.file, found, "a row for each line and bidder, with “No Bid” where there is none"
            )


def _price_of(
    table: Table, tabulation: Tabulation, bid: TabulationBid, problems: list[Problem]
) -> TypedPrice:
    row = next(row for row in table.rows[max(0, bid.row - 2 - table.header_row) :] if row.number == bid.row)
    columns = tabulation.columns
    stated: Decimal | None = None
    if bid.unit_price is not None and (cell := columns.cell(row, "extended")) is not None:
        try:
            stated = read_number(cell, places=2, most=MOST_AMOUNT)
        except NotReadable as reason:
            problems.append(
                Problem(table.file, f"“{cell}”", str(reason), bid.row, columns.header("extended"))
            )
    try:
        return check_price(TypedPrice(bid.unit_price, stated))
    except Refused as refusal:
        header = columns.header("unit_price")
        problems.append(Problem(table.file, f"“{bid.unit_price}”", refusal.reason, bid.row, header))
        return TypedPrice(None)
