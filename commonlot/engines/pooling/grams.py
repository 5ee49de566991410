"""Weigh the character 3-5-grams of texts (TF-IDF), block by block, so that any number of machines weigh alike.

A gram lies within a word, the spaces around it included, and is known by a 64-bit hash of its characters. What must
be known of all texts is only how many of them hold each gram: that table adds up over blocks. No text is compared here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

SIZES = (3, 4, 5)
_PRIME = np.uint64(1099511628211)
_SPACE, _END = 32, 10

Whole = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Counted:
    """How often each gram stands in each text of a block: rows x the block's own sorted grams, in CSR form."""

    grams: Hashes
    counts: Any

    @property
    def texts(self) -> Whole:
        """Return in how many texts of the block each gram stands."""
        return np.bincount(self.counts.indices, minlength=len(self.grams)).astype(np.int64)


@dataclass(frozen=True)
class Table:
    """In how many of all texts each gram stands."""

    grams: Hashes
    texts: Whole
    of: int


def count_grams(texts: Sequence[str]) -> Counted:
    """Count the grams of a block of texts (lower case, single spaces; the order of rows is that of the texts)."""
    from scipy.sparse import csr_matrix

    rows, hashes = _hashed(texts)
    grams, place = np.unique(hashes, return_inverse=True)
    ones = np.ones(len(rows), dtype=np.float32)
    counts = csr_matrix((ones, (rows, place.astype(np.int32))), shape=(len(texts), max(1, len(grams))))
    counts.sum_duplicates()
    return Counted(grams, counts)


def _hashed(texts: Sequence[str]) -> tuple[npt.NDArray[np.int32], Hashes]:
    joined = "".join(f" {text.replace(chr(_END), ' ')} {chr(_END)}" for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    space, end = points == _SPACE, points == _END
    row = np.cumsum(end).astype(np.int32)
    rows, hashes = [], []
    for size in SIZES:
        length = max(0, len(points) - size + 1)
        code = np.full(length, np.uint64(size))
        within = np.ones(length, dtype=bool)
        for i in range(size):
            code = code * _PRIME + points[i : i + length]
            within &= ~end[i : i + length]
            if 0 < i < size - 1:
                within &= ~space[i : i + length]
        rows.append(row[:length][within])
        hashes.append(code[within])
    return np.concatenate(rows), np.concatenate(hashes)


def add_up(parts: Iterable[tuple[Hashes, Whole]], of: int) -> Table:
    """Add the tables of blocks up to that of all `of` texts."""
    grams, texts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    for more, held in parts:
        grams, place = np.unique(np.concatenate((grams, more)), return_inverse=True)
        texts = np.bincount(place, weights=np.concatenate((texts, held)), minlength=len(grams)).astype(
            np.int64
        )
    return Table(grams, texts, of)


def weigh(counted: Counted, table: Table) -> Any:
    """Return the block's rows x all grams: sublinear counts times rarity, each row of length one (float32 CSR)."""
    from scipy.sparse import csr_matrix

    columns = np.searchsorted(table.grams, counted.grams)
    rare = np.log((1 + table.of) / (1 + table.texts[columns])) + 1.0
    counts = counted.counts
    data = (1.0 + np.log(counts.data.astype(np.float64))) * rare[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, weights=data * data, minlength=counts.shape[0]))
    data = (data / length[row]).astype(np.float32)
    shape = (counts.shape[0], max(1, len(table.grams)))
    return csr_matrix((data, columns[counts.indices].astype(np.int32), counts.indptr), shape=shape)


def rare_only(weighed: Any, table: Table, most: int) -> Any:
    """Return the same rows with only the grams that stand in at most `most` texts: these find, all of them weigh."""
    from scipy.sparse import csr_matrix

    keep = table.texts[weighed.indices] <= most
    row = np.repeat(np.arange(weighed.shape[0]), np.diff(weighed.indptr))[keep]
    starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=weighed.shape[0]))))
    return csr_matrix((weighed.data[keep], weighed.indices[keep], starts), shape=weighed.shape)


def cosines(
    one: Any, rows: Whole, other: Any, columns: Whole, at_once: int = 100_000
) -> npt.NDArray[np.float64]:
    """Return the cosine of each pair (row of one, row of other), rounded to four places."""
    found = [
        np.asarray(
            one[rows[i : i + at_once]].multiply(other[columns[i : i + at_once]]).sum(axis=1), dtype=np.float64
        )
        for i in range(0, len(rows), at_once)
    ]
    return np.round(np.concatenate(found).ravel(), 4) if found else np.zeros(0)
