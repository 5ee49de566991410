"""Reading rows: each cell becomes what the program keeps, or a problem that says where, what and what instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonlot.engines.row_reader import RowReader
from commonlot.engines.spreadsheets import ColumnMap, FileRefused, Problem, Table, match_columns
from commonlot.process.membership.rules.files.cells import READERS
from commonlot.process.membership.rules.files.columns import FIELDS, Field, columns_of


@dataclass(frozen=True)
class FileRow:
    """One row: its number in the sheet, what its cells say, and what is wrong with them."""

    number: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class FileReading:
    """All rows of a file, and which header was taken for which column."""

    file: str
    rows: tuple[FileRow, ...]
    columns: ColumnMap


def suggest_columns(kind: str, table: Table) -> dict[str, str]:
    """Return field -> header for every column that its name gives away."""
    columns = match_columns(table, columns_of(kind))
    return {name: columns.headers[index] for name, index in columns.found.items()}


def read_rows(kind: str, table: Table, *, chosen: Mapping[str, str] | None = None) -> FileReading:
    """Read every row; `chosen` maps field -> header and then names all columns that count.

    Raises FileRefused if a column that is needed is not there.
    """
    wanted = [each for each in columns_of(kind) if chosen is None or each.required or each.name in chosen]
    columns = match_columns(table, wanted, chosen)
    if columns.problems:
        raise FileRefused(columns.problems)
    fields = [each for each in FIELDS[kind] if each.name in columns.found]
    rows = []
    for row in table.rows:
        problems: list[Problem] = []
        reader = RowReader(table, columns, row, problems)
        rows.append(FileRow(row.number, _values(reader, fields), tuple(problems)))
    return FileReading(table.file, tuple(rows), columns)


def _values(reader: RowReader, fields: list[Field]) -> dict[str, Any]:
    values = {}
    for field in fields:
        read: Callable[[RowReader, Field], Any] = READERS[field.reads]
        value = read(reader, field)
        if value not in (None, "", []):
            values[field.name] = value
        elif field.required and reader.cell(field.name) is None:
            reader.refuse(field.name, f"the {field.label.lower()}, which every row needs")
    return values
