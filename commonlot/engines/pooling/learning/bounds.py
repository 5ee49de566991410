"""How sure a score makes us: thresholds read from labelled scores, and the Wilson bound of a share."""

import math
from collections.abc import Sequence

# The lower end of the two-sided 95 % interval; a one-sided bound would be a little higher.
SIDE = 1.959963984540054
PRECISE = 0.98


def wilson_lower(right: int, of: int, side: float = SIDE) -> float:
    """Return the lower end of the 95 % interval of a share of `right` in `of`; 0 if there is nothing.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if of == 0:
        return 0.0
    share = right / of
    middle = share + side**2 / (2 * of)
    spread = side * math.sqrt(share * (1 - share) / of + side**2 / (4 * of**2))
    return max(0.0, (middle - spread) / (1 + side**2 / of))


def auto_threshold(scores: Sequence[float], same: Sequence[bool], precise: float = PRECISE) -> float | None:
    """Return the lowest score from which on precision is at least `precise` by its Wilson bound, or None.

    None is a normal state: there is too little to be sure of. 189 pairs without a miss are needed for 98 %.
    """
    lowest = None
    right = 0
    ranked = sorted(zip(scores, same, strict=True), reverse=True)
    for place, (score, is_same) in enumerate(ranked, start=1):
        right += is_same
        last_of_its_score = place == len(ranked) or ranked[place][0] != score
        if last_of_its_score and wilson_lower(right, place) >= precise:
            lowest = score
    return lowest


def best_threshold(scores: Sequence[float], same: Sequence[bool]) -> tuple[float, float]:
    """Return the threshold with the best F1 on labelled scores and that F1 (0..1); pairs at it count as same."""
    best, threshold = 0.0, 1.0
    right, all_same = 0, sum(same)
    ranked = sorted(zip(scores, same, strict=True), reverse=True)
    for place, (score, is_same) in enumerate(ranked, start=1):
        right += is_same
        if place < len(ranked) and ranked[place][0] == score:
            continue
        value = 2 * right / (place + all_same)
        if value > best:
            following = ranked[place][0] if place < len(ranked) else score
            best, threshold = value, (score + following) / 2
    return threshold, best


def f1_at(threshold: float, scores: Sequence[float], same: Sequence[bool]) -> float:
    """Return the F1 (0..1) of calling every pair at or above the threshold the same."""
    called = [score >= threshold for score in scores]
    right = sum(a and b for a, b in zip(called, same, strict=True))
    stated = sum(called) + sum(same)
    return 2 * right / stated if stated else 0.0
