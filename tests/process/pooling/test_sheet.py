"""The pooled sheet: packs, sites, today's value, what is open; and the same rows in every file."""

import csv
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.views.sheet import MOST_AT_ONCE
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.records.documents.models import Document
from commonlot.records.jobs.models import Work
from tests.cast import Cast
from tests.factories import pooling, requirements

ClientFor = Callable[..., Client]


@pytest.fixture
def pool(cast: Cast) -> Pool:
    """Paper of a town (two sites), a school without a price, and a fire district with a tolerance."""
    made = pooling.pool_of_paper(cast)
    town, school, fire, *_ = pooling.lines_of(made)
    RequirementLine.objects.filter(pk=town.pk).update(site=requirements.site(cast.town, "Town hall"))
    RequirementLine.objects.filter(pk=school.pk).update(price_paid=None)
    hall = requirements.line(
        town.participation, cast.now, description="Copy paper, reams", unit="RM", quantity=Decimal(25),
        tolerance=Decimal(4), price_paid=Decimal("5.1000"), status="accepted",
        site=requirements.site(cast.town, "Library"),
    )  # fmt: skip
    with transaction.atomic():  # the database adds up at its end
        pooling.confirmed(
            made, [town, school, fire, hall], ["600000", "200000", "70000", "12500"], cast, name="Copy paper"
        )
    return made


@pytest.fixture
def buyer(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.buyer)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def sheet_of(pool: Pool, client: Client, kind: str) -> Any:
    return client.get(reverse("pooling:sheet_file", args=[pool.pk, kind]))


def csv_rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def test_the_county_sees_what_would_be_ordered_and_for_how_much_a_price_is_known(
    pool: Pool, buyer: Client
) -> None:
    page = text(buyer.get(reverse("pooling:sheet", args=[pool.pk])))
    assert "882,500" in page
    assert "176 cartons of 5,000 sheets" in page
    assert "2,500 sheets fill no pack" in page
    assert "$5,363.50" in page, "120 x 38.50 + 14 x 44.00 + 25 x 5.10 = 4,620 + 616 + 127.50"
    assert "for 682,500 of 882,500 sheets" in page
    assert "3 of 4 shares" in page
    assert "Town hall" in page
    assert "Library" in page


def test_what_is_open_is_asked_in_words(pool: Pool, buyer: Client) -> None:
    page = text(buyer.get(reverse("pooling:sheet", args=[pool.pk])))
    assert "2,500 sheets for Library fill no carton of 5,000 sheets: take more, or fewer?" in page
    assert "What is paid now for 200,000 sheets?" in page
    assert "Where do 200,000 sheets go?" in page


def test_a_line_that_nobody_can_count_is_an_open_question(pool: Pool, cast: Cast, buyer: Client) -> None:
    legal = pooling.lines_of(pool)[3]
    pooling.match(pool, [legal], [None])
    page = text(buyer.get(reverse("pooling:sheet", args=[pool.pk])))
    assert "How many sheets are in your case? Typed: 18 cartons, COPY PAPER LEGAL" in page


def test_the_tolerance_that_fills_a_pack_is_ordered_and_said(pool: Pool, buyer: Client) -> None:
    RequirementLine.objects.filter(unit="RM").update(tolerance=Decimal(5))
    page = text(buyer.get(reverse("pooling:sheet", args=[pool.pk])))
    assert "177 cartons of 5,000 sheets" in page
    assert "2,500 sheets more than needed, within the tolerance" in page
    assert "fill no pack" not in page


def test_an_agency_sees_its_own_price_and_no_other(pool: Pool, cast: Cast, client_for: ClientFor) -> None:
    page = text(client_for(cast.fire).get(reverse("pooling:sheet", args=[pool.pk])))
    assert "882,500" in page
    assert "70,000 sheets" in page
    assert "$616.00" in page
    assert "$5,363.50" not in page
    assert "600,000" not in page
    assert "Library" not in page
    assert "200,000" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_an_agencys_file_tells_nothing_of_another(
    pool: Pool, cast: Cast, client_for: ClientFor, kind: str
) -> None:
    found = sheet_of(pool, client_for(cast.fire), kind)
    if kind == "csv":
        assert {row["agency"] for row in csv_rows(found)} == {"Millbrook Fire District"}
        return
    if kind == "pdf":
        assert found.content.startswith(b"%PDF")
        return
    book = CalamineWorkbook.from_filelike(BytesIO(found.content))
    told = {
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    }
    assert "Millbrook Fire District" in told
    assert not told & {"Town of Rye Hill", "Pine Hollow School District", "Library", "Town hall", "600000.0"}


def test_every_sheet_of_the_workbook_adds_up_to_the_page(pool: Pool, buyer: Client) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_of(pool, buyer, "xlsx").content))
    assert book.sheet_names == ["Lines", "Shares", "Sites", "Questions"]
    lines, shares, sites = (_as_dicts(book, name) for name in ("Lines", "Shares", "Sites"))
    assert [row["total"] for row in lines] == [882_500]
    assert sum(row["share"] for row in shares) == sum(row["share"] for row in sites) == 882_500
    assert sum(row["packs"] for row in sites) == lines[0]["packs"] == 176
    assert lines[0]["packs"] * lines[0]["pack_holds"] + lines[0]["loose"] == 882_500
    assert lines[0]["value_at_stated_prices"] == 5363.5
    assert lines[0]["no_price_stated_for"] == 200_000
    assert len(_as_dicts(book, "Questions")) == 4


def _as_dicts(book: CalamineWorkbook, name: str) -> list[dict[str, Any]]:
    head, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_csv_has_a_row_for_each_site_and_adds_up_exactly(pool: Pool, buyer: Client) -> None:
    rows = csv_rows(sheet_of(pool, buyer, "csv"))
    assert len(rows) == 4
    assert sum(Decimal(row["share"]) for row in rows) == Decimal(882_500) == Decimal(rows[0]["total"])
    assert {row["site"] for row in rows} == {"Town hall", "Library", ""}


def test_words_that_look_like_a_formula_stay_words(pool: Pool, buyer: Client) -> None:
    PooledLine.objects.filter(pool=pool).update(name='=HYPERLINK("http://x.example","paper")')
    assert csv_rows(sheet_of(pool, buyer, "csv"))[0]["description"].startswith("'=")
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_of(pool, buyer, "xlsx").content))
    assert str(_as_dicts(book, "Lines")[0]["description"]).startswith("=HYPERLINK")


def test_the_paper_is_tagged_and_says_what_the_page_says(pool: Pool, cast: Cast, buyer: Client) -> None:
    found = sheet_of(pool, buyer, "pdf")
    assert found["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in found.content
    assert b"/MarkInfo" in found.content
    worth = queries.worth_of(pool)
    lines = [line for some in queries.in_pieces(pool) for line in some]
    assert worth.value == lines[0].value, "the database and the rows add up the same cents"


def test_a_sheet_asks_the_database_as_often_for_many_lines_as_for_few(
    pool: Pool, cast: Cast, buyer: Client
) -> None:
    counts = []
    for more in (1, 12):
        part = pool.participations.get(agency=cast.town)
        for n in range(more):
            need = requirements.line(part, cast.now, description=f"Pen {more}-{n}", status="accepted")
            pooling.confirmed(pool, [need], ["40"], cast, base_unit="EA")
        with CaptureQueriesContext(connection) as asked:
            buyer.get(reverse("pooling:sheet", args=[pool.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


# --- a large sheet ------------------------------------------------------------------------------------------


@pytest.fixture
def large(pool: Pool, cast: Cast) -> Pool:
    """A sheet of more shares than are written while a person waits."""
    part = pool.participations.get(agency=cast.school_district)
    facts = {"participation": part, "unit": "EA", "quantity": Decimal(3), "status": "accepted"}
    needs = RequirementLine.objects.bulk_create(
        RequirementLine(
            position=n, description=f"Part {n}", created_at=cast.now, changed_at=cast.now, **facts
        )
        for n in range(MOST_AT_ONCE + 1)
    )
    facts = {"name": "Parts", "base_unit": "EA", "total": Decimal(3) * len(needs), "created_at": cast.now}
    with transaction.atomic():
        line = PooledLine.objects.create(pool=pool, position=2, **facts)
        Share.objects.bulk_create(
            Share(pooled_line=line, line=need, base_quantity=need.quantity) for need in needs
        )
    return pool


def test_a_large_sheet_is_made_in_the_background_and_kept_for_who_asked(
    cast: Cast, client_for: ClientFor, run_worker: Callable[[], list[str]], large: Pool
) -> None:
    buyer = client_for(cast.buyer)
    assert "Prepare XLSX" in text(buyer.get(reverse("pooling:sheet", args=[large.pk])))
    assert sheet_of(large, buyer, "xlsx")["Location"] == reverse("pooling:sheet", args=[large.pk])
    assert len(csv_rows(sheet_of(large, buyer, "csv"))) == 5, "CSV streams whatever its size"
    answer = buyer.post(reverse("pooling:prepare_sheet", args=[large.pk, "xlsx"]))
    assert run_worker() == ["succeeded"]
    work, kept = Work.objects.get(), Document.objects.get()
    assert answer["Location"] == reverse("jobs:work", args=[work.pk])
    assert work.result_path == reverse("documents:download", args=[kept.pk])
    assert buyer.get(work.result_path).getvalue().startswith(b"PK")
    assert client_for(cast.fire).get(work.result_path).status_code == 404


def test_the_background_makes_nothing_for_someone_who_may_not_see_it(pool: Pool, cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.ask_for_sheet(pool_id=pool.pk, kind="pdf", actor=cast.vendor, now=cast.now)
    with pytest.raises(Refused):
        actions.make_sheet(pool_id=pool.pk, kind="pdf", seat_id=cast.vendor.pk, now=cast.now)
    assert not Document.objects.exists()
