"""A person's own dates at an address that only they know."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import CalendarAddress
from commonlot.process.requirements.states import ParticipationStatus
from commonlot.records.access.models import PUBLIC, Seat
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.factories import requirements as needs
from tests.web.calendar.read import events_of

SignIn = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def address(seat: Seat, cast: Cast) -> str:
    return f"/calendar/mine/{queries.calendar_token(seat, now=cast.now)}.ics"


def test_a_requester_reads_the_dates_by_which_the_town_must_act(cast: Cast, client: Client) -> None:
    pool = needs.pool(cast.buyer, cast.now)
    needs.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    actions.make_calendar_address(actor=cast.requester, now=cast.now)
    actions.make_calendar_address(actor=cast.school, now=cast.now)
    response = client.get(address(cast.requester, cast))
    (event,) = events_of(response).values()
    assert event.summary.value == "Say whether you take part: Road salt 2027"
    assert event.dtstart.value == pool.needs_due_at
    assert response["Cache-Control"] == "private, max-age=900"
    assert events_of(client.get(address(cast.school, cast))) == {}


def test_a_date_that_moves_stays_the_same_event_in_a_newer_version(
    cast: Cast, client: Client, settings: Any
) -> None:
    pool = needs.pool(cast.buyer, cast.now)
    needs.part(pool, cast.town, cast.now)
    actions.make_calendar_address(actor=cast.requester, now=cast.now)
    first = client.get(address(cast.requester, cast))
    tag = {"if-none-match": first["ETag"]}
    assert client.get(address(cast.requester, cast), headers=tag).status_code == 304
    pool.needs_due_at += timedelta(days=3)
    pool.save()
    settings.COMMONLOT_CLOCK_OFFSET += timedelta(minutes=1)
    after = client.get(address(cast.requester, cast), headers=tag)
    assert after.status_code == 200
    assert set(events_of(first)) == set(events_of(after))
    (old,), (new,) = events_of(first).values(), events_of(after).values()
    assert (old.dtstart.value, new.dtstart.value) == (
        pool.needs_due_at - timedelta(days=3),
        pool.needs_due_at,
    )
    assert int(new.sequence.value) >= int(old.sequence.value) + 60
    assert new.last_modified.value >= old.last_modified.value + timedelta(minutes=1)


def test_an_address_that_was_switched_off_says_nothing(cast: Cast, client: Client) -> None:
    actions.make_calendar_address(actor=cast.requester, now=cast.now)
    path = address(cast.requester, cast)
    assert client.get(path).status_code == 200
    actions.end_calendar_address(actor=cast.requester, now=cast.now)
    assert client.get(path).status_code == 404
    with pytest.raises(Refused, match="no private address"):
        actions.end_calendar_address(actor=cast.requester, now=cast.now)


def test_a_new_address_stops_the_old_one(cast: Cast, client: Client) -> None:
    actions.make_calendar_address(actor=cast.requester, now=cast.now)
    old = address(cast.requester, cast)
    actions.make_calendar_address(actor=cast.requester, now=cast.now + timedelta(minutes=1))
    assert old != address(cast.requester, cast)
    assert [client.get(each).status_code for each in (old, address(cast.requester, cast))] == [404, 200]


def test_who_leaves_takes_no_address_along(cast: Cast, client: Client) -> None:
    actions.make_calendar_address(actor=cast.receiver, now=cast.now)
    path = address(cast.receiver, cast)
    assert client.get(path).status_code == 200
    actions.end_seat(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["1", "1~", "1~abc", "x~y~z", "~", "999999999999999999999~abc"])
def test_a_guessed_address_says_nothing(cast: Cast, client: Client, token: str) -> None:
    assert client.get(f"/calendar/mine/{token}.ics").status_code == 404


def test_the_public_has_no_private_address(cast: Cast) -> None:
    with pytest.raises(Refused, match="Sign in"):
        actions.make_calendar_address(actor=PUBLIC, now=cast.now)
    assert queries.calendar_token(PUBLIC, now=cast.now) == ""


def test_a_seat_has_one_open_address_even_against_raw_rows(cast: Cast) -> None:
    CalendarAddress.objects.create(seat=cast.fire, made_at=cast.now)
    with pytest.raises(IntegrityError, match="one_open_calendar_address"), transaction.atomic():
        CalendarAddress.objects.create(seat=cast.fire, made_at=cast.now)


def test_the_page_shows_the_address_to_its_owner_and_the_trail_does_not(
    cast: Cast, client_for: SignIn
) -> None:
    client = client_for(cast.requester)
    assert "Make my address" in client.get("/calendar/mine/").content.decode()
    client.post("/calendar/mine/new-address/")
    page = client.get("/calendar/mine/")
    token = queries.calendar_token(cast.requester, now=cast.now)
    assert token in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert token not in client_for(cast.approver).get("/calendar/mine/").content.decode()
    assert token not in str(list(Entry.objects.values()))
    assert "Put these dates in my calendar" not in client_for(None).get("/calendar/").content.decode()
