"""A task: what, why, by when, and where it is done; and a page of them, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from commonlot.web.menu import find_url, find_url_of

NO_DATE = datetime.max.replace(tzinfo=UTC)
SOON = timedelta(days=14)
SHOWN, SHOWN_WAITING = 7, 5
TOO_FEW_TO_HIDE = 2


@dataclass(frozen=True)
class Task:
    """One thing to do, or one thing waited for; `elsewhere` where another office must act and one only asks it to."""

    title: str
    why: str = ""
    due: date | datetime | None = None
    due_note: str = ""
    tag: str = ""
    kind: str = "needs"
    url: str = ""
    elsewhere: bool = False

    def is_overdue(self, now: datetime) -> bool:
        """Say whether the moment by which to act has passed; a day lasts until midnight."""
        return self.due is not None and _moment(self.due) < now


@dataclass(frozen=True)
class Shown:
    """Tasks as a page shows them: the first few, the rest folded away, and how many of the rest are overdue."""

    first: list[Task]
    rest: list[Task]
    rest_overdue: int

    @property
    def in_all(self) -> int:
        """How many there are."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True)
class Desk:
    """What a page of things to do shows; one who works for an agency also sees how that agency stands."""

    needs_you: list[Task]
    waiting: list[Task]
    now: datetime
    beside: dict[str, Any] = field(default_factory=dict)

    @property
    def overdue(self) -> list[Task]:
        """What should have been done by now, the longest waiting first."""
        return sorted((task for task in self.needs_you if task.is_overdue(self.now)), key=_when)

    @property
    def next_due(self) -> date | datetime | None:
        """The first date to come by which something must be done."""
        coming = [task for task in self.needs_you if task.due and not task.is_overdue(self.now)]
        return min(coming, key=_when).due if coming else None

    @property
    def needs_you_shown(self) -> Shown:
        """The first few of what needs the person, and the rest."""
        return self._shown(self.needs_you, SHOWN)

    @property
    def waiting_shown(self) -> Shown:
        """The first few of what goes on without the person, and the rest."""
        return self._shown(self.waiting, SHOWN_WAITING)

    def _shown(self, tasks: list[Task], most: int) -> Shown:
        most = most if len(tasks) > most + TOO_FEW_TO_HIDE else len(tasks)
        rest = tasks[most:]
        return Shown(tasks[:most], rest, sum(task.is_overdue(self.now) for task in rest))


def by_urgency(tasks: Iterable[Task], *, now: datetime) -> list[Task]:
    """Sort: the own work first; overdue, then within two weeks, then what has no date, then what is far off."""
    return sorted(
        tasks, key=lambda task: (task.elsewhere, _urgency(task, now), _moment(task.due), task.title)
    )


def _urgency(task: Task, now: datetime) -> int:
    if task.due is None:
        return 1 if task.kind == "risk" else 2
    if task.is_overdue(now):
        return 0
    return 1 if _moment(task.due) <= now + SOON else 3


def _when(task: Task) -> datetime:
    return _moment(task.due)


def _moment(due: date | datetime | None) -> datetime:
    if due is None:
        return NO_DATE
    return due if isinstance(due, datetime) else timezone.make_aware(datetime.combine(due, time.max))


def page_of(record: models.Model, *url_names: str, index: str) -> str:
    """Return the address of a record's page: the first of these that exists, else its stage's first page."""
    return next(filter(None, (find_url_of(name, record.pk) for name in url_names)), "") or find_url(index)


def annotated(record: models.Model, name: str) -> Any:
    """Return what a query counted beside a record; the model itself does not know such a field."""
    return getattr(record, name)
