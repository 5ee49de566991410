"""Judgement and arithmetic of a solicitation, on plain values."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from commonlot.engines.spreadsheets import Cell, Column, FileRefused, Problem, Row, Table, match_columns
from commonlot.engines.spreadsheets.table import looks_like_formula, shown
from commonlot.engines.values import NotReadable, read_number, read_text
from commonlot.kernel.errors import Refused

PLACES = 6
LONGEST_DESCRIPTION, LONGEST_UNIT, MOST_LINES = 500, 40, 5_000
MOST_QUANTITY = Decimal(10) ** 12
LINE_COLUMNS = (
    Column("line", ("line no", "line number", "line #", "item no", "item number", "item #", "no", "#"), True),
    Column("description", ("desc", "descr", "item description", "item", "product", "need"), required=True),
    Column("quantity", ("qty", "qnty", "est qty", "estimated quantity", "annual quantity"), required=True),
    Column("unit", ("uom", "u/m", "unit of measure", "unit of issue"), required=True),
    Column("lot", ("group", "section")),
)


def next_number(year: int, used: Collection[str]) -> str:
    """Return the next number of a year: RFB 26-119 after RFB 26-118."""
    start = f"RFB {year % 100:02d}-"
    runs = [int(number[len(start) :]) for number in used if re.fullmatch(re.escape(start) + r"\d+", number)]
    return f"{start}{max(runs, default=0) + 1:03d}"


def draw_seed(number: str, published_at: datetime) -> int:
    """Fix the seed that decides ties by drawing: it is published before any bid is in."""
    mark = f"{number} {int(published_at.timestamp())}"
    return int.from_bytes(hashlib.sha256(mark.encode()).digest()[:4], "big")


def units_to_bid(total: Decimal, base_per_unit: Decimal) -> Decimal:
    """Return how many units hold a pooled total, exactly; refuse a unit that does not divide it in 6 decimals."""
    if base_per_unit <= 0:
        raise Refused("A unit must hold more than nothing.", field="base_per_unit")
    exact = Fraction(total) / Fraction(base_per_unit)
    scaled = exact * 10**PLACES
    if scaled.denominator != 1:
        raise Refused(
            f"{total:,f} does not divide into units of {base_per_unit:,f} within {PLACES} decimals. "
            "Choose a unit that holds a number the total can be divided by.",
            field="base_per_unit",
        )
    return Decimal(scaled.numerator).scaleb(-PLACES)


@dataclass(frozen=True)
class NoticeTime:
    """How long a notice must stand before bids are opened, by which rule; the day of the opening is not counted."""

    days: int
    citation: str

    def first_day(self, published_on: date) -> date:
        """Return the first day on which bids may be opened if the notice is published on that day."""
        return published_on + timedelta(days=self.days)


def check_dates(
    *,
    published_at: datetime,
    bids_due_at: datetime,
    questions_due_at: datetime | None,
    due_on: date,
    published_on: date,
    notice: NoticeTime,
) -> None:
    """Refuse a deadline that is too early, or questions that close too late; days are days in the county."""
    day = notice.first_day(published_on)
    if bids_due_at <= published_at or due_on < day:
        raise Refused(
            f"Bids are due {notice.days} days after the notice at the earliest: {day:%A, %B} {day.day}, "
            f"{day.year}. {notice.citation}.",
            field="bids_due_at",
        )
    if questions_due_at is not None and not published_at < questions_due_at < bids_due_at:
        raise Refused("Questions close after today and before bids are due.", field="questions_due_at")


def say_moment(local: datetime) -> str:
    """Write a moment, already in county time, with its zone: Thu, Dec 10, 2026, 2:00 p.m. EST."""
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local:%a, %b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M} {half} {local:%Z}"


@dataclass(frozen=True)
class Line:
    """One line as a file states it."""

    number: int
    description: str
    unit: str
    quantity: Decimal
    lot: str
    row: int


def read_lines(table: Table) -> list[Line]:
    """Read bid lines from a table; a line that stands in several rows (one a bidder) must be alike in all.

    Raises FileRefused with every problem found; nothing of a file with a problem is used.
    """
    columns = match_columns(table, LINE_COLUMNS)
    if columns.problems:
        raise FileRefused(columns.problems)
    problems: list[Problem] = []
    lines: dict[int, Line] = {}
    for row in table.rows:
        cells = {column.name: columns.cell(row, column.name) for column in LINE_COLUMNS}
        headers = {column.name: columns.header(column.name) for column in LINE_COLUMNS}
        found, wrong = _read_line(row, cells)
        if found is not None:
            same = lines.setdefault(found.number, found)
            wrong += _differences(same, found)
        problems += [
            Problem(table.file, shown(cells[name]), expected, row.number, headers[name])
            for name, expected in wrong
        ]
    if problems:
        raise FileRefused(problems)
    if len(lines) > MOST_LINES:
        raise Refused(f"A solicitation holds at most {MOST_LINES:,} lines; this file has {len(lines):,}.")
    return list(lines.values())


def _read_line(row: Row, cells: dict[str, Cell]) -> tuple[Line | None, list[tuple[str, str]]]:
    """Read one row; returns the line, or what is wrong as (column, expected)."""
    wrong: list[tuple[str, str]] = []
    numbers: dict[str, Decimal] = {}
    for name, places, most in (("line", 0, Decimal(999_999)), ("quantity", PLACES, MOST_QUANTITY)):
        try:
            numbers[name] = read_number(cells[name], places=places, most=most, zero=False)
        except NotReadable as reason:
            wrong.append((name, str(reason)))
    texts: dict[str, str] = {}
    for name, longest in (("description", LONGEST_DESCRIPTION), ("unit", LONGEST_UNIT), ("lot", 160)):
        cell = cells[name]
        texts[name] = read_text(cell) or ""
        if looks_like_formula(cell):
            wrong.append((name, "text, not a formula"))
        elif not texts[name] and name != "lot":
            wrong.append((name, "some words"))
        elif len(texts[name]) > longest:
            wrong.append((name, f"at most {longest} characters"))
    if wrong:
        return None, wrong
    number, quantity = int(numbers["line"]), numbers["quantity"]
    return Line(number, texts["description"], texts["unit"], quantity, texts["lot"], row.number), wrong


def _differences(first: Line, again: Line) -> list[tuple[str, str]]:
    return [
        (name, f"the same {name} as in row {first.row}, which has line {first.number} too")
        for name in ("description", "quantity", "unit", "lot")
        if getattr(first, name) != getattr(again, name)
    ]


def count_differences(pooled: Iterable[tuple[Decimal, Decimal, Decimal]]) -> int:
    """Count lines whose quantity x base units per unit is not the pooled total; (quantity, base_per_unit, total)."""
    return sum(Fraction(quantity) * Fraction(per) != Fraction(total) for quantity, per, total in pooled)
