"""The order of the queue, the lot, and what is far from the others: plain values, no database."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.pooling.rules import outliers, queue
from commonlot.process.pooling.rules.outliers import Counted


def sheets(*quantities: int, unit: str = "CT", price: str | None = None) -> list[Counted]:
    return [
        Counted(key, unit, Decimal(q) / 5000, Decimal(q), Decimal(price) if price else None)
        for key, q in enumerate(quantities)
    ]


# --- the queue --------------------------------------------------------------------------------------------


def test_much_that_is_unsure_comes_before_much_that_is_sure_and_little_that_is_unsure() -> None:
    unsure, sure = queue.doubt("suggest", [0.9, 0.6]), queue.doubt("auto", [0.97, 1.0])
    much, little = [(Decimal(100), Decimal("41.00"))], [(Decimal(2), Decimal("41.00"))]
    order = [queue.priority(much, unsure), queue.priority(much, sure), queue.priority(little, unsure)]
    assert (
        order == sorted(order, reverse=True) == [Decimal("1640.000"), Decimal("205.000"), Decimal("32.800")]
    )


def test_a_line_without_a_price_weighs_by_its_quantity() -> None:
    assert queue.priority([(Decimal(14), None), (Decimal(2), Decimal("10.00"))], Decimal("0.5")) == Decimal(
        17
    )


def test_a_question_makes_a_group_come_early() -> None:
    assert queue.doubt("auto", [1.0], asked=True) == Decimal("0.5")


@given(st.sampled_from(["auto", "suggest", "single"]), st.lists(st.floats(0, 1), max_size=5), st.booleans())
def test_doubt_is_never_nothing_and_never_more_than_all(tier: str, scores: list[float], asked: bool) -> None:
    assert Decimal(0) < queue.doubt(tier, scores, asked=asked) <= 1


groups = st.dictionaries(
    st.integers(1, 500), st.lists(st.integers(1, 9999), min_size=1, max_size=4), max_size=80
)


@given(groups, st.text(max_size=5))
def test_the_lot_depends_on_the_seed_and_the_lines_alone(found: dict[int, list[int]], seed: str) -> None:
    drawn = queue.drawn_by_lot(found, seed)
    backwards = {key: list(reversed(found[key])) for key in reversed(list(found))}
    lines = sorted(map(tuple, map(sorted, (found[key] for key in drawn))))
    again = queue.drawn_by_lot(backwards, seed)
    assert lines == sorted(map(tuple, map(sorted, (found[key] for key in again))))
    assert len(drawn) == (min(20, -(-len(found) // 20)) if len(found) >= 4 else 0)


def test_what_the_spot_checks_showed_is_said_in_words() -> None:
    assert queue.precision_words(3, 1, 2) == "Spot checks: 3 right, 1 wrong, 2 left"
    assert queue.precision_words(0, 0, 0) == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"audit": True}, "Drawn by lot"),
        ({"asked": 2}, "2 lines cannot be counted yet"),
        ({"joins": True}, "came later"),
        ({"tier": "suggest"}, "25% unsure"),
        ({"tier": "single"}, "No other line"),
    ],
)
def test_why_a_group_stands_where_it_stands_is_said(facts: dict[str, Any], said: str) -> None:
    usual: dict[str, Any] = {
        "tier": "auto",
        "unsure": Decimal("0.25"),
        "asked": 0,
        "joins": False,
        "audit": False,
    }
    assert said in queue.because_of(**(usual | facts))


# --- what is far from the others --------------------------------------------------------------------------


def test_a_line_that_asks_for_forty_times_the_median_is_flagged_in_these_words() -> None:
    found = outliers.flagged(sheets(10_000, 15_000, 20_000, 15_000, 600_000), "sheets")
    assert found == {4: ["Asks for 40 times the median of this group."]}


def test_a_line_that_asks_for_a_fiftieth_is_flagged_too() -> None:
    found = outliers.flagged(sheets(50_000, 50_000, 60_000, 40_000, 1_000), "sheets")
    assert found == {4: ["Asks for one 50th of the median of this group."]}


def test_towns_of_different_size_are_no_outliers() -> None:
    assert not outliers.flagged(sheets(5_000, 20_000, 60_000, 150_000, 500_000, 900_000), "sheets")


def test_three_lines_are_too_few_to_call_one_odd() -> None:
    assert not outliers.flagged(sheets(10_000, 10_000, 900_000), "sheets")


def test_a_price_far_from_the_others_is_flagged_in_the_base_unit() -> None:
    lines = sheets(10_000, 15_000, 20_000, 15_000, price="40.00")
    odd = Counted("typo", "CT", Decimal(3), Decimal(15_000), Decimal("400.00"))
    found = outliers.flagged([*lines, odd], "sheets")
    assert found == {"typo": ["States a price 10 times the median of this group, counted in sheets."]}


def test_a_unit_that_holds_far_more_than_the_same_unit_of_others_is_flagged() -> None:
    odd = Counted("odd", "ct", Decimal(1), Decimal(50_000))
    found = outliers.flagged([*sheets(20_000, 25_000, 50_000, 45_000), odd], "sheets")
    assert found == {"odd": ["Its unit holds 10 times what others count in the same unit, in sheets."]}


positive = st.decimals(min_value="0.01", max_value="1000000", places=2)


@given(st.lists(positive, min_size=4, max_size=12), st.decimals(min_value="0.01", max_value="1000", places=2))
def test_counting_in_another_unit_or_order_flags_the_same_lines(
    quantities: list[Decimal], factor: Decimal
) -> None:
    values: dict[Hashable, Decimal] = {key: quantity for key, quantity in enumerate(quantities)}  # noqa: C416
    found = set(outliers.far_off(values, outliers.QUANTITY))
    backwards = {key: values[key] for key in reversed(values)}
    assert found == set(outliers.far_off(backwards, outliers.QUANTITY))
    assert len(found) * 2 <= len(quantities), "the odd ones are never the most"
    assert all(times > 0 for times in outliers.far_off(values, outliers.QUANTITY).values())


@pytest.mark.parametrize(
    ("times", "said"),
    [(40.0, "40 times"), (2.5, "2.5 times"), (6.02, "6 times"), (0.025, "one 40th of"), (0.5, "50% of")],
)
def test_multiples_are_written_as_people_say_them(times: float, said: str) -> None:
    assert outliers.times_words(times) == said
