"""Break ties exactly as published: the fewest contracts first, then the recorded public drawing."""

import hashlib
from collections.abc import Sequence


def draw_rank(seed: str, bidder: str) -> bytes:
    """Return a bidder's place in the drawing: SHA-256 of “seed:bidder”; the lowest is the best."""
    return hashlib.sha256(f"{seed}:{bidder}".encode()).digest()


def fewest_bidders(choices: Sequence[frozenset[str]], ranked: Sequence[str]) -> frozenset[str]:
    """Return the smallest set of bidders that meets every choice, best-drawn first among the smallest.

    choices: for each item that must be awarded, the bidders tied at the lowest price. ranked: every bidder,
    best drawn first. Exact: a small branch and bound. Of the smallest sets it returns the one whose members,
    listed by rank, come first; so no member can be swapped for a better-drawn bidder.
    """
    bit = {bidder: 1 << i for i, bidder in enumerate(ranked)}
    rows = _minimal({sum(bit[bidder] for bidder in choice) for choice in choices})
    size = 0
    while not _can_hit(rows, size, {}):
        size += 1
    taken, banned = 0, 0
    for bidder in ranked:
        if size == taken.bit_count():
            break
        trial = taken | bit[bidder]
        rest = [row & ~banned for row in rows if not row & trial]
        if _can_hit(_minimal(set(rest)), size - trial.bit_count(), {}):
            taken = trial
        else:
            banned |= bit[bidder]
    return frozenset(bidder for bidder in ranked if bit[bidder] & taken)


def _minimal(rows: set[int]) -> list[int]:
    """Drop choices that another choice, contained in them, already answers."""
    kept: list[int] = []
    for row in sorted(rows, key=lambda row: (row.bit_count(), row)):
        if not any(row & other == other for other in kept):
            kept.append(row)
    return kept


def _can_hit(rows: list[int], size: int, seen: dict[tuple[int, ...], int]) -> bool:
    """Tell whether at most `size` bidders can meet every choice."""
    if not rows:
        return True
    if rows[0] == 0 or _disjoint(rows) > size:
        return False
    key = tuple(rows)
    if seen.get(key, -1) >= size:
        return False
    left = rows[0]
    while left:
        bidder = left & -left
        left ^= bidder
        if _can_hit([row for row in rows if not row & bidder], size - 1, seen):
            return True
    seen[key] = size
    return False


def _disjoint(rows: list[int]) -> int:
    """Count choices that share no bidder: each of them needs a bidder of its own."""
    used = count = 0
    for row in rows:
        if not row & used:
            used |= row
            count += 1
    return count
