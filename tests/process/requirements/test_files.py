"""Files of needs: everything of a sound file, nothing of an unsound one, and twice is once."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from commonlot.engines.spreadsheets import FileRefused
from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agency
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import ImportBatch, Participation, Pool, RequirementLine
from commonlot.process.requirements.states import ParticipationStatus
from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document
from tests.cast import Cast
from tests.factories import requirements as make
from tests.process.requirements.files import GSA_COLUMNS, TOWN_FILE, past_orders


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return make.pool(cast.buyer, cast.now)


@pytest.fixture
def part(cast: Cast, pool: Pool) -> Participation:
    return make.part(pool, cast.town, cast.now)


def upload(cast: Cast, pool: Pool, content: bytes, *, part: Participation | None = None, actor: Seat | None = None,
           name: str = "needs.csv") -> ImportBatch:  # fmt: skip
    return actions.upload_needs(
        pool_id=pool.pk, participation_id=part.pk if part else None, name=name, content=content,
        actor=actor or (cast.requester if part else cast.buyer), now=cast.now,
    )  # fmt: skip


def import_whole(
    cast: Cast, batch: ImportBatch, columns: dict[str, str] | None = None, *, enrol: bool = False
) -> ImportBatch:
    actor = batch.uploaded_by
    checked = actions.choose_columns(
        batch_id=batch.pk, columns=columns or batch.columns, enrol_unknown=enrol, actor=actor, now=cast.now
    )
    assert checked.problems == []
    actions.import_needs(batch_id=batch.pk, actor=actor, now=cast.now)
    return actions.perform_import(batch_id=batch.pk, now=cast.now)


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    return batch.lines_added, batch.lines_changed, batch.lines_same


# --- an agency's own file --------------------------------------------------------------------------------------
def test_an_agency_imports_its_own_needs(cast: Cast, pool: Pool, part: Participation) -> None:
    batch = import_whole(cast, upload(cast, pool, TOWN_FILE, part=part))
    assert counts(batch) == (3, 0, 0)
    lines = list(part.lines.all())
    assert [(line.unit, line.quantity, line.price_paid) for line in lines] == [
        ("TON", Decimal(40), Decimal("61.5")), ("TON", Decimal("12.5"), Decimal("61.5")),
        ("GAL", Decimal(1200), Decimal("0.89")),
    ]  # fmt: skip
    assert [str(line.site or "") for line in lines] == ["Highway garage", "Town Hall", ""]
    assert batch.outcome == "3 added, 0 changed, 0 the same"


def test_the_same_file_twice_changes_nothing(cast: Cast, pool: Pool, part: Participation) -> None:
    import_whole(cast, upload(cast, pool, TOWN_FILE, part=part))
    before = list(RequirementLine.objects.order_by("pk").values())
    assert counts(import_whole(cast, upload(cast, pool, TOWN_FILE, part=part))) == (0, 0, 3)
    assert list(RequirementLine.objects.order_by("pk").values()) == before


def test_a_corrected_file_changes_the_line_it_corrects(cast: Cast, pool: Pool, part: Participation) -> None:
    import_whole(cast, upload(cast, pool, TOWN_FILE, part=part))
    corrected = TOWN_FILE.replace(b"12.5", b"13") + b"Sand,TON,5,,\r\n"
    batch = import_whole(cast, upload(cast, pool, corrected, part=part))
    assert counts(batch) == (1, 1, 2)
    assert sorted(part.lines.values_list("quantity", flat=True)) == [5, 13, 40, 1200]


def test_rows_that_are_alike_are_two_needs_and_stay_two(cast: Cast, pool: Pool, part: Participation) -> None:
    twice = b"description,unit,quantity\r\nRoad salt,TON,5\r\nRoad salt,TON,7\r\n"
    assert counts(import_whole(cast, upload(cast, pool, twice, part=part))) == (2, 0, 0)
    assert counts(import_whole(cast, upload(cast, pool, twice, part=part))) == (0, 0, 2)


def test_what_was_typed_is_known_again_in_a_file(cast: Cast, pool: Pool, part: Participation) -> None:
    typed = make.line(part, cast.now, description="Road salt, bulk", unit="TON", quantity=Decimal(9))
    file = b'description,unit,quantity\r\n"road salt,  bulk",ton,11\r\n'
    assert counts(import_whole(cast, upload(cast, pool, file, part=part))) == (0, 1, 0)
    typed.refresh_from_db()
    assert (typed.quantity, typed.price_paid) == (Decimal(11), Decimal("61.5"))


def test_rows_of_another_agency_are_not_taken_for_ones_own(
    cast: Cast, pool: Pool, part: Participation
) -> None:
    file = b"agency,description,unit,quantity\r\nPine Hollow School District,Salt,TON,5\r\n"
    batch = upload(cast, pool, file, part=part)
    columns = {"description": "description", "unit": "unit", "quantity": "quantity", "agency": "agency"}
    checked = actions.choose_columns(batch_id=batch.pk, columns=columns, actor=cast.requester, now=cast.now)
    assert checked.problems[0]["expected"] == "needs of Town of Rye Hill only"


def test_only_the_agency_and_the_county_touch_its_files(cast: Cast, pool: Pool, part: Participation) -> None:
    batch = upload(cast, pool, TOWN_FILE, part=part)
    for stranger in (cast.school, cast.vendor, cast.receiver):
        with pytest.raises(Refused, match="Only a requester of Town of Rye Hill"):
            actions.choose_columns(batch_id=batch.pk, columns=batch.columns, actor=stranger, now=cast.now)
    assert not ImportBatch.objects.visible_to(cast.school).exists()


# --- nothing of an unsound file -------------------------------------------------------------------------------
BAD_ROWS = {
    "negative": (b"Salt,TON,-5,1", "quantity", "not negative"),
    "absurd": (b"Salt,TON,9999999999999999,1", "quantity", "at most"),
    "zero": (b"Salt,TON,0,1", "quantity", "above zero"),
    "no quantity": (b"Salt,TON,,1", "quantity", "how many"),
    "words": (b"Salt,TON,about 5,1", "quantity", "a number such as"),
    "no unit": (b"Salt,,5,1", "unit", "a unit such as"),
    "formula": (b"=1+1,TON,5,1", "description", "not a formula"),
    "price of six decimals": (b"Salt,TON,5,1.000001", "price_paid", "at most 4 decimals"),
    "enormous price": (b"Salt,TON,5,99999999999", "price_paid", "less than"),
    "long unit": (b"Salt," + b"x" * 41 + b",5,1", "unit", "at most 40"),
}


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_one_bad_row_keeps_the_whole_file_out(cast: Cast, pool: Pool, part: Participation, bad: str) -> None:
    row, column, expected = BAD_ROWS[bad]
    file = b"description,unit,quantity,price\r\nSand,TON,5,1\r\n" + row + b"\r\n"
    batch = upload(cast, pool, file, part=part)
    checked = actions.choose_columns(
        batch_id=batch.pk, columns=batch.columns, actor=cast.requester, now=cast.now
    )
    [problem] = checked.problems
    assert (
        problem["row"],
        problem["column"].replace("price", "price_paid").replace("_paid_paid", "_paid"),
    ) == (3, column)
    assert expected in problem["expected"]
    with pytest.raises(Refused, match="Nothing is imported while a problem stands"):
        actions.import_needs(batch_id=batch.pk, actor=cast.requester, now=cast.now)
    assert not part.lines.exists()


def merged_cells() -> bytes:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["description", "unit", "quantity"])
        sheet.merge_range("A2:B2", "Salt")
    return book.getvalue()


BAD_FILES = {
    "wrong encoding": "description,unit,quantity\r\nSält,TON,5\r\n".encode("utf-16"),
    "300 columns": (",".join(f"c{i}" for i in range(300)) + "\r\n1\r\n").encode(),
    "50 MB": b"description,unit,quantity\r\n" + b"Salt,TON,5\r\n" * 4_400_000,
    "renamed PNG": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "duplicated headers": b"description,unit,unit,quantity\r\nSalt,TON,TON,5\r\n",
    "merged cells": merged_cells(),
    "nothing": b"",
    "headings only": b"description,unit,quantity\r\n",
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_not_kept(
    cast: Cast, pool: Pool, part: Participation, bad: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        upload(cast, pool, BAD_FILES[bad], part=part)
    assert "expected" in str(refused.value)
    assert not ImportBatch.objects.exists()
    assert not Document.objects.exists()


def test_a_column_stands_for_one_thing_only(cast: Cast, pool: Pool, part: Participation) -> None:
    batch = upload(cast, pool, TOWN_FILE, part=part)
    for columns, expected in [
        ({"description": "Item", "unit": "Item", "quantity": "Qty"}, "cannot be both"),
        ({"description": "Item", "quantity": "Qty"}, "Choose the column that holds the unit"),
        ({"description": "Item", "unit": "Nope", "quantity": "Qty"}, "no column “Nope”"),
    ]:
        with pytest.raises(Refused, match=expected):
            actions.choose_columns(batch_id=batch.pk, columns=columns, actor=cast.requester, now=cast.now)


def test_a_column_that_was_not_chosen_is_not_read(cast: Cast, pool: Pool, part: Participation) -> None:
    file = b"description,unit,quantity,price\r\nSalt,TON,5,whatever\r\n"
    batch = upload(cast, pool, file, part=part)
    columns = {"description": "description", "unit": "unit", "quantity": "quantity"}
    import_whole(cast, batch, columns)
    assert part.lines.get().price_paid is None


def test_what_changed_after_the_check_stops_the_import(cast: Cast, pool: Pool) -> None:
    file = b"agency,description,unit,quantity\r\nT-022,Salt,TON,5\r\n"
    batch = upload(cast, pool, file)
    actions.choose_columns(batch_id=batch.pk, columns=batch.columns, actor=cast.buyer, now=cast.now)
    actions.import_needs(batch_id=batch.pk, actor=cast.buyer, now=cast.now)
    make.part(pool, cast.town, cast.now, status=ParticipationStatus.DECLINED)
    with pytest.raises(Refused, match="no longer fits"):
        actions.perform_import(batch_id=batch.pk, now=cast.now)
    assert not RequirementLine.objects.exists()


# --- the needs of many agencies -------------------------------------------------------------------------------
def test_a_buyer_imports_the_needs_of_many_agencies_by_name_or_number(cast: Cast, pool: Pool) -> None:
    joined = make.part(pool, cast.town, cast.now)
    file = (b"agency,description,unit,quantity\r\ntown of rye hill,Salt,TON,5\r\nS-009,Salt,TON,6\r\n"
            b"T-022,Sand,TON,7\r\n")  # fmt: skip
    import_whole(cast, upload(cast, pool, file))
    town, school = Participation.objects.order_by("pk")
    assert (town.pk, town.status, school.status) == (joined.pk, "joined", "submitted")
    assert set(joined.lines.values_list("status", "quantity")) == {
        ("draft", Decimal(5)),
        ("draft", Decimal(7)),
    }
    assert school.lines.get().status == "submitted"


def test_an_unknown_agency_is_enrolled_only_if_the_buyer_says_so(cast: Cast, pool: Pool) -> None:
    file = b"agency,description,unit,quantity\r\nTown of Nowhere,Salt,TON,5\r\nTown of Nowhere,Sand,TON,5\r\n"
    batch = upload(cast, pool, file)
    checked = actions.choose_columns(batch_id=batch.pk, columns=batch.columns, actor=cast.buyer, now=cast.now)
    assert len(checked.problems) == 1
    assert checked.findings["unknown"] == [("Town of Nowhere", 2)]
    import_whole(cast, batch, enrol=True)
    assert Agency.objects.get(organisation__name="Town of Nowhere").participations.get().lines.count() == 2
    again = upload(cast, pool, file)
    assert counts(import_whole(cast, again)) == (0, 0, 2)


def test_two_agencies_of_one_name_are_told_apart_by_their_numbers(cast: Cast, pool: Pool) -> None:
    from tests.cast import agency

    agency("Town of Rye Hill", "V-022", Agency.Kind.VILLAGE, now=cast.now)
    batch = upload(cast, pool, b"agency,description,unit,quantity\r\nTown of Rye Hill,Salt,TON,5\r\n")
    checked = actions.choose_columns(batch_id=batch.pk, columns=batch.columns, actor=cast.buyer, now=cast.now)
    assert "T-022 or V-022" in checked.problems[0]["expected"]


def test_an_agency_never_uploads_for_many(cast: Cast, pool: Pool, part: Participation) -> None:
    with pytest.raises(Refused, match="Only a buyer"):
        upload(cast, pool, TOWN_FILE, actor=cast.requester)
    with pytest.raises(Refused, match="Only a requester"):
        upload(cast, pool, TOWN_FILE, part=part, actor=cast.school)


def test_past_orders_of_many_agencies_come_in_whole_and_returns_as_questions(cast: Cast, pool: Pool) -> None:
    batch = import_whole(cast, upload(cast, pool, past_orders(900, 12)), GSA_COLUMNS, enrol=True)
    assert counts(batch) == (900, 0, 0)
    assert Agency.objects.filter(number__startswith="O-").count() == 12
    asked = RequirementLine.objects.exclude(question="")
    assert asked.filter(quantity__lt=0).exists()
    assert asked.filter(description="#NAME?").exists()
    assert not RequirementLine.objects.counted().filter(quantity__lte=0).exists()
    assert counts(import_whole(cast, upload(cast, pool, past_orders(900, 12)), GSA_COLUMNS)) == (0, 0, 900)
    pooled = actions.start_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert pooled.status == "pooling"


def test_progress_is_told_while_the_lines_are_written(cast: Cast, pool: Pool) -> None:
    told: list[tuple[int, int, str]] = []
    batch = upload(cast, pool, past_orders(1200, 3))
    actions.choose_columns(
        batch_id=batch.pk, columns=GSA_COLUMNS, enrol_unknown=True, actor=cast.buyer, now=cast.now
    )
    actions.import_needs(batch_id=batch.pk, actor=cast.buyer, now=cast.now)
    actions.perform_import(batch_id=batch.pk, now=cast.now, progress=lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]
    assert actions.perform_import(batch_id=batch.pk, now=cast.now).status == "imported"


def test_a_large_file_is_written_in_a_bounded_number_of_queries(
    cast: Cast, pool: Pool, django_assert_max_num_queries: Callable[..., object]
) -> None:
    batch = upload(cast, pool, past_orders(2000, 4))
    actions.choose_columns(
        batch_id=batch.pk, columns=GSA_COLUMNS, enrol_unknown=True, actor=cast.buyer, now=cast.now
    )
    actions.import_needs(batch_id=batch.pk, actor=cast.buyer, now=cast.now)
    with django_assert_max_num_queries(100):  # type: ignore[attr-defined]
        actions.perform_import(batch_id=batch.pk, now=cast.now)


@pytest.mark.needs_shared_data
def test_five_thousand_real_orders_of_34_agencies_come_in(cast: Cast, pool: Pool, shared_data: Path) -> None:
    content = (shared_data / "purchasing" / "gsa-office-orders-2013.csv").read_bytes()
    batch = import_whole(cast, upload(cast, pool, content), GSA_COLUMNS, enrol=True)
    assert counts(batch) == (5000, 0, 0)
    assert pool.participations.count() == 34
    assert RequirementLine.objects.exclude(question="").count() == 67
    assert counts(import_whole(cast, upload(cast, pool, content), GSA_COLUMNS)) == (0, 0, 5000)
