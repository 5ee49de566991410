"""The pages of the distribution list, looked at in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("run_worker"),  # takes the jobs away again that a committed act leaves
]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def test_the_readers_pages_are_accessible(page: Page, live_server: object, cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_ADDRESS = str(live_server)
    reader = make_subscription(
        "a-long-name-of-a-box@purchasing.county.example", agency=cast.town, now=cast.now
    )
    pending = make_subscription(now=cast.now, status=SubscriptionStatus.PENDING)
    look_at(page, f"{live_server}{reverse('membership:subscribe')}")
    look_at(page, f"{live_server}{reverse('membership:subscribe_asked')}")
    look_at(page, queries.confirmation_address(pending, now=cast.now))
    look_at(page, queries.preferences_address(reader))
    actions.unsubscribe(subscription_id=reader.pk, because="One click in a mail", now=cast.now)
    look_at(page, queries.preferences_address(reader))


def test_the_staffs_pages_are_accessible(
    page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    for status in SubscriptionStatus:
        make_subscription(agency=cast.town, name="Cleo Park", now=cast.now, status=status)
    asked = actions.ask_to_subscribe(email="cleo@example.org", topics=["calls"], now=cast.now)
    assert asked is not None
    session = client_for(cast.buyer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    for path in (
        reverse("membership:subscribers"),
        reverse("membership:add_subscriber"),
        reverse("membership:subscriber", args=[asked.pk]),
    ):
        look_at(page, f"{live_server}{path}")


def test_a_reader_changes_and_ends_it_in_a_browser_that_sends_no_referrer(
    page: Page, live_server: object, cast: Cast, settings: Any
) -> None:
    settings.COMMONLOT_ADDRESS = str(live_server)
    reader = make_subscription(topics=["calls"], now=cast.now)
    page.goto(queries.preferences_address(reader))
    page.get_by_text("Bid openings", exact=True).locator("visible=true").first.click()
    page.get_by_role("button", name="Save my choices").click()
    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    page.get_by_role("button", name="Unsubscribe from everything").click()
    expect(page.get_by_role("heading", name="You are off the list")).to_be_visible()
    page.get_by_role("link", name="have it deleted").click()
    page.get_by_text("I am sure").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert not Subscription.objects.exists()
