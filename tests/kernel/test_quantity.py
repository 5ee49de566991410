"""Quantities never mix unlike units, and every conversion can be undone exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.kernel.quantity import UNITS, Quantity, Unit, find_unit

measured = st.sampled_from(sorted((u for u in UNITS.values() if u.per_base), key=lambda u: u.code))
numbers = st.fractions(0, 10**9, max_denominator=10**6)


@given(numbers, measured, measured)
def test_a_conversion_there_and_back_changes_nothing(number: Fraction, here: Unit, there: Unit) -> None:
    quantity = Quantity(number, here)
    if here.kind != there.kind:
        with pytest.raises(Refused):
            quantity.to(there)
        return
    assert quantity.to(there).to(here) == quantity


@given(numbers, numbers, measured)
def test_like_quantities_add_exactly(a: Fraction, b: Fraction, unit: Unit) -> None:
    assert (Quantity(a, unit) + Quantity(b, unit)).number == a + b


def test_cartons_and_each_are_never_added() -> None:
    with pytest.raises(Refused):
        Quantity.of(1, "CT") + Quantity.of(1, "EA")


def test_a_case_has_no_size_until_somebody_says_so() -> None:
    with pytest.raises(Refused):
        Quantity.of(1, "CS").to(UNITS["EA"])


def test_short_ton_long_ton_and_tonne_stay_apart() -> None:
    codes = {find_unit(name).code for name in ("ton", "long ton", "tonne")}  # type: ignore[union-attr]
    assert codes == {"TON", "LTON", "TONNE"}
    assert Quantity.of(1, "LTON").to(UNITS["LB"]).number == 2240
    assert Quantity.of(1, "TON").to(UNITS["LB"]).number == 2000


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ctn", "CT"), ("Each", "EA"), ("doz.", "DZ"), ("PG", "PK"), ("CA", "CS"), ("BO", "BT"), ("lbs", "LB")],
)
def test_the_trade_is_understood(typed: str, code: str) -> None:
    unit = find_unit(typed)
    assert unit is not None
    assert unit.code == code


def test_a_word_that_is_no_unit_is_not_guessed() -> None:
    assert find_unit("smidgen") is None
    with pytest.raises(Refused):
        Quantity.of(Decimal(1), "smidgen")
