"""The desk as a buyer meets it, and the pooled lines as an agency does."""

import csv
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Match, PooledLine, PoolingRun, Share
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.jobs.models import Work
from tests.cast import Cast
from tests.factories import pooling, requirements

ClientFor = Callable[..., Client]


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def paper(pool: Pool) -> Match:
    return pooling.paper_match(pool)


@pytest.fixture
def buyer(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.buyer)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def group_page(match: Match) -> str:
    return reverse("pooling:group", args=[match.pool_id, match.pk])


# --- the desk ---------------------------------------------------------------------------------------------


def test_the_desk_shows_the_group_with_most_at_stake_and_what_was_read(paper: Match, buyer: Client) -> None:
    pooling.match(paper.pool, pooling.lines_of(paper.pool)[4:], ["12"], base_unit="EA")
    page = text(buyer.get(reverse("pooling:desk", args=[paper.pool_id])))
    assert f'<h2 id="group" tabindex="-1">{paper.name}</h2>' in page
    assert "800,000<small>sheets</small>" in page
    assert "<mark>white</mark> copy paper" in page
    assert "2 agencies; 1 line asked, not counted" in page
    assert "Confirm 2, keep asking 1" in page
    assert "0 of 2 groups decided, 1 question open" in page


def test_the_desk_says_what_was_decided_about_these_lines_before_once(
    paper: Match, cast: Cast, buyer: Client
) -> None:
    school = paper.lines.get(base_quantity=200_000)
    actions.take_out(match_line_id=school.pk, actor=cast.buyer, now=cast.now)
    page = text(buyer.get(group_page(paper)))
    assert page.count("”: different. Priya Raman, Nov 23, 2026.") == 1
    assert "1 line, 200 k sheets" in page
    assert "Put back" in page


def test_after_a_decision_the_next_group_is_shown_at_its_heading(paper: Match, buyer: Client) -> None:
    toner = pooling.match(paper.pool, pooling.lines_of(paper.pool)[4:], ["12"], base_unit="EA")
    answer = buyer.post(reverse("pooling:confirm", args=[paper.pk]))
    assert answer["Location"] == group_page(toner) + "#group"


def test_after_the_last_decision_the_desk_offers_to_freeze(pool: Pool, cast: Cast, buyer: Client) -> None:
    for line in pooling.lines_of(pool):
        pooling.confirmed(pool, [line], ["5"], cast)
    page = text(buyer.get(reverse("pooling:desk", args=[pool.pk])))
    assert "All 5 groups are decided" in page
    assert "Freeze the pool" in page
    answer = buyer.post(reverse("pooling:freeze", args=[pool.pk]), follow=True)
    assert "Frozen on" in text(answer)
    pool.refresh_from_db()
    assert pool.status == PoolStatus.FROZEN


def test_what_keeps_the_pool_from_being_frozen_stands_in_the_place_of_the_button(
    pool: Pool, cast: Cast, buyer: Client
) -> None:
    pooling.confirmed(pool, pooling.lines_of(pool)[:1], ["600000"], cast)
    page = text(buyer.get(reverse("pooling:desk", args=[pool.pk])))
    assert "Not yet: 4 lines are in no group" in page
    assert "data-confirm" not in page


def test_a_pool_that_nobody_sorted_says_what_to_do(pool: Pool, buyer: Client) -> None:
    page = text(buyer.get(reverse("pooling:desk", args=[pool.pk])))
    assert "have not been sorted yet" in page
    assert "Sort the lines" in page


def test_a_pool_that_still_collects_says_why_nothing_is_here(cast: Cast, buyer: Client) -> None:
    collecting = requirements.pool(cast.buyer, cast.now)
    page = text(buyer.get(reverse("pooling:desk", args=[collecting.pk])))
    assert "Agencies are still stating their needs" in page
    assert "Sort the lines" not in page


def test_a_frozen_pool_is_shown_without_buttons_and_with_the_reason(
    paper: Match, cast: Cast, buyer: Client
) -> None:
    Pool.objects.filter(pk=paper.pool_id).update(status=PoolStatus.FROZEN, frozen_at=cast.now)
    page = text(buyer.get(group_page(paper)))
    assert "can no longer change" in page
    assert "Take out" not in page
    assert "Confirm 2" not in page


def test_leaving_a_need_out_without_a_reason_is_said_beside_the_field(pool: Pool, buyer: Client) -> None:
    toner = pooling.match(pool, pooling.lines_of(pool)[4:], ["12"], base_unit="EA")
    answer = buyer.post(reverse("pooling:reject", args=[toner.pk]), {"reason": ""})
    assert answer.status_code == 422
    assert "<title>Error: " in text(answer)
    assert text(answer).count("Say why this need is left out") == 2
    answer = buyer.post(reverse("pooling:reject", args=[toner.pk]), {"reason": "It is on the State contract"})
    assert answer.status_code == 302
    assert "It is on the State contract" in text(buyer.get(group_page(toner)))


def answer_data(row_id: int, holds: str, source: str = "The label", **more: str) -> dict[str, str]:
    prefix = f"q{row_id}"
    facts = {"question": str(row_id), f"{prefix}-line": str(row_id), f"{prefix}-holds": holds}
    return {**facts, f"{prefix}-source": source, **{f"{prefix}-{key}": value for key, value in more.items()}}


@pytest.mark.parametrize("holds", ["", "some", "-3", "1/0", "0", "1e9", "1.2345678"])
def test_an_answer_that_is_no_number_is_said_beside_the_field(
    paper: Match, buyer: Client, holds: str
) -> None:
    asked = paper.lines.still_asked().get()
    answer = buyer.post(reverse("pooling:answer", args=[paper.pk]), answer_data(asked.pk, holds))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text(answer)
    assert paper.lines.still_asked().exists()


@pytest.mark.parametrize(("holds", "sheets"), [("5,000", 70_000), ("0.5", 7), ("1/2", 7)])
def test_an_answer_may_be_typed_as_people_write_numbers(
    paper: Match, buyer: Client, holds: str, sheets: int
) -> None:
    asked = paper.lines.still_asked().get()
    answer = buyer.post(reverse("pooling:answer", args=[paper.pk]), answer_data(asked.pk, holds))
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.base_quantity == Decimal(sheets)


def test_one_answer_may_count_for_all_lines_that_ask_the_same(pool: Pool, buyer: Client) -> None:
    lines = pooling.lines_of(pool)
    match = pooling.match(pool, [lines[1], lines[2], lines[0]], [None, None, None])
    asked = list(match.lines.order_by("pk"))
    buyer.post(reverse("pooling:answer", args=[match.pk]), answer_data(asked[0].pk, "5000", same="on"))
    counted = match.lines.counted().values_list("line_id", flat=True)
    assert set(counted) == {lines[1].pk, lines[2].pk}, "a carton does not ask what a case asks"


def test_a_whole_list_is_confirmed_after_looking_at_it(pool: Pool, cast: Cast, buyer: Client) -> None:
    alike = pooling.match(pool, pooling.lines_of(pool)[:2], ["600000", "200000"], tier="auto")
    seen = pooling.run(pool, cast)
    page = text(buyer.get(reverse("pooling:groups", args=[pool.pk]), {"show": "auto"}))
    assert "Confirm all 1" in page
    assert "Pine Hollow School District and Town of Rye Hill" in page
    data = {"tier": "auto", "run": seen.pk}
    assert buyer.post(reverse("pooling:confirm_all", args=[pool.pk]), data)["Location"].endswith(
        f"/{pool.pk}/"
    )
    alike.refresh_from_db()
    assert alike.status == "confirmed"
    buyer.post(reverse("pooling:undo", args=[pool.pk]))
    assert not Share.objects.exists()


def test_asking_for_groups_starts_long_work_that_may_be_left(
    cast: Cast, client_for: ClientFor, run_worker: Callable[[], list[str]]
) -> None:
    pool = pooling.pool_of_paper(cast)
    buyer = client_for(cast.buyer)
    answer = buyer.post(reverse("pooling:run", args=[pool.pk]))
    work = Work.objects.get()
    assert answer["Location"] == reverse("jobs:work", args=[work.pk])
    assert "being sorted" in text(buyer.get(reverse("pooling:desk", args=[pool.pk])))
    assert run_worker() == ["succeeded"]
    work.refresh_from_db()
    assert (work.status, work.result_path) == ("done", reverse("pooling:desk", args=[pool.pk]))
    assert PoolingRun.objects.get().groups_found == Match.objects.count() > 0


def test_a_run_that_may_not_be_finished_ends_with_the_reason(
    cast: Cast, client_for: ClientFor, run_worker: Callable[[], list[str]]
) -> None:
    pool = pooling.pool_of_paper(cast)
    buyer = client_for(cast.buyer)
    buyer.post(reverse("pooling:run", args=[pool.pk]))
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.COLLECTING)
    run_worker()
    assert "Agencies are still stating their needs" in Work.objects.get().note
    assert not Match.objects.exists()


# --- what an agency sees ----------------------------------------------------------------------------------


@pytest.fixture
def pooled(pool: Pool, cast: Cast) -> PooledLine:
    town, school = pooling.lines_of(pool)[:2]
    return pooling.confirmed(pool, [town, school], ["600000", "200000"], cast).pooled_line


def test_an_agency_sees_the_total_and_its_own_share_and_no_other(
    pooled: PooledLine, cast: Cast, client_for: ClientFor
) -> None:
    page = text(client_for(cast.requester).get(reverse("pooling:sheet", args=[pooled.pool_id])))
    assert "800,000" in page
    assert "600,000 sheets" in page
    assert "75.0%" in page
    assert "200,000" not in page
    assert "Pine Hollow" not in page


def test_an_agency_answers_for_its_own_line_and_sees_no_other_question(
    paper: Match, cast: Cast, client_for: ClientFor
) -> None:
    url = reverse("pooling:questions", args=[paper.pool_id])
    asked = paper.lines.still_asked().get()
    assert "No question is open" in text(client_for(cast.requester).get(url))
    strange = client_for(cast.requester).post(url, answer_data(asked.pk, "1"), follow=True)
    assert "answered in the meantime" in text(strange)
    client = client_for(cast.fire)
    assert "How many sheets are in your case?" in text(client.get(url))
    assert client.post(url, answer_data(asked.pk, "lots")).status_code == 422
    assert "Your line counts now" in text(client.post(url, answer_data(asked.pk, "5,000"), follow=True))
    asked.refresh_from_db()
    assert asked.base_quantity == Decimal(70_000)


def test_the_files_add_up_to_the_page(pooled: PooledLine, buyer: Client) -> None:
    found = buyer.get(reverse("pooling:sheet_file", args=[pooled.pool_id, "csv"]))
    rows = list(csv.DictReader(StringIO(found.getvalue().decode("utf-8-sig"))))
    assert sum(Decimal(row["share"]) for row in rows) == pooled.total == Decimal(rows[0]["total"])
    assert {row["agency"] for row in rows} == {"Town of Rye Hill", "Pine Hollow School District"}
    found = buyer.get(reverse("pooling:sheet_file", args=[pooled.pool_id, "xlsx"]))
    book = CalamineWorkbook.from_filelike(BytesIO(found.content))
    assert book.get_sheet_by_name("Lines").to_python()[1][3] == 800_000
    assert len(book.get_sheet_by_name("Shares").to_python()) == 3
    assert buyer.get(reverse("pooling:sheet_file", args=[pooled.pool_id, "doc"])).status_code == 404


def test_an_agencys_file_holds_its_own_share_only(
    pooled: PooledLine, cast: Cast, client_for: ClientFor
) -> None:
    found = client_for(cast.requester).get(reverse("pooling:sheet_file", args=[pooled.pool_id, "csv"]))
    rows = list(csv.DictReader(StringIO(found.getvalue().decode("utf-8-sig"))))
    assert [row["agency"] for row in rows] == ["Town of Rye Hill"]


def test_needs_that_were_left_out_are_listed_with_the_reason(
    pooled: PooledLine, cast: Cast, buyer: Client
) -> None:
    toner = pooling.match(pooled.pool, pooling.lines_of(pooled.pool)[4:], ["12"], base_unit="EA")
    actions.reject_match(match_id=toner.pk, reason="On the State contract", actor=cast.buyer, now=cast.now)
    assert "On the State contract" in text(buyer.get(reverse("pooling:sheet", args=[pooled.pool_id])))


# --- how many questions a page asks the database ----------------------------------------------------------


def many_groups(pool: Pool, cast: Cast, groups: int, lines: int) -> Match:
    part = pool.participations.get(agency=cast.town)
    needs = [requirements.line(part, cast.now, description=f"Need {n}") for n in range(groups * lines)]
    made = [
        pooling.match(pool, needs[n * lines : (n + 1) * lines], ["1"] * (lines - 1) + [None])
        for n in range(groups)
    ]
    return made[0]


@pytest.mark.parametrize(("groups", "lines"), [(2, 2), (30, 8)])
def test_the_desk_asks_as_little_of_a_long_queue_as_of_a_short_one(
    pool: Pool, cast: Cast, buyer: Client, django_assert_max_num_queries: Any, groups: int, lines: int
) -> None:
    match = many_groups(pool, cast, groups, lines)
    with django_assert_max_num_queries(26):
        assert buyer.get(group_page(match)).status_code == 200


@pytest.mark.parametrize("groups", [2, 30])
@pytest.mark.parametrize("name", ["pooling:index", "pooling:groups", "pooling:sheet"])
def test_lists_ask_as_little_of_many_rows_as_of_few(
    pool: Pool, cast: Cast, buyer: Client, django_assert_max_num_queries: Any, groups: int, name: str
) -> None:
    match = many_groups(pool, cast, groups, 2)
    for each in Match.objects.filter(pool=pool).exclude(pk=match.pk):
        actions.confirm_match(match_id=each.pk, actor=cast.buyer, now=cast.now)
    url = reverse(name, args=[] if name == "pooling:index" else [pool.pk])
    with django_assert_max_num_queries(16):
        assert buyer.get(url).status_code == 200


def test_the_desk_of_a_pool_past_its_review_leads_to_what_came_of_it(
    pool: Pool, cast: Cast, buyer: Client
) -> None:
    pooling.confirmed(pool, pooling.lines_of(pool)[:1], ["600000"], cast)
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.SHORT_POOL, frozen_at=cast.now)
    page = text(buyer.get(reverse("pooling:desk", args=[pool.pk])))
    assert "1 of 1 group decided" in page
    assert "This pool is in its short-pool phase; its groups can no longer change." in page
    assert "See the pooled lines" in page
    assert "There are no groups here" not in page


def test_who_was_asked_by_mail_is_not_offered_to_be_asked_again(
    paper: Match, cast: Cast, buyer: Client
) -> None:
    assert "Ask the agencies by e-mail" in text(buyer.get(group_page(paper)))
    actions.ask_agencies(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    page = text(buyer.get(group_page(paper)))
    assert "Ask the agencies by e-mail" not in page
    assert "Every agency with an open question in this group has been asked." in page
