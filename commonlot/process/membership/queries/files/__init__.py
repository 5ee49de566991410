"""Reading files of members, vendors and the list: what every row would do to what is kept already."""

from commonlot.process.membership.queries.files.pages import (
    file_list,
    open_files,
    rows_of,
    table_of,
)
from commonlot.process.membership.queries.files.planning import plan_table
from commonlot.process.membership.queries.files.plans import Change, FilePlan, Outcome, PlannedRow

__all__ = [
    "Change",
    "FilePlan",
    "Outcome",
    "PlannedRow",
    "file_list",
    "open_files",
    "plan_table",
    "rows_of",
    "table_of",
]
