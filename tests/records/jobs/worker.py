"""The fixture `run_worker`: the real worker on the real database, until nothing waits."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from commonlot.records.jobs import worker

RunWorker = Callable[[], list[str]]


@pytest.fixture
def run_worker(transactional_db: None) -> Iterator[RunWorker]:
    """Return a function that does every job that waits and returns how each ended, oldest first.

    The test's work is committed for real (use it instead of `db`). A job that failed and will be tried again
    ends as "todo". The worker runs in a thread of its own, as it does beside a browser's event loop.
    """
    _forget_all_jobs()

    def run() -> list[str]:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(
                worker.run,
                periodic=False,
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
                concurrency=1,
            ).result(timeout=120)
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM procrastinate_jobs ORDER BY id")
            return [row[0] for row in cursor.fetchall()]

    yield run
    _forget_all_jobs()


def _forget_all_jobs() -> None:
    # Django does not empty procrastinate's tables after a test, for they are not its own
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
        )
