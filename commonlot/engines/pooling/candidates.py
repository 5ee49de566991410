"""Find which needs may be the same without comparing all pairs: near texts and equal part numbers.

Rows are handled in blocks of a fixed size, each against each, and every row keeps its nearest. One process and Spark
run the same blocks through the same functions, so they find the same pairs.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from commonlot.engines.pooling.needs import Kind

NEAREST = 30
LEAST = 0.1
# Texts less alike than this, all grams weighed, are no candidates unless a number links them.
ALIKE = 0.2
THREADS = 2
BLOCK = 8192
# A gram of more texts than this finds nobody (it would find everybody), but still counts in the cosine.
COMMON = 800

Numbers = npt.NDArray[np.int64]
Likeness = npt.NDArray[np.float32]
Near = tuple[Numbers, Numbers, Likeness]


def near_rows(one: Any, other: Any) -> Near:
    """Return for every row of a block its nearest rows of another: row, row of the other, likeness."""
    # Loaded here because most processes that know this engine never sort a pool.
    from sparse_dot_topn import sp_matmul_topn

    found = sp_matmul_topn(
        one, other.T.tocsr(), top_n=NEAREST + 1, threshold=LEAST, sort=True, n_threads=THREADS
    ).tocoo()
    return found.row.astype(np.int64), found.col.astype(np.int64), found.data


def keep_nearest(rows: Numbers, columns: Numbers, likeness: Likeness) -> Near:
    """Return each row's nearest others of all blocks: the likest first, of equals the lower number."""
    others = rows != columns
    rows, columns, likeness = rows[others], columns[others], likeness[others]
    order = np.lexsort((columns, -likeness, rows))
    rows, columns, likeness = rows[order], columns[order], likeness[order]
    first = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1]))) if len(rows) else rows
    rank = np.arange(len(rows)) - np.repeat(first, np.diff(np.concatenate((first, [len(rows)]))))
    kept = rank < NEAREST
    return rows[kept], columns[kept], likeness[kept]


class NearestOfBlock:
    """The nearest others of one block's rows, gathered block by block: never more than NEAREST a row are held."""

    def __init__(self, number: int, rare: Any) -> None:
        self.first, self.rare = number * BLOCK, rare
        none = np.zeros(0, dtype=np.int64)
        self.near: Near = (none, none, np.zeros(0, dtype=np.float32))
        # How like the last of a row's NEAREST is: what is less alike need not be held.
        self.last = np.zeros(rare.shape[0], dtype=np.float32)

    def add(self, number: int, other: Any) -> None:
        """Take in the rows of one more block."""
        rows, columns, likeness = near_rows(self.rare, other)
        worth = likeness >= self.last[rows]
        held, others, alike = keep_nearest(
            np.concatenate((self.near[0], rows[worth] + self.first)),
            np.concatenate((self.near[1], columns[worth] + number * BLOCK)),
            np.concatenate((self.near[2], likeness[worth])),
        )
        self.near = held, others, alike
        places, starts, many = np.unique(held - self.first, return_index=True, return_counts=True)
        full = many == NEAREST
        self.last[places[full]] = alike[starts[full] + NEAREST - 1]


def near_texts(blocks: Sequence[Any]) -> tuple[Numbers, Numbers]:
    """Return pairs of row numbers of near texts; blocks: the rare grams of BLOCK rows each, in order."""
    pairs = []
    for i, one in enumerate(blocks):
        nearest = NearestOfBlock(i, one)
        for j, other in enumerate(blocks):
            nearest.add(j, other)
        pairs.append(nearest.near)
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate([pair[0] for pair in pairs]), np.concatenate([pair[1] for pair in pairs])


def keys_of(kind: Kind) -> list[str]:
    """Return the numbers by which a need may be known elsewhere: as typed, and without a distributor's letters."""
    numbers = kind.codes | kind.catalogs
    return sorted({*numbers, *(bare_code(code) for code in numbers)})


def equal_keys(kinds: Iterable[tuple[int, Kind]]) -> list[tuple[int, int]]:
    """Return pairs of numbers whose kinds have a key in common."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for number, kind in kinds:
        for code in keys_of(kind):
            by_code[code].append(number)
    return [pair for members in by_code.values() for pair in link(members)]


def bare_code(code: str) -> str:
    """Take a distributor's three letters off a maker's number: HEWCE401A is CE401A, NSN2828201 is 2828201."""
    bare = re.sub(r"^[a-z]{3}(?=[a-z]{0,3}\d)", "", code)
    bare = bare if len(bare) >= 5 else code
    # The last nine digits of a stock number name the item; catalogues print the last seven.
    return bare[-7:] if re.fullmatch(r"\d{13}", bare) else bare


def link(members: Sequence[int]) -> list[tuple[int, int]]:
    """Link members to each other: all pairs of a few, a chain and a star of many (never a quadratic step)."""
    ordered = sorted(members)
    few = ordered[:8]
    links = [(a, b) for i, a in enumerate(few) for b in few[i + 1 :]]
    return links + [(ordered[0], b) for b in ordered[8:]] + list(pairwise(ordered[7:]))


def worth_judging(cosine: npt.NDArray[np.float64], keyed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which pairs are judged: their texts are alike enough, or a number links them (keyed)."""
    return (cosine >= ALIKE) | keyed


def once(near: tuple[Numbers, Numbers], keyed: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers, Any]:
    """Return every pair once, the lower number first, in order, and whether a number links it."""
    linked = np.array(keyed, dtype=np.int64).reshape(-1, 2)
    by_key = (linked[:, 0] << 32) | linked[:, 1]
    pairs = np.unique(np.concatenate(((np.minimum(*near) << 32) | np.maximum(*near), by_key)))
    linked_ones = np.zeros(len(pairs), dtype=bool)
    linked_ones[np.searchsorted(pairs, by_key)] = True
    return pairs >> 32, pairs & 0xFFFFFFFF, linked_ones
