"""Savings are what was delivered at the old price less what was paid, to the cent."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commonlot.engines.ledger import StatedPrice, baseline_per_base_unit, saving_of
from commonlot.kernel.money import Money

prices = st.decimals(min_value="0", max_value="9999", places=4)
quantities = st.decimals(min_value="0.001", max_value="100000", places=3)


def test_a_carton_bought_for_less_saves_the_difference_for_what_came() -> None:
    stated = [StatedPrice(Decimal(120), Decimal("34.2000"), Decimal(600_000))]
    saving = saving_of(
        delivered=Decimal(60), base_per_unit=Decimal(5000), unit_price=Decimal("31.4000"), stated=stated
    )
    assert saving is not None
    assert saving.baseline_cost == Money.of("2052.00")
    assert saving.paid == Money.of("1884.00")
    assert saving.saved == Money.of("168.00")


def test_a_dearer_contract_is_a_loss_and_stays_one() -> None:
    stated = [StatedPrice(Decimal(10), Decimal("2.00"), Decimal(10))]
    saving = saving_of(
        delivered=Decimal(10), base_per_unit=Decimal(1), unit_price=Decimal("2.25"), stated=stated
    )
    assert saving is not None
    assert saving.saved == Money.of("-2.50")


def test_two_sites_with_two_old_prices_are_averaged_by_what_each_uses() -> None:
    stated = [
        StatedPrice(Decimal(300), Decimal("1.00"), Decimal(300)),
        StatedPrice(Decimal(100), Decimal("2.00"), Decimal(100)),
    ]
    assert baseline_per_base_unit(stated) == Fraction(5, 4)


def test_without_a_stated_price_nothing_is_counted() -> None:
    assert saving_of(delivered=Decimal(1), base_per_unit=Decimal(1), unit_price=Decimal(1), stated=[]) is None


@given(delivered=quantities, price=prices, pack=st.integers(1, 5000))
def test_the_same_price_before_and_after_saves_nothing(delivered: Decimal, price: Decimal, pack: int) -> None:
    stated = [StatedPrice(Decimal(7), price, Decimal(7 * pack))]
    saving = saving_of(delivered=delivered, base_per_unit=Decimal(pack), unit_price=price, stated=stated)
    assert saving is not None
    assert saving.saved == Money(0)
