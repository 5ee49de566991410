"""Should we join? in a real browser, for an invited agency and for a visitor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import look_at
from tests.cast import Cast
from tests.factories import past_pools

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_invited_agency_tries_a_quantity_and_the_page_is_for_everyone(
    page: Page, live_server: Any, cast: Cast, client_for: Callable[..., Client]
) -> None:
    past_pools.awarded(cast)
    url = live_server.url + reverse("savings:should_we_join", args=[past_pools.open_now(cast).pk])
    page.goto(url)
    page.get_by_label("How many a year").fill("2500")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("#try")).to_contain_text("20.0% of 12,500")
    cookie = client_for(cast.requester).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    look_at(page, page.url.replace("#try", ""))
