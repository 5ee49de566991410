"""Drawings: plots and bars whose sizes are the shares they stand for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.web.drawings import BarRow, Share, bar_chart, lot_map, strips
from commonlot.web.treemap import Plot, squarify

AMOUNTS = st.lists(st.floats(min_value=1, max_value=1e6), min_size=1, max_size=60)


def overlap(one: Plot, other: Plot) -> float:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0)


@given(AMOUNTS)
def test_plots_fill_the_frame_in_proportion(amounts: list[float]) -> None:
    amounts.sort(reverse=True)
    plots = squarify(amounts, 520, 348)
    for amount, plot in zip(amounts, plots, strict=True):
        assert plot.width * plot.height == pytest.approx(
            520 * 348 * amount / sum(amounts), rel=1e-6, abs=1e-3
        )
        assert plot.x >= -1e-3
        assert plot.x + plot.width <= 520 + 1e-3
        assert plot.y >= -1e-3
        assert plot.y + plot.height <= 348 + 1e-3


@given(st.lists(st.floats(min_value=1, max_value=1000), min_size=2, max_size=15))
def test_plots_do_not_overlap(amounts: list[float]) -> None:
    plots = squarify(sorted(amounts, reverse=True), 520, 348)
    for index, one in enumerate(plots):
        assert all(overlap(one, other) < 1e-3 for other in plots[index + 1 :])


def test_plots_of_like_shares_are_near_squares() -> None:
    assert all(0.5 <= plot.width / plot.height <= 2 for plot in squarify([1.0] * 12, 400, 300))


def test_nothing_shared_is_nothing_drawn() -> None:
    assert squarify([], 520, 348) == []
    assert lot_map([]).wide == []
    assert strips([]) == []


def test_a_share_of_nothing_is_refused_by_the_plots() -> None:
    with pytest.raises(ValueError, match="positive"):
        squarify([3.0, 0.0], 520, 348)


def test_a_strip_shows_every_share_largest_first_and_fits() -> None:
    drawn = strips(
        [
            Share("small", Decimal(1)),
            Share("large", Decimal(1_000_000)),
            Share("asked", Decimal(0), asked=True),
        ]
    )
    widths = [float(strip.width.rstrip("%")) for strip in drawn]
    assert widths[0] > 90
    assert min(widths) >= 0.2
    last = drawn[-1]
    assert float(last.x.rstrip("%")) + widths[-1] == pytest.approx(100, abs=0.01)
    assert [strip.asked for strip in drawn] == [False, False, True]


def test_a_long_name_is_shortened_or_left_out_of_its_plot() -> None:
    plots = lot_map([("Westmoor Union Free School District", 100), ("Town of Rye Hill", 1)]).narrow
    assert plots[0].name == "Westmoor Union Free School District"
    assert plots[1].name == ""


def test_a_loss_is_drawn_left_of_zero_and_said_with_a_minus_sign() -> None:
    chart = bar_chart([BarRow("Road salt", Decimal(412_300)), BarRow("Heating oil", Decimal(-37_450))])
    zero = next(float(tick.x) for tick in chart.ticks if tick.zero)
    gain, loss = chart.bars
    assert float(gain.x) == zero
    assert not gain.loss
    assert float(loss.x) + float(loss.width) == pytest.approx(zero, abs=0.2)
    assert loss.loss
    assert loss.value == "−$37,450"
    assert [tick.label for tick in chart.ticks] == [
        "−$100k",
        "0",
        "$100k",
        "$200k",
        "$300k",
        "$400k",
        "$500k",
    ]


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), max_size=30), st.booleans())
def test_any_bars_fit_their_axis(values: list[Decimal], narrow: bool) -> None:
    chart = bar_chart([(f"Contract {index}", value) for index, value in enumerate(values)], narrow=narrow)
    first, last = float(chart.ticks[0].x), float(chart.ticks[-1].x)
    assert 2 <= len(chart.ticks) <= 12
    for bar in chart.bars:
        assert first - 0.2 <= float(bar.x)
        assert float(bar.x) + float(bar.width) <= last + 0.7
