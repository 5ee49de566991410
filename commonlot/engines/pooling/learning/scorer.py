"""A scorer learned from a buyer's decisions, and its text form."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonlot.engines.pooling.learning.bag import Bag
from commonlot.engines.pooling.learning.kinds import NAMES, Pair, kind_matrix
from commonlot.engines.pooling.learning.weights import WordWeights
from commonlot.kernel.errors import Refused

FORM = 1
DECIMALS = 6


@dataclass(frozen=True)
class LearnedScorer:
    """Scores pairs of kinds. auto: from this chance on a pair may be offered in one click; None is a normal state.

    suggest: from this chance on a pair is shown for review. learned_from: how many decisions it was trained on.
    A conflict in a hard fact and a buyer's decision outrank it; the caller sees to that.
    """

    bag: Bag
    weights: WordWeights
    suggest: float
    auto: float | None
    learned_from: int

    @cached_property
    def version(self) -> str:
        """Return a name that its content alone decides: two scorers of one version score alike."""
        return "learned-" + hashlib.sha256(self.to_text().encode()).hexdigest()[:12]

    def score(self, pairs: Sequence[Pair]) -> list[float]:
        """Return the chance 0..1 that each pair (kind, kind, cosine of their texts) is one need, to 6 decimals."""
        chances = self.bag.chances(kind_matrix(pairs, self.weights))
        return [round(float(chance), DECIMALS) for chance in chances]

    def try_out(self) -> None:
        """Load every tree and score a row of zeros; a scorer whose trees are damaged is refused."""
        from lightgbm.basic import LightGBMError

        try:
            self.bag.chances(np.zeros((1, len(self.bag.features))))
        except (LightGBMError, TypeError, ValueError) as error:
            raise Refused("This is no learned scorer: its trees cannot be read.") from error

    def to_text(self) -> str:
        """Return the scorer as JSON text; equal scorers give equal text."""
        return json.dumps(
            {
                "form": FORM,
                "features": self.bag.features,
                "suggest": self.suggest,
                "auto": self.auto,
                "learned_from": self.learned_from,
                "records": self.weights.records,
                "words": self.weights.counts,
                "models": self.bag.models,
            },
            sort_keys=True,
        )

    @classmethod
    def from_text(cls, text: str) -> "LearnedScorer":
        """Read a scorer that `to_text` wrote; one that was learned on other features is refused."""
        try:
            read = json.loads(text)
            bag = Bag(tuple(read["features"]), tuple(read["models"]))
            weights = WordWeights(int(read["records"]), dict(read["words"]))
            scorer = cls(bag, weights, float(read["suggest"]), read["auto"], int(read["learned_from"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("This is no learned scorer: it cannot be read.") from error
        if read.get("form") != FORM or bag.features != NAMES:
            raise Refused("This scorer was learned by another version of the engine. Learn a new one.")
        return scorer
