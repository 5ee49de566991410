"""Write spreadsheets row by row: frozen header, sensible widths, exact numbers, text that stays text."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

import xlsxwriter

from commonlot.engines.spreadsheets.table import Cell

ESCAPED = ("=", "+", "-", "@", "\t", "\r")
EXACT_DIGITS = 15


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: headers, rows, widths in characters, and a format for each column.

    formats: one of "text", "number", "money", "price", "date" for each column; missing means text.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell | int]]
    widths: Sequence[int] = ()
    formats: Sequence[str] = field(default_factory=tuple)
    notes: Sequence[str] = ()


NUMBER_FORMATS = {
    "number": "#,##0.######",
    "money": "#,##0.00",
    "price": "#,##0.0000##",
    "date": "yyyy-mm-dd",
}


HEADER_LOOK = {"bold": True, "bg_color": "#EAF1F7", "bottom": 1, "text_wrap": True, "valign": "top"}


def write_xlsx(target: Path | IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write a workbook in constant memory; text is written as text, so no cell can become a formula."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    workbook = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    workbook.set_properties(
        {"title": "Commonlot", "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
    )
    looks = {
        name: workbook.add_format({"num_format": code, "valign": "top"})
        for name, code in NUMBER_FORMATS.items()
    }
    looks["text"] = workbook.add_format({"text_wrap": True, "valign": "top"})
    looks["header"] = workbook.add_format({**HEADER_LOOK})
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.title[:31]), sheet, looks)
    workbook.close()


def _write_sheet(page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, looks: Mapping[str, object]) -> None:
    for i, header in enumerate(sheet.headers):
        page.set_column(i, i, sheet.widths[i] if i < len(sheet.widths) else max(10, min(40, len(header) + 2)))
    page.freeze_panes(1, 0)
    for i, header in enumerate(sheet.headers):
        page.write_string(0, i, header, looks["header"])
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for i, cell in enumerate(row):
            look = looks.get(sheet.formats[i] if i < len(sheet.formats) else "")
            _write_cell(page, number, i, cell, look or (None if _is_number(cell) else looks["text"]))
    if number:
        page.autofilter(0, 0, number, len(sheet.headers) - 1)
    for extra, note in enumerate(sheet.notes, start=number + 2):
        page.write_string(extra, 0, note)
    page.set_landscape()
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)


def _is_number(cell: Cell | int) -> bool:
    return isinstance(cell, (int, Decimal))


def _write_cell(
    page: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: Cell | int, look: object
) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(row, column, cell, look)
    elif (
        isinstance(cell, (int, Decimal)) and len(Decimal(cell).normalize().as_tuple().digits) <= EXACT_DIGITS
    ):
        page.write_number(row, column, cell, look)
    else:
        page.write_string(row, column, plain(cell), look)


def write_csv(target: IO[str], headers: Sequence[str], rows: Iterable[Sequence[Cell | int]]) -> None:
    """Write CSV with Windows line ends; text that a program would run as a formula gets a leading quote."""
    writer = csv.writer(target)
    writer.writerow([escaped(header) for header in headers])
    for row in rows:
        writer.writerow([escaped(cell) for cell in row])


def escaped(cell: Cell | int) -> str:
    """Write a cell for CSV: numbers plain, text that begins like a formula behind an apostrophe."""
    if isinstance(cell, str) and cell.startswith(ESCAPED):
        return "'" + cell
    return plain(cell)


def plain(cell: Cell | int) -> str:
    """Write a cell as plain text: exact numbers without exponent, dates as year-month-day."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
