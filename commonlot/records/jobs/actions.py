"""Starting, advancing and ending long work."""

from datetime import datetime

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonlot.kernel import workflow
from commonlot.records.access.models import Seat
from commonlot.records.jobs import states
from commonlot.records.jobs.models import Work


def start_work(*, kind: str, title: str, actor: Seat, now: datetime, total: int = 0) -> Work:
    """Note that long work was asked for; the caller defers the job in the same transaction."""
    return Work.objects.create(kind=kind, title=title[:200], started_by=actor, created_at=now, total=total)


def report_progress(*, work_id: int, done: int, total: int, note: str = "") -> None:
    """Say how far the work has come; it is seen at once, so call it outside the work's transaction."""
    Work.objects.filter(pk=work_id, status__in=[states.Status.WAITING, states.Status.RUNNING]).update(
        status=states.Status.RUNNING, done=min(done, total), total=total, note=note[:300]
    )


def write_progress(on: BaseDatabaseWrapper, *, work_id: int, done: int, total: int, note: str = "") -> None:
    """Say how far the work has come, on the given connection; a row that is locked is left as it is."""
    with on.cursor() as cursor:
        cursor.execute(
            """
            UPDATE jobs_work SET status = 'running', done = %s, total = %s, note = %s
            WHERE status IN ('waiting', 'running')
              AND id = (SELECT id FROM jobs_work WHERE id = %s FOR UPDATE SKIP LOCKED)
            """,
            [min(done, total), total, note[:300], work_id],
        )


def finish_work(*, work_id: int, now: datetime, note: str = "", result_path: str = "") -> Work:
    """End the work well."""
    return _end(work_id, states.Status.DONE, now=now, note=note, result_path=result_path)


def fail_work(*, work_id: int, now: datetime, note: str, result_path: str = "") -> Work:
    """End the work with the reason why it failed."""
    return _end(work_id, states.Status.FAILED, now=now, note=note, result_path=result_path)


@transaction.atomic
def _end(work_id: int, status: states.Status, *, now: datetime, note: str, result_path: str) -> Work:
    work = Work.objects.select_for_update().get(pk=work_id)
    if work.status == states.Status.WAITING and status == states.Status.DONE:
        work.status = states.Status.RUNNING
    workflow.check_move(states.MOVES, work.status, status)
    work.status, work.finished_at, work.note, work.result_path = status, now, note[:300], result_path
    if status == states.Status.DONE:
        work.done = work.total
    work.save(update_fields=["status", "finished_at", "note", "result_path", "done"])
    return work
