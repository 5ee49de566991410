"""Judge many pairs: hard facts that exclude each other are seen at once by number, only the rest is judged in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.score import (
    CONFLICT,
    TOGETHER,
    Judgement,
    Weighed,
    Weights,
    conflicting,
    judge_open,
)

NONE, SUGGEST, AUTO = 0, 1, 2
TIERS = {"none": NONE, "suggest": SUGGEST, "auto": AUTO}
AT_ONCE = 50_000

Numbers = npt.NDArray[np.int64]
# What a line states of one thing, or of things that are compared together: names with their values.
Fact = tuple[tuple[str, frozenset[str]], ...]


class Scorer(Protocol):
    """What was learnt from decisions. version names it; auto and suggest are its thresholds (None: no such tier)."""

    version: str
    auto: float | None
    suggest: float

    def score(self, pairs: Sequence[tuple[Kind, Kind, float]]) -> Sequence[float]:
        """Return for each pair (and the cosine of its texts) the chance, 0 to 1, that it is one need."""


@dataclass(frozen=True)
class Judged:
    """Pairs of numbers (low < high) with score 0..1 and tier; a pair with a conflict has score 0 and tier none."""

    low: Numbers
    high: Numbers
    score: npt.NDArray[np.float64]
    tier: npt.NDArray[np.int8]


def judge_pairs(
    kinds: Sequence[Kind],
    pairs: tuple[Numbers, Numbers, npt.NDArray[np.float64]],
    weights: Weights,
    scorer: Scorer | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Judged:
    """Judge pairs: (low, high, cosine of their texts), where low and high are places in `kinds`."""
    low, high, cosine = pairs
    score = np.zeros(len(low))
    tier = np.zeros(len(low), dtype=np.int8)
    open_ones = np.flatnonzero(~hard_conflicts(kinds, low, high))
    said = [Weighed(kind, weights) for kind in kinds]
    for start in range(0, len(open_ones), AT_ONCE):
        progress("comparing", start, len(open_ones))
        here = open_ones[start : start + AT_ONCE]
        columns = (low[here].tolist(), high[here].tolist(), cosine[here].tolist())
        judged = [judge_open(said[a], said[b], c) for a, b, c in zip(*columns, strict=True)]
        some = [] if scorer is None else [(kinds[a], kinds[b], c) for a, b, c in zip(*columns, strict=True)]
        score[here], tier[here] = _scored(judged, some, scorer)
    progress("comparing", len(open_ones), len(open_ones))
    return Judged(low, high, score, tier)


def judge_some(
    pairs: Sequence[tuple[Kind, Kind, float]], weights: Weights, scorer: Scorer | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Return score and tier of each pair of kinds with the cosine of their texts."""
    said = {id(kind): kind for pair in pairs for kind in pair[:2]}
    weighed = {place: Weighed(kind, weights) for place, kind in said.items()}
    judged = [
        CONFLICT if conflicting(a.stated, b.stated) else judge_open(weighed[id(a)], weighed[id(b)], cosine)
        for a, b, cosine in pairs
    ]
    return _scored(judged, pairs, scorer)


def _scored(
    judged: Sequence[Judgement], pairs: Sequence[tuple[Kind, Kind, float]], scorer: Scorer | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    if scorer is None:
        tiers = np.array([TIERS[j.tier] for j in judged], dtype=np.int8)
        return np.array([j.score for j in judged]), tiers
    learnt = np.array(scorer.score(pairs), dtype=np.float64)
    learnt[[j.conflict for j in judged]] = 0.0
    tiers = np.where(learnt >= scorer.suggest, SUGGEST, NONE).astype(np.int8)
    if scorer.auto is not None:
        tiers[learnt >= scorer.auto] = AUTO
    return learnt, tiers


def hard_conflicts(kinds: Sequence[Kind], low: Numbers, high: Numbers) -> npt.NDArray[np.bool_]:
    """Tell for each pair whether a hard fact of one excludes one of the other: `conflicting` for many at once."""
    stated: dict[Fact, int] = {}
    facts = _as_numbers(kinds, stated)
    said = facts.astype(bool).astype(np.float64)
    known = [dict(fact) for fact in stated]
    against = np.zeros(len(low), dtype=bool)
    for start in range(0, len(low), AT_ONCE):
        a, b = low[start : start + AT_ONCE], high[start : start + AT_ONCE]
        # Only what both state is left, and of both in the same places.
        mine, theirs = facts[a].multiply(said[b]).tocsr(), said[a].multiply(facts[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(mine.indptr))
        differ = np.flatnonzero(mine.data != theirs.data)
        each = mine.data[differ].astype(np.int64) * (len(known) + 1) + theirs.data[differ].astype(np.int64)
        combined, place = np.unique(each, return_inverse=True)
        both = (divmod(pair, len(known) + 1) for pair in combined.tolist())
        excluded = np.array([bool(conflicting(known[i - 1], known[j - 1])) for i, j in both], dtype=bool)
        against[start + pair[differ][excluded[place]]] = True
    return against


def _as_numbers(kinds: Sequence[Kind], stated: dict[Fact, int]) -> Any:
    """Return kinds x facts as numbers, and gather in `stated` what each number (from 1) stands for."""
    from scipy.sparse import csr_matrix

    columns: dict[str, int] = {}
    rows, places, numbers = [], [], []
    for row, kind in enumerate(kinds):
        facts = [((name, values),) for name, values in kind.stated.items() if name not in TOGETHER]
        facts = [fact for fact in facts if fact[0][0] != "product"]
        sizes = tuple((name, kind.stated[name]) for name in TOGETHER if name in kind.stated)
        for fact in (*facts, sizes) if sizes else facts:
            name = TOGETHER[0] if fact is sizes else fact[0][0]
            rows.append(row)
            places.append(columns.setdefault(name, len(columns)))
            numbers.append(float(stated.setdefault(fact, len(stated) + 1)))
    table = csr_matrix((numbers, (rows, places)), shape=(len(kinds), max(1, len(columns))))
    table.sort_indices()
    return table
