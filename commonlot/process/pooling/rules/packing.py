"""Packs as they would be ordered: pure and exact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.quantity import Unit, find_unit, plain_number
from commonlot.process.pooling.rules import MOST, STEP, unit_words

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
        loose = self.loose + other.loose if other.loose else self.loose
        more = self.more + other.more if other.more else self.more
        return Packed(self.packs + other.packs, loose, more)


NONE = Fraction(0)
NOTHING = Packed(0, NONE, NONE)


def into_packs(quantity: Number, size: Number, tolerance: Number = 0) -> Packed:
    """Order whole packs first; the remainder only if remainder + tolerance fills a pack; tolerance alone never.

    All three in base units. A size that is not above zero, or a negative quantity or tolerance, is a mistake of
    the caller (ValueError).
    """
    if size <= 0 or quantity < 0 or tolerance < 0:
        raise ValueError("a pack holds something; quantity and tolerance are not negative")
    if isinstance(quantity, Decimal) and isinstance(size, Decimal) and not quantity % size:
        return Packed(int(quantity // size), NONE, NONE)  # most of a sheet: a tenth of the time of fractions
    exact, pack, room = Fraction(quantity), Fraction(size), Fraction(tolerance)
    whole, rest = divmod(exact, pack)
    if rest > 0 and rest + room >= pack:
        return Packed(int(whole) + 1, Fraction(0), pack - rest)
    return Packed(int(whole), rest, Fraction(0))


@dataclass(frozen=True)
class Pack:
    """A pack that agencies count in: its unit (CT, or as typed), and how many base units it holds, exact."""

    unit: str
    holds: Decimal

    def words(self, base_unit: str, many: int | None = None, units: Mapping[str, Unit] | None = None) -> str:
        """Say the pack and what it holds: cartons of 5,000 sheets. units: those that a county's buyers taught."""
        known = find_unit(self.unit) or (units.get(self.unit.upper()) if units is not None else None)
        one, more = (known.name, known.plural) if known is not None else (self.unit, self.unit)
        return f"{one if many == 1 else more} of {plain_number(self.holds)} {unit_words(base_unit, self.holds, units)}"


@dataclass(frozen=True)
class Counted:
    """How much of a need was stated in which unit: as typed, how many of it, and what they come to (base units)."""

    unit: str
    quantity: Decimal
    base_quantity: Decimal


@dataclass(frozen=True)
class Choice:
    """What a buyer chose: a pack, or (None) to order it as it is counted."""

    pack: Pack | None


def usual_pack(counted: Iterable[Counted]) -> Pack | None:
    """Return the pack in which most of a need was stated; the smaller of two that are equal.

    None where most of it was stated in a unit that is no pack (a ton, a piece): that is ordered as it is counted.
    A pack is only ever one that an agency stated. None was guessed.
    """
    return next(iter(packs_stated(counted)), None)


def packs_stated(counted: Iterable[Counted]) -> list[Pack | None]:
    """Return the packs in which a need was stated (None: in no pack), that in which most of it was stated first."""
    stated: dict[Pack | None, Decimal] = defaultdict(Decimal)
    for each in counted:
        stated[pack_of(each)] += each.base_quantity

    def order(pack: Pack | None) -> tuple[Decimal, Decimal, str]:
        return -stated[pack], pack.holds if pack else Decimal(0), pack.unit if pack else ""

    return sorted(stated, key=order)


def pack_in_use(stated: Sequence[Pack | None], choice: Choice | None) -> tuple[Pack | None, bool]:
    """Return the pack in which a need is ordered, and whether a buyer chose it.

    A chosen pack that no line states any more is not used: nothing is ordered in what nobody counts in.
    """
    if choice is not None and (choice.pack is None or choice.pack in stated):
        return choice.pack, True
    return (stated[0] if stated else None), False


def pack_of(counted: Counted) -> Pack | None:
    """Return the pack in which a line was counted, or None where its unit is no pack or holds no plain number."""
    known = find_unit(counted.unit)
    if known is not None and known.kind != "pack":
        return None
    ratio = counted.base_quantity / counted.quantity
    if not 1 < ratio < MOST:
        return None
    holds = ratio.quantize(STEP)
    if Fraction(holds) * Fraction(counted.quantity) != Fraction(counted.base_quantity):
        return None  # it does not come out at six decimals
    return Pack(known.code if known is not None else counted.unit.strip().casefold(), holds.normalize())
