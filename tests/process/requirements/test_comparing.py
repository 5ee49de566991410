"""The agency's own lines as a spreadsheet: taken away, changed, uploaded, compared old beside new, then taken in."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonlot.process.requirements import actions
from commonlot.process.requirements.models import ImportBatch, Participation
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import requirements as make

SignIn = Callable[[Seat], Client]


@pytest.fixture
def part(cast: Cast) -> Participation:
    part = make.part(make.pool(cast.buyer, cast.now), cast.town, cast.now)
    make.line(part, cast.now, site=make.site(cast.town), commitment="firm", tolerance=Decimal(4))
    make.line(
        part, cast.now, description="Washed sand", quantity=Decimal(12), price_paid=None, price_proof=""
    )
    make.line(part, cast.now, description="Calcium chloride", unit="GAL", quantity=Decimal(1200))
    return part


def compare(cast: Cast, part: Participation, content: bytes, *, remove: bool = False) -> ImportBatch:
    batch = actions.upload_needs(
        pool_id=part.pool_id, participation_id=part.pk, name="needs.csv", content=content, actor=cast.requester,
        now=cast.now,
    )  # fmt: skip
    return actions.choose_columns(
        batch_id=batch.pk, columns=batch.columns, remove_missing=remove, actor=cast.requester, now=cast.now
    )


def take_in(cast: Cast, batch: ImportBatch) -> ImportBatch:
    actions.import_needs(batch_id=batch.pk, actor=cast.requester, now=cast.now)
    return actions.perform_import(batch_id=batch.pk, now=cast.now)


def own_lines(client: Client, part: Participation) -> bytes:
    return bytes(client.get(f"/requirements/needs/{part.pk}/template/?format=csv").content)


def test_the_own_lines_come_back_unchanged(cast: Cast, part: Participation, client_for: SignIn) -> None:
    batch = compare(cast, part, own_lines(client_for(cast.requester), part))
    assert batch.problems == []
    assert (batch.lines_added, batch.lines_changed, batch.lines_same) == (0, 0, 3)
    assert batch.findings["missing"] == []


def test_what_differs_stands_old_beside_new(cast: Cast, part: Participation, client_for: SignIn) -> None:
    file = own_lines(client_for(cast.requester), part)
    changed = file.replace(b",40,", b",55,").replace(b"firm", b"estimate")
    batch = compare(cast, part, changed)
    [change] = batch.findings["changes"]
    assert change["what"] == [
        {"what": "quantity", "before": "40", "after": "55"},
        {"what": "commitment", "before": "firm", "after": "estimate"},
    ]
    assert part.lines.filter(quantity=40).exists()  # nothing is taken in before it is confirmed
    take_in(cast, batch)
    line = part.lines.get(quantity=55)
    assert line.commitment == "estimate"
    assert part.changes.latest("pk").how == "file"


def test_a_line_that_moves_to_another_site_is_no_new_line(cast: Cast, part: Participation) -> None:
    file = b'description,unit,quantity,site\r\n"Road salt, bulk, delivered",TON,40,Town Hall\r\n'
    batch = compare(cast, part, file)
    assert (batch.lines_added, batch.lines_changed) == (0, 1)
    take_in(cast, batch)
    assert {str(line.site) for line in part.lines.filter(unit="TON", quantity=40)} == {"Town Hall"}


def test_lines_that_are_not_in_the_file_stay_unless_one_says_so(cast: Cast, part: Participation) -> None:
    file = b"description,unit,quantity\r\nWashed sand,TON,14\r\n"
    kept = compare(cast, part, file)
    assert [each["description"] for each in kept.findings["missing"]] == [
        "Road salt, bulk, delivered", "Calcium chloride",
    ]  # fmt: skip
    assert kept.lines_removed == 0
    take_in(cast, kept)
    assert part.lines.count() == 3
    removed = take_in(cast, compare(cast, part, file, remove=True))
    assert removed.outcome == "0 added, 0 changed, 1 the same, 2 removed"
    assert [line.quantity for line in part.lines.all()] == [14]
    assert part.changes.filter(quantity_after=None).count() == 2


def test_a_commitment_that_is_neither_firm_nor_estimate_keeps_the_file_out(
    cast: Cast, part: Participation
) -> None:
    batch = compare(cast, part, b"description,unit,quantity,commitment\r\nSand,TON,5,perhaps\r\n")
    assert batch.problems == [
        {"row": 2, "column": "commitment", "found": "“perhaps”", "expected": "firm or estimate"}
    ]


def test_what_a_unit_holds_comes_with_the_file_and_is_shown_with_what_it_comes_to(
    cast: Cast, part: Participation
) -> None:
    file = ("description,unit,quantity,unit_holds\r\nGloves,box,5,100\r\nOil,drum,2,55 gallons\r\n"
            "Towels,case,3,\r\n")  # fmt: skip
    batch = compare(cast, part, file.encode())
    assert [each["comes_to"] for each in batch.findings["added"]] == [
        "500 gloves", "110 gallons", "Not counted yet. How many towels are in your case?",
    ]  # fmt: skip
    take_in(cast, batch)
    assert [part.lines.get(description=each).holding for each in ("Gloves", "Oil", "Towels")] == [
        "100 pieces", "55 gallons", "",
    ]  # fmt: skip
    [change] = compare(cast, part, file.replace("55 gal", "30 gal").encode()).findings["changes"]
    assert change["what"] == [{"what": "unit_holds", "before": "55 gallons", "after": "30 gallons"}]
    again = compare(cast, part, file.encode())
    assert (again.lines_changed, again.lines_same) == (0, 3)


@pytest.mark.parametrize("typed", ["some", "0", "-5"])
def test_what_holds_no_number_keeps_the_file_out(cast: Cast, part: Participation, typed: str) -> None:
    file = f"description,unit,quantity,unit_holds\r\nGloves,box,5,{typed}\r\n"
    [problem] = compare(cast, part, file.encode()).problems
    assert (problem["row"], problem["column"], problem["found"]) == (2, "unit_holds", f"“{typed}”")


def test_the_template_says_what_each_line_comes_to_and_comes_back_the_same(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    make.line(part, cast.now, description="Gloves", unit="box", unit_holds=100, unit_holds_of="EA")
    make.line(part, cast.now, description="Towels", unit="case")
    url = f"/requirements/needs/{part.pk}/template/?format=csv"
    file = client_for(cast.requester).get(url).content
    assert b"4,000 gloves" in file
    assert b"Not counted yet. How many towels are in your case?" in file
    batch = compare(cast, part, file)
    assert batch.columns["unit_holds"] == "unit_holds"
    assert (batch.problems, batch.lines_added, batch.lines_changed, batch.lines_same) == ([], 0, 0, 5)


def test_the_page_shows_old_beside_new_and_what_is_missing(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    batch = compare(cast, part, b"description,unit,quantity\r\nWashed sand,TON,14\r\n", remove=True)
    page = client_for(cast.requester).get(batch.get_absolute_url()).content.decode()
    assert "<del>12</del>" in page
    assert "<ins>14</ins>" in page
    assert "What would be removed" in page


def test_an_invoice_is_sent_with_the_grid_without_script(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    line = part.lines.first()
    assert line is not None
    client = client_for(cast.requester)
    cells: dict[str, Any] = {
        "line-0-id": line.pk, "line-0-description": line.description, "line-0-quantity": "40", "line-0-unit": "TON",
        "line-0-price_paid": "61.50", "line-0-commitment": "firm", "line-0-tolerance": "4", "save": "1",
    }  # fmt: skip
    wrong = SimpleUploadedFile("notes.txt", b"just words")
    answer = client.post(f"/requirements/needs/{part.pk}/", cells | {"line-0-proof": wrong})
    assert answer.status_code == 422
    assert "not a PDF, PNG or JPEG" in answer.content.decode()
    right = SimpleUploadedFile("invoice.pdf", BytesIO(b"%PDF-1.4").getvalue())
    assert client.post(f"/requirements/needs/{part.pk}/", cells | {"line-0-proof": right}).status_code == 302
    line.refresh_from_db()
    assert line.price_document is not None
    assert line.price_document.name == "invoice.pdf"
