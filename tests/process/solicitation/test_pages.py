"""The pages of a solicitation, looked at in a browser, and one walked without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from tests.browser import WIDE, look_at
from tests.cast import Cast
from tests.factories import solicitation as make
from tests.factories.pooling import frozen_pool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


@pytest.fixture
def be(page: Page, live_server: object, client_for: SignIn) -> Callable[[Seat], None]:
    """Sign in as someone in the browser."""

    def sign_in(who: Seat) -> None:
        session = client_for(who).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def test_the_list_and_each_state_of_a_solicitation_are_accessible(
    page: Page, live_server: object, cast: Cast
) -> None:
    with transaction.atomic():
        pool = frozen_pool(cast)
    made = [make.from_pool(cast, pool), make.overdue(cast), make.solicitation(cast, status=Status.CANCELLED)]
    look_at(page, f"{live_server}{reverse('solicitation:index')}")
    for each in made:
        look_at(page, f"{live_server}{reverse('solicitation:detail', args=[each.pk])}")


def test_the_page_fetches_the_news_of_its_bids_for_the_desk_only(
    page: Page, live_server: object, cast: Cast, be: Callable[[Seat], None]
) -> None:
    made = make.solicitation(cast)
    url = f"{live_server}{reverse('solicitation:detail', args=[made.pk])}"
    page.goto(url)
    expect(page.get_by_role("link", name="Where and how bids are opened")).to_be_visible()
    expect(page.get_by_text("Only the county sees this line")).to_have_count(0)
    be(cast.buyer)
    page.goto(url)
    expect(page.get_by_text("No envelope is in yet. Only the county sees this line.")).to_be_visible()


def test_the_desk_pages_are_accessible(
    page: Page, live_server: object, cast: Cast, be: Callable[[Seat], None]
) -> None:
    with transaction.atomic():
        pool = frozen_pool(cast)
    be(cast.buyer)
    look_at(page, f"{live_server}{reverse('solicitation:index')}")
    look_at(page, f"{live_server}{reverse('solicitation:draft_from_pool', args=[pool.pk])}")
    draft = make.from_pool(cast, pool, status=Status.DRAFT)
    look_at(page, f"{live_server}{reverse('solicitation:edit', args=[draft.pk])}")
    be(cast.purchasing_agent)
    reviewed = make.solicitation(cast, status=Status.IN_REVIEW)
    look_at(page, f"{live_server}{reverse('solicitation:detail', args=[reviewed.pk])}")


def test_a_solicitation_is_written_without_a_script(
    browser: Browser, live_server: object, cast: Cast, client_for: SignIn
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)  # type: ignore[arg-type]
    session = client_for(cast.buyer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page = context.new_page()
    page.goto(f"{live_server}{reverse('solicitation:draft')}")
    page.get_by_label("Title").fill("Sand")
    page.get_by_label("First day of the contract").fill("2027-01-01")
    page.get_by_label("Last day of the contract").fill("2027-12-31")
    page.get_by_label("Where bids are handed in").fill("Room 713")
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_label("New line, need").first.fill("Sand, washed")
    page.get_by_label("New line, unit").first.fill("TON")
    page.get_by_label("New line, quantity").first.fill("none")
    page.get_by_role("button", name="Save the lines").click()
    assert page.title().startswith("Error:")
    page.get_by_label("New line, quantity").first.fill("1,200.5")
    page.get_by_role("button", name="Save the lines").click()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    line = Solicitation.objects.get().lines.get()
    assert (line.description, str(line.quantity.normalize())) == ("Sand, washed", "1200.5")
    context.close()
