"""The words that lines are read with: the shipped tables, and what a county's buyers added to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from commonlot.kernel.quantity import Unit, find_unit


@dataclass(frozen=True)
class Vocabulary:
    """Additions of a buyer: abbreviation as typed -> word, word for a unit as typed -> unit (both in lower case)."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)

    @classmethod
    def shipped(cls) -> "Vocabulary":
        """Return the vocabulary that comes with the program."""
        return cls()

    def with_words(
        self, *, abbreviations: Mapping[str, str] | None = None, units: Mapping[str, Unit] | None = None
    ) -> "Vocabulary":
        """Return a vocabulary with more words."""
        return replace(
            self,
            abbreviations={**self.abbreviations, **(abbreviations or {})},
            units={**self.units, **(units or {})},
        )

    def find_unit(self, text: str) -> Unit | None:
        """Return the unit that a word names."""
        return self.units.get(text.strip().casefold().strip(".")) or find_unit(text)
