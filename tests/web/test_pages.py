"""Home, calendar and to do: what each person finds there, and how many queries it takes."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from commonlot.records.access.models import Seat, User
from tests.cast import Cast
from tests.web.county import make_county

SignIn = Callable[[Seat | None], Client]


@pytest.fixture
def county(cast: Cast, settings: Settings) -> Cast:
    """A county in which something has happened, on the day of the cast."""
    from django.utils import timezone

    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()
    make_county(cast)
    return cast


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_home_of_an_empty_county_says_what_will_stand_there(cast: Cast, client: Client) -> None:
    html = text_of(client, "/")
    assert "Nothing is open for bids" in html
    assert "No deliveries were recorded yet" in html


def test_home_shows_what_is_open_the_shares_and_what_was_saved(county: Cast, client: Client) -> None:
    html = text_of(client, "/")
    assert "2 solicitations are open for bids" in html
    assert "Six agencies, one line, one bid" in html
    assert "13,270,000" in html
    assert "$842" in html
    assert "42.2%" in html  # the county's share, in the table beside the drawing


def test_home_asks_a_bounded_number_of_queries(
    county: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        client.get("/")


def test_the_calendar_lists_every_coming_date_once_soonest_first(county: Cast, client: Client) -> None:
    html = text_of(client, "/calendar/")
    places = [html.index(word) for word in (
        "Last day to state needs: Custodial supplies", "Bids due: Copy paper", "Needs will be due: Turf",
        "Contract no longer takes orders: Road salt",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_requester_sees_the_needs_to_finish_and_what_waits_elsewhere(
    county: Cast, client_for: SignIn
) -> None:
    html = text_of(client_for(county.requester), "/to-do/")
    assert "Finish your needs for Custodial supplies" in html
    assert "With approver" in html
    assert "Approve order" not in html
    assert "Cooperative participant" in html
    assert "$842.20" in html


def test_an_approver_is_asked_to_approve(county: Cast, client_for: SignIn) -> None:
    assert "Approve order 26-0391" in text_of(client_for(county.approver), "/to-do/")


def test_another_agency_sees_nothing_of_the_towns_orders(county: Cast, client_for: SignIn) -> None:
    html = text_of(client_for(county.school_approver), "/to-do/")
    assert "26-0391" not in html
    assert "Road salt" not in html
    assert "Say whether you take part" not in html  # an approver does not state needs
    assert "Your agency has not sent its needs yet." in html


def test_the_buyer_has_the_stages_as_a_rail_and_the_pools_as_tasks(county: Cast, client_for: SignIn) -> None:
    html = text_of(client_for(county.buyer), "/to-do/")
    assert "Invite agencies: Turf and landscape" in html
    assert "0 of 2 agencies answered" in html


def test_a_vendor_sees_what_is_open(county: Cast, client_for: SignIn) -> None:
    assert "RFB 26-118, Copy paper and envelopes" in text_of(client_for(county.vendor), "/to-do/")


def test_a_person_without_a_seat_is_told_how_to_get_one(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_user("new@example.org", name="New Person"))
    assert "You have no seat yet" in text_of(client, "/to-do/")


def test_the_public_is_asked_to_sign_in_before_the_list_of_tasks(cast: Cast, client: Client) -> None:
    response = client.get("/to-do/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


@pytest.mark.parametrize("who", ["requester", "approver", "buyer", "vendor"])
def test_the_list_of_tasks_asks_a_bounded_number_of_queries(
    county: Cast, client_for: SignIn, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(getattr(county, who))
    with django_assert_max_num_queries(30):
        client.get("/to-do/")


def test_every_page_of_a_demonstration_says_that_figures_are_invented(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.COMMONLOT_DEMO = True
    assert "Invented data." in text_of(client, "/")
    settings.COMMONLOT_DEMO = False
    assert "Invented data." not in text_of(client, "/")


def test_no_page_holds_style_or_script_of_its_own(county: Cast, client_for: SignIn) -> None:
    for path in ("/", "/components/", "/to-do/", "/calendar/", "/how-it-works/"):
        html = text_of(client_for(county.requester), path)
        assert " style=" not in html
        assert "<style" not in html
        assert "<script>" not in html
        assert " onclick=" not in html


def test_a_missing_page_is_told_in_the_dress(cast: Cast, client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
