"""The fixture `worker_process`: the real worker as a process of its own, which a test may kill like a power cut."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from commonlot.cli.stalled import retry_stalled_jobs
from tests.records.jobs.worker import _forget_all_jobs


class WorkerProcess:
    """One worker after the other, on the test's database and the test's mail server."""

    def __init__(self) -> None:
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.records.jobs.nursery"],
            env=_surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.process = 0

    def start(self) -> None:
        """Start a worker."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        self.process = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        """Kill the worker: SIGKILL, which no program can catch."""
        os.kill(self.process, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until the killed worker is gone."""
        assert self.nursery.stdout is not None
        assert self.nursery.stdout.readline() == "gone\n"
        self.process = 0

    def be_found_dead(self) -> None:
        """Let half a minute of silence pass for the dead worker, and its job be given back by the next one."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        with suppress(AlreadyEnqueued):  # the worker's own clock was faster
            retry_stalled_jobs.configure().defer(timestamp=0)

    def close(self) -> None:
        """Leave no process behind."""
        if self.process:
            self.kill()
        self.nursery.communicate(timeout=30)


@pytest.fixture
def worker_process(transactional_db: None) -> Iterator[WorkerProcess]:
    """Return the means to start and kill workers; none is left running."""
    _forget_all_jobs()
    connection.ensure_connection()
    worker = WorkerProcess()
    yield worker
    worker.close()
    _forget_all_jobs()


def _surroundings() -> dict[str, str]:
    facts = connection.settings_dict
    person = ":".join(quote(part) for part in (facts["USER"], facts["PASSWORD"]) if part)
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    place = f"?host={quote(facts['HOST'])}" if facts["HOST"] else ""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "commonlot.config.settings",
        "DATABASE_URL": f"postgresql://{person}@{port}/{quote(facts['NAME'])}{place}",
        "COMMONLOT_SMTP_HOST": str(settings.EMAIL_HOST),
        "COMMONLOT_SMTP_PORT": str(settings.EMAIL_PORT),
        "COMMONLOT_SMTP_TLS": "no",
        "COMMONLOT_SMTP_USER": "",
    }
