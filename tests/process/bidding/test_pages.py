"""The pages of bidding, looked at in a browser, and an opening walked without a script."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from commonlot.process.bidding.models import OpenedBid
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import Seat
from tests.browser import WIDE, look_at
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.solicitation import SALT_LINES, overdue, solicitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Seat | None], Client]
MANY = tuple((f"Sign post {number} feet", "EA", str(number * 25)) for number in range(8, 16))


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now + timedelta(minutes=5) - timezone.now()


def in_progress(cast: Cast, lines: tuple[tuple[str, str, str], ...] = SALT_LINES) -> Solicitation:
    """Make an opening with a bid that was read, one typed, and one late."""
    opened = make.opened(cast, lines=lines)
    make.read_bid(cast, opened, cast.salt_and_sons, {1: "71.40", 2: "73.15"})
    bid = make.typed_bid(cast, make.envelope(cast, opened, cast.rival_salt), {1: "70.95"})
    OpenedBid.objects.filter(pk=bid.pk).update(stated_total="1305480.50")
    make.late_envelope(cast, opened, cast.salt_and_sons)
    return opened


def test_openings_are_accessible_in_every_state(page: Page, live_server: object, cast: Cast) -> None:
    made = [solicitation(cast), overdue(cast), in_progress(cast), in_progress(cast, MANY)]
    look_at(page, f"{live_server}{reverse('bidding:index')}")
    for each in made:
        look_at(page, f"{live_server}{reverse('bidding:opening', args=[each.pk])}")


def test_the_desk_of_the_opening_is_accessible(
    page: Page, live_server: object, cast: Cast, client_for: SignIn
) -> None:
    session = client_for(cast.second_buyer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    taking, due, opened = solicitation(cast), overdue(cast), in_progress(cast)
    make.envelope(cast, taking, cast.salt_and_sons)
    waits = make.envelope(cast, make.opened(cast), cast.rival_salt)
    bid = OpenedBid.objects.get(checked_at=None)
    look_at(page, f"{live_server}{reverse('bidding:receive')}")
    pages = {
        "envelopes": taking.pk, "opening": due.pk, "type": waits.pk, "check": bid.pk,
    }  # fmt: skip
    look_at(page, f"{live_server}{reverse('bidding:opening', args=[opened.pk])}")
    for name, pk in pages.items():
        look_at(page, f"{live_server}{reverse(f'bidding:{name}', args=[pk])}")


def test_an_opening_is_held_without_a_script(
    browser: Browser, live_server: object, cast: Cast, client_for: SignIn
) -> None:
    due = overdue(cast)
    make.envelope(cast, due, cast.salt_and_sons)

    def desk_of(who: Seat) -> Page:
        context = browser.new_context(java_script_enabled=False, viewport=WIDE)  # type: ignore[arg-type]
        session = client_for(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        page = context.new_page()
        page.goto(f"{live_server}{reverse('bidding:opening', args=[due.pk])}")
        return page

    first = desk_of(cast.buyer)
    first.get_by_label("The second person").fill("Owen Bright")
    first.get_by_role("button", name="Open the bids now").click()
    first.get_by_role("link", name="Type its prices").click()
    first.get_by_label("Line 1, unit price").fill("71.4")
    first.get_by_role("button", name="Keep what the paper says").click()
    expect(first.locator(".errors")).to_contain_text("Line 2: type a price, or “no bid”.")
    first.get_by_label("Line 2, unit price").fill("nb")
    first.get_by_role("button", name="Keep what the paper says").click()

    second = desk_of(cast.second_buyer)
    expect(second.get_by_text("$1,313,760.00")).to_have_count(0)
    second.get_by_role("link", name="Check").click()
    second.get_by_role("button", name="It is what the paper says").click()
    second.get_by_role("button", name="Finish the opening").click()
    expect(second.get_by_text("Opening finished").first).to_be_visible()
    expect(second.get_by_text("$1,313,760.00").first).to_be_visible()
    first.context.close()
    second.context.close()
