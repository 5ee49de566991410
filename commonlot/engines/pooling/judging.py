"""Judge many pairs: hard facts that exclude each other are seen at once by number, only the rest is judged in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.score import Weights, conflicting, judge

NONE, SUGGEST, AUTO = 0, 1, 2
TIERS = {"none": NONE, "suggest": SUGGEST, "auto": AUTO}
AT_ONCE = 50_000

Numbers = npt.NDArray[np.int64]


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
    for start in range(0, len(open_ones), AT_ONCE):
        progress("comparing", start, len(open_ones))
        here = open_ones[start : start + AT_ONCE]
        columns = (low[here].tolist(), high[here].tolist(), cosine[here].tolist())
        some = [(kinds[a], kinds[b], c) for a, b, c in zip(*columns, strict=True)]
        score[here], tier[here] = judge_some(some, weights, scorer)
    progress("comparing", len(open_ones), len(open_ones))
    return Judged(low, high, score, tier)


def judge_some(
    pairs: Sequence[tuple[Kind, Kind, float]], weights: Weights, scorer: Scorer | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Return score and tier of each pair of kinds with the cosine of their texts."""
    judged = [judge(a, b, cosine, weights) for a, b, cosine in pairs]
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
    """Tell for each pair whether a hard fact that both state excludes the other's: `conflicting` for many at once."""
    against = np.zeros(len(low), dtype=bool)
    names = sorted({name for kind in kinds for name in kind.stated})
    for name in names:
        values: dict[frozenset[str], int] = {}
        said = np.array(
            [
                values.setdefault(kind.stated[name], len(values) + 1) if name in kind.stated else 0
                for kind in kinds
            ],
            dtype=np.int64,
        )
        stated = list(values)
        a, b = said[low], said[high]
        differ = np.flatnonzero((a > 0) & (b > 0) & (a != b))
        if not len(differ):
            continue
        combined, place = np.unique(a[differ] * len(stated) + b[differ] - 1, return_inverse=True)
        each = (divmod(pair, len(stated)) for pair in combined.tolist())
        excluded = np.array([bool(conflicting({name: stated[i - 1]}, {name: stated[j]})) for i, j in each])
        against[differ] |= excluded[place]
    return against
