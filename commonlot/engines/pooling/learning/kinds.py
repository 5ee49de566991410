"""The features of a pair of requirement lines as the engine has read them; which one is named first does not matter."""

import math
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from commonlot.engines.pooling.learning.bag import Numbers
from commonlot.engines.pooling.learning.codes import compare_codes
from commonlot.engines.pooling.learning.likeness import Features, shared_words, unsaid
from commonlot.engines.pooling.learning.texts import Text, fold
from commonlot.engines.pooling.learning.weights import WordWeights
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.score import conflicting, shares_code

Pair = tuple[Kind, Kind, float]
NAMES = (
    "cosine", "held_low", "held_high", "jaccard", "words_cosine", "rarest", "common", "unsaid_low", "unsaid_high",
    "top_low", "top_high", "letters", "sorted", "words_low", "words_high", "same_code", "codes_low", "codes_high",
    "near_code", "inside_low", "inside_high", "agreed", "conflicts", "unstated_low", "unstated_high", "all_stated",
    "numbers_same", "numbers_nested", "numbers_clash", "same_unit",
)  # fmt: skip


def kind_text(kind: Kind) -> Text:
    """Put what the engine read from a line into the shape in which texts are compared."""
    words = (*kind.words, *sorted(kind.numbers))
    run = "".join(character for character in kind.text if character.isalnum())
    return Text(kind.text, words, frozenset(words), kind.codes, kind.numbers, {}, run)


def kind_weights(kinds: Sequence[Kind]) -> WordWeights:
    """Weigh words by the lines decided on; lines that say the same count once."""
    distinct = {fold(kind.text): kind for kind in kinds}
    return WordWeights.of(frozenset((*kind.words, *kind.numbers)) for kind in distinct.values())


def kind_matrix(pairs: Sequence[Pair], weights: WordWeights) -> Numbers:
    """Return one row of features for each pair, columns as in NAMES."""
    texts: dict[int, Text] = {}
    for a, b, _ in pairs:
        for kind in (a, b):
            if id(kind) not in texts:
                texts[id(kind)] = kind_text(kind)
    rows = [kind_features((a, b, cosine), (texts[id(a)], texts[id(b)]), weights) for a, b, cosine in pairs]
    return np.array([[row[name] for name in NAMES] for row in rows], dtype=np.float64).reshape(-1, len(NAMES))


def kind_features(pair: Pair, said: tuple[Text, Text], weights: WordWeights) -> Features:
    """Compare two lines: words by weight, codes, facts stated by both or by one, numbers, units."""
    a, b, cosine = pair
    said_a, said_b = said
    shared = shared_words(said_a, said_b, weights)
    rest = unsaid(said_a, said_b, weights, soft=True)
    codes = compare_codes(said_a, said_b, weights)
    found = {name: shared[name] for name in ("jaccard", "rarest", "common")}
    found |= {"cosine": cosine, "words_cosine": shared["cosine"], "near_code": codes["near"]}
    found |= _ordered("held", shared["held_a"], shared["held_b"])
    found |= _ordered("unsaid", rest["share_a"], rest["share_b"])
    found |= _ordered("top", rest["top_a"], rest["top_b"])
    found |= _ordered("words", len(said_a.bag), len(said_b.bag))
    found |= _ordered("codes", len(a.codes), len(b.codes))
    found |= _ordered("inside", codes["inside_a"], codes["inside_b"])
    found["letters"] = fuzz.token_set_ratio(said_a.plain, said_b.plain)
    found["sorted"] = fuzz.token_sort_ratio(said_a.plain, said_b.plain)
    return found | _facts(a, b)


def _facts(a: Kind, b: Kind) -> Features:
    """Count facts that agree, exclude each other, or are stated by one line only; and compare numbers."""
    both = a.stated.keys() & b.stated.keys()
    nested = a.numbers <= b.numbers or b.numbers <= a.numbers
    return {
        "same_code": float(shares_code(a, b)),
        "agreed": sum(a.stated[name] == b.stated[name] for name in both),
        "conflicts": len(conflicting(a.stated, b.stated)),
        **_ordered("unstated", len(a.stated.keys() - both), len(b.stated.keys() - both)),
        "all_stated": float(a.stated == b.stated),
        "numbers_same": float(a.numbers == b.numbers),
        "numbers_nested": float(nested),
        "numbers_clash": float(bool(a.numbers and b.numbers and not nested)),
        "same_unit": float(a.unit == b.unit),
    }


def _ordered(name: str, one: float, other: float) -> Features:
    """Name the lower and the higher of two values; the higher of a number and none (NaN) is none."""
    if math.isnan(one):
        one, other = other, one
    low, high = (one, other) if math.isnan(other) else (min(one, other), max(one, other))
    return {f"{name}_low": low, f"{name}_high": high}
