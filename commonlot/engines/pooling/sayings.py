"""Kinds that say the same stand as one: told apart by what they say, not by pack, unit or order of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from commonlot.engines.pooling.needs import Key, Kind


@dataclass(frozen=True)
class Saying:
    """Kinds with one normal form. They are compared with others once, by `speaker`; need: the confirmed need."""

    kinds: tuple[Kind, ...]
    need: str | None = None

    @property
    def speaker(self) -> Kind:
        """Return the kind that is compared and judged for all of them."""
        return self.kinds[0]

    @property
    def lines(self) -> int:
        """Return how many lines say this."""
        return sum(len(kind.lines) for kind in self.kinds)

    def from_number(self, first: int) -> "Saying":
        """Return the same with its kinds numbered from `first`."""
        return Saying(tuple(kind.numbered(first + i) for i, kind in enumerate(self.kinds)), self.need)


def normal_form(kind: Kind) -> str:
    """Return all that a kind says about what is needed, in a fixed order."""
    return kind.form


def text_of(kind: Kind) -> str:
    """Return the words by which a kind is found: sorted, so that their order says nothing."""
    said = (
        *sorted(set(kind.words)),
        *sorted(kind.numbers),
        *sorted({a.display or a.value for a in kind.attributes}),
    )
    return " ".join(said).casefold() or kind.text


def stands_alone(kind: Kind, apart: frozenset[Key]) -> bool:
    """Tell whether a kind must not be taken for another that says the same: unreadable, or rejected by a buyer."""
    return kind.spoiled or any(line.key in apart for line in kind.lines)


def ordered(kinds: Iterable[Kind]) -> list[Kind]:
    """Put kinds in the order of what they say, those alike as they came."""
    return sorted(kinds, key=normal_form)


def collapse(kinds: Sequence[Kind], apart: frozenset[Key]) -> list[Saying]:
    """Return ordered kinds as sayings, in the same order, their kinds numbered one after the other."""
    sayings: list[Saying] = []
    first = 0
    for _, alike in groupby(kinds, key=normal_form):
        members = list(alike)
        alone = [kind for kind in members if stands_alone(kind, apart)]
        joined = tuple(kind for kind in members if not stands_alone(kind, apart))
        for said in ([joined] if joined else []) + [(kind,) for kind in alone]:
            sayings.append(Saying(said).from_number(first))
            first += len(said)
    return sayings
