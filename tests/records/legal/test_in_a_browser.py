"""The pages of the rules, looked at in a browser."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from commonlot.records.access.models import Seat
from commonlot.records.legal.actions import load_pack
from commonlot.records.legal.models import Rule
from tests.browser import look_at
from tests.cast import Cast
from tests.records.legal.making import approved, proposed
from tests.records.legal.matrix import one_that_differs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _the_law_and_the_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()
    load_pack()


def test_the_public_pages_of_the_rules_are_accessible(page: Page, live_server: object, cast: Cast) -> None:
    change = approved(cast)
    look_at(page, f"{live_server}{reverse('legal:rules')}")
    look_at(page, f"{live_server}{reverse('legal:rule', args=['NY', 'PIG-6'])}")
    look_at(page, f"{live_server}{reverse('legal:change', args=[change.pk])}")


def test_the_countys_pages_of_the_rules_are_accessible(
    page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    approved(cast, "ADA-1")
    one_that_differs(cast)
    waiting = proposed(cast)
    session = client_for(cast.purchasing_agent).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    for path in (
        reverse("legal:changes"),
        reverse("legal:change", args=[waiting.pk]),
        reverse("legal:propose", args=[Rule.objects.standing().get(code="COOP-2").pk]),
        reverse("legal:shipped"),
    ):
        look_at(page, f"{live_server}{path}")
