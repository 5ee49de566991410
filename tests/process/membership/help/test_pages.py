"""The pages of help: what they show, how many questions they ask the database, and how they look in a browser."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from commonlot.process.membership import actions
from commonlot.process.membership.models import AssistanceRequest
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories import help as make

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def _log(cast: Cast, request: AssistanceRequest, hours: str = "1.5", note: str = "Read invoices") -> None:
    actions.log_hours(
        request_id=request.pk,
        worked_on=timezone.localdate(cast.now),
        hours=Decimal(hours),
        work="needs",
        note=note,
        actor=cast.buyer,
        now=cast.now,
    )


def _much(cast: Cast, times: int) -> None:
    for _ in range(times):
        make.asked(cast)
        request = make.taken(cast)
        _log(cast, request, "0.25")
        actions.finish_request(
            request_id=make.taken(cast).pk, outcome="Done.", actor=cast.buyer, now=cast.now
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "who", "most"),
    [("help", "buyer", 14), ("help", "fire", 14), ("hours", "buyer", 14), ("hours", "fire", 14)],
)
def test_a_list_asks_the_same_however_long_it_is(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any, url: str, who: str, most: int
) -> None:
    make.granted(cast)
    _much(cast, 4)
    client = client_for(getattr(cast, who))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"membership:{url}")).status_code == 200


@pytest.mark.django_db
def test_the_queue_shows_age_date_and_load(cast: Cast, client_for: ClientFor) -> None:
    request = make.asked(cast, now=cast.now - timedelta(days=3))
    _log(cast, make.granted(cast).request, "2.75")
    text = client_for(cast.purchasing_agent).get(reverse("membership:help")).content.decode()
    assert "3 days ago" in text
    assert "Nov 30, 2026" in text
    assert reverse("membership:take_help", args=[request.pk]) in text
    assert "2.75" in text


@pytest.mark.django_db
def test_a_request_comes_with_its_papers(cast: Cast, client_for: ClientFor) -> None:
    sent = {
        "kind": "check",
        "words": "Is this renewal right?",
        "needed_by": "2026-12-11",
        "papers": [SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7", "application/pdf") for name in ("a", "b")],
    }
    page = client_for(cast.fire).post(reverse("membership:ask_for_help"), sent, follow=True)
    text = page.content.decode()
    assert "a.pdf" in text
    assert "b.pdf" in text
    assert "Chief Bo Lind, Millbrook Fire District" in text


@pytest.mark.django_db
def test_a_form_that_is_not_whole_says_what_is_missing(cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.fire).post(reverse("membership:ask_for_help"), {"kind": "bid"})
    assert answer.status_code == 422
    assert "<title>Error: Ask for help" in answer.content.decode()
    request = make.asked(cast)
    declined = client_for(cast.buyer).post(reverse("membership:decline_help", args=[request.pk]))
    assert declined.status_code == 422


@pytest.mark.django_db
def test_the_to_do_page_offers_help_and_tells_the_average_only_when_there_is_one(
    cast: Cast, client_for: ClientFor
) -> None:
    before = client_for(cast.fire).get("/to-do/").content.decode()
    assert "Let the county do it for you" in before
    assert "on average" not in before
    for _ in range(3):
        request = make.asked(cast, now=cast.now - timedelta(days=4))
        actions.take_request(request_id=request.pk, actor=cast.buyer, now=cast.now - timedelta(days=3))
    assert "Answered in 1 working day, on average." in client_for(cast.fire).get("/to-do/").content.decode()


@pytest.mark.django_db
def test_what_waits_stands_on_the_right_to_do_page(cast: Cast, client_for: ClientFor) -> None:
    make.asked(cast, by=cast.requester)
    proposal = make.proposed(cast)
    county = client_for(cast.buyer).get("/to-do/").content.decode()
    assert "Take a request of Town of Rye Hill" in county
    chief = client_for(cast.fire).get("/to-do/").content.decode()
    assert "May Priya Raman act for you?" in chief
    actions.grant_delegation(delegation_id=proposal.pk, actor=cast.fire, now=cast.now)
    assert "Priya Raman acts for you" in client_for(cast.fire).get("/to-do/").content.decode()
    assert "acts for you" not in client_for(cast.requester).get("/to-do/").content.decode()


@pytest.mark.django_db
def test_a_buyer_is_told_when_a_delegation_ends_soon(cast: Cast, client_for: ClientFor) -> None:
    make.granted(cast, days=14)
    assert "you act for Millbrook Fire District" in client_for(cast.buyer).get("/to-do/").content.decode()
    assert "you act for" not in client_for(cast.second_buyer).get("/to-do/").content.decode()


@pytest.mark.django_db
def test_the_file_of_hours_holds_every_entry_and_no_formula(cast: Cast, client_for: ClientFor) -> None:
    request = make.taken(cast)
    _log(cast, request, "1.25", note="=1+1")
    rows = (
        client_for(cast.purchasing_agent).get(reverse("membership:hours_csv")).content.decode().splitlines()
    )
    assert rows[0].startswith("Day,Agency number,Agency,Buyer,Work,Hours,Note")
    assert rows[1].startswith("2026-11-23,F-003,Millbrook Fire District,Priya Raman,Stating needs,1.25,'=1+1")
    empty = client_for(cast.buyer).get(
        reverse("membership:hours_csv"), {"start": "2026-01-01", "end": "2026-02-01"}
    )
    assert len(empty.content.decode().splitlines()) == 1


@pytest.mark.django_db
def test_nonsense_for_days_shows_the_last_year(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.buyer).get(reverse("membership:hours"), {"start": "x", "end": "2026-01-01"})
    assert page.context["period"].start == date(2025, 11, 24)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible(page: Page, live_server: Any, cast: Cast, client_for: ClientFor) -> None:
    delegation = make.granted(cast, acts=("needs", "orders"))
    _log(cast, delegation.request)
    waiting, taken = make.asked(cast), make.taken(cast, by=cast.school)
    proposal = make.proposed(cast, by=cast.approver)
    declined = make.asked(cast)
    actions.decline_request(
        request_id=declined.pk, because="See the State's.", actor=cast.buyer, now=cast.now
    )
    entry = delegation.hours.get()
    paths: dict[str, list[tuple[str, int | None]]] = {
        "purchasing_agent": [("help", None), ("help_request", waiting.pk), ("help_request", taken.pk)],
        "buyer": [("propose_delegation", taken.pk), ("log_hours", taken.pk), ("take_back_hours", entry.pk),
                  ("hours", None), ("delegation", delegation.pk)],
        "fire": [("help", None), ("ask_for_help", None), ("delegation", delegation.pk), ("hours", None)],
        "approver": [("delegation", proposal.pk), ("agency", cast.town.pk)],
    }  # fmt: skip
    for who, names in paths.items():
        session = client_for(getattr(cast, who)).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        for name, pk in names:
            look_at(page, f"{live_server}{reverse(f'membership:{name}', args=[pk] if pk else [])}")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_marked_seat_is_accessible_and_fits_a_phone(
    page: Page, live_server: Any, cast: Cast, client_for: ClientFor
) -> None:
    delegation = make.granted(cast)
    client = client_for(cast.buyer)
    client.post(reverse("access:switch_seat"), {"seat": make.marked_seat(delegation).pk})
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    for path in ("/to-do/", "/my-account/"):
        look_at(page, f"{live_server}{path}")
    actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    page.goto(f"{live_server}/to-do/")
    assert "This seat has ended" in page.inner_text("h1")
