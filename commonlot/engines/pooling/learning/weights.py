"""How much a word says: rare words much, words of every record little."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class WordWeights:
    """Inverse document frequencies of `records` texts; a word that was never seen weighs as one seen once."""

    records: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, bags: Iterable[frozenset[str]]) -> "WordWeights":
        """Count in how many texts each word stands; no labels are used."""
        counted: Counter[str] = Counter()
        records = 0
        for bag in bags:
            counted.update(bag)
            records += 1
        return cls(records, {word: count for word, count in sorted(counted.items()) if count > 1})

    @cached_property
    def heaviest(self) -> float:
        """Return the weight of a word seen once."""
        return math.log((1 + self.records) / 2) + 1.0

    @cached_property
    def _known(self) -> dict[str, float]:
        return {word: math.log((1 + self.records) / (1 + n)) + 1.0 for word, n in self.counts.items()}

    def weight(self, word: str) -> float:
        """Return the weight of a word, 1 or more."""
        return self._known.get(word, self.heaviest)

    def total(self, words: Iterable[str]) -> float:
        """Add up the weights of words; the sum is exact, so their order does not matter."""
        known, unknown = self._known, self.heaviest
        return math.fsum([known.get(word, unknown) for word in words])
