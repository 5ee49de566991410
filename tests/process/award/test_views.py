"""The screens of awards."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from commonlot.cli import award as command
from commonlot.engines.spreadsheets import read_table
from commonlot.engines.tabulation_file import parse_tabulation
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.bidding.models import BidPrice, Opening
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import BidLine
from commonlot.records.access.models import Organisation, Seat
from tests.cast import Cast
from tests.factories.award import Opened, Wanted, award, bid, opened_bids, pooled_bids, solicitation

ClientFor = Callable[[Seat | None], Client]
PRICES: dict[str, list[str | None]] = {
    "salt_and_sons": ["70.10", "68", None],
    "rival_salt": ["70", "69", "75.255"],
}


@pytest.fixture
def opened(cast: Cast) -> Opened:
    return opened_bids(cast, PRICES)


def text_of(client: Client, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    return page.content.decode()


def test_the_tabulation_says_in_words_what_is_boxed_and_underlined(
    cast: Cast, opened: Opened, client_for: ClientFor
) -> None:
    text = text_of(client_for(cast.buyer), f"/awards/tabulation/{opened.solicitation.pk}/")
    assert text.count(", awarded</span>") == 3
    assert text.count(", lowest unit price</span>") == 3
    assert "$10,660.69" in text
    assert "No bid" in text


def test_the_public_reads_prices_and_not_whom_the_county_will_award(
    cast: Cast, opened: Opened, client_for: ClientFor
) -> None:
    address = f"/awards/tabulation/{opened.solicitation.pk}/"
    before = text_of(client_for(None), address)
    assert "$70.1000" in before
    assert ", awarded</span>" not in before
    assert "Recommend" not in before
    award(opened, cast, status=AwardStatus.INTENT_POSTED)
    assert ", awarded</span>" in text_of(client_for(None), address)


def test_nobody_outside_reads_prices_while_the_opening_runs(cast: Cast, client_for: ClientFor) -> None:
    running = opened_bids(cast, PRICES, finished=False)
    address = f"/awards/tabulation/{running.solicitation.pk}/"
    for seat in (None, cast.vendor, cast.requester):
        text_of(client_for(seat), address, status=404)
    assert "opening is not finished" in text_of(client_for(cast.buyer), address)


def test_a_line_is_explained_where_it_is_chosen(cast: Cast, opened: Opened, client_for: ClientFor) -> None:
    text = text_of(client_for(cast.buyer), f"/awards/tabulation/{opened.solicitation.pk}/?line=1")
    assert "Why line 1 goes to Rival Salt Co." in text
    assert "Next: Salt &amp; Sons at $70.1000, $10.00 more." in text


def test_a_refused_recommendation_stands_beside_its_field(cast: Cast, client_for: ClientFor) -> None:
    pooled = pooled_bids(cast, {"Salt": [Wanted(cast.town, "100", "50")]}, {"salt_and_sons": ["70"]})
    address = f"/awards/tabulation/{pooled.solicitation.pk}/recommend/"
    client = client_for(cast.buyer)
    page = client.post(address, {"note": ""})
    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error:" in text
    assert "Note what they were told." in text
    page = client.post(address, {"note": "Told them."})
    assert page.status_code == 302
    assert Award.objects.get().note == "Told them."


def test_who_may_not_approve_reads_why_in_the_buttons_place(
    cast: Cast, opened: Opened, client_for: ClientFor
) -> None:
    made = award(opened, cast, status=AwardStatus.INTENT_POSTED)
    text = text_of(client_for(cast.buyer), f"/awards/{made.pk}/")
    assert "Only the purchasing agent of the lead agency approves an award." in text
    assert "Approve $" not in text
    assert "Approve $10,660.69" in text_of(client_for(cast.purchasing_agent), f"/awards/{made.pk}/")


def test_the_public_award_page_gives_every_lines_reason_and_no_members_figures(
    cast: Cast, client_for: ClientFor
) -> None:
    wants = {"Salt": [Wanted(cast.town, "100", "50")]}
    pooled = pooled_bids(cast, wants, {"salt_and_sons": ["70"], "rival_salt": ["71"]})
    made = award(pooled, cast, status=AwardStatus.INTENT_POSTED)
    text = text_of(client_for(None), f"/awards/{made.pk}/")
    assert "Lowest of 2 bids that count." in text
    assert "Why Rival Salt Co. wins nothing" in text
    assert "What each member pays" not in text
    assert "What each member pays" in text_of(client_for(cast.buyer), f"/awards/{made.pk}/")


def test_the_pages_ask_few_questions_however_many_lines(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    many = [str(number) for number in range(50, 90)]
    large = opened_bids(cast, {"salt_and_sons": many, "rival_salt": many}, quantities=["10"] * 40)
    client = client_for(cast.buyer)
    client.get("/awards/")
    with django_assert_max_num_queries(30):
        client.get(f"/awards/tabulation/{large.solicitation.pk}/")
    made = award(large, cast, status=AwardStatus.INTENT_POSTED)
    with django_assert_max_num_queries(28):
        client.get(f"/awards/{made.pk}/")
    with django_assert_max_num_queries(14):
        client.get("/awards/")


def test_the_download_is_what_the_command_line_writes(
    cast: Cast, opened: Opened, client_for: ClientFor, tmp_path: Path
) -> None:
    ours = client_for(None).get(f"/awards/tabulation/{opened.solicitation.pk}/tabulation.csv").content
    (tmp_path / "bids.csv").write_bytes(ours)
    assert command.main([str(tmp_path / "bids.csv"), "-o", str(tmp_path / "award.csv")]) == 0
    assert (tmp_path / "award.csv").read_bytes() == ours
    assert ours.count(b"awarded") == 1 + 3


def test_the_workbook_adds_up(cast: Cast, opened: Opened, client_for: ClientFor) -> None:
    content = client_for(None).get(f"/awards/tabulation/{opened.solicitation.pk}/tabulation.xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Summary", "Tabulation", "Lines without award"]
    summary = book.get_sheet_by_name("Summary").to_python()
    assert summary[1:4] == [
        ["Rival Salt Co.", 2, 7940.69], ["Salt & Sons", 1, 2720], ["Total", 3, 10660.69],
    ]  # fmt: skip


@pytest.mark.needs_shared_data
def test_the_real_county_bid_shows_its_published_totals(
    cast: Cast, client_for: ClientFor, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "purchasing" / "county-bid-ifb-6965.csv"
    made = _enter(cast, source)
    text = text_of(client_for(cast.buyer), f"/awards/tabulation/{made.solicitation.pk}/")
    for total in ("$31,725.00", "$40,599.50", "$10,800.00"):
        assert f">{total}<" in text
    assert "Line 8: nobody bid." in text
    assert "Line 16: nobody bid." in text
    ours = client_for(None).get(f"/awards/tabulation/{made.solicitation.pk}/tabulation.csv").content
    assert command.main([str(source), "-o", str(tmp_path / "award.csv")]) == 0
    assert (tmp_path / "award.csv").read_bytes() == ours


def _enter(cast: Cast, source: Path) -> Opened:
    read = parse_tabulation(read_table(source))
    made = Opened(solicitation(cast, now=cast.now, number="IFB-6965"), {})
    for line in read.lines:
        made.lines[int(line.id)] = BidLine.objects.create(
            solicitation=made.solicitation,
            number=int(line.id),
            description=line.description,
            unit=line.unit,
            quantity=line.quantity,
        )
    for i, name in enumerate(dict.fromkeys(each.vendor for each in read.bids)):
        body = Organisation.objects.create(name=name, kind="vendor", created_at=cast.now)
        vendor = Vendor.objects.create(organisation=body, number=f"V-2{i:02}")
        prices = {int(each.line): each.unit_price for each in read.bids if each.vendor == name}
        asked = {number: None if price is None else str(price) for number, price in prices.items()}
        bid(made, cast, vendor, asked, now=cast.now)
    Opening.objects.create(
        solicitation=made.solicitation, opened_at=cast.now, opened_by=cast.buyer, finished_at=cast.now
    )
    assert BidPrice.objects.filter(unit_price__isnull=False).count() > Decimal(20)
    return made
