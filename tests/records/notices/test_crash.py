"""A worker that is killed at any point loses no mail, and repeats one at most, under the same Message-ID."""

import os
import queue
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from commonlot.records.notices.actions import Letter, post_many
from commonlot.records.notices.models import Message
from commonlot.records.notices.queries import counts_of
from commonlot.records.notices.states import MailingStatus
from tests.records.jobs.killable import WorkerProcess
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink, serving

LONG = bool(os.environ.get("COMMONLOT_LONG"))
SECONDS_TO_DIE = 90.0

# How many mails have arrived, and at which word of the next conversation the worker is killed.
POINTS = [
    (0, "MAIL"),  # the first mail begun
    (1, "DATA"),  # taken by the server, not yet noted by us: this one comes twice
    (100, "QUIT"),  # between two slices
    (0, "EHLO"),  # connected, nothing said
    (150, "RCPT"),  # amid a mail
    (199, "DATA"),  # the last of a slice
    (251, "DATA"),
    (400, "EHLO"),  # a new slice
    (700, "DATA"),
    (999, "DATA"),  # the very last
]


@dataclass
class DeadlySink(MailSink):
    """A mail server that has the worker killed at the agreed words, before it answers them."""

    points: list[tuple[int, str]] = field(default_factory=list)
    worker: WorkerProcess | None = None
    killed: "queue.Queue[str]" = field(default_factory=queue.Queue)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._perhaps_kill("EHLO")
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._perhaps_kill("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._perhaps_kill("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self._perhaps_kill("DATA", arrived=len(self.mails) - 1)
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._perhaps_kill("QUIT")
        return "221 Bye"

    def _perhaps_kill(self, word: str, *, arrived: int | None = None) -> None:
        arrived = len(self.mails) if arrived is None else arrived
        if self.worker and self.points and self.points[0][1] == word and arrived >= self.points[0][0]:
            self.points.pop(0)
            self.worker.kill()
            self.killed.put(word)


@pytest.fixture
def deadly_sink(settings: Any) -> Iterator[DeadlySink]:
    with serving(DeadlySink(), settings) as sink:
        yield sink


def test_a_worker_killed_at_any_point_loses_no_mail_and_repeats_one_at_most(
    run_worker: RunWorker, deadly_sink: DeadlySink, worker_process: WorkerProcess, now: datetime
) -> None:
    points, recipients = (POINTS, 1_000) if LONG else (POINTS[1:3], 120)
    deadly_sink.points, deadly_sink.worker = list(points), worker_process
    addresses = [f"clerk{number}@example.org" for number in range(recipients)]
    letters = [Letter(to=each, subject="Needs for 2027", text="Please answer.") for each in addresses]
    mailing = post_many(letters=letters, subject="Needs for 2027", cause="test", page="", now=now).mailing

    for _ in points:
        worker_process.be_found_dead()  # the one before
        worker_process.start()
        deadly_sink.killed.get(timeout=SECONDS_TO_DIE)
        worker_process.wait()
    worker_process.be_found_dead()
    run_worker()

    arrived: dict[str, list[str]] = defaultdict(list)
    for (to,), mail in zip(deadly_sink.recipients, deadly_sink.mails, strict=True):
        arrived[to].append(str(mail["Message-ID"]))
    assert set(arrived) == set(addresses)
    repeated = [ids for ids in arrived.values() if len(ids) > 1]
    assert all(len(ids) == 2 and len(set(ids)) == 1 for ids in repeated)
    assert len(repeated) == sum(word == "DATA" for _, word in points)  # one at most for each crash
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.DONE
    assert counts_of([mailing])[mailing.pk]["sent"] == recipients
    assert Message.objects.filter(sent_at__isnull=False).count() == recipients
