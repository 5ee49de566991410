"""Order arithmetic is exact, and nobody receives more than was ordered."""

from decimal import Decimal

from commonlot.kernel.money import Money
from commonlot.process.ordering import rules


def test_a_line_costs_quantity_times_price_rounded_half_up_once() -> None:
    assert rules.line_amount(Decimal("412.6"), Decimal("71.9000")) == Money.of("29665.94")
    assert rules.line_amount(Decimal("0.5"), Decimal("0.0100")) == Money.of("0.01")


def test_an_order_is_the_sum_of_its_lines() -> None:
    assert rules.order_total([Decimal("10.10"), Decimal("0.05")]) == Money.of("10.15")


def test_an_agency_without_a_stated_amount_has_no_ceiling_to_pass() -> None:
    assert not rules.Room(stated=None, ordered=Decimal(5)).goes_beyond(Decimal(1_000_000))


def test_the_last_ton_of_the_stated_amount_is_still_within_it_and_the_next_is_not() -> None:
    room = rules.Room(stated=Decimal(100), ordered=Decimal(90))
    assert room.left == Decimal(10)
    assert not room.goes_beyond(Decimal(10))
    assert room.goes_beyond(Decimal("10.000001"))


def test_more_than_is_still_to_come_cannot_be_received() -> None:
    assert rules.why_not_receivable(ordered=Decimal(10), before=Decimal(7), now_received=Decimal(3)) is None
    refused = rules.why_not_receivable(ordered=Decimal(10), before=Decimal(7), now_received=Decimal(4))
    assert refused is not None
    assert "3" in refused
