"""Whole packs first; a remainder becomes a pack only if it fills one together with what agencies would take more.

All amounts are exact and in the base unit of a pooled line; `per_unit` is how many base units one unit of an
agency holds.
"""

from decimal import Decimal
from fractions import Fraction

PLACES = 6


def packs_ordered(total: Decimal, tolerance: Decimal, pack: Decimal) -> int:
    """Return how many packs are ordered: the whole ones, and one more if remainder and tolerance fill it."""
    whole, remainder = divmod(total, pack)
    return int(whole) + int(remainder > 0 and remainder + tolerance >= pack)


def missing_to_pack(total: Decimal, tolerance: Decimal, pack: Decimal) -> Decimal:
    """Return what a started pack lacks: nothing if none was started, or if tolerance fills it already."""
    remainder = total % pack
    return Decimal(0) if remainder == 0 or remainder + tolerance >= pack else pack - remainder


def missing_to_minimum(total: Decimal, minimum: Decimal) -> Decimal:
    """Return what a total lacks to a minimum; what agencies might take more does not count for it."""
    return max(minimum - total, Decimal(0))


def in_base_units(quantity: Decimal, per_unit: Fraction) -> Decimal | None:
    """Return a quantity in base units, or None where that cannot be written exactly."""
    exact = Fraction(quantity) * per_unit
    scaled = exact * 10**PLACES
    return Decimal(scaled.numerator).scaleb(-PLACES) if scaled.denominator == 1 else None


def helps_fill(*, more: Decimal, per_unit: Fraction, missing: Decimal, filled: Decimal) -> str | None:
    """Return why an addition does not help, or None: it only raises, and never beyond what is missing."""
    if more <= 0:
        return "Only more can be added now: the needs were frozen."
    left = missing - filled
    if left <= 0:
        return "This is filled already. Nothing more is needed."
    base = in_base_units(more, per_unit)
    if base is None:
        return "This part of a unit cannot be counted exactly. Add whole units."
    most = fits_into(left, per_unit)
    if base > left:
        return (
            f"Only {plain(most)} more still helps; beyond that nothing is filled."
            if most
            else "Less is missing than one of your units holds, so one more of yours does not help."
        )
    return None


def fits_into(left: Decimal, per_unit: Fraction) -> Decimal:
    """Return how many whole units of an agency fit into what is missing."""
    return Decimal(int(Fraction(left) / per_unit)) if left > 0 else Decimal(0)


def suggest_more(*, left: Decimal, per_unit: Fraction, tolerance: Decimal | None, helpers: int) -> Decimal:
    """Return what to ask an agency for: what it said it would take, else its even part, in whole units."""
    most = fits_into(left, per_unit)
    asked = Decimal(int(tolerance)) if tolerance else Decimal(-(-int(most) // max(helpers, 1)))
    return min(most, asked) if asked else min(most, Decimal(1))


def plain(number: Decimal) -> str:
    """Write a number without needless zeros and without exponent."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
