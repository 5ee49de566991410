"""The words that lines are read by: the shipped tables, and what a buyer adds to them.

A `Vocabulary` is a value: two with the same words are equal, and everything compiled from one is kept for as
long as it is used. Nothing global changes when a buyer adds a word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from commonlot.kernel.quantity import Unit, find_unit

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_UNITS: Mapping[str, Unit] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A buyer's own abbreviations (typed -> what it means, in lower case) and units (typed -> unit).

    They come before the shipped tables, so that a buyer's word wins where both know it.
    """

    abbreviations: Mapping[str, str] = field(default_factory=lambda: _NONE)
    units: Mapping[str, Unit] = field(default_factory=lambda: _NO_UNITS)

    @staticmethod
    def shipped() -> "Vocabulary":
        """Return the vocabulary without additions: the same object every time."""
        return _shipped()

    def with_words(
        self, abbreviations: Mapping[str, str] | None = None, units: Mapping[str, Unit] | None = None
    ) -> "Vocabulary":
        """Return a vocabulary that knows these words as well; this one stays as it is."""
        more = {_fold(typed): _fold(means) for typed, means in (abbreviations or {}).items()}
        own = {_fold(typed): unit for typed, unit in (units or {}).items()}
        return Vocabulary(
            MappingProxyType({**self.abbreviations, **{k: v for k, v in more.items() if k and v}}),
            MappingProxyType({**self.units, **{k: v for k, v in own.items() if k}}),
        )

    def unit(self, typed: str) -> Unit | None:
        """Return the unit that a word means here, or None if nobody has said."""
        return self.units.get(_fold(typed).strip(".")) or find_unit(typed)

    def _content(self) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, Unit]]]:
        return frozenset(self.abbreviations.items()), frozenset(self.units.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Go through the added abbreviations in a fixed order."""
        return iter(sorted(self.abbreviations.items()))


@cache
def _shipped() -> Vocabulary:
    return Vocabulary()


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
