"""Exact money: whole cents, unit prices to four decimals, and the one place where rounding happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import total_ordering

from commonlot.kernel.errors import Refused

CENT = Decimal("0.01")
UNIT_PRICE_STEP = Decimal("0.0001")


def round_half_up(value: Decimal | Fraction) -> int:
    """Round to a whole number, halves away from zero: the only rounding function of the program."""
    exact = Fraction(value)
    sign = -1 if exact < 0 else 1
    return sign * int((2 * abs(exact) + 1) // 2)


def exact_decimal(value: str | Decimal | int, *, what: str, places: int) -> Decimal:
    """Read a decimal with at most the given places, or refuse it in words."""
    try:
        number = Decimal(str(value).replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        raise Refused(f"{what} must be a number, such as 12.50; found “{value}”.") from None
    if not number.is_finite():
        raise Refused(f"{what} must be a number, such as 12.50; found “{value}”.")
    if abs(number) >= Decimal("1e15"):
        raise Refused(f"{what} is too large; found “{value}”.")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise Refused(f"{what} may have at most {places} decimals; found “{value}”.")
    return number


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in whole US cents; it refuses amounts that nobody rounded."""

    cents: int = 0

    @classmethod
    def of(cls, value: str | Decimal | int) -> "Money":
        """Read dollars, refusing more than two decimals."""
        return cls(int(exact_decimal(value, what="An amount", places=2) * 100))

    @classmethod
    def rounded(cls, dollars: Decimal | Fraction) -> "Money":
        """Round exact dollars half up to a cent."""
        return cls(round_half_up(Fraction(dollars) * 100))

    @property
    def amount(self) -> Decimal:
        """The dollars as a decimal with two places."""
        return Decimal(self.cents) * CENT

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __lt__(self, other: "Money") -> bool:
        return self.cents < other.cents

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        sign = "−" if self.cents < 0 else ""
        return f"{sign}${abs(self.cents) // 100:,}.{abs(self.cents) % 100:02d}"


@total_ordering
@dataclass(frozen=True)
class UnitPrice:
    """A price for one unit, in US dollars with four decimals, never negative."""

    amount: Decimal

    @classmethod
    def of(cls, value: str | Decimal | int) -> "UnitPrice":
        """Read a unit price, refusing negative ones and more than four decimals."""
        number = exact_decimal(value, what="A unit price", places=4)
        if number < 0:
            raise Refused("A unit price cannot be negative.")
        return cls(number.quantize(UNIT_PRICE_STEP, rounding=ROUND_HALF_UP))

    def __lt__(self, other: "UnitPrice") -> bool:
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"${self.amount:,.4f}"


def extend(quantity: Decimal | Fraction | int, price: UnitPrice) -> Money:
    """Multiply quantity by unit price and round half up to a cent, once."""
    return Money.rounded(Fraction(quantity) * Fraction(price.amount))


def add_up(amounts: Sequence[Money]) -> Money:
    """Add amounts of money; nothing adds up to nothing."""
    return Money(sum(amount.cents for amount in amounts))


def split_by_largest_remainder(total: Money, weights: Sequence[Decimal | Fraction | int]) -> list[Money]:
    """Split an amount by weights so that the parts add up to the cent.

    Every part gets its floor; the cents left over go to the largest remainders, earlier weights first.
    """
    whole = sum(Fraction(weight) for weight in weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise Refused("A split needs weights that are not negative and not all zero.")
    exact = [Fraction(total.cents) * Fraction(weight) / whole for weight in weights]
    floors = [share.numerator // share.denominator for share in exact]
    left = total.cents - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:left]:
        floors[i] += 1
    return [Money(cents) for cents in floors]
