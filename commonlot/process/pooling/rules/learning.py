"""When a score is learned anew, how sure one click is, and what a trained score must show to be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from commonlot.process.pooling.rules.learnt import Learnt
from commonlot.process.pooling.rules.suggestions import TypedLine

FIRST_AT = 300
AGAIN_EVERY = 100
Z = Decimal("1.959963984540054")
PLACES = Decimal("0.0001")


def due(decisions: int, learned_from: int | None) -> bool:
    """Say whether enough was decided to learn: 300 decisions, and again at each 100 new ones."""
    if learned_from is None:
        return decisions >= FIRST_AT
    return decisions >= max(FIRST_AT, learned_from + AGAIN_EVERY)


def still_needed(decisions: int, learned_from: int | None) -> int:
    """Return how many decisions are missing until the program learns next; 0 when it is due."""
    wanted = FIRST_AT if learned_from is None else max(FIRST_AT, learned_from + AGAIN_EVERY)
    return max(0, wanted - decisions)


@dataclass(frozen=True)
class Share:
    """How many were right, and what can be relied on: Wilson's lower bound at 95 %."""

    right: int
    of: int

    @property
    def share(self) -> Decimal | None:
        """The share that was right, or None while nothing was judged."""
        return (Decimal(self.right) / self.of).quantize(PLACES) if self.of else None

    @property
    def at_least(self) -> Decimal | None:
        """The share that can be relied on (Wilson score interval, lower bound, 95 %)."""
        return wilson_lower(self.right, self.of)


def wilson_lower(right: int, of: int) -> Decimal | None:
    """Return the lower bound of the Wilson score interval at 95 %, never rounded up; None while nothing was judged.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    """
    if not of:
        return None
    n, p, zz = Decimal(of), Decimal(right) / of, Z * Z
    spread = Z * (p * (1 - p) / n + zz / (4 * n * n)).sqrt()
    return max(Decimal(0), ((p + zz / (2 * n) - spread) / (1 + zz / n))).quantize(PLACES, ROUND_DOWN)


# --- what passes between the decisions and the engine's learning --------------------------------------------


@dataclass(frozen=True)
class DecidedPair:
    """Two lines as typed, and whether a buyer said that they are the same need.

    audit: their group was drawn by lot. model: the score that had sorted them.
    """

    a: TypedLine
    b: TypedLine
    same: bool
    at: datetime
    audit: bool = False
    model: str = ""


@dataclass(frozen=True)
class Trained:
    """What came of learning: the model as text, both figures on the same held-back decisions, and the verdict.

    text: empty unless it is better. old_f1, new_f1: 0 to 1, None where nothing could be trained.
    """

    text: str
    held_back: int
    old_f1: Decimal | None
    new_f1: Decimal | None
    better: bool
    reason: str


Trainer = Callable[[Sequence[DecidedPair], str | None, Learnt], Trained]
