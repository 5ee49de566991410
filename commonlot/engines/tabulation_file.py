"""Read bids from a table: one row for each line and bidder, with the arithmetic checked.

Shapes: `parse_tabulation(table)` gives a `Tabulation` with the lines (quantity exact), the bids (unit price in
dollars, None for a no-bid), findings (a stated extended amount that is not quantity x price) and problems.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonlot.engines.spreadsheets.columns import Column, ColumnMap, match_columns
from commonlot.engines.spreadsheets.table import Problem, Row, Table, looks_like_formula, shown
from commonlot.engines.values import NotReadable, read_number, read_text
from commonlot.kernel.money import round_half_up

MOST = Decimal(10) ** 12
NO_BID = frozenset({"no bid", "nobid", "no-bid", "nb", "n/b", "n.b.", "none", "-", "no quote"})
COLUMNS = (
    Column(
        "line",
        ("line no", "line number", "line #", "item no", "item number", "item #", "no", "#", "item"),
        True,
    ),
    Column("description", ("desc", "descr", "item description", "item", "product")),
    Column("vendor", ("bidder", "supplier", "company", "vendor name", "bidder name"), required=True),
    Column("quantity", ("qty", "qnty", "est qty", "estimated quantity", "annual quantity"), required=True),
    Column("unit", ("uom", "u/m", "unit of measure", "unit of issue")),
    Column(
        "unit_price",
        ("unit cost", "unit_cost", "price", "unit bid", "bid price", "bid", "cost"),
        required=True,
    ),
    Column("extended", ("extended price", "extension", "total", "amount", "total price", "extended amount")),
    Column("lot", ("group", "section")),
    Column("zone", ("region", "area")),
    Column("awarded", ("award", "award flag")),
)
NAMES = tuple(column.name for column in COLUMNS)


@dataclass(frozen=True)
class TabulationLine:
    """A line that was bid: quantity counts `unit`; `row` is where it was first seen."""

    id: str
    description: str
    quantity: Decimal
    unit: str
    lot: str | None
    row: int


@dataclass(frozen=True)
class TabulationBid:
    """One bidder's answer to one line: dollars for one unit, None for a no-bid."""

    row: int
    line: str
    vendor: str
    unit_price: Decimal | None


@dataclass(frozen=True)
class Tabulation:
    """A table of bids: use it only if `problems` is empty; `findings` are arithmetic that does not add up."""

    lines: tuple[TabulationLine, ...]
    bids: tuple[TabulationBid, ...]
    findings: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    columns: ColumnMap


def parse_tabulation(table: Table, *, chosen: Mapping[str, str] | None = None) -> Tabulation:
    """Read lines and bids from a table; `chosen` maps column name -> header where the usual names do not fit."""
    columns = match_columns(table, COLUMNS, chosen)
    if columns.problems:
        return Tabulation((), (), (), columns.problems, columns)
    reader = _Reader(table, columns)
    for row in table.rows:
        reader.read(row)
    return Tabulation(
        tuple(reader.lines.values()),
        tuple(reader.bids.values()),
        tuple(reader.findings),
        tuple(reader.problems),
        columns,
    )


class _Reader:
    """Gathers lines and bids row by row, holding each row against what the rows before it said."""

    def __init__(self, table: Table, columns: ColumnMap) -> None:
        self.table, self.columns = table, columns
        self.lines: dict[str, TabulationLine] = {}
        self.bids: dict[tuple[str, str], TabulationBid] = {}
        self.findings: list[Problem] = []
        self.problems: list[Problem] = []

    def problem(self, row: Row, name: str, expected: str, found: str | None = None) -> None:
        """Note what is wrong with one cell."""
        found = found or shown(self.columns.cell(row, name))
        self.problems.append(Problem(self.table.file, found, expected, row.number, self.columns.header(name)))

    def read(self, row: Row) -> None:
        """Take in one row."""
        line_id, vendor = (
            self.text(row, "line", "a line number"),
            self.text(row, "vendor", "the bidder's name"),
        )
        if line_id is None or vendor is None or not self.read_line_of(row, line_id):
            return
        before = self.bids.get((line_id, vendor))
        if before is not None:
            self.problem(
                row, "vendor", f"one bid of a bidder on a line (row {before.row} has line {line_id} already)"
            )
            return
        try:
            price = self.price_of(row)
        except NotReadable as reason:
            self.problem(row, "unit_price", f"{reason}, or “No Bid”")
            return
        self.bids[line_id, vendor] = TabulationBid(row.number, line_id, vendor, price)
        self.check_extended(row, self.lines[line_id].quantity, price)

    def text(self, row: Row, name: str, expected: str) -> str | None:
        """Read a text that must be there and must not be a formula."""
        cell = self.columns.cell(row, name)
        text = read_text(cell)
        if text is None or looks_like_formula(cell) or len(text) > 300:
            self.problem(row, name, expected)
            return None
        return text

    def price_of(self, row: Row) -> Decimal | None:
        """Read a unit price; None for a no-bid."""
        cell = self.columns.cell(row, "unit_price")
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in NO_BID):
            return None
        return read_number(cell, places=6, most=MOST)

    def read_line_of(self, row: Row, line_id: str) -> bool:
        """Take in the line of a row, or hold it against the row where it was first seen."""
        try:
            quantity = read_number(self.columns.cell(row, "quantity"), places=6, most=MOST, zero=False)
        except NotReadable as reason:
            self.problem(row, "quantity", str(reason))
            return False
        description = read_text(self.columns.cell(row, "description")) or ""
        unit, lot = read_text(self.columns.cell(row, "unit")) or "", read_text(self.columns.cell(row, "lot"))
        line = self.lines.setdefault(
            line_id, TabulationLine(line_id, description, quantity, unit, lot, row.number)
        )
        for name, here, there in (
            ("quantity", quantity, line.quantity),
            ("lot", lot, line.lot),
            ("unit", unit.casefold(), line.unit.casefold()),
        ):
            if here != there:
                expected = f"the same {name} in every row of line {line_id} (row {line.row} says {there or 'nothing'})"
                self.problem(row, name, expected)
                return False
        return True

    def check_extended(self, row: Row, quantity: Decimal, price: Decimal | None) -> None:
        """Note a stated extended amount that is not quantity x unit price, rounded half up to a cent."""
        cell = self.columns.cell(row, "extended")
        if price is None or cell is None:
            return
        exact = Decimal(round_half_up(quantity * price * 100)) / 100
        try:
            stated = read_number(cell, places=6, most=MOST * 1000)
        except NotReadable:
            stated = Decimal(-1)
        if stated != exact:
            expected = f"{exact:,.2f} ({quantity:f} x {price:f})"
            header = self.columns.header("extended")
            self.findings.append(Problem(self.table.file, shown(cell), expected, row.number, header))
