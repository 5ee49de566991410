"""Nobody is buried in confirmations: limits for each address and each network, counted in the database."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.process.membership.models import Ask, DailySalt, Subscription
from commonlot.records.access.networks import network_at
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.joining import file_application

CITIZEN = "citizen@example.org"


def _ask(now: datetime, email: str = CITIZEN, network: str = "") -> None:
    actions.ask_to_subscribe(email=email, topics=["calls"], network=network, now=now)


def _limit(settings: Any, **limits: int) -> None:
    doors = settings.COMMONLOT_DOOR_LIMITS
    settings.COMMONLOT_DOOR_LIMITS = doors | {"list": doors["list"] | limits}


@pytest.mark.django_db
def test_an_address_gets_one_letter_in_a_quarter_of_an_hour_and_four_a_day(now: datetime) -> None:
    minutes = [0, 1, 14, 15, 16, 30, 45, 60, 24 * 60 - 1, 24 * 60]
    letters = []
    for minute in minutes:
        _ask(now + timedelta(minutes=minute))
        letters.append(Message.objects.count())
    assert letters == [1, 1, 1, 2, 2, 3, 4, 4, 4, 5]


@pytest.mark.django_db
def test_an_address_with_a_plus_is_the_same_box(now: datetime) -> None:
    for number in range(5):
        _ask(now, f"Citizen+{number}@example.org")
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_network_asks_for_so_many_addresses_an_hour_and_a_day(now: datetime, settings: Any) -> None:
    _limit(settings, asked_an_hour=4, asked_a_day=9)

    def asks_until_refused(at: datetime) -> int:
        for number in range(12):
            try:
                _ask(at, f"box-{at:%H%M}-{number}@example.org", network="192.0.2.7")
            except Refused:
                return number
        return 12

    assert asks_until_refused(now) == 4
    assert asks_until_refused(now + timedelta(minutes=59)) == 0
    assert asks_until_refused(now + timedelta(hours=1)) == 4
    assert asks_until_refused(now + timedelta(hours=3)) == 1  # nine that day
    _ask(now + timedelta(hours=3), "elsewhere@example.org", network="192.0.2.8")
    assert asks_until_refused(now + timedelta(days=1)) == 4


def test_a_flood_is_refused_on_the_page_and_others_get_through(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()
    _limit(settings, asked_an_hour=1)
    settings.COMMONLOT_PROXIES = 1

    def send(email: str, passed: str) -> Any:
        wish = {"email": email, "topics": ["calls"]}
        return Client().post(reverse("membership:subscribe"), wish, HTTP_X_FORWARDED_FOR=passed)

    assert send("a@example.org", "198.51.100.1").status_code == 302
    refused = send("b@example.org", "10.9.9.9, 198.51.100.1")  # what stands before the proxy's own is a claim
    assert refused.status_code == 422
    assert "from your network" in refused.content.decode()
    assert send("b@example.org", "198.51.100.2").status_code == 302


@pytest.mark.django_db
def test_nothing_of_a_network_is_kept_for_long(now: datetime) -> None:
    _ask(now, network="192.0.2.7")
    ask, salt = Ask.objects.get(), DailySalt.objects.get()
    assert len(bytes(salt.salt)) == 32
    assert "192.0.2.7" not in ask.network_hash
    assert CITIZEN not in ask.address_hash
    _ask(now + timedelta(days=1), network="192.0.2.7")
    assert Ask.objects.exclude(network_hash=ask.network_hash).exists()  # another day, another salt
    actions.forget_asks(now=now + timedelta(days=2))
    assert Ask.objects.count() == 1
    assert list(DailySalt.objects.values_list("day", flat=True)) == [
        timezone.localdate(now + timedelta(days=1))
    ]
    actions.forget_asks(now=now + timedelta(days=4))
    assert not Ask.objects.exists()
    assert not DailySalt.objects.exists()


def test_what_is_asked_at_one_door_counts_at_no_other(cast: Cast, settings: Any) -> None:
    _limit(settings, asked_an_hour=1)
    for number in range(2):
        file_application(
            now=cast.now, name=f"Village of Elm {number}", contact_email=CITIZEN, network="192.0.2.7"
        )
    _ask(cast.now, network="192.0.2.7")
    with pytest.raises(Refused, match="signed up from your network"):
        _ask(cast.now, "b@example.org", network="192.0.2.7")
    assert file_application(
        now=cast.now, name="Village of Oak", contact_email=CITIZEN, network="192.0.2.7"
    ).pk


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_neighbors_in_one_network_count_as_one(address: str, network: str) -> None:
    assert network_at(address) == network


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("run_worker")  # takes the jobs away again that a committed act leaves
def test_eight_requests_at_the_same_moment_send_one_letter(now: datetime) -> None:
    start, refusals = Barrier(8), []

    def ask() -> None:
        try:
            start.wait(timeout=20)
            _ask(now, network="192.0.2.7")
        except Refused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert (Message.objects.count(), Subscription.objects.count(), Ask.objects.count()) == (1, 1, 8)
