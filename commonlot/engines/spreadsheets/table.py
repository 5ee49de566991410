"""What a read spreadsheet is: headers, rows with their real numbers, exact cells, and problems in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonlot.kernel.errors import Refused

Cell = str | Decimal | date | None
"""Text, an exact number, a date (or moment), or nothing. Never a float."""

_FORMULA = re.compile(r"^\s*=\s*\S|^\s*[@+-][A-Za-z_.]+\s*[(|!]|^\s*[@+-]\s*\S+[|!]\S*!")


@dataclass(frozen=True)
class Limits:
    """The largest file that is read; all of them are refusals, never silent cuts."""

    size: int = 20_000_000
    uncompressed: int = 400_000_000
    columns: int = 200
    rows: int = 200_000
    cell: int = 10_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file, in the words that a person needs to put it right."""

    file: str
    found: str
    expected: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: found {self.found}, expected {self.expected}"


class FileRefused(Refused):
    """A file that was not taken in, with every problem found; nothing of it may be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems[:5]))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Row:
    """One row of data: its number in the sheet (the first row is 1) and one cell for each header."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A sheet that was read: `notes` are things that a person should be told (which sheet was taken)."""

    file: str
    headers: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    sheet: str | None = None
    notes: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def looks_like_formula(cell: Cell) -> bool:
    """Tell whether a text would be run as a formula by a spreadsheet program.

    Text that merely begins with a dash or a plus ("- 2 pack", "+4 reading glasses") is only text.
    """
    return isinstance(cell, str) and _FORMULA.match(cell) is not None


def one(
    file: str, found: str, expected: str, row: int | None = None, column: str | None = None
) -> FileRefused:
    """Make the refusal of a whole file for one reason."""
    return FileRefused([Problem(file, found, expected, row, column)])


def shown(cell: Cell) -> str:
    """Write a cell for a message: quoted, short, one line."""
    if cell is None:
        return "an empty cell"
    text = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    text = " ".join(text.split())
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
