"""Lines that ask for, hold or pay far more or far less than the others of their group.

Robust and plain: the distance of a value from the median, on logarithms, in units of the median distance (MAD). One
odd line moves neither, so it cannot hide itself. At least four values are needed to call one of them odd.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import NamedTuple

FEWEST = 4
FAR = 3.5
MAD_TO_DEVIATION = 1.4826


class Spread(NamedTuple):
    """How far apart values usually are: the least deviation we assume, and the least factor worth a word."""

    deviation: float
    factor: float


QUANTITY, UNIT, PRICE = Spread(0.25, 5.0), Spread(0.10, 1.5), Spread(0.10, 1.5)


@dataclass(frozen=True)
class Counted:
    """A line that is counted: as typed, and in the base unit. price_paid: dollars for one typed unit."""

    key: Hashable
    unit: str
    quantity: Decimal
    base_quantity: Decimal
    price_paid: Decimal | None = None


def far_off(values: Mapping[Hashable, Decimal], spread: Spread) -> dict[Hashable, float]:
    """Return the values far from the others, each as a multiple of the median: 40.0, or 0.025; none of under four."""
    known = {key: math.log(value) for key, value in values.items() if value > 0}
    if len(known) < FEWEST:
        return {}
    middle = median(known.values())
    usual = MAD_TO_DEVIATION * median(abs(value - middle) for value in known.values())
    limit = max(FAR * max(usual, spread.deviation), math.log(spread.factor))
    return {key: math.exp(value - middle) for key, value in known.items() if abs(value - middle) > limit}


def flagged(lines: Sequence[Counted], base: str) -> dict[Hashable, list[str]]:
    """Say of each odd line of a group what is odd about it; base: the words of the base unit, such as sheets."""
    said: dict[Hashable, list[str]] = defaultdict(list)
    for key, times in far_off({line.key: line.base_quantity for line in lines}, QUANTITY).items():
        said[key].append(f"Asks for {times_words(times)} the median of this group.")
    by_unit: dict[str, list[Counted]] = defaultdict(list)
    for line in lines:
        by_unit[line.unit.strip().casefold()].append(line)
    for alike in by_unit.values():
        holds = {line.key: line.base_quantity / line.quantity for line in alike}
        for key, times in far_off(holds, UNIT).items():
            said[key].append(
                f"Its unit holds {times_words(times)} what others count in the same unit, in {base}."
            )
    prices = {
        line.key: line.price_paid * line.quantity / line.base_quantity for line in lines if line.price_paid
    }
    for key, times in far_off(prices, PRICE).items():
        said[key].append(f"States a price {times_words(times)} the median of this group, counted in {base}.")
    return dict(said)


def times_words(times: float) -> str:
    """Write a multiple: 40 times, 2.5 times, one 40th of."""
    if times >= 1:
        return f"{_short(times)} times"
    return f"one {_ordinal(round(1 / times))} of" if times < 0.4 else f"{times:.0%} of"


def _short(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 or abs(times - round(times)) < 0.05 else f"{times:.1f}"


def _ordinal(number: int) -> str:
    if number == 2:
        return "half"
    end = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{end}"
