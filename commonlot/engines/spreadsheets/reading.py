"""Read a spreadsheet of any kind into one exact table, or refuse it before anything is used."""

import re
from collections.abc import Iterable
from pathlib import Path

from commonlot.engines.spreadsheets.csv_in import csv_records
from commonlot.engines.spreadsheets.table import (
    Cell,
    FileRefused,
    Limits,
    Problem,
    Row,
    Table,
    column_letter,
    one,
)
from commonlot.engines.spreadsheets.workbook_in import workbook_records

SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
A_SPREADSHEET = "a spreadsheet (CSV, XLSX, XLS or ODS)"


def read_table(source: Path | bytes, *, name: str | None = None, limits: Limits | None = None) -> Table:
    """Read a spreadsheet file.

    source: a path, or the bytes of an upload (then `name` says what to call it in messages).
    Returns a Table: the first row that holds anything is the header; empty rows are skipped and every row
    keeps its number in the sheet; numbers are exact Decimals, dates are dates, everything else is text.
    Raises FileRefused with the problems if the file cannot be taken as it is. Nothing is ever guessed.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "file")
    content = _load(source, name, limits)
    _refuse_other_kinds(content, name)
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        sheet, records, notes = workbook_records(content, name, limits)
    else:
        sheet, records, notes = None, csv_records(content, name, limits), []
    return _as_table(name, sheet, records, notes, limits)


def _load(source: Path | bytes, name: str, limits: Limits) -> bytes:
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > limits.size:
            limit = f"at most {limits.size / 1_000_000:.0f} MB; split the file"
            raise one(name, f"a file of {size / 1_000_000:,.1f} MB", limit)
        content = source.read_bytes() if isinstance(source, Path) else source
    except FileNotFoundError:
        raise one(name, "no such file", "a file that exists") from None
    except (IsADirectoryError, PermissionError) as error:
        raise one(name, (error.strerror or "an error").lower(), "a file that can be read") from None
    if not content.strip():
        raise one(name, "an empty file", "a header row and at least one row of data")
    return content


def _refuse_other_kinds(content: bytes, name: str) -> None:
    for signature, what in SIGNATURES:
        if content.startswith(signature):
            raise one(name, what, A_SPREADSHEET)


def _as_table(
    name: str, sheet: str | None, records: Iterable[tuple[int, list[Cell]]], notes: list[str], limits: Limits
) -> Table:
    filled = ((number, cells) for number, cells in records if any(cell is not None for cell in cells))
    first = next(filled, None)
    if first is None:
        raise one(name, "no values at all", "a header row and at least one row of data")
    header_row, head = first
    headers = _read_headers(name, header_row, head, limits)
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, cells in filled:
        if len(rows) >= limits.rows:
            raise one(name, f"more than {limits.rows:,} rows", "fewer rows; split the file", number)
        beyond = [i for i, cell in enumerate(cells) if i >= len(headers) and cell is not None]
        if beyond:
            expected = f"{len(headers)} values, as in the header row"
            problems.append(Problem(name, f"a value in column {column_letter(beyond[0])}", expected, number))
        problems += _absurd_cells(name, number, cells, headers, limits)
        rows.append(Row(number, tuple((cells + [None] * len(headers))[: len(headers)])))
    if problems:
        raise FileRefused(problems)
    if not rows:
        raise one(name, "a header row and nothing below it", "at least one row of data")
    return Table(name, headers, header_row, tuple(rows), sheet, tuple(notes))


def _absurd_cells(
    name: str, number: int, cells: list[Cell], headers: tuple[str, ...], limits: Limits
) -> Iterable[Problem]:
    for i, cell in enumerate(cells[: len(headers)]):
        if isinstance(cell, str) and len(cell) > limits.cell:
            yield Problem(
                name, f"a text of {len(cell):,} characters", f"at most {limits.cell:,}", number, headers[i]
            )


def _read_headers(name: str, row: int, cells: list[Cell], limits: Limits) -> tuple[str, ...]:
    while cells and cells[-1] is None:
        cells = cells[:-1]
    if len(cells) > limits.columns:
        raise one(name, f"{len(cells)} columns", f"at most {limits.columns}", row)
    if not any(isinstance(cell, str) and re.search(r"[^\W\d_]", cell) for cell in cells):
        raise one(
            name, "a first row without headings", "a header row such as “description, unit, quantity”", row
        )
    headers = [
        " ".join(str(cell).split()) if cell is not None else f"(column {column_letter(i)})"
        for i, cell in enumerate(cells)
    ]
    seen: dict[str, int] = {}
    problems = []
    for i, header in enumerate(headers):
        before = seen.setdefault(header.casefold(), i)
        if before != i:
            found = f"the header “{header}” in columns {column_letter(before)} and {column_letter(i)}"
            problems.append(Problem(name, found, "every header once", row, column_letter(i)))
    if problems:
        raise FileRefused(problems)
    return tuple(headers)
