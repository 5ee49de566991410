"""The pages of the stage, looked at and used in a browser, with and without script."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, expect

from commonlot.process.requirements import actions
from commonlot.process.requirements.models import Participation, RequirementLine
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from tests.browser import WIDE, look_at
from tests.cast import Cast
from tests.factories import requirements as make
from tests.process.requirements.files import TOWN_FILE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Seat], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def part(cast: Cast) -> Participation:
    pool = make.pool(cast.buyer, cast.now, description="Bulk salt, sand and liquids for the winter of 2027.")
    part = make.part(pool, cast.town, cast.now)
    garage = make.site(cast.town)
    make.line(part, cast.now, site=garage)
    make.line(
        part,
        cast.now,
        description="Calcium chloride, liquid",
        unit="GAL",
        quantity=Decimal(1200),
        price_paid=None,
    )
    make.line(part, cast.now, description="#NAME?", quantity=Decimal(-3), question="What is this?")
    make.part(pool, cast.fire_district, cast.now, status=ParticipationStatus.INVITED)
    make.line(make.part(pool, cast.school_district, cast.now, status=ParticipationStatus.SUBMITTED), cast.now)
    make.part(make.pool(cast.buyer, cast.now, title="Copy paper 2027"), cast.town, cast.now,
              status=ParticipationStatus.INVITED)  # fmt: skip
    return part


def enter(page: Page, live_server: Any, client: Client) -> str:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    return str(live_server)


def upload(cast: Cast, part: Participation, content: bytes) -> int:
    batch = actions.upload_needs(
        pool_id=part.pool_id, participation_id=part.pk, name="needs.csv", content=content,
        actor=cast.requester, now=cast.now,
    )  # fmt: skip
    return batch.pk


def test_every_page_of_an_agency_is_accessible(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    sound = upload(cast, part, TOWN_FILE)
    bad = upload(cast, part, TOWN_FILE + b"Sand,TON,-5,1,\r\n")
    for batch in (sound, bad):
        columns = {"description": "Item", "unit": "UOM", "quantity": "Qty"}
        actions.choose_columns(batch_id=batch, columns=columns, actor=cast.requester, now=cast.now)
    fresh = upload(cast, part, TOWN_FILE)
    site = cast.town.sites.get()
    start = enter(page, live_server, client_for(cast.requester))
    for path in ["", f"needs/{part.pk}/", f"needs/{part.pk}/check/", f"pools/{part.pool_id}/upload/",
                 f"imports/{fresh}/", f"imports/{sound}/", f"imports/{bad}/", "sites/",
                 f"sites/{site.pk}/"]:  # fmt: skip
        look_at(page, f"{start}/requirements/{path}")


def test_every_page_of_the_buyer_is_accessible(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    planned = make.pool(cast.buyer, cast.now, status=PoolStatus.PLANNED, title="Desk lamps")
    school = part.pool.participations.get(agency=cast.school_district)
    start = enter(page, live_server, client_for(cast.buyer))
    for path in ["", "plan/", f"pools/{part.pool_id}/", f"pools/{planned.pk}/", f"pools/{planned.pk}/invite/",
                 f"pools/{part.pool_id}/questions/", f"pools/{part.pool_id}/deadline/", f"pools/{part.pool_id}/cancel/",
                 f"pools/{part.pool_id}/upload/", f"needs/{school.pk}/", f"needs/{school.pk}/return/"]:  # fmt: skip
        look_at(page, f"{start}/requirements/{path}")


def saves(page: Page, cell: str, value: str) -> AbstractContextManager[Any]:
    """Wait for the answer to the save that carries this cell; a row says “Saved” already after an earlier one."""

    def carries(answer: Response) -> bool:
        sent = parse_qs(answer.request.post_data or "") if answer.url.endswith("/row/") else {}
        return answer.ok and sent.get(cell) == [value] and sent["row"] == [cell.split("-")[1]]

    return page.expect_response(carries)


def test_cells_are_saved_as_they_are_left(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 4, what you need").fill("Washed sand")
    page.get_by_label("Line 4, quantity").fill("30")
    expect(page.locator("tbody").nth(3).locator(".state")).to_contain_text("Not saved")
    page.get_by_label("Line 4, counted in").fill("ton")
    page.get_by_label("Line 4, price you pay now").fill("19.50")
    with saves(page, "line-3-price_paid", "19.50"):
        page.get_by_label("Line 4, price you pay now").press("Tab")
    expect(page.locator("tbody").nth(3).locator(".state")).to_contain_text("Saved")
    page.get_by_label("Line 1, quantity").fill("55")
    with saves(page, "line-0-quantity", "55"):
        page.get_by_label("Line 1, quantity").press("Enter")
    expect(page.get_by_label("Line 2, quantity")).to_be_focused()
    assert RequirementLine.objects.get(description="Washed sand").price_paid == Decimal("19.5")
    assert part.lines.count() == 4
    assert RequirementLine.objects.get(site__isnull=False).quantity == 55


def test_needs_are_stated_and_sent_without_script(
    browser: Browser, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 4, what you need").fill("Washed sand")
    page.get_by_label("Line 4, quantity").fill("thirty")
    page.get_by_role("button", name="Check and send").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Line 4, quantity")).to_have_value("thirty")
    page.get_by_label("Line 4, quantity").fill("30")
    page.get_by_label("Line 4, counted in").fill("ton")
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("button", name="Send 4 lines to the county").click()
    expect(page.get_by_text("Your needs were sent. A receipt")).to_be_visible()
    part.refresh_from_db()
    assert part.status == "submitted"
    context.close()


def test_the_error_page_of_the_survey_is_accessible(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    from tests.browser import axe

    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 1, quantity").fill("a lot")
    page.get_by_role("button", name="Check and send").click()
    expect(page.locator(".errors")).to_be_focused()
    axe(page)


@pytest.mark.parametrize("height", [700, 1400], ids=["bar that sticks", "bar below the lines"])
def test_a_press_counts_though_a_saved_row_moves_the_button_before_the_release(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn, height: int
) -> None:
    start = enter(page, live_server, client_for(cast.requester))
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 1, quantity").fill("a lot")
    button = page.get_by_role("button", name="Check and send")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    assert before is not None
    page.mouse.move(before["x"] + 8, before["y"] + 4)
    with page.expect_response("**/row/"):
        page.mouse.down()
    expect(page.locator("tbody").first.locator(".state")).to_contain_text("Not saved")
    page.mouse.up()
    expect(page).to_have_title(re.compile("^Error: "))
