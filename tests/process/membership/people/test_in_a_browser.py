"""The pages of an agency's people, looked at in a browser; and a session that ends while the page is open."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions
from commonlot.process.ordering import actions as ordering
from commonlot.records.access.models import Seat
from tests.browser import axe, look_at
from tests.cast import Cast
from tests.factories import approvals as make
from tests.factories import ordering as orders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GoAs = Callable[[Seat], None]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def go_as(page: Page, live_server: object, client_for: Callable[[Seat | None], Client]) -> GoAs:
    """Let the browser act from a seat."""

    def sign_in(seat: Seat) -> None:
        session = client_for(seat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def _set_rules(cast: Cast) -> Seat:
    nell = make.second_approver(cast)
    make.limit(cast.approver, "5000")
    make.two_above(cast.town, "500")
    make.backup(cast, cast.receiver, acts_for=nell)
    return nell


def test_the_pages_of_people_and_approvals_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    _set_rules(cast)
    invited = actions.invite_person(
        organisation_id=cast.town.organisation_id, email="ada.quist@example.org", name="Ada Quist",
        roles=["receiver"], actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    go_as(cast.approver)
    for path in (
        reverse("membership:agency", args=[cast.town.pk]),
        reverse("membership:approvals", args=[cast.town.pk]) + "?amount=7200&asked_by=0",
        reverse("membership:roles", args=[invited.pk]),
        reverse("membership:history", args=[cast.town.pk]),
    ):
        look_at(page, f"{live_server}{path}")


def test_a_refused_list_is_accessible_and_says_what_to_mend(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    go_as(cast.approver)
    page.goto(f"{live_server}{reverse('membership:invite_several', args=[cast.town.organisation_id])}")
    page.get_by_label("One person on a line").fill("Ada, ada@example.org, requester\nBo, bo, requester")
    page.get_by_role("button", name="Give the seats").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_text("Line 2: “bo” is not an e-mail address.")).to_be_visible()
    axe(page)


def test_the_pages_of_an_order_and_of_a_leaving_person_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    nell = _set_rules(cast)
    line = orders.price_line(orders.contract(cast))
    part = orders.takes_part(cast.town, line.contract, cast)
    waiting = orders.order(part, line, by=cast.requester, cast=cast, status="submitted")
    orders.order(part, line, by=cast.requester, cast=cast, number="PO-26-2")
    ordering.approve_order(order_id=waiting.pk, actor=cast.approver, now=cast.now)
    go_as(cast.approver)
    for path in (
        reverse("ordering:detail", args=[waiting.pk]),
        reverse("ordering:leaving", args=[nell.pk]),
        reverse("ordering:leaving", args=[cast.requester.pk]),
    ):
        look_at(page, f"{live_server}{path}")


def test_the_next_click_of_a_person_whose_seat_ended_leads_to_sign_in(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    go_as(cast.receiver)
    page.goto(f"{live_server}{reverse('web:todo')}")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    actions.end_seat(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)
    page.get_by_role("link", name="Orders", exact=True).first.click()
    expect(page).to_have_url(f"{live_server}{reverse('account_login')}?next={reverse('ordering:index')}")
