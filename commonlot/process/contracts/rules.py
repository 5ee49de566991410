"""Comparison units, allotments, numbers and search words: pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.quantity import UNITS, find_unit, plain_number

STEP = Decimal("0.000001")
SMALL = Decimal("0.10")
MANY = 1000


def base_of(unit: str) -> tuple[str, Decimal]:
    """Return the base unit of a unit's kind and how many of it one unit holds; itself where only a person can say."""
    found = find_unit(unit)
    if found is None:
        return "", Decimal(1)
    if found.per_base is None:
        return found.code, Decimal(1)
    base = next((each for each in UNITS.values() if each.kind == found.kind and each.per_base == 1), found)
    held = Decimal(found.per_base.numerator) / Decimal(found.per_base.denominator)
    # six decimals are kept; a unit that does not come out is compared with its own kind only
    return (base.code, held) if held == held.quantize(STEP) else (found.code, Decimal(1))


@dataclass(frozen=True)
class Priced:
    """A price to be compared: for one unit, which holds so many of a base unit."""

    unit: str
    base_unit: str
    base_per_unit: Decimal
    unit_price: Decimal

    @property
    def measure(self) -> tuple[Decimal, str]:
        """The unit in which it can be compared: itself where its size is fixed, else what it holds."""
        known = find_unit(self.unit)
        if self.base_unit and (known is None or known.per_base is None):
            return Decimal(1), self.base_unit
        return self.base_per_unit, self.unit


@dataclass(frozen=True)
class Comparison:
    """How prices of one kind are compared: for so many of a base unit, and how that is said."""

    base_many: Decimal
    per: str

    def price(self, priced: Priced) -> Decimal:
        """Return the price of the comparison quantity."""
        return priced.unit_price * self.base_many / priced.base_per_unit


def comparison(prices: Sequence[Priced]) -> Comparison:
    """Compare by the smallest unit among the prices; by a thousand of it where one costs under ten cents."""
    held, unit = min(each.measure for each in prices)
    dearest = max(each.unit_price * held / each.base_per_unit for each in prices)
    many = MANY if dearest < SMALL else 1
    known = find_unit(unit)
    one, more = (known.name, known.plural) if known is not None else (unit.lower(), unit.lower())
    return Comparison(held * many, f"per {one}" if many == 1 else f"per {many:,} {more}")


def say_unit(unit: str, base_unit: str, base_per_unit: Decimal) -> str:
    """Say a unit in words, and what a pack of it holds: carton of 5,000 sheets."""
    known, base = find_unit(unit), find_unit(base_unit)
    one = known.name if known is not None else unit
    said = known is not None and known.per_base is not None
    if base is None or base_per_unit == 1 or said or " of " in one:
        return one
    return f"{one} of {plain_number(base_per_unit)} {base.plural}"


def split_quantity(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split a quantity by weights into parts of six decimals that add up exactly, largest remainders first."""
    units = int(total / STEP)
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    exact = [Fraction(weight) * units / whole for weight in weights]
    floors = [share.numerator // share.denominator for share in exact]
    left = units - sum(floors)
    for i in sorted(range(len(exact)), key=lambda each: (floors[each] - exact[each], each))[:left]:
        floors[i] += 1
    return [floor * STEP for floor in floors]


def next_number(year: int, taken: Iterable[str]) -> str:
    """Return the next contract number of a year, such as 26-0412."""
    pattern = re.compile(rf"{year % 100:02d}-(\d{{4}})")
    used = [int(found[1]) for number in taken if (found := pattern.fullmatch(number))]
    return f"{year % 100:02d}-{max(used, default=0) + 1:04d}"


def search_words(text: str) -> list[str]:
    """Return the words that a description must hold: letters and figures, plurals without their s."""
    words = re.findall(r"[^\W_]+(?:[./-][^\W_]+)*", text.casefold())[:12]
    return [_singular(word) for word in words]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
