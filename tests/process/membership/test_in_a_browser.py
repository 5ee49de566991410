"""The pages of membership and of the records beside it, looked at in a browser."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.records.access.models import Seat
from commonlot.records.jobs.actions import finish_work, report_progress, start_work
from commonlot.records.notices.actions import post
from commonlot.records.notices.models import Message
from tests.browser import look_at
from tests.cast import Cast
from tests.factories.membership import make_agency, make_certificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def go_as(page: Page, live_server: object, client_for: ClientFor) -> Callable[[Seat], None]:
    """Let the browser act from a seat."""

    def sign_in(seat: Seat) -> None:
        session = client_for(seat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def test_the_public_pages_are_accessible(page: Page, live_server: object, cast: Cast) -> None:
    look_at(page, f"{live_server}{reverse('membership:directory')}")
    look_at(page, f"{live_server}{reverse('membership:agency', args=[cast.town.pk])}")


def test_the_countys_pages_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: Callable[[Seat], None]
) -> None:
    today = date(2026, 11, 23)
    make_certificate(cast.salt_and_sons, starts_on=today - timedelta(days=400), ends_on=today)
    post(to=["a@example.org"], subject="A mail", text="A", cause="test", now=cast.now)
    Message.objects.update(attempts=8, given_up_at=cast.now, last_error="451 later")
    go_as(cast.purchasing_agent)
    agency = make_agency(now=cast.now)
    paths = [
        reverse("membership:directory"),
        reverse("membership:enrol"),
        reverse("membership:agency", args=[cast.town.pk]),
        reverse("membership:agency", args=[agency.pk]),
        reverse("membership:invite", args=[cast.town.organisation_id]),
        reverse("membership:roles", args=[cast.receiver.pk]),
        reverse("membership:vote", args=[cast.town.agreements.get().pk]),
        reverse("membership:signed_copy", args=[cast.town.agreements.get().pk]),
        reverse("membership:vendors"),
        reverse("membership:register_vendor"),
        reverse("membership:vendor", args=[cast.salt_and_sons.pk]),
        reverse("notices:index"),
        reverse("jobs:index"),
    ]
    for path in paths:
        look_at(page, f"{live_server}{path}")


def test_a_refused_form_is_accessible_and_takes_the_focus(
    page: Page, live_server: object, cast: Cast, go_as: Callable[[Seat], None]
) -> None:
    go_as(cast.approver)
    page.goto(f"{live_server}{reverse('membership:invite', args=[cast.town.organisation_id])}")
    page.get_by_role("button", name="Give the seat").click()
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name="May act as").click()
    expect(page.get_by_label("Requester")).to_be_focused()


def test_the_directory_filters_while_one_types(page: Page, live_server: object, cast: Cast) -> None:
    page.goto(f"{live_server}{reverse('membership:directory')}")
    expect(page.get_by_role("link", name="Millbrook Fire District")).to_be_visible()
    page.get_by_label("Name or number").press_sequentially("rye")
    expect(page.get_by_role("link", name="Millbrook Fire District")).to_have_count(0)
    expect(page.get_by_role("link", name="Town of Rye Hill")).to_be_visible()
    assert "q=rye" in page.url


def test_long_work_moves_on_the_page_by_itself(
    page: Page, live_server: object, cast: Cast, go_as: Callable[[Seat], None]
) -> None:
    work = start_work(kind="test", title="Read needs.csv", actor=cast.requester, now=cast.now)
    go_as(cast.requester)
    look_at(page, f"{live_server}{reverse('jobs:work', args=[work.pk])}")
    report_progress(work_id=work.pk, done=1200, total=5000)
    expect(page.get_by_text("1,200 of 5,000")).to_be_visible()
    finish_work(work_id=work.pk, now=cast.now, note="All 5,000 lines were kept.", result_path="/")
    expect(page.get_by_text("All 5,000 lines were kept.")).to_be_visible()
    expect(page.get_by_role("link", name="See the result")).to_be_visible()


def test_long_work_moves_on_without_script(
    browser: Any, live_server: object, cast: Cast, client_for: ClientFor
) -> None:
    work = start_work(kind="test", title="Read needs.csv", actor=cast.requester, now=cast.now)
    plain = browser.new_context(java_script_enabled=False)
    session = client_for(cast.requester).cookies["sessionid"].value
    plain.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page = plain.new_page()
    page.goto(f"{live_server}{reverse('jobs:work', args=[work.pk])}")
    finish_work(work_id=work.pk, now=cast.now, note="All kept.")
    expect(page.get_by_text("All kept.")).to_be_visible(timeout=10_000)
    plain.close()
