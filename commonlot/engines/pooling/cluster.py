"""Put sayings into groups: confirmed pairs first, then average link, never across a conflict or a rejection.

Two groups are as alike as the pairs between them that were judged are on average; a pair with a conflict counts as 0.
The likest two become one, again and again, while they are alike enough and one pair of them may be suggested.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commonlot.engines.pooling.judging import Judged, Numbers
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.sayings import Saying
from commonlot.engines.pooling.score import Weighed, Weights, conflicting, judge_open
from commonlot.kernel.errors import Refused

Pair = tuple[int, int]
# Two groups that may become one: how unlike they are (negative: the likest is the least), both, and by how many pairs.
Offer = tuple[float, int, int, int]

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
        self.apart: dict[int, set[int]] = {}
        for a, b in apart:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)
        # Who speaks for a group: the kind that states most, then the most lines. Of those with a number of their
        # own as well, for a line without one is like all its sisters.
        self.rank = {n: (-len(saying.speaker.stated), -saying.lines, n) for n, saying in sayings.items()}
        self.head = {number: number for number in sayings}
        self.numbered = {n: n for n, saying in sayings.items() if _has_number(saying.speaker)}
        self.weighed: dict[int, Weighed] = {}

    def root(self, number: int) -> int:
        """Return the group that a saying is in."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def rejected(self, a: int, b: int) -> bool:
        """Tell whether a buyer rejected a pair between two groups."""
        if not self.apart:
            return False
        small, large = sorted((self.root(a), self.root(b)), key=lambda root: len(self.members[root]))
        return any(
            self.root(other) == large
            for member in self.members[small]
            for other in self.apart.get(member, ())
        )

    def fits(self, a: int, b: int) -> bool:
        """Tell whether two groups may become one: no rejection, no conflict, not two confirmed needs."""
        a, b = self.root(a), self.root(b)
        if self.needs[a] and self.needs[b] and self.needs[a] != self.needs[b]:
            return False
        if self.rejected(a, b):
            return False
        if len(self.members[a]) == 1 and len(self.members[b]) == 1:
            # Whatever offers to join two sayings has judged them.
            return True
        if conflicting(self.stated[a], self.stated[b]) or self._clash(self.head[a], self.head[b]):
            return False
        return (
            a not in self.numbered
            or b not in self.numbered
            or not self._clash(self.numbered[a], self.numbered[b])
        )

    def _clash(self, a: int, b: int) -> bool:
        """Tell whether two sayings conflict, in their facts or by their numbers."""
        if conflicting(self.sayings[a].speaker.stated, self.sayings[b].speaker.stated):
            return True
        return judge_open(self._weigh(a), self._weigh(b), 0.5).conflict

    def _weigh(self, number: int) -> Weighed:
        if number not in self.weighed:
            self.weighed[number] = Weighed(self.sayings[number].speaker, self.weights)
        return self.weighed[number]

    def join(self, a: int, b: int) -> int:
        """Make two groups one and return it."""
        a, b = sorted((self.root(a), self.root(b)))
        if a != b:
            self.parent[b] = a
            self.members[a] += self.members.pop(b)
            self.stated[a] = merge_stated(self.stated[a], self.stated.pop(b))
            self.needs[a] |= self.needs.pop(b)
            self.head[a] = min(self.head[a], self.head.pop(b), key=self.rank.__getitem__)
            if b in self.numbered:
                other = self.numbered.pop(b)
                self.numbered[a] = min(self.numbered.get(a, other), other, key=self.rank.__getitem__)
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


@dataclass(slots=True)
class _Link:
    """What is known between two groups: the sum of scores, how many pairs, whether one of them may be suggested."""

    total: float
    pairs: int
    open: bool

    def add(self, total: float, pairs: int, may: bool) -> None:
        self.total += total
        self.pairs += pairs
        self.open |= may


class _Links:
    """The links between groups, kept up to date as they join, the likest first."""

    def __init__(self, groups: Groups, judged: Judged, least: float) -> None:
        self.groups, self.least = groups, least
        low, high = (self._roots(numbers) for numbers in (judged.low, judged.high))
        within = _linked(low, high, judged.tier > 0)
        columns = (low[within], high[within], judged.score[within], judged.tier[within] > 0)
        self.near: dict[int, dict[int, _Link]] = {
            group: {} for group in np.unique(np.concatenate(columns[:2])).tolist()
        }
        opened: set[Pair] = set()
        for a, b, score, may in zip(*(column.tolist() for column in columns), strict=True):
            link = self.near[a].get(b)
            if link is None:
                self.near[a][b] = self.near[b][a] = _Link(score, 1, may)
            else:
                link.add(score, 1, may)
            if may:
                opened.add((a, b) if a < b else (b, a))
        # What is known from the start is sorted once, the likest last; what comes up later waits in a heap.
        self.known: list[Offer] = []
        self.heap: list[Offer] = []
        for a, b in opened:
            self._offer(a, b, self.near[a][b], self.known.append)
        self.known.sort(reverse=True)

    def _roots(self, numbers: Numbers) -> Numbers:
        if len(self.groups.members) == len(self.groups.sayings):
            return numbers
        known, places = np.unique(numbers, return_inverse=True)
        return np.array([self.groups.root(number) for number in known.tolist()], dtype=np.int64)[places]

    def _offer(self, a: int, b: int, link: _Link, offers: Callable[[Offer], None]) -> None:
        # Rounded, so that the order in which scores were added up decides nothing.
        alike = round(link.total / link.pairs, 9)
        if alike >= self.least:
            offers((-alike, a, b, link.pairs) if a < b else (-alike, b, a, link.pairs))

    def _next(self) -> Offer | None:
        if self.heap and (not self.known or self.heap[0] < self.known[-1]):
            return heapq.heappop(self.heap)
        return self.known.pop() if self.known else None

    def join_all(self) -> None:
        """Join the likest two groups that fit, until none are left."""
        while (offer := self._next()) is not None:
            _, a, b, pairs = offer
            link = self.near[a].get(b) if a in self.near else None
            # What was offered before one of the two grew is out of date.
            if link is None or link.pairs != pairs or not self.groups.fits(a, b):
                continue
            kept = self.groups.join(a, b)
            self._hand_over(b if kept == a else a, kept)

    def _hand_over(self, gone: int, kept: int) -> None:
        def push(offer: Offer) -> None:
            heapq.heappush(self.heap, offer)

        mine = self.near[kept]
        del mine[gone]
        for other, link in self.near.pop(gone).items():
            if other == kept:
                continue
            theirs = self.near[other]
            del theirs[gone]
            both = mine.get(other)
            if both is None:
                mine[other] = theirs[kept] = both = link
            else:
                both.add(link.total, link.pairs, link.open)
            if both.open:
                self._offer(kept, other, both, push)


def _linked(low: Numbers, high: Numbers, may: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which pairs of groups count: two that could come together, over groups of which pairs may be suggested."""
    known, places = np.unique(np.concatenate((low, high)), return_inverse=True)
    a, b = places[: len(low)], places[len(low) :]
    home = components(len(known), a[may], b[may], ())
    counts: npt.NDArray[np.bool_] = (home[a] == home[b]) & (low != high)
    return counts


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
