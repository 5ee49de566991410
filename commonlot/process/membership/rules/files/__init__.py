"""What a file of members, vendors or list addresses may hold: its columns, and what a cell of each can say.

A row becomes values as the program keeps them; a cell that is empty says nothing. Nothing here knows what is
kept already: that is held against the rows by `queries`.
"""

from commonlot.process.membership.rules.files.columns import (
    FIELDS,
    Field,
    columns_of,
    field_names,
    required_of,
)
from commonlot.process.membership.rules.files.reading import FileReading, FileRow, read_rows, suggest_columns
from commonlot.process.membership.rules.files.samples import sample_of

__all__ = [
    "FIELDS",
    "Field",
    "FileReading",
    "FileRow",
    "columns_of",
    "field_names",
    "read_rows",
    "required_of",
    "sample_of",
    "suggest_columns",
]
