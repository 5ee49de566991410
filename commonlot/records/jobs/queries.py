"""Reading what the worker could not do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob

# a mail that failed stands in the outbox, with what the mail server said
SHOWN_ELSEWHERE = ("notices.send_message",)


@dataclass(frozen=True)
class GivenUp:
    """A job that failed for good: what it was to do, how often it was begun, and when it was given up."""

    name: str
    times: int
    at: datetime | None


def jobs_given_up(most: int) -> list[GivenUp]:
    """Return the jobs that failed for good, newest first."""
    failed = (
        ProcrastinateJob.objects.filter(status="failed")
        .exclude(task_name__in=SHOWN_ELSEWHERE)
        .annotate(at=Max("procrastinateevent__at"))
        .order_by("-pk")
    )
    return [GivenUp(_words(job.task_name), job.attempts, job.at) for job in failed[:most]]


def _words(task_name: str) -> str:
    part, _, what = task_name.partition(".")
    return f"{part.capitalize()}: {what.replace('_', ' ')}"
