"""Tell which header means which column: by its name, a usual synonym, or the person's word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonlot.engines.spreadsheets.table import Cell, Problem, Row, Table


@dataclass(frozen=True)
class Column:
    """A column that a file may have: its name, other headers people use for it (best first), and need."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class ColumnMap:
    """Which header was taken for which column, how it was found, and what nobody asked for.

    found: column name -> index of the header. how: column name -> "name" | "synonym" | "chosen".
    unused: indexes of headers that stand for no column; they are carried through.
    """

    headers: tuple[str, ...]
    found: Mapping[str, int]
    how: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def unused(self) -> tuple[int, ...]:
        """Indexes of the headers that stand for no column."""
        taken = set(self.found.values())
        return tuple(i for i in range(len(self.headers)) if i not in taken)

    def cell(self, row: Row, name: str) -> Cell:
        """Return the cell of a row under a column, None if the file has no such column."""
        return row.cells[self.found[name]] if name in self.found else None

    def header(self, name: str) -> str:
        """Return the header that stands for a column, for messages."""
        return self.headers[self.found[name]] if name in self.found else name

    def said(self) -> list[str]:
        """Say in words what was matched: “quantity from “Qty” (synonym)”."""
        return [
            f"{name} from “{self.headers[i]}”" for name, i in self.found.items() if self.how[name] != "name"
        ]


def fold(header: str) -> str:
    """Reduce a header to what counts: letters, digits and the number sign."""
    return re.sub(r"[^a-z0-9#]+", "", header.casefold())


def match_columns(
    table: Table, wanted: Sequence[Column], chosen: Mapping[str, str] | None = None
) -> ColumnMap:
    """Match the headers of a table to the wanted columns; `chosen` maps column name -> header and wins."""
    folded: dict[str, int] = {}
    for i, header in enumerate(table.headers):
        folded.setdefault(fold(header), i)
    found: dict[str, int] = {}
    how: dict[str, str] = {}
    problems: list[Problem] = []
    names = ", ".join(table.headers)
    for name, header in (chosen or {}).items():
        if fold(header) in folded:
            found[name], how[name] = folded[fold(header)], "chosen"
        else:
            problems.append(
                Problem(table.file, f"no column “{header}”", f"one of: {names}", table.header_row)
            )
    for way in ("name", "synonym"):
        for column in wanted:
            options = (column.name,) if way == "name" else column.synonyms
            for option in options:
                index = folded.get(fold(option))
                if column.name not in found and index is not None and index not in found.values():
                    found[column.name], how[column.name] = index, way
    problems += [
        Problem(
            table.file,
            f"the headers {names}",
            f"a column “{column.name}” (or name it: --column {column.name}=HEADER)",
            table.header_row,
            column.name,
        )
        for column in wanted
        if column.required and column.name not in found and column.name not in (chosen or {})
    ]
    ordered = {column.name: found[column.name] for column in wanted if column.name in found}
    return ColumnMap(table.headers, ordered, how, tuple(problems))
