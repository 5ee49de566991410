"""The calendar's screens, looked at in a browser."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories import contracts
from tests.factories import requirements as needs
from tests.factories.solicitation import solicitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def test_the_calendar_is_accessible_and_filters_while_one_types(
    page: Page, live_server: object, cast: Cast
) -> None:
    solicitation(cast, questions_due_at=cast.now + timedelta(days=5))
    needs.pool(cast.buyer, cast.now, title="Turf")
    contracts.contract(cast, term=(date(2026, 5, 1), date(2027, 5, 1)))
    look_at(page, f"{live_server}/calendar/")
    look_at(page, f"{live_server}/calendar/subscribe/?kind=bids&q=salt")
    page.goto(f"{live_server}/calendar/")
    page.get_by_label("About what?").fill("turf")
    expect(page.get_by_role("status")).to_have_text("1 date, soonest first.")
    expect(page.get_by_role("rowheader", name="Last day to state needs: Turf")).to_be_visible()
    assert page.url.endswith("?q=turf&kind=&when=")


def test_the_page_of_a_private_address_is_accessible(
    page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat], Client]
) -> None:
    session = client_for(cast.requester).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    look_at(page, f"{live_server}/calendar/mine/")
    actions.make_calendar_address(actor=cast.requester, now=cast.now)
    look_at(page, f"{live_server}/calendar/mine/")
    expect(page.get_by_text("Your private address")).to_be_visible()
