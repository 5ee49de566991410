"""The pages of awards, contracts and rules in a browser: no violation, no sideways scroll, no policy message."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from commonlot.process.award.states import AwardStatus
from commonlot.process.membership.models import Certificate
from commonlot.records.access.models import Seat
from commonlot.records.legal.actions import load_pack
from tests.browser import PHONE, WIDE, look_at
from tests.cast import Cast
from tests.factories.award import Opened, Wanted, award, opened_bids, pooled_bids
from tests.factories.contracts import contract, price, takes_part

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG: Any = ("2020-01-01", "2099-01-01")


def visit(page: Page, live_server: Any, seat: Seat | None, address: str, name: str) -> None:
    """Open a page from a seat, check it, and keep its picture where COMMONLOT_PICTURES says."""
    context: BrowserContext = page.context
    context.clear_cookies()
    if seat is not None:
        client = Client()
        client.force_login(seat.user)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
    look_at(page, live_server.url + address)
    if folder := os.environ.get("COMMONLOT_PICTURES"):
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(live_server.url + address)
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)


def _pooled(cast: Cast) -> Opened:
    wants = {
        "Bulk road salt, treated": [
            Wanted(cast.town, "100", "92.50"), Wanted(cast.school_district, "60", "66.10"), Wanted(cast.county, "900"),
        ],
        "Ice melt, calcium chloride pellets, 50 lb bag": [Wanted(cast.school_district, "40", "19.75")],
        "Brine, 23%, delivered": [Wanted(cast.town, "4000", "0.95")],
    }  # fmt: skip
    prices = {"salt_and_sons": ["71.9000", "18.2000", None], "rival_salt": ["73.2500", "17.9500", None]}
    Certificate.objects.create(
        vendor=cast.rival_salt, kind="liability_insurance", starts_on="2025-01-01", ends_on="2026-11-01"
    )
    return pooled_bids(cast, wants, prices)


def test_the_award_desk_and_the_public_tabulation(cast: Cast, page: Page, live_server: Any) -> None:
    opened = _pooled(cast)
    address = f"/awards/tabulation/{opened.solicitation.pk}/"
    visit(page, live_server, cast.buyer, f"{address}?line=1", "award-desk")
    visit(page, live_server, None, address, "tabulation-public")
    visit(page, live_server, cast.buyer, "/awards/", "award-index")
    visit(page, live_server, cast.buyer, f"/awards/bid/{opened.bids['Salt & Sons'].pk}/", "award-rule")


def test_the_award_page(cast: Cast, page: Page, live_server: Any) -> None:
    made = award(_pooled(cast), cast, status=AwardStatus.INTENT_POSTED)
    visit(page, live_server, cast.purchasing_agent, f"/awards/{made.pk}/", "award-detail-desk")
    visit(page, live_server, None, f"/awards/{made.pk}/", "award-detail-public")
    visit(page, live_server, None, "/awards/", "award-index-public")


def test_the_pages_of_contracts(cast: Cast, page: Page, live_server: Any) -> None:
    given = award(opened_bids(cast, {"salt_and_sons": ["70", "68", "75"]}), cast, status=AwardStatus.APPROVED)
    mine = contract(cast, number="26-0412", title="Office paper", term=LONG)
    price(
        mine, "Paper, letter, 20 lb, white, 92 bright", "CT", "31.40", base_unit="SHEET", base_per_unit=5000
    )
    takes_part(cast.town, mine, cast)
    county = contract(cast, vendor=cast.rival_salt, term=LONG)
    price(county, "Copy paper, letter, 20 lb, white", "RM", "3.39", base_unit="SHEET", base_per_unit=500)
    ohio = contract(
        cast, number="OC-31", term=LONG, let_by_kind="subdivision", several_winners=True,
        let_by="Orchard City School District, Ohio",
    )  # fmt: skip
    price(
        ohio, "Multipurpose paper, letter, 20 lb, white", "CT", "30.95", base_unit="SHEET", base_per_unit=5000
    )
    works = contract(cast, number="25-0177", use_by_others=False, term=LONG)
    price(works, "Paper, letter, 20 lb, white, ivory", "CT", "28.10", base_unit="SHEET", base_per_unit=5000)
    draft = contract(cast, number="27-0001", status="draft", signed_at=None, term=LONG)
    price(draft)
    visit(page, live_server, cast.approver, "/contracts/?q=letter+paper+20+lb+white", "contracts-search")
    visit(page, live_server, None, "/contracts/?q=letter+paper", "contracts-search-public")
    visit(page, live_server, cast.approver, "/contracts/", "contracts-list")
    visit(page, live_server, cast.buyer, "/contracts/", "contracts-list-desk")
    visit(page, live_server, cast.requester, f"/contracts/{mine.pk}/", "contract-detail")
    visit(page, live_server, cast.approver, f"/contracts/{county.pk}/adopt/", "contract-adopt")
    visit(page, live_server, cast.approver, f"/contracts/{ohio.pk}/adopt/", "contract-adopt-uncertain")
    visit(page, live_server, cast.purchasing_agent, f"/contracts/{draft.pk}/", "contract-draft")
    visit(page, live_server, cast.buyer, "/contracts/enter/", "contract-enter")
    visit(page, live_server, cast.buyer, f"/contracts/of-award/{given.pk}/", "contracts-of-award")


def test_the_page_of_the_rules(page: Page, live_server: Any) -> None:
    load_pack()
    visit(page, live_server, None, "/rules/", "rules")
