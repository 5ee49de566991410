"""The pooled sheet in a real browser, for the county and for an agency."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser import look_at
from tests.cast import Cast
from tests.factories import pooling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("who", ["buyer", "requester"])
def test_the_sheet_is_for_everyone_at_every_width(
    page: Page, live_server: Any, cast: Cast, client_for: Callable[..., Client], who: str
) -> None:
    pool = pooling.pool_of_paper(cast)
    with transaction.atomic():
        pooling.confirmed(pool, pooling.lines_of(pool)[:2], ["600000", "203500"], cast)
        pooling.confirmed(pool, pooling.lines_of(pool)[4:], ["12"], cast, base_unit="EA")
    cookie = client_for(getattr(cast, who)).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    look_at(page, live_server.url + reverse("pooling:sheet", args=[pool.pk]))
