"""How a pair stands among all pairs of a table that share its left or its right record.

They help where each record has one partner at most (two catalogues) and hurt where many lines are one need, so
they can be left out. A value is a likeness, higher is nearer. No labels are used.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Table = Sequence[tuple[str, str]]
ROUNDS = 60


def rank_features(table: Table, likeness: Numbers) -> Numbers:
    """Return for each pair of the table 8 columns: rank, gap to the best other, others, share; left, then right.

    `likeness` has one value for each pair. The gap of a pair that stands alone is not a number (NaN).
    """
    return np.column_stack([column for side in (0, 1) for column in _side(table, likeness, side)])


def _side(table: Table, likeness: Numbers, side: int) -> list[Numbers]:
    members: dict[str, list[int]] = {}
    for row, pair in enumerate(table):
        members.setdefault(pair[side], []).append(row)
    rank, others, share = (np.zeros(len(table)) for _ in range(3))
    gap = np.full(len(table), np.nan)
    for rows in members.values():
        values = likeness[rows]
        order = np.sort(values)[::-1]
        rank[rows] = np.searchsorted(-order, -values, side="left")
        others[rows] = len(rows) - 1
        share[rows] = values / max(float(values.sum()), 1e-9)
        if len(rows) > 1:
            # The best value faces the second best; equal bests face each other with no gap.
            gap[rows] = values - np.where(values == order[0], order[1], order[0])
    return [rank, gap, others, share]


def fair_share(table: Table, chance: Numbers) -> Numbers:
    """Return the chances of pairs if each record may have one partner or none (Sinkhorn scaling with slack)."""
    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    odds = bounded / (1 - bounded)
    left, right = (_numbered([pair[side] for pair in table]) for side in (0, 1))
    free_left, free_right = np.ones(left.max() + 1), np.ones(right.max() + 1)
    for _ in range(ROUNDS):
        free_left = 1 / (1 + np.bincount(left, odds * free_right[right], len(free_left)))
        free_right = 1 / (1 + np.bincount(right, odds * free_left[left], len(free_right)))
    shares: Numbers = free_left[left] * free_right[right] * odds
    return shares


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)
