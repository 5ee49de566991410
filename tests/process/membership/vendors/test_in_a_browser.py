"""The pages about vendors, looked at in a browser."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions
from commonlot.process.membership.models import LikelyTwin, VendorContact
from commonlot.process.ordering.actions import add_to_basket
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories import ordering as make
from tests.factories.membership import make_certificate
from tests.process.membership.vendors.facts import COMPANY, PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Seat | None], Client]
GoAs = Callable[[Seat], None]
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


@pytest.fixture
def go_as(page: Page, live_server: object, client_for: ClientFor) -> GoAs:
    """Let the browser act from a seat."""

    def sign_in(seat: Seat) -> None:
        session = client_for(seat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def certified(cast: Cast) -> None:
    """Let Salt & Sons hold one paper of each state, and a standing."""
    vendor, begun = cast.salt_and_sons, date(2025, 1, 1)
    for days in (0, 400):
        make_certificate(vendor, kind="other", starts_on=begun, ends_on=TODAY + timedelta(days=days))
    make_certificate(vendor, starts_on=begun, ends_on=TODAY + timedelta(days=5))
    make_certificate(vendor, kind="workers_compensation", starts_on=begun, ends_on=TODAY)
    actions.certify(
        vendor_id=vendor.pk, kind="non_collusion", name="Jonah Adeyemi", title="Owner", agrees=True, actor=cast.vendor,
        now=cast.now,
    )  # fmt: skip
    actions.add_certification(
        vendor_id=vendor.pk, kind="woman_owned", certified_by="The State", number="W-1",
        ends_on=TODAY + timedelta(days=9), copy=("proof.pdf", PDF, ""), actor=cast.vendor, now=cast.now,
    )  # fmt: skip


def test_the_public_pages_for_vendors_are_accessible(page: Page, live_server: object, cast: Cast) -> None:
    asked = actions.ask_to_register(facts=COMPANY, network="here", now=cast.now)
    assert asked is not None
    for path in (
        reverse("membership:sell"),
        reverse("membership:join_as_vendor"),
        reverse("membership:join_as_vendor_sent"),
        reverse("membership:prove_registration", args=[actions.token_of(asked)]),
    ):
        look_at(page, f"{live_server}{path}")
    page.goto(f"{live_server}{reverse('membership:prove_registration', args=['wrong'])}")
    expect(page.get_by_text("This link is not whole")).to_be_visible()


def test_the_countys_pages_about_vendors_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    certified(cast)
    twin = LikelyTwin.objects.create(
        newer=cast.rival_salt, older=cast.salt_and_sons, because=["same phone"], found_at=cast.now
    )
    cast.rival_salt.status = "new"
    cast.rival_salt.save(update_fields=["status"])
    go_as(cast.purchasing_agent)
    for path in (
        reverse("membership:vendors"),
        reverse("membership:vendor", args=[cast.rival_salt.pk]),
        reverse("membership:register_vendor"),
        reverse("membership:paper_demands"),
        reverse("membership:twin", args=[twin.pk]),
    ):
        look_at(page, f"{live_server}{path}")


def test_a_vendors_own_pages_are_accessible(page: Page, live_server: object, cast: Cast, go_as: GoAs) -> None:
    certified(cast)
    pk = cast.salt_and_sons.pk
    contact = VendorContact.objects.create(
        vendor=cast.salt_and_sons, name="Ana Brill", email="ana@example.com", for_bids=True, for_orders=True
    )
    go_as(cast.vendor)
    for path in (
        reverse("membership:vendor", args=[pk]),
        reverse("membership:vendor_facts", args=[pk]),
        reverse("membership:change_contact", args=[pk, contact.pk]),
        reverse("membership:add_certification", args=[pk]),
        reverse("membership:certify", args=[pk, "iran_divestment"]),
    ):
        look_at(page, f"{live_server}{path}")


def test_the_reason_where_a_button_stood_is_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    line = make.price_line(make.contract(cast))
    make.takes_part(cast.town, line.contract, cast)
    add_to_basket(price_line_id=line.pk, quantity=Decimal(5), actor=cast.requester, now=cast.now)
    make_certificate(cast.salt_and_sons, starts_on=date(2025, 1, 1), ends_on=TODAY)
    go_as(cast.requester)
    for path in (
        reverse("ordering:basket"),
        reverse("contracts:detail", args=[line.contract_id]),
        f"{reverse('contracts:search')}?q=salt",
    ):
        look_at(page, f"{live_server}{path}")


def test_the_list_of_commodities_narrows_while_one_types_and_keeps_ticks(
    page: Page, live_server: object, cast: Cast
) -> None:
    page.goto(f"{live_server}{reverse('membership:join_as_vendor')}")
    page.get_by_label("Legal name of the company").fill("Fernhollow Fence Works")
    page.locator("label[for=c-FENCING]").click()
    page.get_by_label("Find in the list").press_sequentially("brine")
    expect(page.locator("#c-TIRES")).to_have_count(0)
    expect(page.locator("#c-ROAD-SALT")).to_have_count(1)
    expect(page.locator("#c-FENCING")).to_be_checked()
    expect(page.get_by_label("Legal name of the company")).to_have_value("Fernhollow Fence Works")


def test_a_company_registers_without_script_and_its_mistake_is_pointed_out(
    browser: Any, live_server: object, cast: Cast
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{live_server}{reverse('membership:join_as_vendor')}")
    page.get_by_label("Find in the list").fill("brine")
    page.get_by_role("button", name="Show these").click()
    page.locator("label[for=c-ROAD-SALT]").click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.locator(".errors")).to_contain_text("3 problems to fix")
    page.get_by_label("Legal name of the company").fill("Fernhollow Fence Works")
    page.get_by_label("Your name").fill("Odette Crane")
    page.get_by_label("Your work e-mail").fill("odette@fernhollow.example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    plain.close()
