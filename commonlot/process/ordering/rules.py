"""What an order comes to, how much an agency may still take, and what is still to come: plain arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commonlot.kernel.money import Money, UnitPrice, add_up, extend


@dataclass(frozen=True)
class Room:
    """What an agency stated of one price line before the bid, and what it has ordered of it since.

    stated is None where no amount was set: an agency that adopted the contract later.
    """

    stated: Decimal | None
    ordered: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is left of the stated amount, never below zero."""
        return None if self.stated is None else max(self.stated - self.ordered, Decimal(0))

    def goes_beyond(self, quantity: Decimal) -> bool:
        """Say whether ordering this much more goes beyond what was stated."""
        return self.stated is not None and self.ordered + quantity > self.stated


def line_amount(quantity: Decimal, unit_price: Decimal) -> Money:
    """Quantity times unit price, rounded half up to a cent, once."""
    return extend(quantity, UnitPrice.of(unit_price))


def order_total(amounts: Iterable[Decimal]) -> Money:
    """Add up line amounts."""
    return add_up([Money.of(amount) for amount in amounts])


def still_to_come(ordered: Decimal, received: Decimal) -> Decimal:
    """What a vendor still owes of one line."""
    return max(ordered - received, Decimal(0))


def why_not_receivable(*, ordered: Decimal, before: Decimal, now_received: Decimal) -> str | None:
    """Say why a delivery of this much cannot be right, or None."""
    if now_received < 0:
        return "A delivered quantity cannot be negative."
    if before + now_received > ordered:
        return f"Only {still_to_come(ordered, before):f} are still to come; take back or reorder what is too much."
    return None
