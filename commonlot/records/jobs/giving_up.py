"""What follows when a job was begun again and again and never ended: its record says so, for people to see.

A part whose job matters to a person says once what becomes of the record, beside the job:

    @when_given_up("notices.send_mailing")
    def _stop_mailing(mailing_pk: int, turn: int, reason: str, now: datetime) -> None: ...

Background work needs nothing: a job with a `work_id` ends that work as failed.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from commonlot.records.jobs import actions
from commonlot.records.jobs.models import Work

Ending = Callable[..., None]
_ENDINGS: dict[str, Ending] = {}
REASON = "The program was stopped {times} times while it did this, and gave up. Ask the administrator, then try again."


def when_given_up(task_name: str) -> Callable[[Ending], Ending]:
    """Register what follows when a job of this task is given up: called with its arguments, reason and now."""

    def register(ending: Ending) -> Ending:
        _ENDINGS[task_name] = ending
        return ending

    return register


def tell(*, task_name: str, arguments: Mapping[str, Any], times: int, now: datetime) -> None:
    """Say on the record of a job that it was given up; telling it twice changes nothing."""
    reason = REASON.format(times=times)
    if task_name in _ENDINGS:
        _ENDINGS[task_name](**arguments, reason=reason, now=now)
    work = Work.objects.filter(pk=arguments.get("work_id", 0), finished_at__isnull=True).first()
    if work is not None:
        actions.fail_work(work_id=work.pk, now=now, note=reason)
