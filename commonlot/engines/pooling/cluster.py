"""Put sayings into groups: confirmed pairs first, then average link, never across a conflict or a rejection.

Two groups are as alike as the pairs between them that were judged are on average; a pair with a conflict counts as 0.
The likest two become one, again and again, while they are alike enough and one pair of them may be suggested.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonlot.engines.pooling.judging import Judged, Numbers
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.sayings import Saying
from commonlot.engines.pooling.score import Weights, conflicting, judge
from commonlot.kernel.errors import Refused

Pair = tuple[int, int]

# Groups join down to this share of the score at which a pair is suggested: measured in docs/process/pooling/scale.md.
SHARE = 0.95


class Groups:
    """Groups under construction. Each knows the facts that its members state and what it must keep away from."""

    def __init__(self, sayings: Mapping[int, Saying], apart: Iterable[Pair], weights: Weights) -> None:
        self.sayings, self.weights = sayings, weights
        self.parent = {number: number for number in sayings}
        self.members = {number: [number] for number in sayings}
        self.stated = {number: dict(saying.speaker.stated) for number, saying in sayings.items()}
        self.needs = {number: {saying.need} - {None} for number, saying in sayings.items()}
        self.apart: dict[int, set[int]] = {number: set() for number in sayings}
        for a, b in apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def root(self, number: int) -> int:
        """Return the group that a saying is in."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def rejected(self, a: int, b: int) -> bool:
        """Tell whether a buyer rejected a pair between two groups."""
        small, large = sorted((self.root(a), self.root(b)), key=lambda root: len(self.members[root]))
        return any(
            self.root(other) == large for member in self.members[small] for other in self.apart[member]
        )

    def fits(self, a: int, b: int) -> bool:
        """Tell whether two groups may become one: no rejection, no conflict, not two confirmed needs."""
        a, b = self.root(a), self.root(b)
        if self.needs[a] and self.needs[b] and self.needs[a] != self.needs[b]:
            return False
        if conflicting(self.stated[a], self.stated[b]) or self.rejected(a, b):
            return False
        if len(self.members[a]) == 1 and len(self.members[b]) == 1:
            return True
        return not (
            self._clash(self.head(a), self.head(b)) or self._clash(self.numbered(a), self.numbered(b))
        )

    def _clash(self, a: Kind | None, b: Kind | None) -> bool:
        return a is not None and b is not None and judge(a, b, 0.5, self.weights).conflict

    def head(self, number: int) -> Kind:
        """Return the kind that speaks for a group: the one that states most, then the most lines."""
        members = self.members[self.root(number)]
        best = min(members, key=lambda m: (-len(self.sayings[m].speaker.stated), -self.sayings[m].lines, m))
        return self.sayings[best].speaker

    def numbered(self, number: int) -> Kind | None:
        """Return who speaks for a group among those with a part number: a line without one is like all its sisters."""
        members = [m for m in self.members[self.root(number)] if _has_number(self.sayings[m].speaker)]
        if not members:
            return None
        best = min(members, key=lambda m: (-len(self.sayings[m].speaker.stated), -self.sayings[m].lines, m))
        return self.sayings[best].speaker

    def join(self, a: int, b: int) -> int:
        """Make two groups one and return it."""
        a, b = sorted((self.root(a), self.root(b)))
        if a != b:
            self.parent[b] = a
            self.members[a] += self.members.pop(b)
            self.stated[a] = merge_stated(self.stated[a], self.stated.pop(b))
            self.needs[a] |= self.needs.pop(b)
        return a


def _has_number(kind: Kind) -> bool:
    return bool(kind.codes or kind.primary)


def merge_stated(
    a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Gather what two groups state: the narrower of two agreeing values, the known one of two."""
    merged = dict(a)
    for name, values in b.items():
        both = merged.get(name, values) & values
        merged[name] = both or max(merged[name], values, key=lambda v: ("yes" not in v, sorted(v)))
    return merged


def form_groups(
    sayings: Mapping[int, Saying],
    judged: Judged,
    same: Sequence[Pair],
    apart: Sequence[Pair],
    *,
    weights: Weights,
    suggest: float,
) -> list[list[int]]:
    """Return the groups as lists of the sayings' numbers, each list and the whole in a fixed order.

    same, apart: pairs that a buyer decided. suggest: the score at which a pair is suggested.
    Raises Refused if the decisions contradict each other (A is B, B is C, but A is not C).
    """
    groups = Groups(sayings, apart, weights)
    _keep_decisions(groups, same, apart)
    _keep_needs(groups)
    _Links(groups, judged, SHARE * suggest).join_all()
    return sorted(sorted(members) for members in groups.members.values())


def components(count: int, low: Numbers, high: Numbers, links: Sequence[Pair]) -> Numbers:
    """Return for each of `count` sayings the number of its connected component; no group reaches beyond one.

    low, high: the pairs that may be suggested. links: those that are said to be the same.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    more = np.array(links, dtype=np.int64).reshape(-1, 2)
    a, b = np.concatenate((low, more[:, 0])), np.concatenate((high, more[:, 1]))
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def check_decisions(
    sayings: Mapping[int, Saying], same: Sequence[Pair], apart: Sequence[Pair], weights: Weights
) -> None:
    """Raise Refused if the decisions contradict each other."""
    _keep_decisions(Groups(sayings, apart, weights), same, apart)


@dataclass
class _Link:
    """What is known between two groups: the sum of scores, how many pairs, whether one of them may be suggested."""

    total: float = 0.0
    pairs: int = 0
    open: bool = False

    def add(self, total: float, pairs: int, may: bool) -> None:
        self.total += total
        self.pairs += pairs
        self.open |= may


class _Links:
    """The links between groups, kept up to date as they join, the likest first."""

    def __init__(self, groups: Groups, judged: Judged, least: float) -> None:
        self.groups, self.least = groups, least
        self.near: dict[int, dict[int, _Link]] = {}
        self.heap: list[tuple[float, int, int, int]] = []
        columns = (judged.low.tolist(), judged.high.tolist(), judged.score.tolist(), judged.tier.tolist())
        for low, high, score, tier in zip(*columns, strict=True):
            a, b = groups.root(low), groups.root(high)
            if a != b:
                link = self.near.setdefault(a, {}).get(b) or self._new(a, b)
                link.add(score, 1, tier > 0)
        for a, others in self.near.items():
            for b, link in others.items():
                if a < b:
                    self._offer(a, b, link)

    def _new(self, a: int, b: int) -> _Link:
        link = self.near[a][b] = self.near.setdefault(b, {})[a] = _Link()
        return link

    def _offer(self, a: int, b: int, link: _Link) -> None:
        # Rounded, so that the order in which scores were added up decides nothing.
        alike = round(link.total / link.pairs, 9)
        if link.open and alike >= self.least:
            heapq.heappush(self.heap, (-alike, min(a, b), max(a, b), link.pairs))

    def join_all(self) -> None:
        """Join the likest two groups that fit, until none are left."""
        while self.heap:
            _, a, b, pairs = heapq.heappop(self.heap)
            link = self.near.get(a, {}).get(b)
            # What was offered before one of the two grew is out of date.
            if link is None or link.pairs != pairs or not self.groups.fits(a, b):
                continue
            kept = self.groups.join(a, b)
            self._hand_over(b if kept == a else a, kept)

    def _hand_over(self, gone: int, kept: int) -> None:
        del self.near[kept][gone]
        for other, link in self.near.pop(gone).items():
            if other == kept:
                continue
            del self.near[other][gone]
            mine = self.near[kept].get(other)
            if mine is None:
                self.near[kept][other] = self.near[other][kept] = mine = link
            else:
                mine.add(link.total, link.pairs, link.open)
            self._offer(kept, other, mine)


def _keep_decisions(groups: Groups, same: Sequence[Pair], apart: Sequence[Pair]) -> None:
    for a, b in sorted(same):
        if groups.root(a) != groups.root(b) and groups.rejected(a, b):
            raise Refused(_contradiction(groups, a, b))
        groups.join(a, b)
    for a, b in apart:
        if groups.root(a) == groups.root(b):
            raise Refused(_contradiction(groups, a, b))


def _keep_needs(groups: Groups) -> None:
    """Put the sayings of one confirmed need together, wherever no decision says otherwise."""
    first: dict[str, int] = {}
    for number, saying in sorted(groups.sayings.items()):
        if saying.need is not None:
            a = first.setdefault(saying.need, number)
            if groups.root(a) != groups.root(number) and not groups.rejected(a, number):
                groups.join(a, number)


def _contradiction(groups: Groups, a: int, b: int) -> str:
    one, two = (groups.sayings[number].speaker.lines[0].description for number in (a, b))
    return f"The decisions contradict each other: “{one}” and “{two}” are said to be the same and to be different."
