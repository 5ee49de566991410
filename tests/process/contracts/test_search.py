"""Finding a price, and what may be done with it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commonlot.process.contracts.queries import path_of, price_on, search_prices
from commonlot.process.contracts.queries.search import Result
from tests.cast import Cast
from tests.factories.contracts import contract, price, takes_part

TODAY = date(2026, 11, 23)
ENDED = (date(2025, 1, 1), date(2026, 6, 1))


def numbers(results: Any) -> list[str]:
    return [result.line.contract.number for result in results]


@pytest.fixture
def paper(cast: Cast) -> None:
    cartons = contract(cast, number="26-0412", title="Office paper")
    price(cartons, "Paper, letter, 20 lb, white", "CT", "31.40", base_unit="SHEET", base_per_unit=5000)
    takes_part(cast.town, cartons, cast)
    reams = contract(cast, number="26-0288", title="Supplies", vendor=cast.rival_salt)
    price(reams, "Copy paper letter 20 lb white", "RM", "3.39", base_unit="SHEET", base_per_unit=500)
    ohio = contract(
        cast,
        number="OC-31",
        title="Paper",
        let_by_kind="subdivision",
        let_by="Orchard City, Ohio",
        several_winners=True,
    )
    price(
        ohio, "Multipurpose paper, letter, 20 lb, white", "CT", "30.95", base_unit="SHEET", base_per_unit=5000
    )
    old = contract(cast, number="24-0310", title="Copy paper 2024", term=ENDED, status="expired")
    price(old, "Paper letter 20 lb white", "CT", "29.00", base_unit="SHEET", base_per_unit=5000)


@pytest.mark.usefixtures("paper")
def test_what_may_be_used_comes_first_then_price_and_the_rest_says_why_not(cast: Cast) -> None:
    found = search_prices("letter papers white", cast.town, TODAY)
    assert numbers(found.usable) == ["26-0412", "26-0288"]
    assert [(result.price, result.per) for result in found.usable] == [
        (Decimal("6.28"), "per 1,000 sheets"), (Decimal("6.78"), "per 1,000 sheets"),
    ]  # fmt: skip
    assert [result.dearer for result in found.usable] == [None, Decimal("0.50")]
    assert numbers(found.ask) == ["OC-31"]
    assert numbers(found.blocked) == ["24-0310"]
    blocked: Result = found.blocked[0]
    assert blocked.path is not None
    assert blocked.path.why is not None
    assert blocked.path.why.rule.code == "TERM-1"


@pytest.mark.usefixtures("paper")
def test_who_takes_part_may_order_and_who_does_not_may_adopt(cast: Cast) -> None:
    mine, other = search_prices("letter paper white", cast.town, TODAY).usable
    assert mine.path is not None
    assert other.path is not None
    assert (mine.path.letter, mine.path.may_order) == ("B", True)
    assert (other.path.letter, other.path.may_order, other.path.participation) == ("C", False, None)


@pytest.mark.usefixtures("paper")
def test_the_public_finds_prices_in_force_without_a_path(cast: Cast) -> None:
    found = search_prices("letter paper white", None, TODAY)
    assert numbers(found.usable) == ["OC-31", "26-0412", "26-0288"]
    assert all(result.path is None for result in found.usable)


@pytest.mark.usefixtures("paper")
def test_a_word_of_the_contracts_title_is_found_too_and_a_slip_is_near(cast: Cast) -> None:
    assert numbers(search_prices("office paper", cast.town, TODAY).usable) == ["26-0412"]
    slip = search_prices("copi papper", cast.town, TODAY)
    assert not slip.shown
    assert "26-0288" in numbers(slip.near)


def test_drafts_and_contracts_to_come_are_not_found(cast: Cast) -> None:
    price(contract(cast, number="1", status="draft", signed_at=None))
    price(contract(cast, number="2", term=(TODAY + timedelta(days=1), date(2028, 1, 1))))
    assert not search_prices("salt", cast.town, TODAY).shown
    assert not search_prices("salt", None, TODAY).shown


@pytest.mark.parametrize("text", ["", "%", "'; drop table", "a" * 500, "\u0001", "%%__"])
def test_odd_words_find_nothing_and_break_nothing(cast: Cast, text: str) -> None:
    price(contract(cast))
    assert not search_prices(text, cast.town, TODAY).shown


def test_a_search_over_many_contracts_asks_few_questions(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for i in range(30):
        price(contract(cast, number=f"26-1{i:03}"), amount=f"7{i}.00")
    with django_assert_max_num_queries(7):
        assert len(search_prices("salt", cast.town, TODAY).shown) == 30


def test_an_ended_contract_takes_no_order(cast: Cast) -> None:
    line = price(contract(cast, term=(date(2026, 1, 1), TODAY)))
    assert price_on(line, TODAY - timedelta(days=1)) == Decimal("71.9")
    assert price_on(line, TODAY) is None


def test_a_price_is_that_of_the_day(cast: Cast) -> None:
    salt = contract(cast)
    line = price(salt, valid_until=TODAY)
    salt.prices.create(
        number=1, description=line.description, unit="TON", unit_price=Decimal(80), valid_from=TODAY
    )
    assert price_on(line, TODAY - timedelta(days=1)) == Decimal("71.9")
    assert price_on(line, TODAY) == Decimal(80)


def test_the_county_buys_from_its_own_bid_and_nobody_from_a_draft(cast: Cast) -> None:
    salt = contract(cast)
    assert path_of(salt, cast.county, TODAY).letter == "A"
    draft = contract(cast, number="2", status="draft", signed_at=None)
    assert path_of(draft, cast.town, TODAY).is_blocked
    assert price_on(price(draft), TODAY) is None


def test_pink_paper_is_not_called_dearer_than_white(cast: Cast) -> None:
    paper = contract(cast, number="26-0500", title="Paper")
    price(paper, "Paper, letter, 20 lb, white", "CT", "31.40", base_unit="SHEET", base_per_unit=5000)
    price(paper, "Paper, letter, 20 lb, pink", "CT", "52.40", base_unit="SHEET", base_per_unit=5000)
    takes_part(cast.town, paper, cast)
    assert [result.dearer for result in search_prices("paper letter", cast.town, TODAY).usable] == [
        None,
        None,
    ]
