"""The screens of taking in a file, looked at in a browser, from the upload to the last row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.membership.models import Agency, MemberFile
from commonlot.records.access.models import Seat
from tests.browser import WIDE, look_at
from tests.cast import Cast
from tests.process.membership.imports.taking import csv_of, upload
from tests.records.jobs.worker import RunWorker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = csv_of(
    ["number", "name", "kind", "county", "note"],
    ["T-022", "Town of Rye Hill", "", "", "By the hill"],
    ["", "Town of Zed", "town", "Westchester", ""],
)


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def as_buyer(page: Page, live_server: object, cast: Cast, client_for: Callable[[Seat], Client]) -> Page:
    """Let the browser act as the county's buyer."""
    session = client_for(cast.buyer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    return page


def test_a_buyer_looks_at_every_row_and_takes_the_file_in(
    as_buyer: Page, live_server: object, tmp_path: Path, run_worker: RunWorker
) -> None:
    (tmp_path / "members.csv").write_bytes(FILE)
    page, path = as_buyer, f"{live_server}{reverse('membership:member_files')}"
    look_at(page, path)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.locator("input[type=file]").set_input_files(tmp_path / "members.csv")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("row", name="Row 2")).to_contain_text("By the hill")
    expect(page.get_by_role("row", name="Row 3")).to_contain_text("New")
    page.get_by_role("button", name="Take in all rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Take in 2 rows of members")
    assert run_worker() == ["succeeded"]
    file = MemberFile.objects.get()
    look_at(page, f"{live_server}{file.get_absolute_url()}")
    expect(page.get_by_text("Go to the directory")).to_be_visible()
    assert Agency.objects.filter(organisation__name="Town of Zed").exists()


def test_the_pages_of_a_wrong_and_of_an_unknown_file_are_accessible(
    as_buyer: Page, live_server: object, cast: Cast
) -> None:
    wrong = upload(cast, "members", FILE + b",Town of Yon,hamlet,,\r\n")
    look_at(as_buyer, f"{live_server}{wrong.get_absolute_url()}")
    look_at(as_buyer, f"{live_server}{wrong.get_absolute_url()}?columns=1")
