"""The shapes: what was bid, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commonlot.kernel.money import Money


@dataclass(frozen=True)
class Line:
    """A line that was put out to bid."""

    number: int
    quantity: Decimal
    unit: str = ""
    description: str = ""
    lot: str | None = None


@dataclass(frozen=True)
class Bid:
    """A bid as it was read: whose, whether it counts, the total its bidder wrote, which papers have lapsed."""

    bidder: str
    responsive: bool = True
    stated_total: Decimal | None = None
    lapsed: Sequence[str] = ()


@dataclass(frozen=True)
class Price:
    """What a bidder asks for one unit of a line; None is a no-bid. `stated` is the amount the bidder wrote."""

    bidder: str
    line: int
    unit_price: Decimal | None
    stated: Decimal | None = None


@dataclass(frozen=True)
class Given:
    """What was awarded already: the engine's answer as it was stored, and each line's winner."""

    answer: dict[str, Any]
    winners: Mapping[int, str]


@dataclass(frozen=True)
class Sheet:
    """Everything that was read at an opening, and what was awarded of it if it was."""

    lines: Sequence[Line]
    bids: Sequence[Bid]
    prices: Sequence[Price]
    draw_seed: int = 0
    given: Given | None = None


@dataclass(frozen=True)
class Cell:
    """One bidder's answer to one line."""

    bidder: str
    unit_price: Decimal | None
    amount: Money | None
    stated: Decimal | None
    counts: bool
    is_low: bool
    is_awarded: bool

    @property
    def differs(self) -> bool:
        """Say whether the amount that the bidder wrote is not quantity x price."""
        return self.amount is not None and self.stated is not None and self.stated != self.amount.amount


@dataclass(frozen=True)
class Row:
    """One line across all bidders: who wins it, at what, and why."""

    line: Line
    cells: Sequence[Cell]
    winner: str | None
    amount: Money | None
    why: str

    @property
    def won_at(self) -> Decimal | None:
        """The winning unit price."""
        return next((cell.unit_price for cell in self.cells if cell.is_awarded), None)


@dataclass(frozen=True)
class Loss:
    """A line that a bidder lost: what it asked, and what it had to be below."""

    line: Line
    asked: Decimal
    amount: Money
    winner: str
    won_at: Decimal
    dearer: Money


@dataclass(frozen=True)
class Column:
    """One bidder across all lines."""

    bid: Bid
    lines_bid: int
    as_read: Money
    lines_won: int
    won: Money
    losses: Sequence[Loss]

    @property
    def total_differs(self) -> bool:
        """Say whether the total that the bidder wrote is not the sum of its lines."""
        return self.bid.stated_total is not None and self.bid.stated_total != self.as_read.amount


@dataclass(frozen=True)
class FoundThat:
    """Something a buyer must look at: its kind, whose bid and which line it concerns."""

    kind: str
    statement: str
    bidder: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Tabulated:
    """The whole sheet, weighed: rows, columns, the engine's answer and what was found."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    total: Money
    answer: dict[str, Any]
    findings: Sequence[FoundThat]

    @property
    def lines_awarded(self) -> int:
        """How many lines have a winner."""
        return sum(row.winner is not None for row in self.rows)

    @property
    def without_award(self) -> Sequence[Row]:
        """The lines that nobody wins."""
        return [row for row in self.rows if row.winner is None]
