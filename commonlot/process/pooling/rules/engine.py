"""The one place where a score is learned, and where a learned score is read again from its text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from commonlot.engines.pooling.judging import Scorer
from commonlot.engines.pooling.needs import Kind
from commonlot.kernel.errors import Refused
from commonlot.process.pooling.rules.learning import PLACES, DecidedPair, Trained
from commonlot.process.pooling.rules.learnt import Learnt, Named
from commonlot.process.pooling.rules.suggestions import read_lines

if TYPE_CHECKING:
    from commonlot.engines.pooling.learning import Decided, LearnedScorer

# What learns takes seconds to load, and most processes never learn: it is imported where it is used.


@lru_cache(maxsize=4)
def _score_of(text: str) -> "LearnedScorer | None":
    from commonlot.engines.pooling.learning import LearnedScorer

    try:
        return LearnedScorer.from_text(text)
    except Refused:
        return None


def scorer_of(text: str, version: str) -> Scorer | None:
    """Return the score that a model's text describes, under its name; None for one that no longer fits the engine."""
    score = _score_of(text)
    return None if score is None else cast("Scorer", Named(cast("Scorer", score), version))


def train(decided: Sequence[DecidedPair], present: str | None, learnt: Learnt) -> Trained:
    """Learn a score from decisions and compare it with the present one on those that are held back.

    present: the text of the model in use; None, or one that no longer fits the engine, is the hand-set score.
    learnt: the words with which lines are read.
    """
    from commonlot.engines.pooling.learning import learn

    came = learn(_decisions(decided, learnt), None if present is None else _score_of(present))
    text = came.scorer.to_text() if came.published and came.scorer is not None else ""
    return Trained(text, came.held_back, _rate(came.old_f1), _rate(came.new_f1), came.published, came.why)


def _rate(figure: float | None) -> Decimal | None:
    return None if figure is None else Decimal(str(figure)).quantize(PLACES)


def _decisions(decided: Sequence[DecidedPair], learnt: Learnt) -> list["Decided"]:
    from commonlot.engines.pooling.learning import Decided

    kind_of = read_lines({line.pk: line for pair in decided for line in (pair.a, pair.b)}.values(), learnt)
    cosine = _cosines([(kind_of[pair.a.pk], kind_of[pair.b.pk]) for pair in decided])
    return [
        Decided(kind_of[p.a.pk], kind_of[p.b.pk], c, p.same, p.model, p.audit)
        for p, c in zip(decided, cosine, strict=True)
    ]


def _cosines(pairs: Sequence[tuple[Kind, Kind]]) -> list[float]:
    """Return the likeness of the texts of each pair, as a run over all these lines would find it."""
    import numpy as np

    from commonlot.engines.pooling.grams import add_up, cosines, count_grams, weigh
    from commonlot.engines.pooling.sayings import text_of

    texts = sorted({text_of(kind) for pair in pairs for kind in pair})
    place: Mapping[str, int] = {text: number for number, text in enumerate(texts)}
    counted = count_grams(texts)
    rows = weigh(counted, add_up([(counted.grams, counted.texts)], len(texts)))
    one, other = (np.array([place[text_of(pair[side])] for pair in pairs], dtype=np.int64) for side in (0, 1))
    return [float(each) for each in cosines(rows, one, rows, other)]
