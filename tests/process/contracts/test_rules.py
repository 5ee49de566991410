"""Comparison units, allotments, numbers and words, on plain values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.contracts.rules import (
    Priced,
    base_of,
    comparison,
    next_number,
    say_unit,
    search_words,
    split_quantity,
)


def priced(unit: str, price: str, base: str = "", held: str = "1") -> Priced:
    return Priced(unit, base, Decimal(held), Decimal(price))


def test_a_dozen_and_a_single_are_compared_each() -> None:
    one, dozen = priced("EA", "2.10", *base("EA")), priced("DZ", "24.00", *base("DZ"))
    measure = comparison([one, dozen])
    assert measure.per == "per each"
    assert (measure.price(one), measure.price(dozen)) == (Decimal("2.10"), Decimal(2))


def base(unit: str) -> tuple[str, str]:
    code, held = base_of(unit)
    return code, str(held)


def test_prices_in_one_unit_are_compared_in_that_unit() -> None:
    salt = priced("TON", "71.90", *base("TON"))
    assert (comparison([salt]).per, comparison([salt]).price(salt)) == ("per short ton", Decimal("71.90"))


def test_cartons_and_reams_of_sheets_are_compared_by_a_thousand_sheets() -> None:
    carton, ream = priced("CT", "31.40", "SHEET", "5000"), priced("RM", "3.39", "SHEET", "500")
    measure = comparison([carton, ream])
    assert measure.per == "per 1,000 sheets"
    assert (measure.price(carton), measure.price(ream)) == (Decimal("6.28"), Decimal("6.78"))


def test_a_pack_that_nobody_sized_is_compared_with_its_own_kind_only() -> None:
    assert base_of("CT") == ("CT", Decimal(1))
    assert base_of("bundle of joy") == ("", Decimal(1))


@given(
    st.decimals("0.000001", "999999", places=6),
    st.lists(st.decimals("0.000001", "99999", places=6), min_size=1, max_size=15),
)
def test_allotments_add_up_to_the_line_exactly(total: Decimal, weights: list[Decimal]) -> None:
    parts = split_quantity(total, weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


def test_allotments_follow_the_stated_shares() -> None:
    assert split_quantity(Decimal(30), [Decimal(100000), Decimal(50000)]) == [Decimal(20), Decimal(10)]


@pytest.mark.parametrize(
    ("taken", "next_one"),
    [([], "26-0001"), (["26-0411", "25-0999", "26-X", "COUNTY-7"], "26-0412"), (["26-9999"], "26-10000")],
)
def test_numbers_run_on_within_a_year(taken: list[str], next_one: str) -> None:
    assert next_number(2026, taken) == next_one


def test_a_search_looks_for_words_without_marks_and_plurals() -> None:
    assert search_words("Cartons of paper, 8.5x11 & glass!") == ["carton", "of", "paper", "8.5x11", "glass"]
    assert search_words(" ,;% ") == []


def test_a_unit_is_said_in_words_with_what_a_pack_holds() -> None:
    assert say_unit("CT", "SHEET", Decimal(5000)) == "carton of 5,000 sheets"
    assert say_unit("carton of 5,000 sheets", "SHEET", Decimal(5000)) == "carton of 5,000 sheets"
    assert say_unit("TON", "OZ", Decimal(32000)) == "short ton"
    assert say_unit("flock", "", Decimal(1)) == "flock"
