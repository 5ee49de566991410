"""Fixtures of the records that the stages' tests lean on."""

from tests.records.jobs.worker import run_worker
from tests.records.notices.sink import mail_sink

__all__ = ["mail_sink", "run_worker"]
