"""Put kinds into groups: confirmed pairs first, then the best pairs, never across a conflict or a rejection."""

from collections.abc import Iterable, Mapping, Sequence

from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.score import SUGGEST, Judgement, Weights, conflicting, judge
from commonlot.kernel.errors import Refused


class Groups:
    """Groups under construction. Each knows the facts that its members state and what it must keep away from."""

    def __init__(self, kinds: Sequence[Kind], apart: Iterable[tuple[int, int]], weights: Weights) -> None:
        self.kinds, self.weights = kinds, weights
        self.parent = list(range(len(kinds)))
        self.members = {kind.number: [kind.number] for kind in kinds}
        self.stated = {kind.number: dict(kind.stated) for kind in kinds}
        self.numbers = {kind.number: kind.numbers for kind in kinds}
        self.apart: dict[int, set[int]] = {kind.number: set() for kind in kinds}
        for a, b in apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def root(self, number: int) -> int:
        """Return the group that a kind is in."""
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
        """Tell whether two groups may become one: no rejection, no conflict, and their heads alike enough."""
        a, b = self.root(a), self.root(b)
        if conflicting(self.stated[a], self.stated[b]) or self.rejected(a, b):
            return False
        if len(self.members[a]) == 1 and len(self.members[b]) == 1:
            return True
        heads = judge(self.kinds[self.head(a)], self.kinds[self.head(b)], 0.5, self.weights)
        return not heads.conflict and heads.score >= SUGGEST - 0.1

    def head(self, number: int) -> int:
        """Return the kind that speaks for a group: the one that states most, then the most lines."""
        members = self.members[self.root(number)]
        return min(members, key=lambda m: (-len(self.kinds[m].stated), -len(self.kinds[m].lines), m))

    def join(self, a: int, b: int) -> None:
        """Make two groups one."""
        a, b = sorted((self.root(a), self.root(b)))
        if a == b:
            return
        self.parent[b] = a
        self.members[a] += self.members.pop(b)
        self.stated[a] = merge_stated(self.stated[a], self.stated.pop(b))


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
    kinds: Sequence[Kind],
    judged: Mapping[tuple[int, int], Judgement],
    same: Sequence[tuple[int, int]],
    apart: Sequence[tuple[int, int]],
    weights: Weights,
) -> list[list[int]]:
    """Return the groups as lists of kind numbers, each list and the whole in a fixed order.

    Raises Refused if the decisions contradict each other (A is B, B is C, but A is not C).
    """
    groups = Groups(kinds, apart, weights)
    for a, b in sorted(same):
        if groups.root(a) != groups.root(b) and groups.rejected(a, b):
            raise Refused(_contradiction(kinds, a, b))
        groups.join(a, b)
    for a, b in apart:
        if groups.root(a) == groups.root(b):
            raise Refused(_contradiction(kinds, a, b))
    order = {"auto": 0, "suggest": 1}
    ranked = sorted(
        (pair for pair, judgement in judged.items() if judgement.tier in order),
        key=lambda pair: (order[judged[pair].tier], -judged[pair].score, pair),
    )
    for a, b in ranked:
        if groups.root(a) != groups.root(b) and groups.fits(a, b):
            groups.join(a, b)
    return sorted(sorted(members) for members in groups.members.values())


def _contradiction(kinds: Sequence[Kind], a: int, b: int) -> str:
    one, two = kinds[a].lines[0].description, kinds[b].lines[0].description
    return f"The decisions contradict each other: “{one}” and “{two}” are said to be the same and to be different."
