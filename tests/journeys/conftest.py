"""Fixtures of the journeys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from commonlot.records.legal.actions import load_pack
from tests.journeys.walk import Walk
from tests.records.jobs.worker import RunWorker, run_worker
from tests.records.notices.sink import MailSink, mail_sink

__all__ = ["mail_sink", "run_worker"]
StartWalk = Callable[[bool], Walk]


@pytest.fixture
def start_walk(
    browser: Browser, live_server: Any, settings: Any, run_worker: RunWorker, mail_sink: MailSink
) -> Iterator[StartWalk]:
    """Return a function that starts a journey, with or without script."""
    walks: list[Walk] = []
    load_pack()  # which the test before may have taken away with everything else

    def start(script: bool) -> Walk:
        settings.COMMONLOT_ADDRESS = str(live_server)
        walks.append(Walk(browser, str(live_server), settings, run_worker, mail_sink, script))
        return walks[-1]

    yield start
    for walk in walks:
        walk.close()
