"""One reader and one writer for every spreadsheet that a person hands in or takes away.

`read_table` turns CSV, XLSX, XLS and ODS into a `Table` of exact cells, or refuses the whole file with
problems that name file, row, column, what was found and what was expected. `write_xlsx` and `write_csv`
write rows in constant memory with text that no spreadsheet program can mistake for a formula.
"""

from commonlot.engines.spreadsheets.columns import Column, ColumnMap, match_columns
from commonlot.engines.spreadsheets.reading import read_table
from commonlot.engines.spreadsheets.table import (
    Cell,
    FileRefused,
    Limits,
    Problem,
    Row,
    Table,
    column_letter,
    looks_like_formula,
)
from commonlot.engines.spreadsheets.writing import Sheet, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "ColumnMap",
    "FileRefused",
    "Limits",
    "Problem",
    "Row",
    "Sheet",
    "Table",
    "column_letter",
    "looks_like_formula",
    "match_columns",
    "read_table",
    "write_csv",
    "write_xlsx",
]
