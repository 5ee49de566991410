"""The pages of the house, looked at in a browser: accessible, whole at every width, quiet under the policy."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from playwright.sync_api import Page, expect

from commonlot.records.access.models import Seat
from tests.browser import WIDE, look_at
from tests.cast import Cast
from tests.web.county import make_county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC_PAGES = [
    "/",
    "/components/",
    "/calendar/",
    "/how-it-works/",
    "/accessibility/",
    "/account/login/",
    "/account/password/reset/",
]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_is_accessible_at_every_width(page: Page, live_server: object, path: str) -> None:
    look_at(page, f"{live_server}{path}")


def test_a_page_that_does_not_exist_stands_in_the_dress(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_a_person_signs_in_sees_what_to_do_and_signs_out(page: Page, live_server: object, cast: Cast) -> None:
    EmailAddress.objects.create(
        user=cast.requester.user, email=cast.requester.user.email, verified=True, primary=True
    )
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server}/to-do/")
    page.get_by_label("Email").fill(cast.requester.user.email)
    page.get_by_label("Password", exact=True).fill("wrong horse")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: Sign in"))
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_label("Password", exact=True).fill("correct horse battery staple")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to do next")
    look_at(page, f"{live_server}/to-do/")
    look_at(page, f"{live_server}/account/2fa/totp/activate/")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.locator("details.seat > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_the_desk_has_the_stages_beside_it_and_room_to_work(
    page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    session = client_for(cast.buyer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server}/to-do/")
    expect(page.get_by_role("navigation", name="Stages", exact=True)).to_be_visible()
    assert page.evaluate("document.querySelector('main').clientWidth") > 1000


def test_enter_in_a_grid_goes_to_the_same_column_below(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/components/")
    page.get_by_label("Toilet tissue, quantity").press("Enter")
    expect(page.get_by_label("Floor cleaner, quantity")).to_be_focused()


def test_a_copied_column_fills_the_cells_below(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/components/")
    page.get_by_label("Toilet tissue, quantity").evaluate(
        """cell => { const held = new DataTransfer(); held.setData('text', '250\\n260\\n');
           cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: held, bubbles: true, cancelable: true})) }"""
    )
    expect(page.get_by_label("Toilet tissue, quantity")).to_have_value("250")
    expect(page.get_by_label("Floor cleaner, quantity")).to_have_value("260")


@pytest.mark.parametrize("who", ["buyer", "requester", "approver", "vendor", "public"])
def test_a_full_county_is_accessible_from_every_seat(
    page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat | None], Client], who: str
) -> None:
    make_county(cast)
    paths = ["/", "/calendar/"]
    if who != "public":
        paths += ["/to-do/", "/account/2fa/"]
        client = client_for(getattr(cast, who))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    for path in paths:
        look_at(page, f"{live_server}{path}")
