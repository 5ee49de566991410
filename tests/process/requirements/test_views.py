"""The screens: what they show, what they save, and how many queries they need."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonlot.process.membership.models import Agency
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import ImportBatch, Participation, Pool, RequirementLine
from commonlot.process.requirements.states import ParticipationStatus
from commonlot.records.jobs.models import Work
from tests.cast import Cast, agency
from tests.factories import requirements as make
from tests.process.requirements.files import GSA_COLUMNS, TOWN_FILE, past_orders

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return make.pool(cast.buyer, cast.now)


@pytest.fixture
def part(cast: Cast, pool: Pool) -> Participation:
    return make.part(pool, cast.town, cast.now)


def typed(index: int, description: str, quantity: str, unit: str, **more: str) -> dict[str, str]:
    cells = {"description": description, "quantity": quantity, "unit": unit, **more}
    return {f"line-{index}-{name}": value for name, value in cells.items()} | {"row": str(index)}


# --- the buyer ------------------------------------------------------------------------------------------------
def test_a_buyer_plans_invites_and_opens_a_pool(cast: Cast, client_for: SignIn) -> None:
    browser = client_for(cast.buyer)
    due = f"{timezone.localtime(cast.now + timedelta(days=9)):%Y-%m-%dT%H:%M}"
    facts = {"title": "Road salt 2027", "commodity": "Salt", "needs_due_at": due,
             "term_starts_on": "2027-04-01", "term_ends_on": "2028-04-01"}  # fmt: skip
    wrong = browser.post("/requirements/plan/", facts | {"term_ends_on": "2027-04-01"})
    assert wrong.status_code == 422
    assert "The term must end after it starts." in wrong.content.decode()
    assert "<title>Error:" in wrong.content.decode()
    assert browser.post("/requirements/plan/", facts).status_code == 302
    pool = Pool.objects.get()
    page = browser.get(f"/requirements/pools/{pool.pk}/invite/").content.decode()
    assert "has no agreement in force" in page
    browser.post(f"/requirements/pools/{pool.pk}/invite/", {"agency_ids": [cast.town.pk]})
    browser.post(f"/requirements/pools/{pool.pk}/open/")
    pool.refresh_from_db()
    assert (pool.status, pool.participations.get().agency) == ("collecting", cast.town)
    page = browser.get(f"/requirements/pools/{pool.pk}/").content.decode()
    assert "<b>Priya Raman</b> opened the pool for needs: P-27-01, Road salt 2027" in page


def test_nobody_ticked_is_told_beside_the_table(cast: Cast, pool: Pool, client_for: SignIn) -> None:
    answer = client_for(cast.buyer).post(f"/requirements/pools/{pool.pk}/invite/", {})
    assert answer.status_code == 422
    assert "Tick at least one agency." in answer.content.decode()


def test_a_reason_stands_where_the_button_would(cast: Cast, part: Participation, client_for: SignIn) -> None:
    page = client_for(cast.buyer).get(f"/requirements/pools/{part.pool_id}/").content.decode()
    assert "1 agency has not answered yet" in page
    assert ">Start pooling</button>" not in page
    make.line(part, cast.now)
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    page = client_for(cast.buyer).get(f"/requirements/pools/{part.pool_id}/").content.decode()
    assert ">Start pooling</button>" in page


@pytest.mark.parametrize(
    "path", ["/requirements/", "/requirements/pools/{pool}/", "/requirements/pools/{pool}/invite/"]
)
def test_the_buyers_pages_need_few_queries_however_many_agencies(
    cast: Cast, client_for: SignIn, django_assert_max_num_queries: Callable[[int], Any], path: str
) -> None:
    pool = make.pool(cast.buyer, cast.now)
    for number in range(30):
        town = agency(f"Town {number}", f"T-{number + 100}", Agency.Kind.TOWN, now=cast.now)
        part = make.part(pool, town, cast.now, status=ParticipationStatus.SUBMITTED)
        make.line(part, cast.now)
        make.pool(cast.buyer, cast.now)
    browser = client_for(cast.buyer)
    with django_assert_max_num_queries(25):
        assert browser.get(path.format(pool=pool.pk)).status_code == 200


def test_a_buyer_answers_what_was_asked(cast: Cast, part: Participation, client_for: SignIn) -> None:
    line = make.line(part, cast.now, quantity=Decimal(-3), question="Do you need these?")
    browser = client_for(cast.buyer)
    page = browser.get(f"/requirements/pools/{part.pool_id}/questions/").content.decode()
    assert "Do you need these?" in page
    refused = browser.post(f"/requirements/lines/{line.pk}/answer/", {"quantity": "some"})
    assert refused.status_code == 422
    assert "must be a number such as" in refused.content.decode()
    browser.post(f"/requirements/lines/{line.pk}/answer/", {"quantity": "1,300"})
    line.refresh_from_db()
    assert (line.quantity, line.question) == (Decimal(1300), "")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("pooling", "Pool like needs"),
        ("frozen", "Make the solicitation"),
        ("out_to_bid", "Pooled lines with shares"),
        ("cancelled", "The pool was cancelled"),
    ],
)
def test_the_page_of_a_pool_leads_on(cast: Cast, client_for: SignIn, status: str, said: str) -> None:
    pool = make.pool(cast.buyer, cast.now, status=status)
    assert said in client_for(cast.buyer).get(f"/requirements/pools/{pool.pk}/").content.decode()


# --- the survey -----------------------------------------------------------------------------------------------
def test_an_agency_joins_states_checks_and_sends(cast: Cast, pool: Pool, client_for: SignIn) -> None:
    part = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    assert "Does your agency take part?" in browser.get(url).content.decode()
    browser.post(f"{url}join/")
    rows = (
        typed(0, "Road salt", "1,240.5", "ton", price_paid="$61.50")
        | typed(1, "Sand", "12", "ton")
        | typed(2, "", "", "")
    )
    answer = browser.post(url, {**rows, "check": "1"})
    assert answer["Location"] == f"{url}check/"
    assert part.lines.get(description="Road salt").quantity == Decimal("1240.5")
    page = browser.get(f"{url}check/").content.decode()
    assert "Send 2 lines to the county" in page
    assert "1 line without the price" in page
    browser.post(f"{url}check/")
    part.refresh_from_db()
    assert part.status == "submitted"
    assert "Take them back to change them" in browser.get(url).content.decode()


def _row_as_drawn(page: str, index: int) -> dict[str, str]:
    """Return the hidden key that the page gave one of its blank rows."""
    found = re.search(rf'name="line-{index}-key" value="([^"]+)"', page)
    assert found, "a blank row has a key of its own"
    return {"key": found[1]}


@pytest.mark.parametrize("path", ["", "row/"])
def test_a_new_row_that_is_sent_twice_stands_once(
    cast: Cast, part: Participation, client_for: SignIn, path: str
) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    row = typed(0, "Washed sand", "30", "ton", **_row_as_drawn(browser.get(url).content.decode(), 0))
    for _ in range(2):
        browser.post(f"{url}{path}", row)
    assert part.lines.get().quantity == 30
    # the answer to the first was lost, and the person went on typing
    browser.post(f"{url}{path}", row | {"line-0-quantity": "35"})
    assert part.lines.get().quantity == 35


def test_two_rows_that_say_the_same_are_two_needs(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    page = browser.get(url).content.decode()
    rows = [typed(i, "Washed sand", "30", "ton", **_row_as_drawn(page, i)) for i in (0, 1)]
    browser.post(url, rows[0] | rows[1])
    assert part.lines.count() == 2


def test_a_row_keeps_its_key_until_it_is_right(cast: Cast, part: Participation, client_for: SignIn) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    key = _row_as_drawn(browser.get(url).content.decode(), 0)
    again = browser.post(url, typed(0, "Washed sand", "thirty", "ton", **key))
    assert again.status_code == 422
    assert _row_as_drawn(again.content.decode(), 0) == key


@pytest.mark.parametrize("key", ["", "no key at all", "0" * 500])
def test_a_row_whose_key_makes_no_sense_is_a_new_one(
    cast: Cast, part: Participation, client_for: SignIn, key: str
) -> None:
    for _ in range(2):
        client_for(cast.requester).post(
            f"/requirements/needs/{part.pk}/", typed(0, "Washed sand", "30", "ton", key=key)
        )
    assert part.lines.count() == 2


def test_a_key_of_another_agencys_row_opens_nothing(
    cast: Cast, pool: Pool, part: Participation, client_for: SignIn
) -> None:
    theirs = make.part(pool, cast.school_district, cast.now)
    key = str(uuid.uuid4())
    make.line(theirs, cast.now, form_key=key)
    client_for(cast.requester).post(
        f"/requirements/needs/{part.pk}/", typed(0, "Washed sand", "30", "ton", key=key)
    )
    assert part.lines.get().description == "Washed sand"
    assert theirs.lines.get().description != "Washed sand"


def test_errors_stand_beside_their_rows_and_nothing_is_half_saved(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    rows = (
        typed(0, "Road salt", "40", "ton")
        | typed(1, "Sand", "a lot", "")
        | typed(2, "Grit", "5", "ton", needed_by_date="soon")
    )
    answer = client_for(cast.requester).post(f"/requirements/needs/{part.pk}/", rows)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert '<a href="#l1-quantity">Line 2: The quantity must be a number such as 1200 or 12.5.</a>' in page
    assert '<a href="#l2-needed_by_date">Line 3: “Needed by” must be a date' in page
    assert 'value="a lot"' in page
    assert not part.lines.exists()


def test_only_what_differs_is_saved_and_a_line_is_removed_with_its_button(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    salt, sand = make.line(part, cast.now), make.line(part, cast.now, description="Sand")
    asked = make.line(part, cast.now, quantity=Decimal(-3), question="Do you need these?")
    rows: dict[str, str] = {}
    for index, line in enumerate([salt, sand, asked]):
        rows |= typed(index, line.description, f"{line.quantity}", line.unit, id=str(line.pk), price_paid="61.50",
                      price_proof=line.price_proof)  # fmt: skip
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    browser.post(url, rows | {"line-0-quantity": "41", "remove": str(sand.pk)})
    assert list(part.lines.values_list("pk", "quantity")) == [(salt.pk, Decimal(41)), (asked.pk, Decimal(-3))]
    browser.post(url, rows | {"line-2-quantity": "3", "line-1-id": "", "line-1-description": "", "line-1-quantity": "",
                              "line-1-unit": "", "line-1-price_paid": "", "line-1-price_proof": ""})  # fmt: skip
    asked.refresh_from_db()
    assert (asked.quantity, asked.question) == (Decimal(3), "")


def test_a_cell_is_saved_as_it_is_left_and_the_row_keeps_its_line(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/row/"
    waiting = browser.post(url, typed(4, "Road salt", "", "")).content.decode()
    assert "Not saved" in waiting
    assert not part.lines.exists()
    others = typed(0, "Of another row", "1", "ton")
    saved = browser.post(url, others | typed(4, "Road salt", "40", "ton")).content.decode()
    line = part.lines.get()
    assert f'name="line-4-id" value="{line.pk}"' in saved
    browser.post(url, typed(4, "Road salt", "44", "ton", id=str(line.pk)))
    assert part.lines.get().quantity == 44
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    late = browser.post(url, typed(4, "Road salt", "45", "ton", id=str(line.pk)))
    assert (late.status_code, part.lines.get().quantity) == (422, Decimal(44))


def test_nothing_needed_is_sent_with_one_button(cast: Cast, part: Participation, client_for: SignIn) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/check/"
    assert "nothing needed" in browser.get(url).content.decode()
    browser.post(url, {"nothing": "1"})
    part.refresh_from_db()
    assert part.nothing_needed


def test_the_survey_of_an_agency_with_many_lines_comes_in_pages(
    cast: Cast, part: Participation, client_for: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(120):
        make.line(part, cast.now, description=f"Thing {number}", position=number + 1)
    browser = client_for(cast.requester)
    with django_assert_max_num_queries(25):
        page = browser.get(f"/requirements/needs/{part.pk}/?page=2").content.decode()
    assert "Thing 99" in page
    assert "Thing 100" not in page
    rows = typed(0, "Thing 50 changed", "40", "TON", id=str(part.lines.get(description="Thing 50").pk))
    browser.post(f"/requirements/needs/{part.pk}/?page=2", rows)
    assert part.lines.filter(description="Thing 50 changed").exists()


def test_the_template_holds_the_lines_and_comes_back_unchanged(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    make.line(
        part, cast.now, description="=SUM(A1) salt", quantity=Decimal("12.5"), site=make.site(cast.town)
    )
    make.line(part, cast.now, description="Sand, washed", tolerance=Decimal(3))
    browser = client_for(cast.requester)
    book = browser.get(f"/requirements/needs/{part.pk}/template/").content
    assert b"'=SUM" in browser.get(f"/requirements/needs/{part.pk}/template/?format=csv").content
    part.lines.filter(description__startswith="=").update(description="Salt")
    book = browser.get(f"/requirements/needs/{part.pk}/template/").content
    browser.post(
        f"/requirements/pools/{part.pool_id}/upload/", {"file": SimpleUploadedFile("needs.xlsx", book)}
    )
    batch = ImportBatch.objects.get()
    browser.post(f"/requirements/imports/{batch.pk}/", batch.columns)
    batch.refresh_from_db()
    assert (batch.problems, batch.lines_added, batch.lines_changed, batch.lines_same) == ([], 0, 0, 2)


# --- files ----------------------------------------------------------------------------------------------------
def test_a_renamed_picture_is_refused_beside_the_field(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    picture = SimpleUploadedFile("needs.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    answer = client_for(cast.requester).post(f"/requirements/pools/{part.pool_id}/upload/", {"file": picture})
    assert answer.status_code == 422
    assert "found a PNG picture, expected a spreadsheet" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_every_problem_of_a_file_is_shown_with_its_row(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    browser = client_for(cast.requester)
    file = SimpleUploadedFile("needs.csv", TOWN_FILE + b"Sand,TON,-5,1,\r\n,TON,5,1,\r\n")
    browser.post(f"/requirements/pools/{part.pool_id}/upload/", {"file": file})
    batch = ImportBatch.objects.get()
    page = browser.get(f"/requirements/imports/{batch.pk}/").content.decode()
    assert "What do the columns mean?" in page
    assert "Calcium chloride" in page
    browser.post(f"/requirements/imports/{batch.pk}/", batch.columns)
    page = browser.get(f"/requirements/imports/{batch.pk}/").content.decode()
    assert "Row 5" in page
    assert "Row 6" in page
    assert "2 problems stand." in page
    assert "Nothing was imported." in page
    browser.post(f"/requirements/imports/{batch.pk}/start/")
    assert not RequirementLine.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_is_long_work_that_the_worker_does(
    cast: Cast, client_for: SignIn, run_worker: Callable[[], list[str]], settings: Any
) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = timedelta(0)
    pool = make.pool(cast.buyer, timezone.now())
    browser = client_for(cast.buyer)
    file = SimpleUploadedFile("orders.csv", past_orders(600, 5))
    browser.post(f"/requirements/pools/{pool.pk}/upload/", {"file": file})
    batch = ImportBatch.objects.get()
    browser.post(f"/requirements/imports/{batch.pk}/", GSA_COLUMNS)
    page = browser.get(f"/requirements/imports/{batch.pk}/").content.decode()
    assert "5 problems stand." in page
    browser.post(f"/requirements/imports/{batch.pk}/", GSA_COLUMNS | {"enrol_unknown": "on"})
    started = browser.post(f"/requirements/imports/{batch.pk}/start/")
    work = Work.objects.get()
    assert started["Location"] == f"/work/{work.pk}/"
    assert "succeeded" in run_worker()
    work.refresh_from_db()
    assert (work.status, work.result_path) == ("done", f"/requirements/imports/{batch.pk}/")
    assert RequirementLine.objects.count() == 600
    assert "Lines added" in browser.get(work.result_path).content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_import_that_fails_says_why_on_its_page(
    cast: Cast, client_for: SignIn, run_worker: Callable[[], list[str]], settings: Any
) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = timedelta(0)
    part = make.part(make.pool(cast.buyer, timezone.now()), cast.town, timezone.now())
    browser = client_for(cast.requester)
    file = SimpleUploadedFile("needs.csv", TOWN_FILE)
    browser.post(f"/requirements/pools/{part.pool_id}/upload/", {"file": file})
    batch = ImportBatch.objects.get()
    browser.post(f"/requirements/imports/{batch.pk}/", batch.columns)
    browser.post(f"/requirements/imports/{batch.pk}/start/")
    actions.submit_needs(
        participation_id=part.pk, nothing_needed=True, actor=cast.requester, now=timezone.now()
    )
    run_worker()
    assert Work.objects.get().status == "failed"
    page = browser.get(f"/requirements/imports/{batch.pk}/").content.decode()
    assert "Your needs were sent. Take them back to change them." in page
    assert not RequirementLine.objects.exists()
