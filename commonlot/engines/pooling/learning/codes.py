"""Do model and part numbers agree, and do numbers with their units?"""

from itertools import takewhile

from rapidfuzz.distance import Levenshtein

from commonlot.engines.pooling.learning.likeness import MISSING, Features
from commonlot.engines.pooling.learning.texts import Text
from commonlot.engines.pooling.learning.weights import WordWeights


def compare_codes(a: Text, b: Text, weights: WordWeights) -> Features:
    """Compare the codes of two texts: equal, prefix, edit distance of the nearest, found in the other's run."""
    found: Features = {
        "codes_a": len(a.codes),
        "codes_b": len(b.codes),
        "equal": len(a.codes & b.codes),
        "equal_length": max((len(code) for code in a.codes & b.codes), default=0),
    }
    for side, text, other in (("a", a, b), ("b", b, a)):
        inside = [len(code) for code in text.codes if code in other.run]
        found[f"inside_{side}"] = max(inside, default=0) if text.codes else MISSING
        found[f"inside_share_{side}"] = len(inside) / len(text.codes) if text.codes else MISSING
        found[f"missing_{side}"] = max((len(code) for code in text.codes if code not in other.run), default=0)
    return found | _nearest(a, b)


def _nearest(a: Text, b: Text) -> Features:
    """Compare the two codes that are nearest, and the longest code of each text."""
    if not a.codes or not b.codes:
        names = ("near", "distance", "prefix", "suffix", "main", "main_prefix", "digits", "letters")
        return dict.fromkeys(names, MISSING)
    pairs = [
        (Levenshtein.normalized_similarity(x, y), x, y) for x in sorted(a.codes) for y in sorted(b.codes)
    ]
    near, x, y = max(pairs)
    main_a, main_b = (max(sorted(text.codes), key=len) for text in (a, b))
    return {
        "near": near,
        "distance": Levenshtein.distance(x, y),
        "prefix": _start(x, y) / min(len(x), len(y)),
        "suffix": _start(x[::-1], y[::-1]) / min(len(x), len(y)),
        "main": Levenshtein.normalized_similarity(main_a, main_b),
        "main_prefix": _start(main_a, main_b) / min(len(main_a), len(main_b)),
        "digits": float(_only(x, digits=True) == _only(y, digits=True)),
        "letters": float(_only(x, digits=False) == _only(y, digits=False)),
    }


def _start(x: str, y: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(x, y, strict=False)))


def _only(code: str, *, digits: bool) -> str:
    return "".join(character for character in code if character.isdigit() == digits)


def compare_numbers(a: Text, b: Text, weights: WordWeights) -> Features:
    """Compare plain numbers and measures: agreeing, contradicting, stated by one side only."""
    same = a.numbers & b.numbers
    either = a.numbers | b.numbers
    units = a.measures.keys() & b.measures.keys()
    conflicts = [unit for unit in units if a.measures[unit].isdisjoint(b.measures[unit])]
    return {
        "number_jaccard": len(same) / len(either) if either else MISSING,
        "number_same": weights.total(same),
        "number_a": weights.total(a.numbers - b.numbers),
        "number_b": weights.total(b.numbers - a.numbers),
        "number_clash": float(bool(a.numbers and b.numbers and not same)),
        "number_held": float(a.numbers <= b.numbers or b.numbers <= a.numbers) if either else MISSING,
        "measure_same": len(units) - len(conflicts),
        "measure_clash": len(conflicts),
        "measure_a": len(a.measures.keys() - b.measures.keys()),
        "measure_b": len(b.measures.keys() - a.measures.keys()),
    }
