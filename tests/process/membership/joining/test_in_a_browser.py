"""The screens of joining, looked at in a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions
from commonlot.process.membership.queries import token_of
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories.joining import file_application, make_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def test_the_public_screens_are_accessible(page: Page, live_server: object, cast: Cast) -> None:
    filed = file_application(now=cast.now, kind="other", name="Rye Hill Library")
    for path in (
        reverse("membership:join"),
        reverse("membership:apply"),
        reverse("membership:application", args=[token_of(filed, by_mail=True)]),
    ):
        look_at(page, f"{live_server}{path}")


def test_the_countys_and_the_agencys_screens_are_accessible(
    page: Page, live_server: object, cast: Cast, client_for: ClientFor
) -> None:
    city = make_application(now=cast.now, name="City of Rye Hill", kind="city")
    library = make_application(now=cast.now, name="Rye Hill Library", kind="other")
    actions.change_facts(agency_id=cast.town.pk, facts=city.facts, actor=cast.buyer, now=cast.now)
    cast.town.agreements.update(ends_on=timezone.localdate(cast.now) + timedelta(days=28))
    renewal = actions.start_renewal(
        agreement_id=cast.town.agreements.get().pk, actor=cast.buyer, now=cast.now
    )
    session = client_for(cast.buyer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    for path in (
        reverse("membership:applications"),
        reverse("membership:verify", args=[city.pk]),
        reverse("membership:verify", args=[library.pk]),
        reverse("membership:facts", args=[cast.town.pk]),
        reverse("membership:agency", args=[cast.town.pk]),
        reverse("membership:term", args=[renewal.pk]),
        reverse("membership:vote", args=[renewal.pk]),
    ):
        look_at(page, f"{live_server}{path}")


def test_a_refused_application_takes_the_focus_and_leads_to_the_field(
    page: Page, live_server: object, cast: Cast
) -> None:
    page.goto(f"{live_server}{reverse('membership:apply')}")
    page.get_by_label("Address of site 1").fill("1 Elm Street")
    page.get_by_role("button", name="Send the application").last.click()
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name="Give the site a name, such as Town Hall.").click()
    expect(page.get_by_label("Name of site 1")).to_be_focused()


def test_a_new_row_takes_the_focus_and_enter_sends_the_form(
    page: Page, live_server: object, cast: Cast
) -> None:
    page.goto(f"{live_server}{reverse('membership:apply')}")
    page.get_by_label("Newspaper 1").fill("Courier")
    page.get_by_role("button", name="Add another newspaper").click()
    expect(page.get_by_label("Newspaper 2")).to_be_focused()
    expect(page.get_by_label("Newspaper 1")).to_have_value("Courier")
    page.get_by_label("Newspaper 2").press("Enter")
    expect(page.locator(".errors")).to_be_focused()  # it was sent, not given one more row
    expect(page.get_by_label("Newspaper 3")).to_have_count(0)
