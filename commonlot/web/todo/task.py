"""A task: what, why, by when, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone

from commonlot.web.menu import find_url, find_url_of

NO_DATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Task:
    """One thing to do, or one thing waited for."""

    title: str
    why: str = ""
    due: date | datetime | None = None
    due_note: str = ""
    tag: str = ""
    kind: str = "needs"
    url: str = ""


@dataclass(frozen=True)
class Desk:
    """What a page of things to do shows."""

    needs_you: list[Task]
    waiting: list[Task]
    beside: dict[str, Any] = field(default_factory=dict)

    @property
    def next_due(self) -> date | datetime | None:
        """The first date by which something must be done."""
        return next((task.due for task in self.needs_you if task.due), None)


def by_date(tasks: Iterable[Task]) -> list[Task]:
    """Sort tasks by the date one must act, those without a date last."""
    return sorted(tasks, key=lambda task: (_moment(task.due), task.title))


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
