"""What a file would do, row by row."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from commonlot.engines.spreadsheets import Problem
from commonlot.process.membership.models import Agency, MemberFileRow, Subscription
from commonlot.process.membership.rules import COMMODITY_CHOICES
from commonlot.process.membership.rules.files import FileRow

Outcome = MemberFileRow.Outcome
LABELS: Mapping[str, Mapping[str, str]] = {
    "kind": dict(Agency.Kind.choices),
    "topics": dict(Subscription.Topic.choices),
    "commodities": dict(COMMODITY_CHOICES),
}


class Change(NamedTuple):
    """One field: what stands there, and what comes."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PlannedRow:
    """What one row would do: to which record (none for a new one), and field by field."""

    row: FileRow
    outcome: Outcome
    label: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    pk: int | None = None
    note: str = ""

    @property
    def number(self) -> int:
        """The row of the sheet."""
        return self.row.number

    @property
    def after(self) -> dict[str, Any]:
        """Return what each changed field is to hold."""
        return {change.field: change.after for change in self.changes}

    def said(self) -> list[list[str]]:
        """Write the changes for the page and the trail."""
        return [
            [each.field, say(each.field, each.before), say(each.field, each.after)] for each in self.changes
        ]


@dataclass
class FilePlan:
    """What a whole file would do. Nothing of it may be used while one row is wrong."""

    rows: list[PlannedRow] = field(default_factory=list)

    def count(self) -> Counter[str]:
        """Count the rows by what they would do."""
        return Counter(each.outcome.value for each in self.rows)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the sheet."""
        return [problem for each in self.rows for problem in each.problems]

    @property
    def to_do(self) -> list[PlannedRow]:
        """The rows that would change something."""
        return [each for each in self.rows if each.outcome in {Outcome.NEW, Outcome.CHANGED}]

    @property
    def fingerprint(self) -> str:
        """A mark of all that would be changed: another plan has another mark."""
        told = [[each.number, each.outcome.value, each.pk, each.said()] for each in self.rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class Planner(Protocol):
    """Holds the rows of one kind of file against what is kept."""

    def plan(self, row: FileRow) -> PlannedRow:
        """Say what a sound row would do."""
        ...


class Wrong(Exception):
    """A row that cannot be taken as it is: the field, what was found, what was expected."""

    def __init__(self, field: str, found: str, expected: str) -> None:
        super().__init__(field)
        self.field, self.found, self.expected = field, found, expected


class Seen:
    """Refuses a second row about the same thing."""

    def __init__(self, noun: str) -> None:
        self.noun, self.rows = noun, dict[object, int]()

    def first(self, key: object, row: FileRow, field: str, found: str) -> None:
        """Take note of a row's thing; raise Wrong where a row before it was about the same."""
        before = self.rows.setdefault(key, row.number)
        if before != row.number:
            raise Wrong(field, f"“{found}”, which stands in row {before} too", f"every {self.noun} once")


def fold_name(name: str) -> str:
    """Reduce a name to what tells it apart: small letters, single spaces."""
    return " ".join(name.casefold().replace("’", "'").split())


def differences(record: object, values: Mapping[str, Any], fields: Sequence[str]) -> Iterator[Change]:
    """Return the fields whose cell holds something else than the record."""
    for name in fields:
        if name in values and values[name] != getattr(record, name):
            yield Change(name, getattr(record, name), values[name])


def say(field: str, value: Any) -> str:
    """Write what a field holds for a person."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "; ".join(say(field, each) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    return LABELS[field].get(value, str(value)) if field in LABELS else str(value)
