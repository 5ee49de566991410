"""How a job does long work: it reports how far it is, and ends with a result or with the reason why not.

@app.task(name="requirements.import_needs")
def import_needs(work_id: int, batch_id: int) -> None:
    with doing(work_id) as work:
        actions.perform_import(batch_id=batch_id, now=clock.now(), progress=work.report)
        work.end_with(result_path=f"/requirements/imports/{batch_id}/", note="240 lines were kept.")
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from types import TracebackType

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from commonlot.kernel.errors import Refused
from commonlot.records import clock
from commonlot.records.jobs import actions

SECONDS_BETWEEN_REPORTS = 0.4
OUR_FAULT = "Something went wrong on our side. Nothing was changed. We have written down what happened."


class Progress:
    """Says how far the work is, on a connection of its own, so that it shows before the work is kept."""

    def __init__(self, work_id: int) -> None:
        self.work_id = work_id
        self.result_path = self.note = ""
        self._connection: BaseDatabaseWrapper | None = None
        self._last = float("-inf")

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def report(self, done: int, total: int, note: str = "") -> None:
        """Say how far the work is; called as often as one likes, it writes a few times a second."""
        moment = monotonic()
        if done < total and moment - self._last < SECONDS_BETWEEN_REPORTS:
            return
        self._last = moment
        if self._connection is None:
            self._connection = connections["default"].copy()
        actions.write_progress(self._connection, work_id=self.work_id, done=done, total=total, note=note)

    def end_with(self, *, result_path: str = "", note: str = "") -> None:
        """Say where the result is and what came out, for when the work has ended well."""
        self.result_path, self.note = result_path, note


@contextmanager
def doing(work_id: int, *, now: Callable[[], datetime] = clock.now) -> Iterator[Progress]:
    """Do long work; what is refused ends it with the reason, any other error also goes on to the log."""
    with Progress(work_id) as progress:
        try:
            yield progress
        except Refused as refusal:
            actions.fail_work(
                work_id=work_id, now=now(), note=refusal.reason, result_path=progress.result_path
            )
        except Exception:
            actions.fail_work(work_id=work_id, now=now(), note=OUR_FAULT, result_path=progress.result_path)
            raise
        else:
            actions.finish_work(
                work_id=work_id, now=now(), note=progress.note, result_path=progress.result_path
            )
