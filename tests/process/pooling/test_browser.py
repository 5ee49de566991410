"""The review desk in a real browser: by keyboard, without script, on a phone, for everyone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Inquiry, Match
from commonlot.process.pooling.queries.inquiries import answer_address
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.records import clock
from commonlot.records.access.models import Seat
from tests.browser import PHONE, look_at
from tests.cast import Cast
from tests.factories import pooling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[BrowserContext, Seat], None]


@pytest.fixture
def pool(transactional_db: None, cast: Cast) -> Pool:
    made = pooling.pool_of_paper(cast)
    run = actions.run_pooling(pool_id=made.pk, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)
    return made


@pytest.fixture
def sign_in(live_server: Any, client_for: Callable[..., Client]) -> SignIn:
    def do(context: BrowserContext, seat: Seat) -> None:
        cookie = client_for(seat).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return do


def desk_of(pool: Pool, live_server: Any) -> str:
    return str(live_server.url + reverse("pooling:desk", args=[pool.pk]))


def heading(page: Page) -> str:
    return page.locator("#group").inner_text()


def test_a_buyer_decides_by_single_keys_and_focus_goes_to_the_next_heading(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.buyer)
    page.goto(desk_of(pool, live_server))
    first = heading(page)
    page.keyboard.press("c")
    page.wait_for_url("**/groups/**")
    assert heading(page) != first
    expect(page.locator("#group")).to_be_focused()
    second = heading(page)
    page.keyboard.press("j")
    expect(page.locator("#group")).not_to_have_text(second)
    page.keyboard.press("z")
    expect(page.locator("#group")).to_have_text(first)
    assert not Match.objects.decided().exists()
    page.keyboard.press("x")
    expect(page.locator(".take-out").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tr.off")).to_be_visible()
    page.locator("tr.off button").click()
    expect(page.locator("tr.off")).to_have_count(0)
    page.keyboard.press("u")
    page.wait_for_url("**/groups/**")
    expect(page.locator("#group")).not_to_have_text(first)
    assert Match.objects.get(name=first, split_from=None).status == "rejected"


def test_a_buyer_splits_a_group_and_undoes_it_by_keys(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.buyer)
    page.goto(desk_of(pool, live_server))
    first = heading(page)
    page.keyboard.press("?")
    expect(page.get_by_text("Keys do nothing while you type")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".pick-box").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("s")
    expect(page.get_by_text("Split in two.")).to_be_visible()
    assert Match.objects.filter(split_from__isnull=False).count() == 1
    page.keyboard.press("z")
    expect(page.get_by_text("What it was: Split 1 line off")).to_be_visible()
    expect(page.locator("#group")).to_have_text(first)
    page.keyboard.press("m")
    page.get_by_label("Words in its name").fill("legal")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put together").first.click()
    expect(page.get_by_text("Nothing is added up until you confirm it.")).to_be_visible()


def test_single_keys_do_nothing_while_typing_and_once_switched_off(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.buyer)
    page.goto(desk_of(pool, live_server))
    page.locator("input[name$=holds]").first.press_sequentially("c")
    page.get_by_role("button", name="Single keys: on").click()
    page.locator("#group").focus()
    page.keyboard.press("c")
    page.reload()
    expect(page.get_by_role("button", name="Single keys: off")).to_be_visible()
    assert not Match.objects.decided().exists()


def test_all_is_decided_and_frozen_without_script(
    browser: Browser, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, cast.buyer)
    page = context.new_page()
    page.goto(desk_of(pool, live_server))
    while page.locator("#group").count() and page.get_by_text("To review (0)").count() == 0:
        holds = page.locator("input[name$=holds]")
        while holds.count():
            holds.first.fill("5,000")
            page.locator("input[name$=source]").first.fill("The label")
            page.get_by_role("button", name="Save the answer").first.click()
        page.get_by_role("button", name="Confirm").first.click()
        page.goto(desk_of(pool, live_server))
    page.get_by_role("button", name="Freeze the pool").click()
    expect(page.locator("main")).to_contain_text("Frozen on")
    pool.refresh_from_db()
    assert pool.status == "frozen"
    context.close()


def test_a_phone_shows_the_current_group_only(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.buyer)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(desk_of(pool, live_server))
    assert page.locator(".queue > a:visible").count() == 1


def test_every_page_is_for_everyone(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.buyer)
    paper = Match.objects.order_by("-stake")[0]
    out = paper.lines.counted()[0]
    actions.take_out(match_line_id=out.pk, actor=cast.buyer, now=cast.now)
    RequirementLine.objects.filter(pk=out.line_id).update(description="white paper " + "20LB/WHT/" * 50)
    alone = Match.objects.get(split_from=paper)
    actions.confirm_match(match_id=alone.pk, actor=cast.buyer, now=cast.now)
    addresses = [
        reverse("pooling:index"),
        reverse("pooling:group", args=[pool.pk, paper.pk]),
        reverse("pooling:group", args=[pool.pk, alone.pk]),
        reverse("pooling:groups", args=[pool.pk]) + "?show=single",
        reverse("pooling:sheet", args=[pool.pk]),
        reverse("pooling:together", args=[paper.pk]) + "?text=paper",
    ]
    for address in addresses:
        look_at(page, live_server.url + address)


def test_an_agencys_pages_are_for_everyone(
    page: Page, live_server: Any, pool: Pool, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page.context, cast.fire)
    for name in ("pooling:questions", "pooling:sheet"):
        look_at(page, live_server.url + reverse(name, args=[pool.pk]))


def test_the_page_behind_the_link_of_a_question_is_for_everyone(
    page: Page, live_server: Any, pool: Pool, cast: Cast
) -> None:
    asked = Match.objects.filter(lines__base_quantity=None).first()
    assert asked is not None
    actions.ask_agencies(match_id=asked.pk, actor=cast.buyer, now=clock.now())
    path = urlsplit(answer_address(Inquiry.objects.earliest("pk"))).path
    look_at(page, live_server.url + path)
    page.get_by_label("How many?").fill("5,000")
    page.get_by_label("How do you know?").fill("The label")
    page.get_by_role("button", name="Send the answer").click()
    look_at(page, live_server.url + path)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
