"""Judge one pair: conflict, auto or suggest, with a score and what is the same, unstated and different."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

from rapidfuzz.distance import OSA

from commonlot.engines.pooling.clean import read_data
from commonlot.engines.pooling.contrasts import is_contrast
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.sizes import plain

AUTO = 0.80
SUGGEST = 0.55
# Values that say less than others: “recycled” without a percentage.
# What opens a number names its series: QO120, LF16035; the first two of five digits or more; 8210 has none.
_SERIES = re.compile(r"[a-z]{2,}(?=\d)|\d\d(?=\d{3}$)|\d\d(?=\d{4,7}$)")
# A page by its name, as dimensions are written.
PAGES = {"letter": "8.5 x 11", "legal": "8.5 x 14", "tabloid": "11 x 17"}
VAGUE = {"recycled": "yes"}
# Of these a line may state several, and each of them counts: 28 in. with bands of 6 and 4 is not 36 with 6 and 4.
EACH_COUNTS = frozenset({"length", "number"})
ALIKE = 0.9
BRAND = 0.25
OTHER_PRODUCT = 0.3
OTHER_NUMBER = 0.1
# Two lines with numbers of their own that agree in fewer facts than this are two articles; else it lowers the score.
AGREED = 2
OTHER_CODE = 0.3
DECIDING = 0.4
# Two lines with numbers of two catalogs are offered in one click only if they agree in this many facts.
ENOUGH_FACTS = 3
# Lines with one and the same part number need only this much of their words in common.
HALF = 0.5
# Lines of one name that agree in a fact and leave none open are suggested whatever else they say.
NAMED = 0.6
LIKE = 0.3


class Judgement(NamedTuple):
    """score 0..1; tier auto | suggest | none; conflict: two hard facts exclude each other."""

    score: float
    tier: str
    conflict: bool = False


CONFLICT = Judgement(0.0, "none", conflict=True)


class Weights:
    """How much a word says: rare words much, words of every line little, brands hardly anything."""

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
        self._weights = {
            word: (math.log((1 + total) / (1 + count)) + 1.0) * (BRAND if word in brands() else 1.0)
            for word, count in counted.items()
        }

    def of(self, words: Iterable[str]) -> float:
        """Add up the weights of words, in a fixed order so that the sum is always the same."""
        return sum(self._weights[word] for word in sorted(words))

    def each(self, words: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """Return each word once with its weight, in order."""
        return tuple((word, self._weights[word]) for word in sorted(set(words)))


class Weighed:
    """What a kind says, made ready once for all the pairs in which it is judged."""

    __slots__ = (
        *("codes", "decides", "facts", "known", "matters", "named", "numbers", "primary"),
        *("product", "series", "total", "words", "words_weighed"),
    )

    def __init__(self, kind: Kind, weights: Weights) -> None:
        self.codes, self.primary, self.numbers = kind.codes, kind.primary, kind.numbers
        self.words = frozenset(kind.words)
        self.words_weighed = weights.each(kind.words)
        self.total = sum(own for _, own in self.words_weighed)
        self.named = kind.codes | kind.catalogs | ({kind.primary} if kind.primary else frozenset())
        self.series = frozenset(found[0] for code in self.named if (found := _SERIES.match(code)))
        # The name of the thing, and what else is stated, contrasts aside.
        self.product = kind.stated.get("product", frozenset())
        self.facts: dict[str, frozenset[str]] = {}
        # Sets of names as bits: all but contrasts, those that matter, those that decide.
        self.known = self.matters = self.decides = 0
        for name, values in kind.stated.items():
            if not is_contrast(name):
                if name != "product":
                    self.facts[name] = values
                bit, says = _bit(name), weight(name)
                self.known |= bit
                self.matters |= bit if says else 0
                self.decides |= bit if says == 2 else 0


_BITS = count()


@cache
def _bit(_name: str) -> int:
    return 1 << next(_BITS)


@cache
def brands() -> frozenset[str]:
    """Return names of makers: “or equal” is understood, so a brand is no part of a need."""
    return frozenset(row["brand"] for row in read_data("brands.csv"))


@cache
def says() -> Mapping[str, int]:
    """Return how much it says that a fact is missing: 2 it decides the need, 1 it matters, 0 it is by the way."""
    return {row["attribute"]: int(row["says"]) for row in read_data("attributes.csv")}


def weight(name: str) -> int:
    """Return what `says` tells of a fact; one that no table knows matters, a contrast only where it conflicts."""
    return 0 if is_contrast(name) else says().get(name, 1)


def conflicting(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> list[str]:
    """Name the hard attributes that both state and that exclude each other; unstated is no conflict."""
    against = [
        name for name in a.keys() & b.keys() if name != "product" and not _agree(name, a[name], b[name])
    ]
    return sorted((*against, *_other_size(a, b), *_other_size(b, a)))


# Facts of which one may exclude another: they are compared together, all others each by itself.
TOGETHER = ("length", "size", "size2", "size3")


def _other_size(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> list[str]:
    """Name a size that one gives as a page or a single length and that is none of the other's dimensions."""
    dimensions = b.get("size2") or b.get("size3")
    if not dimensions or "size2" in a or "size3" in a or "size" in b:
        return []
    if "size" in a:
        pages = {PAGES[page] for page in a["size"] if page in PAGES}
        return ["size"] if pages and "size2" in b and pages.isdisjoint(dimensions) else []
    sides = {side for size in dimensions for side in size.split(" x ")}
    lengths = {plain(Fraction(length)) for length in a.get("length", ())}
    return ["length"] if lengths and "length" not in b and sides.isdisjoint(lengths) else []


def _agree(name: str, a: frozenset[str], b: frozenset[str]) -> bool:
    if name in EACH_COUNTS:
        return a <= b or b <= a
    return not a.isdisjoint(b) or VAGUE.get(name) in a | b


def shares_code(a: Kind | Weighed, b: Kind | Weighed) -> bool:
    """Tell whether two kinds name the same thing by number; a maker's prefix (HEWCE401A, CE401A) is no difference.

    Where each has a number of its own, only those count: a printer that both fit makes no two cartridges one.
    """
    if a.primary and b.primary:
        short, long = a.primary, b.primary
        if len(short) > len(long):
            short, long = long, short
        if short == long or (len(short) >= 5 and (long.endswith(short) or long.startswith(short))):
            return True
        return (len(a.primary) >= 5 and a.primary in b.codes) or (
            len(b.primary) >= 5 and b.primary in a.codes
        )
    return not a.codes.isdisjoint(b.codes) and any(len(code) >= 5 for code in a.codes & b.codes)


def rivals(a: Weighed, b: Weighed) -> bool:
    """Tell whether two kinds carry different numbers of one series: QO115 and QO120, CE410A and CE411A."""
    return not a.series.isdisjoint(b.series) and a.named.isdisjoint(b.named)


def judge(a: Kind, b: Kind, cosine: float, weights: Weights) -> Judgement:
    """Judge whether two kinds are the same need."""
    if conflicting(a.stated, b.stated):
        return CONFLICT
    return judge_open(Weighed(a, weights), Weighed(b, weights), cosine)


def judge_open(a: Weighed, b: Weighed, cosine: float) -> Judgement:
    """Judge whether two are the same need, of which no stated fact excludes the other's."""
    same_code = bool(a.codes or a.primary) and shares_code(a, b)
    both = (a.known & b.known).bit_count()
    other_code = bool(a.codes and b.codes) and not same_code
    if (other_code and both < 2) or (not same_code and rivals(a, b)):
        return CONFLICT
    words = _alike(a, b)
    score = 0.65 * words + 0.1 * cosine + 0.25 * _facts(a, b, both) - _missing(a, b)
    if _other_product(a, b):
        score -= OTHER_PRODUCT
    if same_code:
        score = max(score, 0.7 + 0.3 * words)
    elif (a.codes or a.primary) and (b.codes or b.primary):
        if _agreed(a, b) < AGREED:
            return CONFLICT
        score -= OTHER_CODE
    if _one_name(a, b) and both > 1 and a.matters == b.matters and _numbers_agree(a, b):
        score = max(score, NAMED)
    score = round(max(0.0, min(1.0, score)), 4)
    if not words and not same_code:
        return Judgement(score, "none")
    if other_code and both < ENOUGH_FACTS:
        score = min(score, SUGGEST + 0.1)
    return Judgement(score, _tier(a, b, score, words))


def _other_numbers(a: Weighed, b: Weighed) -> bool:
    """Numbers that no recogniser knows speak against a pair if each line has one of its own."""
    return bool(a.numbers and b.numbers) and not _numbers_agree(a, b)


def _other_product(a: Weighed, b: Weighed) -> bool:
    """Tell whether the table of names knows the two things under different names; a boot may be a knee boot."""
    if not a.product or not b.product or not a.product.isdisjoint(b.product):
        return False
    return not any(_wider(one, other) for one in a.product for other in b.product)


@lru_cache(maxsize=100_000)
def _wider(one: str, other: str) -> bool:
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())


def _facts(a: Weighed, b: Weighed, both: int) -> float:
    """Return the share of stated facts that both state, those by the way aside."""
    either = (a.matters ^ b.matters).bit_count()
    return (both + 0.5) / (both + either + 0.5)


def _missing(a: Weighed, b: Weighed) -> float:
    """Return what a pair loses because one states a deciding fact that the other leaves open."""
    other = OTHER_NUMBER if _other_numbers(a, b) else 0.0
    return other + DECIDING * (a.decides ^ b.decides).bit_count()


def _tier(a: Weighed, b: Weighed, score: float, words: float) -> str:
    """Offer in one click only what states the same facts; an unstated fact is a thing to look at."""
    one_number = len(a.primary) >= 5 and a.primary == b.primary
    if one_number and words >= HALF and a.decides == b.decides:
        return "auto"
    if a.matters == b.matters and score >= SUGGEST and _sure(a, b, words):
        return "auto"
    return "suggest" if score >= SUGGEST and (words >= LIKE or shares_code(a, b)) else "none"


def _agreed(a: Weighed, b: Weighed) -> int:
    """Return how many facts both state alike, the name of the thing and contrasts aside."""
    return sum([values == b.facts.get(name) for name, values in a.facts.items()])


def _one_name(a: Weighed, b: Weighed) -> bool:
    return bool(a.product) and a.product == b.product


def _numbers_agree(a: Weighed, b: Weighed) -> bool:
    return a.numbers <= b.numbers or b.numbers <= a.numbers


def _sure(a: Weighed, b: Weighed, words: float) -> bool:
    """Tell whether two lines that leave no fact open are one need by what they share: measured in docs/process/pooling.

    A fact in common beside the name of the thing says most; without one, all words must agree and say more than it.
    """
    facts = (a.matters & b.matters & ~_bit("product")).bit_count()
    if _one_name(a, b) and facts:
        return _numbers_agree(a, b) and words >= HALF
    if a.numbers != b.numbers:
        return False
    if facts >= AGREED:
        return words >= AUTO
    named = {word for name in a.product for word in name.split()}
    return words >= ALIKE and (facts > 0 or bool(a.words - named) or bool(a.numbers))


def _alike(a: Weighed, b: Weighed) -> float:
    """Return the weighted share of words in common, order aside; containment counts half.

    What is left over is matched by spelling: one slip, a shortened word, two words written as one.
    """
    if not a.words or not b.words:
        return 1.0 if not a.words and not b.words else 0.0
    common = 0.0
    mine = []
    for said in a.words_weighed:
        if said[0] in b.words:
            common += said[1]
        else:
            mine.append(said)
    if mine and (theirs := [said for said in b.words_weighed if said[0] not in a.words]):
        common += _by_spelling(mine, theirs)
    dice = min(1.0, 2 * common / (a.total + b.total))
    return max(dice, 0.5 * dice + 0.5 * min(1.0, common / min(a.total, b.total)))


def _by_spelling(mine: list[tuple[str, float]], theirs: list[tuple[str, float]]) -> float:
    gained = 0.0
    for word, own in mine:
        for other in theirs:
            if word[0] == other[0][0] and spelled_alike(word, other[0]):
                gained += ALIKE * (own + other[1]) / 2
                theirs.remove(other)
                break
    return gained


@lru_cache(maxsize=200_000)
def spelled_alike(a: str, b: str) -> bool:
    """Tell whether two words are one: a slip in a long word, a shortened word, letters left out."""
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if len(short) < 3 or short[0] != long[0] or not (short.isalpha() and long.isalpha()):
        return False
    if len(short) >= 6 and OSA.distance(short, long, score_cutoff=1) <= 1:
        return True
    if len(short) >= 4 and long.startswith(short) and len(long) - len(short) >= 2:
        return True
    skeleton = sum(letter in "aeiou" for letter in short[1:]) == 0
    return skeleton and len(long) >= len(short) + 2 and _in_order(short, long) and short[-1] in long[-3:]


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)
