"""The fixture `worker_process`: the real worker as a process of its own, which a test may kill like a power cut."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from commonlot.cli.stalled import retry_stalled_jobs
from tests.records.jobs.worker import _forget_all_jobs


@dataclass
class WorkerProcess:
    """One worker after the other, on the test's database and the test's mail server."""

    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start a worker."""
        command = [sys.executable, "-m", "commonlot.cli.worker"]
        self.processes.append(subprocess.Popen(command, env=_surroundings()))

    def kill(self) -> None:
        """Kill the worker: SIGKILL, which no program can catch."""
        self.processes[-1].kill()

    def wait(self, seconds: float) -> None:
        """Wait until the worker is gone."""
        self.processes[-1].wait(timeout=seconds)

    def be_found_dead(self) -> None:
        """Let half a minute of silence pass for the dead worker, and its job be given back by the next one."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        with suppress(AlreadyEnqueued):  # the worker's own clock was faster
            retry_stalled_jobs.configure().defer(timestamp=0)


@pytest.fixture
def worker_process(transactional_db: None) -> Iterator[WorkerProcess]:
    """Return the means to start and kill workers; none is left running."""
    _forget_all_jobs()
    worker = WorkerProcess()
    yield worker
    for process in worker.processes:
        process.kill()
        process.wait(timeout=30)
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
