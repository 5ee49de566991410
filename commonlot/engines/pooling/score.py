"""Judge one pair: conflict, auto or suggest, with a score and what is the same, unstated and different."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonlot.engines.pooling.needs import Kind

AUTO = 0.80
SUGGEST = 0.55
# Values that say less than others: “recycled” without a percentage, “assorted”.
VAGUE = {"recycled": "yes"}


@dataclass(frozen=True)
class Judgement:
    """score 0..1; tier auto | suggest | none; conflict: two hard facts exclude each other."""

    score: float
    tier: str
    conflict: bool = False


class Weights:
    """How much a word says: rare words much, words of every line little."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for kind in kinds:
            counted.update(set(kind.words))
            total += 1
        self._weigh(counted, total)

    @classmethod
    def of_counts(cls, counted: Mapping[str, int], total: int) -> "Weights":
        """Return the weights where somebody else has counted in how many of `total` kinds each word stands."""
        weights = cls(())
        weights._weigh(counted, total)
        return weights

    def _weigh(self, counted: Mapping[str, int], total: int) -> None:
        self._weights = {word: math.log((1 + total) / (1 + count)) + 1.0 for word, count in counted.items()}

    def of(self, words: Iterable[str]) -> float:
        """Add up the weights of words, in a fixed order so that the sum is always the same."""
        return sum(self._weights[word] for word in sorted(words))


def conflicting(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> list[str]:
    """Name the hard attributes that both state and that exclude each other; unstated is no conflict."""
    return sorted(
        name
        for name in a.keys() & b.keys()
        if a[name].isdisjoint(b[name]) and VAGUE.get(name) not in a[name] | b[name]
    )


def shares_code(a: Kind, b: Kind) -> bool:
    """Tell whether two kinds name the same thing by number; a maker's prefix (HEWCE401A, CE401A) is no difference.

    Where each has a number of its own, only those count: a printer that both fit makes no two cartridges one.
    """
    if a.primary and b.primary:
        short, long = sorted((a.primary, b.primary), key=len)
        if short == long or (len(short) >= 5 and (long.endswith(short) or long.startswith(short))):
            return True
        return any(len(one.primary) >= 5 and one.primary in other.codes for one, other in ((a, b), (b, a)))
    return any(len(code) >= 5 for code in a.codes & b.codes)


def judge(a: Kind, b: Kind, cosine: float, weights: Weights) -> Judgement:
    """Judge whether two kinds are the same need."""
    if conflicting(a.stated, b.stated):
        return Judgement(0.0, "none", conflict=True)
    same_code = shares_code(a, b)
    if not same_code and a.numbers and b.numbers and not (a.numbers <= b.numbers or b.numbers <= a.numbers):
        return Judgement(0.0, "none", conflict=True)
    agreed = sum(a.stated[name] == b.stated[name] for name in a.stated.keys() & b.stated.keys())
    other_code = bool(a.codes and b.codes) and not same_code
    if other_code and agreed < 2:
        return Judgement(0.0, "none", conflict=True)
    words = _alike(set(a.words), set(b.words), weights)
    facts = agreed / max(1, len(a.stated.keys() | b.stated.keys()))
    score = 0.6 * words + 0.2 * cosine + 0.2 * (facts if a.stated or b.stated else words)
    if same_code:
        score = max(score, 0.7 + 0.3 * words)
    if not words and not same_code:
        return Judgement(round(score, 4), "none")
    return Judgement(round(score, 4), _tier(a, b, score, words, other_code))


def _tier(a: Kind, b: Kind, score: float, words: float, other_code: bool) -> str:
    """Offer in one click only what states the same facts; an unstated fact is a thing to look at."""
    full = a.stated == b.stated and a.numbers == b.numbers and not other_code
    says_enough = len(a.words) + len(a.stated) + len(a.codes & b.codes) >= 2
    if full and says_enough and words >= AUTO and score >= AUTO:
        return "auto"
    return "suggest" if score >= SUGGEST and (words >= 0.4 or shares_code(a, b)) else "none"


def _alike(a: set[str], b: set[str], weights: Weights) -> float:
    """Return the weighted share of words in common (Dice), order of words aside; containment counts half."""
    if not a or not b:
        return 1.0 if not a and not b else 0.0
    common, all_a, all_b = weights.of(a & b), weights.of(a), weights.of(b)
    dice = 2 * common / (all_a + all_b)
    return max(dice, 0.5 * dice + 0.5 * common / min(all_a, all_b))
