"""Packs as they would be ordered: pure and exact."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.quantity import find_unit, plain_number
from commonlot.process.pooling.rules import exact_quantity, unit_words

Number = Fraction | Decimal | int


@dataclass(frozen=True)
class Packed:
    """A quantity in whole packs: packs x size + loose = quantity + more, exactly.

    loose: what fills no pack. more: what is ordered beyond the quantity, within the tolerance, to fill the last
    pack. Never both.
    """

    packs: int
    loose: Fraction
    more: Fraction

    def __add__(self, other: "Packed") -> "Packed":
        return Packed(self.packs + other.packs, self.loose + other.loose, self.more + other.more)


NOTHING = Packed(0, Fraction(0), Fraction(0))


def into_packs(quantity: Number, size: Number, tolerance: Number = 0) -> Packed:
    """Order whole packs first; the remainder only if remainder + tolerance fills a pack; tolerance alone never.

    All three in base units. A size that is not above zero, or a negative quantity or tolerance, is a mistake of
    the caller (ValueError).
    """
    exact, pack, room = Fraction(quantity), Fraction(size), Fraction(tolerance)
    if pack <= 0 or exact < 0 or room < 0:
        raise ValueError("a pack holds something; quantity and tolerance are not negative")
    whole, rest = divmod(exact, pack)
    if rest > 0 and rest + room >= pack:
        return Packed(int(whole) + 1, Fraction(0), pack - rest)
    return Packed(int(whole), rest, Fraction(0))


@dataclass(frozen=True)
class Pack:
    """A pack that agencies count in: its unit (CT, or as typed), and how many base units it holds, exact."""

    unit: str
    holds: Decimal

    def words(self, base_unit: str, many: int | None = None) -> str:
        """Say the pack and what it holds: cartons of 5,000 sheets."""
        known = find_unit(self.unit)
        one, more = (known.name, known.plural) if known is not None else (self.unit, self.unit)
        return (
            f"{one if many == 1 else more} of {plain_number(self.holds)} {unit_words(base_unit, self.holds)}"
        )


@dataclass(frozen=True)
class Counted:
    """How much of a need was stated in which unit: as typed, how many of it, and what they come to (base units)."""

    unit: str
    quantity: Decimal
    base_quantity: Decimal


def usual_pack(counted: Iterable[Counted]) -> Pack | None:
    """Return the pack in which most of a need was stated; the smaller of two that are equal.

    None where most of it was stated in a unit that is no pack (a ton, a piece): that is ordered as it is counted.
    A pack is only ever one that an agency stated. None was guessed.
    """
    stated: dict[Pack | None, Fraction] = defaultdict(Fraction)
    for each in counted:
        stated[pack_of(each)] += Fraction(each.base_quantity)
    if not stated:
        return None

    def order(pack: Pack | None) -> tuple[Fraction, Decimal, str]:
        return -stated[pack], pack.holds if pack else Decimal(0), pack.unit if pack else ""

    return min(stated, key=order)


def pack_of(counted: Counted) -> Pack | None:
    """Return the pack in which a line was counted, or None where its unit is no pack or holds no plain number."""
    known = find_unit(counted.unit)
    if known is not None and known.kind != "pack":
        return None
    holds = exact_quantity(Fraction(counted.base_quantity) / Fraction(counted.quantity))
    if holds is None or holds <= 1:
        return None
    return Pack(known.code if known is not None else counted.unit.strip().casefold(), holds.normalize())
