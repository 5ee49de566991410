"""Money is exact: it adds up to the cent, rounds once and half up, and refuses what nobody rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money, UnitPrice, extend, round_half_up, split_by_largest_remainder

cents = st.integers(-(10**15), 10**15)


@given(cents, cents)
def test_money_adds_up_to_the_cent(a: int, b: int) -> None:
    assert (Money(a) + Money(b)).cents == a + b
    assert (Money(a) - Money(b) + Money(b)) == Money(a)


@given(cents)
def test_money_reads_back_what_it_says(number: int) -> None:
    assert Money.of(Money(number).amount) == Money(number)


@given(st.fractions(max_denominator=10**6))
def test_rounding_never_strays_more_than_half_a_cent(number: Fraction) -> None:
    assert abs(Fraction(round_half_up(number)) - number) <= Fraction(1, 2)


@given(st.integers(-(10**9), 10**9))
def test_a_half_is_rounded_away_from_zero(number: int) -> None:
    half = Fraction(2 * number + 1, 2)
    assert round_half_up(half) == (number + 1 if half > 0 else number)


@given(cents.filter(lambda c: c >= 0), st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_a_split_loses_and_gains_no_cent(total: int, weights: list[int]) -> None:
    if not any(weights):
        with pytest.raises(Refused):
            split_by_largest_remainder(Money(total), weights)
        return
    parts = split_by_largest_remainder(Money(total), weights)
    assert sum(part.cents for part in parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.cents - Fraction(total * weight, sum(weights))) < 1


@given(st.decimals(0, 10**6, places=4), st.decimals(0, 10**6, places=3))
def test_a_line_is_quantity_times_price_rounded_once(price: Decimal, quantity: Decimal) -> None:
    exact = Fraction(price) * Fraction(quantity) * 100
    assert extend(quantity, UnitPrice.of(price)).cents == round_half_up(exact)


@pytest.mark.parametrize("text", ["12.345", "twelve", "", "NaN", "Infinity", "1e400"])
def test_an_amount_that_nobody_rounded_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Money.of(text)


@pytest.mark.parametrize("text", ["-1", "0.00001", "free"])
def test_a_price_below_nothing_or_too_fine_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        UnitPrice.of(text)
