"""Find which kinds may be the same need without comparing all pairs: near texts and equal part numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from commonlot.engines.pooling.needs import Kind

NEAREST = 30
LEAST = 0.25
THREADS = 2
MOST_ALIKE = 8


def find_candidates(kinds: Sequence[Kind]) -> dict[tuple[int, int], float]:
    """Return pairs of kind numbers (low, high) with the cosine of their character 3-5-grams."""
    pairs: dict[tuple[int, int], float] = {}
    sound = [kind for kind in kinds if not kind.spoiled]
    if len(sound) > 1:
        _near_texts(sound, pairs)
    _equal_keys(sound, pairs)
    return pairs


def _near_texts(kinds: Sequence[Kind], pairs: dict[tuple[int, int], float]) -> None:
    """Compare distinct texts only: kinds that differ in the unit alone share one row of the matrix."""
    # Loaded here because it takes seconds, and most processes that know this engine never sort a pool.
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    alike: dict[str, list[int]] = defaultdict(list)
    for kind in kinds:
        text = " ".join(
            (
                *sorted(kind.words),
                *sorted(kind.numbers),
                *sorted(a.display or a.value for a in kind.attributes),
            )
        )
        alike[text or kind.text].append(kind.number)
    texts = sorted(alike)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    matrix = grams.fit_transform(texts)
    nearest = sp_matmul_topn(
        matrix, matrix.T.tocsr(), top_n=NEAREST, threshold=LEAST, sort=True, n_threads=THREADS
    ).tocoo()
    for row, column, cosine in zip(
        nearest.row.tolist(), nearest.col.tolist(), nearest.data.tolist(), strict=True
    ):
        if row == column:
            continue
        # Texts that are many times the same have more links than anyone will read: the first few stand for all.
        for a in alike[texts[row]][:MOST_ALIKE]:
            for b in alike[texts[column]][:MOST_ALIKE]:
                pair = (a, b) if a < b else (b, a)
                pairs[pair] = max(pairs.get(pair, 0.0), round(float(cosine), 4))
    for members in alike.values():
        _link(members, pairs, 1.0)


def _equal_keys(kinds: Sequence[Kind], pairs: dict[tuple[int, int], float]) -> None:
    by_code: dict[str, list[int]] = defaultdict(list)
    for kind in kinds:
        for code in sorted({*kind.codes, *(bare_code(code) for code in kind.codes)}):
            by_code[code].append(kind.number)
    for members in by_code.values():
        _link(members, pairs, 0.0)


def bare_code(code: str) -> str:
    """Take a distributor's three letters off a maker's number: HEWCE401A is CE401A, NSN2828201 is 2828201."""
    bare = re.sub(r"^[a-z]{3}(?=[a-z]{0,3}\d)", "", code)
    bare = bare if len(bare) >= 5 else code
    # The last nine digits of a stock number name the item; catalogues print the last seven.
    return bare[-7:] if re.fullmatch(r"\d{13}", bare) else bare


def _link(members: Sequence[int], pairs: dict[tuple[int, int], float], cosine: float) -> None:
    """Link members to each other: all pairs of a few, a chain and a star of many (never a quadratic step)."""
    ordered = sorted(members)
    few = ordered[:8]
    links = [(a, b) for i, a in enumerate(few) for b in few[i + 1 :]]
    links += [(ordered[0], b) for b in ordered[8:]] + list(pairwise(ordered[7:]))
    for pair in links:
        pairs[pair] = max(pairs.get(pair, 0.0), cosine)
