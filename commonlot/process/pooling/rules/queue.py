"""In which order groups are looked at, which are drawn by lot for a spot check, and what a group looked like."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.money import Money

THOUSANDTH = Decimal("0.001")
LEAST_DOUBT = {"auto": Decimal("0.05"), "single": Decimal("0.05"), "suggest": Decimal("0.25")}
DOUBT_OF_A_QUESTION = Decimal("0.50")
FEWEST_TO_DRAW_FROM = 4
ONE_IN = 20
MOST_DRAWN = 20


def thousandths(score: float | Decimal) -> Decimal:
    """Return a score, 0 to 1, to three places."""
    return min(Decimal(1), max(Decimal(0), Decimal(str(score)))).quantize(THOUSANDTH)


def doubt(tier: str, scores: Iterable[float | Decimal], *, asked: bool = False) -> Decimal:
    """Return how unsure a group is, 0 to 1: 1 - the score of its least sure line, at least what its tier says."""
    unsure = 1 - min((thousandths(score) for score in scores), default=Decimal(1))
    floors = [LEAST_DOUBT.get(tier, LEAST_DOUBT["suggest"]), DOUBT_OF_A_QUESTION if asked else Decimal(0)]
    return min(Decimal(1), max(unsure, *floors)).quantize(THOUSANDTH)


def priority(lines: Iterable[tuple[Decimal, Decimal | None]], unsure: Decimal) -> Decimal:
    """Return value x doubt: quantity x price paid of each line, or its quantity alone where no price is stated."""
    touched = sum(
        (Fraction(q) * Fraction(p) if p else Fraction(q) for q, p in lines),
        Fraction(0),
    )
    return (Money.rounded(touched).amount * unsure).quantize(THOUSANDTH)


def drawn_by_lot(groups: Mapping[int, Sequence[int]], seed: str) -> set[int]:
    """Draw groups that look sure for a spot check: group -> its lines in, the drawn groups out.

    One in twenty, at least one of four or more, at most twenty. The lot depends on the seed and the lines alone,
    so that nobody chooses and anybody can draw again.
    """
    if len(groups) < FEWEST_TO_DRAW_FROM:
        return set()
    many = min(MOST_DRAWN, -(-len(groups) // ONE_IN))

    def lot(group: int) -> str:
        return hashlib.sha256(f"{seed}:{sorted(groups[group])}".encode()).hexdigest()

    return set(sorted(groups, key=lot)[:many])


def mark(facts: Iterable[object]) -> str:
    """Return a mark of what was seen; it changes whenever one of the facts does."""
    return hashlib.sha256("\x1f".join(map(str, facts)).encode()).hexdigest()


def because_of(tier: str, *, unsure: Decimal, asked: int, joins: bool, audit: bool) -> str:
    """Say in words why a group stands where it stands in the queue."""
    if audit:
        return "Drawn by lot: the program is sure of it. Look at it all the same, so we know how often it is right."
    if asked:
        return f"{asked:,} {'line' if asked == 1 else 'lines'} cannot be counted yet, so it comes early."
    if joins:
        return "These lines came later; confirming adds them to a group that is confirmed."
    if tier == "suggest":
        return f"Not all lines say the same: {unsure:.0%} unsure, times what is at stake."
    return (
        "All lines say the same, so it comes late."
        if tier == "auto"
        else "No other line is like it, so it comes late."
    )


def precision_words(right: int, wrong: int, left: int) -> str:
    """Say what the spot checks have shown so far; empty if none was drawn."""
    if not right + wrong + left:
        return ""
    parts = [f"{right:,} right", f"{wrong:,} wrong"] if right + wrong else []
    parts += [f"{left:,} left"] if left else []
    return f"Spot checks: {', '.join(parts)}"
