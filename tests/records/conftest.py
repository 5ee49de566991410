"""Fixtures that the tests of the records share."""

from tests.records.jobs.killable import worker_process
from tests.records.jobs.worker import run_worker
from tests.records.notices.sink import mail_sink

__all__ = ["mail_sink", "run_worker", "worker_process"]
