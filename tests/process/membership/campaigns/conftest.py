"""Fixtures of the tests of campaigns: the real worker and a real mail server."""

from tests.records.jobs.worker import run_worker
from tests.records.notices.sink import mail_sink

__all__ = ["mail_sink", "run_worker"]
