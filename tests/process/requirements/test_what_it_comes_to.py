"""What a line comes to stands beside it, and what an agency says its pack holds is kept with the need."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import actions
from commonlot.process.requirements.actions import Stated
from commonlot.process.requirements.models import Participation, RequirementLine
from commonlot.process.requirements.queries import counting
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import requirements as make

SignIn = Callable[[Seat], Client]
GLOVES = Need("Gloves, nitrile, large", "box", Decimal(130), Decimal("6.10"))
ANSWERED = Need("Gloves, nitrile, large", "box", Decimal(130), Decimal("6.10"), unit_holds=Decimal(100),
                unit_holds_of="EA")  # fmt: skip


@pytest.fixture
def part(cast: Cast) -> Participation:
    return make.part(make.pool(cast.buyer, cast.now), cast.town, cast.now)


def state(
    cast: Cast, part: Participation, need: Need, line: RequirementLine | None = None
) -> RequirementLine:
    rows = [Stated(line.pk if line else None, need)]
    return actions.save_lines(participation_id=part.pk, rows=rows, actor=cast.requester, now=cast.now)[0]


def comes_to(part: Participation, line: RequirementLine) -> str:
    found = counting.lines_come_to(part.pool, [line])[line.pk]
    return found.said or found.question


def typed(line: RequirementLine | None = None, **changes: str) -> dict[str, Any]:
    cells = {"description": GLOVES.description, "unit": "box", "quantity": "130", "price_paid": "6.10"}
    sent = {f"line-0-{name}": value for name, value in (cells | changes).items()}
    return sent | {"row": "0"} | ({"line-0-id": str(line.pk)} if line else {})


# --- what is kept ---------------------------------------------------------------------------------------------


def test_what_a_box_holds_is_kept_with_the_need_and_counts_it(cast: Cast, part: Participation) -> None:
    line = state(cast, part, GLOVES)
    assert comes_to(part, line) == "How many gloves are in your box?"
    line = state(cast, part, ANSWERED, line)
    assert (line.unit_holds, line.unit_holds_of, line.holding) == (Decimal(100), "EA", "100 pieces")
    assert comes_to(part, line) == "13,000 gloves"


def test_the_history_remembers_what_a_unit_was_said_to_hold_and_by_whom(
    cast: Cast, part: Participation
) -> None:
    line = state(cast, part, GLOVES)
    state(cast, part, ANSWERED, line)
    change = part.changes.latest("pk")
    assert (change.held_before, change.held_after, change.by) == ("", "100 pieces", cast.requester)
    RequirementLine.objects.filter(pk=line.pk).update(unit_holds=50)
    assert part.changes.latest("pk").held_after == "50 pieces"


@pytest.mark.parametrize(
    "changed",
    [{"unit": "case"}, {"description": "Gloves, vinyl, large"}],
    ids=["another unit", "another thing"],
)
def test_another_unit_or_another_thing_is_asked_about_anew(
    cast: Cast, part: Participation, changed: dict[str, str]
) -> None:
    line = state(cast, part, ANSWERED)
    line = state(cast, part, Need(**(vars(ANSWERED) | changed)), line)
    assert (line.unit_holds, line.unit_holds_of) == (None, "")
    assert "How many gloves" in comes_to(part, line)


def test_a_change_of_case_or_quantity_keeps_the_answer(cast: Cast, part: Participation) -> None:
    line = state(cast, part, ANSWERED)
    line = state(cast, part, Need(**(vars(ANSWERED) | {"unit": "BOX", "quantity": Decimal(7)})), line)
    assert line.holding == "100 pieces"


@pytest.mark.parametrize(
    ("holds", "of"), [("0", "EA"), ("-3", "EA"), ("1.1234567", "EA"), ("100", ""), ("100", "FLOOP")]
)
def test_a_pack_holds_something_of_something(cast: Cast, part: Participation, holds: str, of: str) -> None:
    with pytest.raises(Refused):
        state(cast, part, Need(**(vars(GLOVES) | {"unit_holds": Decimal(holds), "unit_holds_of": of})))
    line = state(cast, part, GLOVES)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequirementLine.objects.filter(pk=line.pk).update(unit_holds=0)


def test_last_years_answer_comes_along(cast: Cast, part: Participation) -> None:
    pool = make.pool(cast.buyer, cast.now, status=PoolStatus.AWARDED, term_starts_on=date(2026, 4, 1),
                     term_ends_on=date(2027, 4, 1))  # fmt: skip
    last = make.part(pool, cast.town, cast.now, status=ParticipationStatus.ACCEPTED)
    make.line(last, cast.now, description=GLOVES.description, unit="box", unit_holds=100, unit_holds_of="EA")
    [line] = actions.start_from_last_year(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert line.holding == "100 pieces"


# --- what the pages say ---------------------------------------------------------------------------------------


def test_a_saved_row_is_answered_with_what_it_comes_to(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/row/"
    asked = browser.post(url, typed()).content.decode()
    assert "Not counted yet" in asked
    assert "How many gloves are in your box?" in asked
    line = part.lines.get()
    mark = {"holds_mark": "box|gloves|asked", "unit_holds_of": "EA"}
    same = browser.post(url, typed(line, quantity="131", **mark)).content.decode()
    assert "Not counted yet" in same
    assert 'id="k0"' not in same  # the question stands there already; whoever types into it is left alone
    answered = browser.post(url, typed(line, unit_holds="100", **mark)).content.decode()
    assert "13,000 gloves" in answered
    assert "Gloves in your box, as you said" in answered
    assert part.lines.get().holding == "100 pieces"


def test_an_answer_that_no_longer_fits_is_taken_out_of_the_row(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    line = state(cast, part, ANSWERED)
    told = {"holds_mark": "box|gloves|said", "unit_holds_of": "EA", "unit_holds": "100", "unit": "case"}
    answer = client_for(cast.requester).post(f"/requirements/needs/{part.pk}/row/", typed(line, **told))
    page = answer.content.decode()
    assert "How many gloves are in your case?" in page
    assert 'value="100"' not in page


def test_without_script_the_page_says_it_and_takes_the_answer(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    browser, url = client_for(cast.requester), f"/requirements/needs/{part.pk}/"
    browser.post(url, typed() | {"save": "1"})
    page = browser.get(url).content.decode()
    assert page.count("Not counted yet") == 1
    assert page.count('data-l="Comes to"><span class="soft">–</span>') == 3  # nothing is needed there
    line = part.lines.get()
    wrong = browser.post(url, typed(line, unit_holds="a lot", unit_holds_of="EA"))
    assert wrong.status_code == 422
    assert "What one holds must be" in wrong.content.decode()
    browser.post(url, typed(line, unit_holds="100", unit_holds_of="EA"))
    assert "13,000 gloves" in browser.get(url).content.decode()
    check = browser.get(f"{url}check/").content.decode()
    assert "13,000 gloves" in check
    assert "one holds 100 pieces" in check


def test_before_sending_one_sees_what_is_not_counted(
    cast: Cast, part: Participation, client_for: SignIn
) -> None:
    state(cast, part, GLOVES)
    page = client_for(cast.requester).get(f"/requirements/needs/{part.pk}/check/").content.decode()
    assert "1 line cannot be counted yet" in page
    assert f'href="/requirements/needs/{part.pk}/?page=1#l0-unit_holds">Line 1: How many gloves' in page


def test_the_page_of_fifty_lines_reads_the_words_of_the_county_once(
    cast: Cast, part: Participation, client_for: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(50):
        make.line(part, cast.now, description=f"Gloves, size {number}", unit="box")
    browser = client_for(cast.requester)
    with django_assert_max_num_queries(25):
        assert browser.get(f"/requirements/needs/{part.pk}/").content.decode().count("Not counted yet") == 50
