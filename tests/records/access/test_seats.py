"""One person, several seats: each act is done from one of them, and changing it is written down."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.records.access import actions
from commonlot.records.access.models import Seat, User
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def second_seat(cast: Cast) -> Seat:
    """The town's requester also receives for the fire district."""
    return Seat.objects.create(
        user=cast.requester.user,
        organisation=cast.fire_district.organisation,
        roles=[Role.RECEIVER.value],
        created_at=cast.now,
    )


def _seat_shown(client: Client) -> Seat:
    seat = client.get(reverse("access:account")).context["seat"]
    return Seat.objects.get(pk=seat.pk)


def test_a_person_changes_between_their_seats(cast: Cast, client_for: ClientFor, second_seat: Seat) -> None:
    client = client_for(cast.requester)
    before = _seat_shown(client)
    other = second_seat if before != second_seat else cast.requester
    response = client.post(reverse("access:switch_seat"), {"seat": other.pk})
    assert response["Location"] == "/"
    assert _seat_shown(client) == other
    (entry,) = trail_of(other)
    assert (entry.verb, entry.acting_for) == ("access.seat_taken", other.organisation.name)
    assert entry.details == {"left": before.organisation.name}


def test_taking_the_seat_one_sits_on_is_not_written_down(cast: Cast) -> None:
    actions.switch_seat(
        seat_id=cast.requester.pk, user=cast.requester.user, actor=cast.requester, now=cast.now
    )
    assert not trail_of(cast.requester).exists()


def test_nobody_takes_somebody_elses_seat_or_one_that_ended(cast: Cast, second_seat: Seat) -> None:
    Seat.objects.filter(pk=second_seat.pk).update(ended_at=cast.now)
    for seat in (cast.approver, second_seat):
        with pytest.raises(Refused, match="not a seat you hold"):
            actions.switch_seat(seat_id=seat.pk, user=cast.requester.user, actor=cast.requester, now=cast.now)


@pytest.mark.parametrize("seat", ["", "x", "-1", str(2**63), "\x00"])
def test_nonsense_for_a_seat_changes_nothing(cast: Cast, client_for: ClientFor, seat: str) -> None:
    client = client_for(cast.requester)
    assert client.post(reverse("access:switch_seat"), {"seat": seat}).status_code == 302
    assert _seat_shown(client) == cast.requester


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_after_the_change_one_stays_on_this_site(cast: Cast, client_for: ClientFor, elsewhere: str) -> None:
    sent = {"seat": cast.requester.pk, "next": elsewhere}
    assert client_for(cast.requester).post(reverse("access:switch_seat"), sent)["Location"] == "/"


def test_without_any_seat_one_reads_what_to_do(cast: Cast, client_for: ClientFor) -> None:
    Seat.objects.filter(pk=cast.requester.pk).update(ended_at=cast.now)
    page = client_for(cast.requester).get(reverse("access:account"))
    assert "You hold no seat" in page.content.decode()
    assert client_for(cast.requester).get(reverse("jobs:index")).status_code == 403


def test_a_seat_that_ended_during_a_session_no_longer_acts(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.buyer)
    assert client.get(reverse("membership:vendors")).status_code == 200
    Seat.objects.filter(pk=cast.buyer.pk).update(ended_at=cast.now)
    assert client.get(reverse("membership:vendors")).status_code == 403


@pytest.mark.django_db
def test_a_person_is_known_by_one_address_however_it_is_written() -> None:
    first = actions.admit_person(email="Dana.Okafor@Example.ORG", name="Dana Okafor")
    again = actions.admit_person(email="dana.okafor@example.org", name="D. O.")
    assert first == again
    assert User.objects.get().name == "Dana Okafor"
    assert not first.has_usable_password()
