"""The savings ledger's arithmetic: exact, and small enough to redo with a pencil.

saved = baseline cost − paid, for what was delivered, where

    baseline cost = delivered × base units per unit × stated cost ÷ stated base units
    paid          = delivered × contract unit price

each rounded half up to a cent, once. *Stated cost* is the sum over the agency's own lines of this need
of quantity × price paid before; *stated base units* is what those same lines come to in base units. A line
for which no price was stated is in neither sum; where no line has a price there is no baseline and nothing
is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.money import Money


@dataclass(frozen=True)
class StatedPrice:
    """What one requirement line said before the bid.

    quantity: in the agency's own unit. price: dollars per that unit, freight in. base_quantity: the same
    quantity in base units.
    """

    quantity: Decimal
    price: Decimal
    base_quantity: Decimal


@dataclass(frozen=True)
class Saving:
    """One delivered line against its baseline; saved is negative where the new price cost more."""

    baseline_cost: Money
    paid: Money

    @property
    def saved(self) -> Money:
        """Baseline cost less what was paid."""
        return self.baseline_cost - self.paid


def baseline_per_base_unit(stated: Sequence[StatedPrice]) -> Fraction | None:
    """Return dollars per base unit over an agency's own stated lines, exact; None where none has a price."""
    base = sum((Fraction(line.base_quantity) for line in stated), Fraction(0))
    if not base:
        return None
    return sum((Fraction(line.quantity) * Fraction(line.price) for line in stated), Fraction(0)) / base


def saving_of(
    *, delivered: Decimal, base_per_unit: Decimal, unit_price: Decimal, stated: Sequence[StatedPrice]
) -> Saving | None:
    """Work out what one delivered line saved; None where the agency stated no price before.

    delivered: in units of the contract line. base_per_unit: base units in one of them. unit_price: dollars
    per unit of the contract line. Source of the method: docs/process/savings.md.
    """
    baseline = baseline_per_base_unit(stated)
    if baseline is None:
        return None
    return Saving(
        baseline_cost=Money.rounded(Fraction(delivered) * Fraction(base_per_unit) * baseline),
        paid=Money.rounded(Fraction(delivered) * Fraction(unit_price)),
    )
