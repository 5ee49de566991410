"""Files of members and vendors: what would change is shown, then all of it or nothing, and twice is once."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.engines.spreadsheets import FileRefused
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.process.membership.models import Agency, AgencyFacts, MemberFile, Vendor
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.models import Entry
from commonlot.records.documents.models import Document
from tests.cast import Cast, agency
from tests.factories.membership import make_agency
from tests.process.membership.imports.taking import counts, csv_of, problems, take_in, upload
from tests.records.jobs.worker import RunWorker

TWO_NEW = csv_of(
    ["Municipality", "Type", "County Name", "E-mail"],
    ["Town of Zed", "Town", "Westchester County", "clerk@zed.example"],
    ["Zed Central School District", "CSD", "Westchester", ""],
)


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def everything() -> list[Any]:
    return [list(Agency.objects.order_by("pk").values()), list(Vendor.objects.order_by("pk").values()),
            list(Organisation.objects.order_by("pk").values())]  # fmt: skip


# --- members --------------------------------------------------------------------------------------
def test_new_agencies_get_their_numbers_and_what_the_file_says(cast: Cast) -> None:
    file = take_in(cast, "members", TWO_NEW)
    assert counts(file) == (2, 0, 0, 0, 0)
    town = Agency.objects.get(organisation__name="Town of Zed")
    assert (town.number, town.kind, town.county, town.contact_email) == (
        "T-023", "town", "Westchester", "clerk@zed.example",
    )  # fmt: skip
    assert Agency.objects.get(organisation__name="Zed Central School District").kind == "school_district"


def test_nothing_is_written_before_someone_confirms(cast: Cast) -> None:
    before = everything()
    file = upload(cast, "members", TWO_NEW)
    assert (file.status, counts(file)) == (FileStatus.CHECKED, (2, 0, 0, 0, 0))
    assert everything() == before


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    take_in(cast, "members", TWO_NEW)
    before = everything()
    again = upload(cast, "members", TWO_NEW)
    assert counts(again) == (0, 0, 2, 0, 0)
    with pytest.raises(Refused, match="Nothing would change"):
        actions.import_at_once(file_id=again.pk, actor=cast.buyer, now=cast.now)
    assert everything() == before


def test_a_number_says_which_agency_is_meant_and_its_name_may_change(cast: Cast) -> None:
    file = take_in(
        cast, "members", csv_of(["number", "name", "note"], ["t-022", "Town of Rye Hills", "Renamed"])
    )
    assert counts(file) == (0, 1, 0, 0, 0)
    row = file.rows.get()
    assert row.changes == [["name", "Town of Rye Hill", "Town of Rye Hills"], ["note", "", "Renamed"]]
    cast.town.organisation.refresh_from_db()
    assert cast.town.organisation.name == "Town of Rye Hills"
    assert Entry.objects.get(verb="membership.agency_changed").details["before"]["name"] == "Town of Rye Hill"


def test_a_newspaper_of_a_file_stands_beside_those_that_the_agency_stated(cast: Cast) -> None:
    headers = ["number", "name", "kind", "official_newspaper"]
    new = csv_of(
        headers, ["T-022", "Town of Rye Hill", "", "The Post"], ["", "Town of Zed", "town", "The Zed"]
    )
    assert counts(take_in(cast, "members", new)) == (1, 1, 0, 0, 0)
    more = upload(cast, "members", csv_of(headers, ["T-022", "Town of Rye Hill", "", "The Courier"]))
    assert more.rows.get().changes == [["official_newspaper", "The Post", "The Post; The Courier"]]
    actions.import_at_once(file_id=more.pk, actor=cast.buyer, now=cast.now)
    stated = dict(AgencyFacts.objects.values_list("agency__organisation__name", "newspapers"))
    assert stated == {"Town of Rye Hill": ["The Post", "The Courier"], "Town of Zed": ["The Zed"]}
    assert counts(upload(cast, "members", new))[2] == 2


def test_an_empty_cell_changes_nothing(cast: Cast) -> None:
    file = upload(
        cast,
        "members",
        csv_of(["number", "name", "county", "contact_email"], ["T-022", "Town of Rye Hill", "", ""]),
    )
    assert counts(file) == (0, 0, 1, 0, 0)


def test_the_town_and_the_city_of_rye_stay_apart(cast: Cast) -> None:
    make_agency("Rye", now=cast.now, kind="town", number="T-100")
    take_in(cast, "members", csv_of(["name", "kind", "county", "note"], ["Rye", "city", "Westchester", "by the sea"],
                                    ["Rye", "town", "Westchester", "inland"]))  # fmt: skip
    notes = dict(Agency.objects.filter(organisation__name="Rye").values_list("kind", "note"))
    assert notes == {"city": "by the sea", "town": "inland"}


def test_the_same_name_in_another_county_is_another_agency(cast: Cast) -> None:
    file = upload(cast, "members", csv_of(
        ["name", "kind", "county", "state"], ["Town of Rye Hill", "town", "Putnam", "NY"],
        ["Town of Rye Hill", "town", "Westchester", "CT"], ["town of  RYE hill", "town", "westchester", "ny"],
    ))  # fmt: skip
    assert (
        counts(file) == (2, 0, 0, 0, 1) or counts(file) == (2, 1, 0, 0, 0) or counts(file) == (2, 0, 1, 0, 0)
    )


def test_a_name_that_fits_two_agencies_is_asked_about_never_guessed(cast: Cast) -> None:
    agency("Town of Rye Hill", "T-077", "town", now=cast.now)
    Agency.objects.filter(number="T-077").update(county="Putnam")
    file = upload(cast, "members", csv_of(["name", "kind"], ["Town of Rye Hill", "town"]))
    assert problems(file) == [
        (2, "name", "“Town of Rye Hill”", "one agency; several have this name: write T-022 or T-077")
    ]


def test_an_agency_without_a_county_is_asked_about_never_doubled(cast: Cast) -> None:
    Agency.objects.filter(number="T-022").update(county="")
    file = upload(
        cast, "members", csv_of(["name", "kind", "county"], ["Town of Rye Hill", "town", "Westchester"])
    )
    assert [each[3] for each in problems(file)] == [
        "the number: T-022 has this name too, and no county is known of it"
    ]


def test_every_problem_is_named_with_row_column_found_and_expected(cast: Cast) -> None:
    file = upload(cast, "members", csv_of(
        ["No.", "Agency", "Kind", "State", "Mail"],
        ["T-999", "Town of Zed", "town", "NY", ""],
        ["T-022", "Town of Rye Hill", "village", "NY", ""],
        ["", "Town of Yon", "hamlet", "New York State", "not an address"],
        ["", "", "town", "NY", ""],
        ["", "Town of Nokind", "", "", ""],
        ["", "Town of Twice", "town", "", ""],
        ["", "TOWN OF TWICE", "town", "", ""],
    ))  # fmt: skip
    assert [(row, column, found) for row, column, found, _ in problems(file)] == [
        (2, "No.", "“T-999”"), (3, "Kind", "“village”"), (4, "Kind", "“hamlet”"), (4, "State", "“New York State”"),
        (4, "Mail", "“not an address”"), (5, "Agency", "an empty cell"), (6, "Kind", "no kind"),
        (8, "Agency", "“TOWN OF TWICE”, which stands in row 7 too"),
    ]  # fmt: skip


def test_one_wrong_row_keeps_the_whole_file_out(cast: Cast) -> None:
    file = upload(cast, "members", TWO_NEW + b"Town of Yon,hamlet,,\r\n")
    before = everything()
    with pytest.raises(Refused, match="by halves"):
        actions.import_at_once(file_id=file.pk, actor=cast.buyer, now=cast.now)
    assert everything() == before


def test_what_changed_since_the_preview_is_shown_again_first(cast: Cast) -> None:
    file = upload(cast, "members", TWO_NEW)
    actions.enrol_agency(
        name="Town of Zed", kind="town", county="Westchester", actor=cast.buyer, now=cast.now
    )
    before = everything()
    with pytest.raises(Refused, match="Check it again"):
        actions.import_at_once(file_id=file.pk, actor=cast.buyer, now=cast.now)
    assert everything() == before


# --- vendors --------------------------------------------------------------------------------------
def test_vendors_are_known_by_number_else_by_legal_name(cast: Cast) -> None:
    content = csv_of(
        ["Vendor No", "Company", "Telephone", "Products"],
        ["", "salt & sons", "914-555-0100", ""],
        ["V-102", "Rival Salt Company", "", "Salt"],
        ["", "Third Salt LLC", "", "Salt, sand"],
    )
    file = take_in(cast, "vendors", content)
    assert counts(file) == (1, 2, 0, 0, 0)
    assert set(Vendor.objects.values_list("organisation__name", "phone", "commodities")) == {
        ("Salt & Sons", "914-555-0100", ""), ("Rival Salt Company", "", "Salt"), ("Third Salt LLC", "", "Salt, sand"),
    }  # fmt: skip
    assert counts(upload(cast, "vendors", content)) == (0, 0, 3, 0, 0)


# --- the file itself ------------------------------------------------------------------------------
def workbook(*rows: list[str]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for number, row in enumerate(rows):
        book.worksheets()[0].write_row(
            number, 0, row
        ) if book.worksheets() else book.add_worksheet().write_row(0, 0, row)
    book.close()
    return content.getvalue()


def test_a_workbook_is_read_as_a_csv_file_is(cast: Cast) -> None:
    content = workbook(["name", "kind"], ["Town of Zed", "town"])
    assert counts(upload(cast, "members", content, name="members.xlsx")) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 members", b"name\r\n", b"name,name\r\na,b\r\n"])
def test_what_is_no_spreadsheet_is_refused_and_not_kept(cast: Cast, content: bytes) -> None:
    with pytest.raises(FileRefused):
        upload(cast, "members", content)
    assert not Document.objects.exists()


def test_headers_that_nobody_knows_are_asked_about(cast: Cast) -> None:
    file = upload(cast, "members", csv_of(["Wer", "Was", "Wo"], ["Town of Zed", "town", "Westchester"]))
    assert file.status == FileStatus.UPLOADED
    for columns, reason in (
        ({"kind": "Was"}, "Choose the column for “Name”"),
        ({"name": "Who"}, "no column “Who”"),
        ({"name": "Wer", "kind": "Wer"}, "cannot be both “Name” and “Kind”"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.choose_member_columns(file_id=file.pk, columns=columns, actor=cast.buyer, now=cast.now)
    chosen = {"name": "Wer", "kind": "Was", "county": "Wo"}
    checked = actions.choose_member_columns(file_id=file.pk, columns=chosen, actor=cast.buyer, now=cast.now)
    assert counts(checked) == (1, 0, 0, 0, 0)


def test_a_column_that_was_left_out_counts_for_nothing(cast: Cast) -> None:
    file = upload(
        cast, "members", csv_of(["number", "name", "note"], ["T-022", "Town of Rye Hill", "secret"])
    )
    columns = {"number": "number", "name": "name", "note": ""}
    checked = actions.choose_member_columns(file_id=file.pk, columns=columns, actor=cast.buyer, now=cast.now)
    assert counts(checked) == (0, 0, 1, 0, 0)


def test_who_took_in_what_and_the_file_are_kept(cast: Cast) -> None:
    file = take_in(cast, "members", TWO_NEW)
    entry = Entry.objects.get(verb="membership.file_taken_in")
    assert (entry.who, entry.details["new"]) == ("Priya Raman", 2)
    with file.document.file.open("rb") as kept:
        assert kept.read() == TWO_NEW


@pytest.mark.parametrize("name", ["requester", "approver", "vendor"])
def test_only_the_county_takes_in_files(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="purchasing staff take in files"):
        upload(cast, "members", TWO_NEW, actor=getattr(cast, name))


# --- as long work ---------------------------------------------------------------------------------
def many(rows: int) -> bytes:
    return csv_of(
        ["name", "kind", "county"], *([f"Town of Number {n}", "town", "Westchester"] for n in range(rows))
    )


@pytest.mark.django_db(transaction=True)
def test_a_confirmed_file_is_long_work_that_ends_on_its_page(run_worker: RunWorker, cast: Cast) -> None:
    file = upload(cast, "members", many(30))
    work = actions.start_member_import(file_id=file.pk, actor=cast.buyer, now=cast.now)
    assert run_worker() == ["succeeded"]
    work.refresh_from_db()
    file.refresh_from_db()
    assert (work.status, work.done, work.total, work.result_path) == ("done", 30, 30, file.get_absolute_url())
    assert work.note == "30 new, 0 changed, 0 the same"
    assert file.status == FileStatus.IMPORTED


@pytest.mark.django_db(transaction=True)
def test_an_import_that_cannot_be_done_takes_nothing_in_and_says_why(
    run_worker: RunWorker, cast: Cast
) -> None:
    file = upload(cast, "members", many(3))
    work = actions.start_member_import(file_id=file.pk, actor=cast.buyer, now=cast.now)
    actions.enrol_agency(
        name="Town of Number 2", kind="town", county="Westchester", actor=cast.buyer, now=cast.now
    )
    before = everything()
    run_worker()
    work.refresh_from_db()
    file.refresh_from_db()
    assert work.status == "failed"
    assert (file.status, file.findings["refused_because"][:15]) == (FileStatus.REFUSED, "Since the file ")
    assert everything() == before


def test_a_check_asks_as_few_questions_for_many_rows_as_for_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(16):
        upload(cast, "members", many(200))


# --- real data ------------------------------------------------------------------------------------
@pytest.mark.needs_shared_data
def test_the_real_agencies_of_westchester_are_taken_in_once(cast: Cast, shared_data: Path) -> None:
    content = (shared_data / "westchester" / "agencies.csv").read_bytes()
    before = Agency.objects.count()
    dry = upload(cast, "members", content, name="agencies.csv")
    assert counts(dry) == (104, 1, 0, 0, 0)  # the county itself is known; only its note is new
    assert Agency.objects.count() == before
    take_in(cast, "members", content, now=cast.now + timedelta(minutes=1))
    assert Agency.objects.count() == before + 104
    for place in ("Rye", "Mamaroneck", "Ossining", "Pelham"):
        kinds = Agency.objects.filter(organisation__name__regex=rf"^(City|Town|Village) of {place}$")
        assert len(set(kinds.values_list("number", flat=True))) == 2
    assert counts(upload(cast, "members", content)) == (0, 0, 105, 0, 0)


# --- screens --------------------------------------------------------------------------------------
SignIn = Callable[[Seat | None], Client]


def send(client: Client, kind: str, content: bytes, name: str = "members.csv") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post("/membership/files/", {"kind": kind, "file": file})


def test_the_preview_shows_old_and_new_of_each_field(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.buyer)
    response = send(
        client, "members", csv_of(["number", "name", "note"], ["T-022", "Town of Rye Hill", "by the hill"])
    )
    file = MemberFile.objects.get()
    assert response["Location"] == file.get_absolute_url()
    html = client.get(file.get_absolute_url()).content.decode()
    assert "<ins>by the hill</ins>" in html
    assert "Take in all rows" in html


def test_a_file_with_a_problem_offers_no_button_but_the_reason(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.buyer)
    send(client, "members", csv_of(["name", "kind"], ["Town of Zed", "hamlet"]))
    html = client.get(MemberFile.objects.get().get_absolute_url()).content.decode()
    assert "1 row has a problem" in html
    assert "found “hamlet”, expected county, city, town" in html
    assert "Take in all rows" not in html


def test_a_file_that_is_none_is_refused_beside_its_field(cast: Cast, client_for: SignIn) -> None:
    response = send(client_for(cast.buyer), "members", b"%PDF-1.7")
    assert response.status_code == 422
    assert "a PDF document" in response.content.decode()
    assert not MemberFile.objects.exists()


@pytest.mark.parametrize("kind", ["members", "vendors", "list"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_can_be_uploaded_as_it_is(cast: Cast, client_for: SignIn, kind: str, ending: str) -> None:
    client = client_for(cast.buyer)
    content = client.get(f"/membership/files/template/{kind}.{ending}").content
    send(client, kind, content, name=f"{kind}.{ending}")
    assert MemberFile.objects.get().rows_wrong == 0
