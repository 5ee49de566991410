"""The screens of shared services, looked at in a browser, and a request from end to end."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership.models import ServiceRequest
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories.services import make_request, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def go_as(
    page: Page, live_server: object, client_for: Callable[[Seat | None], Client]
) -> Callable[[Seat], None]:
    """Let the browser act from a seat."""

    def sign_in(seat: Seat) -> None:
        session = client_for(seat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def test_a_town_asks_and_the_county_writes_down_the_answer(
    page: Page, live_server: object, cast: Cast, go_as: Callable[[Seat], None]
) -> None:
    service = make_service(cast, how_to_ask="Send a PDF.", for_kinds=["town", "village"])
    make_service(cast, name="Maps")
    look_at(page, f"{live_server}{reverse('membership:services')}")
    look_at(page, f"{live_server}{reverse('membership:service', args=[service.pk])}")
    go_as(cast.requester)
    look_at(page, f"{live_server}{reverse('membership:ask_service', args=[service.pk])}")
    page.get_by_role("button", name="Send to the office").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("What do you need?").fill("2,400 tax inserts")
    page.get_by_role("button", name="Send to the office").click()
    expect(page.get_by_text("Your request went to Central Services by mail.")).to_be_visible()
    request = ServiceRequest.objects.get()
    path = f"{live_server}{reverse('membership:service_request', args=[request.pk])}"
    look_at(page, path)
    go_as(cast.buyer)
    look_at(page, path)
    page.get_by_text("It can do it").click()
    page.get_by_label("Its answer").fill("By Friday.")
    page.get_by_role("button", name="Save and tell Dana Okafor").click()
    expect(page.get_by_text("We wrote to Dana Okafor.")).to_be_visible()


def test_the_countys_screens_of_services_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: Callable[[Seat], None]
) -> None:
    service = make_service(cast)
    make_request(cast, service, cast.town, cast.requester)
    go_as(cast.buyer)
    for name, pk in (("services", None), ("service", service.pk), ("write_service", None),
                     ("change_service", service.pk), ("service_requests", None)):  # fmt: skip
        look_at(page, f"{live_server}{reverse(f'membership:{name}', args=[pk] if pk else [])}")
