"""The screens of bidding, as the room, the public and the desk use them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.process.bidding.models import OpenedBid, PaperBid
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.solicitation import overdue, solicitation

SignIn = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now + timedelta(minutes=5) - timezone.now()


def opening(client: Client, of: Solicitation, **query: str) -> str:
    return client.get(reverse("bidding:opening", args=[of.pk]), query).content.decode()


def test_before_the_opening_the_page_says_when_and_shows_nobody(cast: Cast, client_for: SignIn) -> None:
    salt = solicitation(cast)
    make.envelope(cast, salt, cast.salt_and_sons)
    text = opening(client_for(None), salt)
    assert "Bids stay sealed until Thu, Dec 10, 2026, 9:00 a.m. EST" in text
    assert "Salt &amp; Sons" not in text


def test_the_desk_cannot_open_early_and_reads_why(cast: Cast, client_for: SignIn) -> None:
    text = opening(client_for(cast.buyer), solicitation(cast))
    assert "Open the bids now" not in text
    assert "Bids stay sealed until" in text


def test_the_opening_page_shows_what_was_read_and_what_stays_sealed(cast: Cast, client_for: SignIn) -> None:
    salt = make.opened(cast)
    make.read_bid(cast, salt, cast.salt_and_sons, {1: "71.40", 2: "73.15"})
    make.late_envelope(cast, salt, cast.rival_salt)
    text = opening(client_for(None), salt)
    for shown in ("$71.4000", "$1,313,760.00", "$2,934,032.50", "1 of 1 bid", "Owen Bright"):
        assert shown in text
    assert "Received 19 seconds late" in text
    assert "For the desk" not in text


def test_prices_that_nobody_checked_are_not_public(cast: Cast, client_for: SignIn) -> None:
    salt = make.opened(cast)
    bid = make.typed_bid(cast, make.envelope(cast, salt, cast.salt_and_sons), {1: "71.40"})
    text = opening(client_for(None), salt)
    assert "$71.4000" not in text
    assert "Typed, being checked" in text
    assert client_for(cast.vendor).get(reverse("bidding:check", args=[bid.pk])).status_code == 404


def test_the_room_is_updated_by_its_own_part_and_can_be_paused(cast: Cast, client_for: SignIn) -> None:
    salt = make.opened(cast)
    assert 'hx-trigger="every 15s"' in opening(client_for(None), salt)
    assert 'hx-trigger="every 15s"' not in opening(client_for(None), salt, pause="1")
    part = client_for(None).get(
        reverse("bidding:opening", args=[salt.pk]), {"room": "1"}, headers={"HX-Request": "true"}
    )
    assert part.content.decode().strip().startswith('<div id="room"')


def test_a_stamp_names_the_number_to_write_on_the_envelope(cast: Cast, client_for: SignIn) -> None:
    salt = solicitation(cast)
    answer = client_for(cast.buyer).post(
        reverse("bidding:envelopes", args=[salt.pk]), {"name": "Coastal De-Icing"}, follow=True
    )
    assert "Write 1 on the envelope. It is in, and sealed." in answer.content.decode()


def test_a_late_envelope_is_said_to_be_late(cast: Cast, client_for: SignIn) -> None:
    answer = client_for(cast.buyer).post(
        reverse("bidding:envelopes", args=[overdue(cast).pk]), {"vendor": cast.rival_salt.pk}, follow=True
    )
    text = answer.content.decode()
    assert "it is late. Received 6 minutes late. Keep it sealed." in text
    assert PaperBid.objects.get().status == "unopened"


@pytest.mark.parametrize("both", [True, False])
def test_an_envelope_is_of_one_vendor(cast: Cast, client_for: SignIn, both: bool) -> None:
    sent = {"vendor": cast.rival_salt.pk, "name": "Another"} if both else {}
    answer = client_for(cast.buyer).post(reverse("bidding:envelopes", args=[solicitation(cast).pk]), sent)
    assert answer.status_code == 422
    assert ("not both" if both else "Choose a vendor, or name a new one") in answer.content.decode()


def type_page(cast: Cast) -> tuple[PaperBid, str]:
    paper_bid = make.envelope(cast, make.opened(cast), cast.salt_and_sons)
    return paper_bid, reverse("bidding:type", args=[paper_bid.pk])


def test_a_blank_line_is_neither_a_price_nor_a_no_bid(cast: Cast, client_for: SignIn) -> None:
    paper_bid, url = type_page(cast)
    first, second = paper_bid.solicitation.lines.all()
    client = client_for(cast.buyer)
    answer = client.post(url, {f"p{first.pk}-unit_price": "71.40"})
    assert answer.status_code == 422
    assert "Line 2: type a price, or “no bid”." in answer.content.decode()
    assert not OpenedBid.objects.exists()
    client.post(url, {f"p{first.pk}-unit_price": "$71.40", f"p{second.pk}-unit_price": "NB"})
    assert [str(price.unit_price) for price in OpenedBid.objects.get().prices.all()] == ["71.4000", "None"]


def test_blank_lines_are_no_bids_if_the_typist_says_so(cast: Cast, client_for: SignIn) -> None:
    paper_bid, url = type_page(cast)
    first = paper_bid.solicitation.lines.get(number=1)
    client_for(cast.buyer).post(url, {f"p{first.pk}-unit_price": "71.40", "blank_is_no_bid": "on"})
    assert OpenedBid.objects.get().prices.filter(unit_price=None).count() == 1


@pytest.mark.parametrize("typed", ["seventy", "1.23456", "-4", "=1+1"])
def test_what_is_no_price_is_refused_beside_its_line(cast: Cast, client_for: SignIn, typed: str) -> None:
    paper_bid, url = type_page(cast)
    first = paper_bid.solicitation.lines.get(number=1)
    answer = client_for(cast.buyer).post(url, {f"p{first.pk}-unit_price": typed, "blank_is_no_bid": "on"})
    assert answer.status_code == 422
    assert f'id="p{first.pk}-errors"' in answer.content.decode()
    assert not OpenedBid.objects.exists()


def test_the_checker_sees_where_the_bids_own_arithmetic_differs(cast: Cast, client_for: SignIn) -> None:
    bid = make.typed_bid(cast, make.envelope(cast, make.opened(cast), cast.salt_and_sons), {1: "71.40"})
    bid.prices.filter(line__number=1).update(stated_amount="1313860.00")
    text = client_for(cast.second_buyer).get(reverse("bidding:check", args=[bid.pk])).content.decode()
    assert "$100.00" in text
    assert "It is what the paper says" in text
    own = client_for(cast.buyer).get(reverse("bidding:check", args=[bid.pk])).content.decode()
    assert "You typed it, so another person must check it" in own


def test_a_file_that_does_not_fit_changes_nothing(cast: Cast, client_for: SignIn) -> None:
    salt = make.opened(cast)
    make.envelope(cast, salt, cast.salt_and_sons)
    file = SimpleUploadedFile("bids.csv", b"line,vendor,quantity,unit price\n1,Salt & Sons,1,71.4\n")
    answer = client_for(cast.buyer).post(reverse("bidding:upload", args=[salt.pk]), {"file": file})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in text
    assert "the quantity that was asked for" in text
    assert not OpenedBid.objects.exists()


def test_a_full_opening_costs_a_bounded_number_of_queries(
    cast: Cast, client_for: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines = tuple((f"Sign post {number}", "EA", "25") for number in range(40))
    salt = make.opened(cast, lines=lines)
    prices: dict[int, str | None] = dict.fromkeys(range(1, 40), "1.25")
    for vendor in (cast.salt_and_sons, cast.rival_salt):
        make.read_bid(cast, salt, vendor, prices)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(24):
        opening(client, salt)
    with django_assert_max_num_queries(12):
        client_for(None).get(reverse("bidding:index"))


def test_a_finished_opening_leads_the_desk_to_the_comparison(cast: Cast, client_for: SignIn) -> None:
    salt = make.opened(cast)
    make.read_bid(cast, salt, cast.salt_and_sons, {1: "71.40", 2: "73.15"})
    client_for(cast.buyer).post(reverse("bidding:finish", args=[salt.pk]))
    assert "Compare the bids" in opening(client_for(cast.buyer), salt)
    assert "Opening finished" in opening(client_for(None), salt)


def test_a_cancelled_solicitation_opens_nothing(cast: Cast, client_for: SignIn) -> None:
    text = opening(client_for(cast.buyer), solicitation(cast, status=Status.CANCELLED, bids_due_at=cast.now))
    assert "No bid is opened" in text
    assert "Open the bids now" not in text
