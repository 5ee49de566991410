"""Read the cells of one row of a file and gather, with their places, all that is wrong with them."""

from datetime import date
from decimal import Decimal

from commonlot.engines.spreadsheets.columns import ColumnMap
from commonlot.engines.spreadsheets.table import Cell, Problem, Row, Table, looks_like_formula, shown
from commonlot.engines.values import NotReadable, read_date, read_number, read_text

MOST = Decimal(10) ** 12


class RowReader:
    """Reads the cells of one row and notes what is wrong with them."""

    def __init__(self, table: Table, columns: ColumnMap, row: Row, problems: list[Problem]) -> None:
        self.table, self.columns, self.row, self.problems = table, columns, row, problems
        self.sound = True

    def cell(self, name: str) -> Cell:
        """Return the cell under a column."""
        return self.columns.cell(self.row, name)

    def refuse(self, name: str, expected: str) -> None:
        """Note that the cell is not what its column is for."""
        self.sound = False
        found = shown(self.cell(name))
        self.problems.append(
            Problem(self.table.file, found, expected, self.row.number, self.columns.header(name))
        )

    def text(self, name: str, *, longest: int = 2_000, needed: str | None = None) -> str | None:
        """Read a text; a formula is refused, because its value is not in the file."""
        if looks_like_formula(self.cell(name)):
            self.refuse(name, "text or a value, not a formula")
            return None
        text = read_text(self.cell(name))
        if text is None and needed:
            self.refuse(name, needed)
        elif text is not None and len(text) > longest:
            self.refuse(name, f"at most {longest:,} characters")
        return text

    def day(self, name: str) -> date | None:
        """Read a date."""
        try:
            return read_date(self.cell(name))
        except NotReadable as reason:
            self.refuse(name, str(reason))
            return None

    def number(self, name: str, *, places: int, zero: bool = True) -> Decimal | None:
        """Read an exact number that is not negative."""
        try:
            return (
                None
                if self.cell(name) is None
                else read_number(self.cell(name), places=places, most=MOST, zero=zero)
            )
        except NotReadable as reason:
            self.refuse(name, str(reason))
            return None
