"""How alike two texts are, in words: what is in common, what one says and the other does not."""

from itertools import takewhile

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, LCSseq

from commonlot.engines.pooling.learning.texts import Text
from commonlot.engines.pooling.learning.weights import WordWeights

Features = dict[str, float]
MISSING = float("nan")
SOFT = 0.90


def shared_words(a: Text, b: Text, weights: WordWeights) -> Features:
    """Compare words by weight: containment both ways, Jaccard, cosine, and the rarest word in common."""
    common = a.bag & b.bag
    if not a.bag or not b.bag:
        names = ("held_a", "held_b", "jaccard", "cosine", "rarest", "common")
        return dict.fromkeys(names, MISSING)
    of = weights.weight
    both, all_a, all_b = weights.total(common), weights.total(a.bag), weights.total(b.bag)
    square = sum(of(word) ** 2 for word in sorted(common))
    length_a, length_b = (sum(of(word) ** 2 for word in sorted(text.bag)) for text in (a, b))
    return {
        "held_a": both / all_a,
        "held_b": both / all_b,
        "jaccard": both / (all_a + all_b - both),
        "cosine": square / (length_a * length_b) ** 0.5,
        "rarest": max((of(word) for word in common), default=0.0) / weights.heaviest,
        "common": len(common),
    }


def unexplained(text: Text, other: Text, soft: bool) -> list[str]:
    """Return the words that the other text does not say: not joined, not split, not in a near spelling."""
    left = []
    theirs = sorted(other.bag - text.bag)
    for word in sorted(text.bag - other.bag):
        if len(word) >= 3 and word in other.run:
            continue
        if soft and (any(_near(word, candidate) for candidate in theirs) or _initials(word, other.words)):
            continue
        left.append(word)
    return left


def _near(word: str, other: str) -> bool:
    """Tell whether two words are one in two spellings or one is the start of the other; never with digits."""
    if len(word) < 3 or len(other) < 3 or word[0] != other[0] or not (word.isalpha() and other.isalpha()):
        return False
    if other.startswith(word) or word.startswith(other):
        return True
    return JaroWinkler.similarity(word, other, score_cutoff=SOFT) > 0


def _initials(word: str, words: tuple[str, ...]) -> bool:
    """Tell whether a short word is the initials of words that follow each other: sbe, small business edition."""
    if not 2 <= len(word) <= 4 or not word.isalpha():
        return False
    return word in "".join(other[0] for other in words)


def unsaid(a: Text, b: Text, weights: WordWeights, soft: bool) -> Features:
    """Weigh what each text says and the other does not: all of it, its rarest word, words with digits."""
    found: Features = {}
    for side, text, other in (("a", a, b), ("b", b, a)):
        if not text.bag or not other.bag:
            names = ("left", "share", "top", "second", "digits", "alpha")
            found |= {f"{name}_{side}": MISSING for name in names}
            continue
        words = unexplained(text, other, soft)
        heavy = sorted((weights.weight(word) for word in words), reverse=True)
        digits = [weights.weight(word) for word in words if any(c.isdigit() for c in word)]
        found[f"left_{side}"] = sum(heavy)
        found[f"share_{side}"] = sum(heavy) / weights.total(text.bag)
        found[f"top_{side}"] = heavy[0] / weights.heaviest if heavy else 0.0
        found[f"second_{side}"] = heavy[1] / weights.heaviest if len(heavy) > 1 else 0.0
        found[f"digits_{side}"] = sum(digits)
        found[f"alpha_{side}"] = sum(heavy) - sum(digits)
    return found


def spelling(a: Text, b: Text) -> Features:
    """Compare the characters: edit ratios with words in any order, the start, the first words, the lengths."""
    if not a.plain or not b.plain:
        names = ("ratio", "sorted", "set", "partial", "run", "winkler", "start", "first", "second", "length",
                 "words_a", "words_b")  # fmt: skip
        return dict.fromkeys(names, MISSING)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a.run, b.run, strict=False)))
    return {
        "ratio": fuzz.ratio(a.plain, b.plain),
        "sorted": fuzz.token_sort_ratio(a.plain, b.plain),
        "set": fuzz.token_set_ratio(a.plain, b.plain),
        "partial": fuzz.partial_ratio(a.run, b.run),
        "run": LCSseq.normalized_similarity(a.run, b.run),
        "winkler": JaroWinkler.similarity(a.plain, b.plain),
        "start": start / max(1, min(len(a.run), len(b.run))),
        "first": float(a.words[:1] == b.words[:1]),
        "second": float(a.words[:2] == b.words[:2]),
        "length": len(a.run) / max(1, len(b.run)),
        "words_a": len(a.words),
        "words_b": len(b.words),
    }


def soft_words(a: Text, b: Text, weights: WordWeights) -> Features:
    """Match each word to its nearest by Jaro-Winkler and weigh it (soft TF-IDF), both ways."""
    if not a.bag or not b.bag:
        return {"soft_a": MISSING, "soft_b": MISSING}
    found: Features = {}
    for side, text, other in (("a", a, b), ("b", b, a)):
        theirs = sorted(other.bag)
        total = 0.0
        for word in sorted(text.bag):
            if word in other.bag:
                total += weights.weight(word)
            else:
                best = max(JaroWinkler.similarity(word, their) for their in theirs)
                total += weights.weight(word) * (best if best >= 0.8 else 0.0)
        found[f"soft_{side}"] = total / weights.total(text.bag)
    return found
