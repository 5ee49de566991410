"""Planning a whole table: every row is read, then held against what is kept, and every problem is found."""

from collections.abc import Callable, Mapping
from datetime import date

from commonlot.engines.spreadsheets import Problem, Table
from commonlot.process.membership.queries.files.members import MemberPlanner
from commonlot.process.membership.queries.files.plans import FilePlan, Outcome, PlannedRow, Planner, Wrong
from commonlot.process.membership.queries.files.subscribers import SubscriberPlanner
from commonlot.process.membership.queries.files.vendors import VendorPlanner
from commonlot.process.membership.rules.files import FileReading, FileRow, read_rows

PLANNERS: Mapping[str, Callable[[date], Planner]] = {
    "members": lambda _: MemberPlanner(),
    "vendors": lambda _: VendorPlanner(),
    "list": SubscriberPlanner,
}


def plan_table(kind: str, table: Table, *, on: date, chosen: Mapping[str, str] | None = None) -> FilePlan:
    """Say what taking in a table would do on that day; raises FileRefused if a needed column is not there."""
    reading = read_rows(kind, table, chosen=chosen)
    planner = PLANNERS[kind](on)
    return FilePlan([_plan(planner, reading, row) for row in reading.rows])


def _plan(planner: Planner, reading: FileReading, row: FileRow) -> PlannedRow:
    if row.problems:
        return PlannedRow(row, Outcome.WRONG, _label(row), problems=row.problems)
    try:
        return planner.plan(row)
    except Wrong as wrong:
        column = reading.columns.header(wrong.field)
        problem = Problem(reading.file, wrong.found, wrong.expected, row.number, column)
        return PlannedRow(row, Outcome.WRONG, _label(row), problems=(problem,))


def _label(row: FileRow) -> str:
    said = (row.values.get(name) for name in ("name", "email", "number"))
    return str(next((each for each in said if each), "–"))[:300]
