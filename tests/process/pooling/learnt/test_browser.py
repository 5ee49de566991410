"""The pages of what the program learns in a real browser, at three widths."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from commonlot.process.pooling.rules import words
from tests.browser import look_at
from tests.cast import Cast
from tests.factories import learnt, pooling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_agents_desk(
    page: Page, live_server: Any, cast: Cast, client_for: Callable[..., Client]
) -> tuple[Page, str]:
    cookie = client_for(cast.purchasing_agent).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page, str(live_server.url)


def test_the_words_are_for_everyone_at_every_width(at_the_agents_desk: tuple[Page, str], cast: Cast) -> None:
    page, root = at_the_agents_desk
    row = learnt.word(cast)
    learnt.word(cast, learnt.own_unit("BUNK", "bunk", "40", "RM"))
    for url in (
        reverse("pooling:words"),
        reverse("pooling:word", args=[row.pk]),
        reverse("pooling:word_add", args=[words.OWN_UNIT]),
    ):
        look_at(page, root + url)


def test_what_was_learned_is_for_everyone_at_every_width(
    at_the_agents_desk: tuple[Page, str], cast: Cast
) -> None:
    page, root = at_the_agents_desk
    pool = pooling.pool_of_paper(cast)
    learnt.drawn_by_lot(cast, pool, right=12, wrong=1)
    learnt.model(cast, number=1)
    learnt.model(cast, number=2, in_use=True)
    learnt.model(cast, number=3, published=False)
    look_at(page, root + reverse("pooling:learning"))


def test_a_word_is_looked_at_and_added_by_keyboard_alone(at_the_agents_desk: tuple[Page, str]) -> None:
    page, root = at_the_agents_desk
    page.goto(root + reverse("pooling:word_add", args=[words.ABBREVIATION]))
    page.get_by_role("textbox", name="Abbreviation").focus()
    page.keyboard.type("CPY")
    page.keyboard.press("Tab")
    page.keyboard.type("copy")
    page.get_by_role("button", name="See what it changes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What it changes")).to_be_visible()
    page.get_by_label("Where does it come from?").fill("The schools type it.")
    page.get_by_role("button", name="Add the word").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("CPY means copy")).to_be_visible()
