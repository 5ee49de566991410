"""Measure a campaign to 10,000 readers: `python bench/campaign.py`.

A real worker prepares it and begins to send it to a mail server on this machine, each a process of its own, while
this process asks for pages through the whole site. The mails of two earlier campaigns lie in the outbox already.
Printed: how long the page that starts it takes, how long it takes to queue all mails, how fast they leave, and the p95
of pages before and meanwhile; each beside its bar, with the processor's time of one request where it is a page.
`--short` asks for fewer pages and waits for fewer mails.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from site_of_its_own import SHORT, fresh_database, spent

READERS = 10_000
EARLIER = 2
ROUNDS = 12 if SHORT else 40
WARM = 2  # the first requests read templates and addresses
PAGES = {
    "the list of campaigns": "/membership/campaigns/",
    "the page of mail": "/mail/",
    "the directory": "/membership/",
}
LIMIT_START = 1.0
LIMIT_QUEUED = 10.0
LIMIT_PAGE = 0.3
LIMIT_LEAVE = 60.0
ENOUGH = 500 if SHORT else 1_500  # mails that have left tell how fast they leave
PATIENCE = 600.0


class Figure(NamedTuple):
    """One row of the table; a bar is the most that a figure may be, or the least."""

    name: str
    value: float
    bar: float
    unit: str
    cpu: float | None = None
    is_least: bool = False

    @property
    def misses(self) -> bool:
        """Say whether it misses its bar."""
        return self.value < self.bar if self.is_least else self.value > self.bar


def main() -> int:
    """Print a row for each figure and return 1 if one misses its bar."""
    with fresh_database("bench_campaign"), _mail_server() as port:
        _county()
        figures = _measure(port)
    print(f"A campaign to {READERS:,} readers, {EARLIER * READERS:,} mails of earlier ones in the outbox")
    print(f"{'figure':<50} {'value':>8}     {'bar':>8} {'processor':>10}")
    for each in figures:
        bar = f"{'>' if each.is_least else '<'} {each.bar:g}"
        cpu = "" if each.cpu is None else f"{each.cpu:.3f} s"
        missed = "  TOO SLOW" if each.misses else ""
        print(f"{each.name:<50} {each.value:>8.2f} {each.unit:<3} {bar:>8} {cpu:>10}{missed}")
    return 1 if any(each.misses for each in figures) else 0


def _county() -> None:
    """Found a county with a buyer, a list, and campaigns that were sent before."""
    from django.utils import timezone

    from commonlot.process.membership import actions
    from commonlot.process.membership.models import Subscription
    from commonlot.records.access.models import Seat

    now = timezone.now() - timedelta(days=9)
    actions.found_lead_agency(
        name="Bench County", county="Bench", administrator_name="Priya Raman",
        administrator_email="buyer@county.example", password=None, now=now,
    )  # fmt: skip
    Seat.objects.update(roles=["buyer", "purchasing_agent"])
    Subscription.objects.bulk_create(
        Subscription(
            email=f"reader{number}@example.org", name=f"Reader {number}", topics=["openings"], status="confirmed",
            created_at=now, confirmed_at=now,
        )
        for number in range(READERS)
    )  # fmt: skip
    for number in range(EARLIER):
        _earlier(number, now=now + timedelta(hours=number))


def _earlier(number: int, *, now: Any) -> None:
    from commonlot.process.membership import actions
    from commonlot.records.notices import actions as outbox

    campaign = _started(f"Earlier news {number}", now=now)
    actions.prepare_campaign(campaign_id=campaign.pk, now=now, progress=lambda *_: None)
    campaign.refresh_from_db()
    mailing = campaign.mailing
    assert mailing is not None
    mailing.messages.filter(pk__gt=mailing.messages.order_by("pk")[200].pk).update(sent_at=now, attempts=1)
    mailing.messages.filter(sent_at=None).update(given_up_at=now, attempts=1, last_error="550 no such box")
    outbox.go_on(mailing_pk=mailing.pk, turn=mailing.turn, now=now)


def _started(subject: str, *, now: Any) -> Any:
    from commonlot.process.membership import actions
    from commonlot.records.access.models import Seat

    body = "Hello {name},\n\nthe county opens **four bids** next week:\n\n- salt\n- paper\n- lamps\n- mulch\n\nSee you."
    words = actions.Words(subject=subject, body=body, audience="list")
    buyer = Seat.objects.get()
    campaign = actions.write_campaign(words=words, actor=buyer, now=now)
    actions.send_campaign(campaign_id=campaign.pk, expected=READERS, actor=buyer, now=now)
    _forget_jobs()
    return campaign


def _forget_jobs() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def _measure(port: int) -> list[Figure]:
    from django.test import Client
    from django.utils import timezone

    from commonlot.process.membership import actions
    from commonlot.process.membership.models import Campaign
    from commonlot.records.access.models import Seat, User
    from commonlot.records.jobs.models import Work
    from commonlot.records.notices.models import Message

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    before = _of_pages(client)
    words = actions.Words(subject="Bids next week", body="Hello {name}, see **this**.", audience="list")
    campaign = actions.write_campaign(words=words, actor=Seat.objects.get(), now=timezone.now())
    began = time.monotonic()
    answer = client.post(f"/membership/campaigns/{campaign.pk}/send/", {"expected": READERS})
    asked = time.monotonic() - began
    assert answer.status_code == 302, answer.content.decode()[:500]
    with _worker(port):
        _until(lambda: Work.objects.latest("pk").status != "waiting")
        queued = _until(lambda: Campaign.objects.get(pk=campaign.pk).mailing_id)
        own = _p95(client, f"/membership/campaigns/{campaign.pk}/")
        meanwhile = _of_pages(client)
        left = Message.objects.filter(mailing__campaign=campaign.pk, sent_at__isnull=False)
        _until(lambda: left.count() >= ENOUGH)
    count, span = left.count(), left.latest("sent_at").sent_at - left.earliest("sent_at").sent_at
    return [
        Figure("the page that starts it", asked, LIMIT_START, "s"),
        Figure("all mails queued, once the worker has begun", queued, LIMIT_QUEUED, "s"),
        Figure(
            "mails that leave in a second", count / span.total_seconds(), LIMIT_LEAVE, "/s", is_least=True
        ),
        *(Figure(f"p95 of {name} before", *value) for name, value in before.items()),
        *(Figure(f"p95 of {name} meanwhile", *value) for name, value in meanwhile.items()),
        Figure("p95 of the campaign's own page meanwhile", *own),
    ]


Page = tuple[float, float, str, float]


def _of_pages(client: Any) -> dict[str, Page]:
    return {name: _p95(client, path) for name, path in PAGES.items()}


def _p95(client: Any, path: str) -> Page:
    """Return the p95 with its bar and unit, and the processor's time of one request."""
    for _ in range(WARM):
        client.get(path)
    times = []
    with spent() as all_of_them:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            assert client.get(path).status_code == 200, path
            times.append(time.perf_counter() - began)
    return sorted(times)[round(0.95 * (ROUNDS - 1))], LIMIT_PAGE, "s", all_of_them.cpu / ROUNDS


def _until(reached: Any) -> float:
    began = time.monotonic()
    while not reached():
        assert time.monotonic() - began < PATIENCE, "it takes too long"
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def _mail_server() -> Iterator[int]:
    """Run a mail server that takes everything and keeps nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "aiosmtpd",
        "-n",
        "-c",
        "aiosmtpd.handlers.Sink",
        "-l",
        f"127.0.0.1:{port}",
    ]
    with subprocess.Popen(command) as server:
        try:
            yield port
        finally:
            server.terminate()


@contextmanager
def _worker(port: int) -> Iterator[None]:
    from django.db import connection

    facts = connection.settings_dict
    place = f"?host={quote(facts['HOST'])}" if facts["HOST"] else ""
    person = ":".join(quote(part) for part in (facts["USER"], facts["PASSWORD"]) if part)
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{person}@/{quote(facts['NAME'])}{place}",
        "COMMONLOT_SMTP_HOST": "127.0.0.1",
        "COMMONLOT_SMTP_PORT": str(port),
    }
    with subprocess.Popen([sys.executable, "-m", "commonlot.cli.worker"], env=surroundings) as worker:
        try:
            yield
        finally:
            worker.terminate()


if __name__ == "__main__":
    sys.exit(main())
