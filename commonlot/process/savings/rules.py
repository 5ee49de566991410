"""What volume has done to price, and what a share would have cost: pure and exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from commonlot.kernel.money import Money, add_up, round_half_up

LEAST_LINES = 5
LEAST_AGENCIES = 3
SMALL, THOUSAND = Fraction(1, 10), 1000


@dataclass(frozen=True)
class Before:
    """One awarded line of a past pool: what its agencies said they paid before the bid, and the award price.

    cost: dollars, the sum of quantity x price paid of those that stated a price. priced: what that bought, in base
    units. award: dollars of a base unit. agencies: all that share the line; stated_by: those that stated a price.
    """

    pk: int
    name: str
    base_unit: str
    total: Decimal
    agencies: int
    stated_by: int
    cost: Decimal
    priced: Decimal
    award: Fraction

    @property
    def carries(self) -> bool:
        """Say whether it can be compared without telling what any one agency paid."""
        return self.stated_by >= LEAST_AGENCIES and self.cost > 0 and self.priced > 0

    @property
    def earlier(self) -> Fraction:
        """What a base unit cost before: all that was paid by all that was bought."""
        return Fraction(self.cost) / Fraction(self.priced)

    @property
    def change(self) -> Fraction:
        """How much dearer (above zero) or cheaper it became: 0.1 is ten percent dearer."""
        return self.award / self.earlier - 1

    @property
    def many(self) -> int:
        """For how many base units its prices are shown: a thousand where one costs under ten cents."""
        return THOUSAND if max(self.earlier, self.award) < SMALL else 1

    @property
    def earlier_shown(self) -> Fraction:
        """What that many cost before."""
        return self.earlier * self.many

    @property
    def award_shown(self) -> Fraction:
        """What that many cost by the award."""
        return self.award * self.many


@dataclass(frozen=True)
class Evidence:
    """What one past pool shows: the lines that can be compared, dearer ones first, of so many that were awarded."""

    lines: Sequence[Before]
    awarded: int

    @property
    def enough(self) -> bool:
        """Say whether there are enough lines to speak of a middle."""
        return len(self.lines) >= LEAST_LINES

    @property
    def median(self) -> Fraction | None:
        """The change in the middle: half of the lines did better, half did worse. None where data are too few."""
        return median(each.change for each in self.lines) if self.enough else None

    @property
    def dearer(self) -> int:
        """How many lines cost more than before."""
        return sum(each.change > 0 for each in self.lines)

    @property
    def cheaper(self) -> int:
        """How many lines cost less than before."""
        return sum(each.change < 0 for each in self.lines)

    @property
    def unchanged(self) -> int:
        """How many lines cost the same as before."""
        return len(self.lines) - self.dearer - self.cheaper

    @property
    def finding(self) -> str:
        """Say in one sentence what the middle line shows, or that the data are too few to say anything."""
        if self.median is None:
            return f"Not enough data: {_count(len(self.lines))} can be compared, and we say nothing below {LEAST_LINES}"
        if self.median == 0:
            return f"The middle of {len(self.lines)} lines cost the same as before"
        tenths = round_half_up(abs(self.median) * 1000)
        way = "more" if self.median > 0 else "less"
        return f"The middle of {len(self.lines)} lines cost {tenths // 10}.{tenths % 10}% {way} than before"


def _count(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines or 'no'} lines"


def weigh(lines: Sequence[Before]) -> Evidence:
    """Keep what can be compared, the losses first."""
    carrying = [each for each in lines if each.carries]
    return Evidence(sorted(carrying, key=lambda each: (-each.change, each.name, each.pk)), len(lines))


@dataclass(frozen=True)
class OwnShare:
    """An agency's part of a line of a past pool. All in base units; of `others` only the sum is known here.

    quantity: what it stated then, or types now. ordered: what it ordered since, if that is known. paid: dollars of a
    base unit that it pays, if it said so.
    """

    name: str
    base_unit: str
    quantity: Decimal
    others: Decimal
    award: Fraction | None = None
    paid: Fraction | None = None
    ordered: Decimal | None = None

    @property
    def total(self) -> Decimal:
        """The line with this share in it."""
        return self.quantity + self.others

    @property
    def part(self) -> Fraction:
        """Its part of the line."""
        return Fraction(self.quantity) / Fraction(self.total)

    @property
    def at_award(self) -> Money | None:
        """What its quantity cost at the award price."""
        return None if self.award is None else Money.rounded(Fraction(self.quantity) * self.award)

    @property
    def at_own(self) -> Money | None:
        """What its quantity costs at the price it pays."""
        return None if self.paid is None else Money.rounded(Fraction(self.quantity) * self.paid)

    @property
    def saves(self) -> Money | None:
        """What the award price would have saved; below zero where it cost more."""
        if self.at_award is None or self.at_own is None:
            return None
        return self.at_own - self.at_award


@dataclass(frozen=True)
class Together:
    """The shares of one agency added up: only those that have both prices, of so many."""

    compared: int
    shares: int
    at_own: Money
    at_award: Money

    @property
    def saves(self) -> Money:
        """What the award price would have saved; below zero where it cost more."""
        return self.at_own - self.at_award


def together(shares: Sequence[OwnShare]) -> Together | None:
    """Add up what an agency's shares cost at its own prices and at the award; None where none has both."""
    both = [(each.at_own, each.at_award) for each in shares]
    known = [(own, award) for own, award in both if own is not None and award is not None]
    if not known:
        return None
    return Together(
        len(known), len(shares), add_up([own for own, _ in known]), add_up([award for _, award in known])
    )
