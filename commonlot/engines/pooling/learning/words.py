"""What decisions teach about single words: which may stand on one side only, and which make another thing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonlot.engines.pooling.learning.bag import Labels, Numbers, folds_of

LEAST_OFTEN = 4
STRENGTH = 0.3
Bags = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class WordLessons:
    """A weight for each word by where it stands: in both texts, left only, right only, in one of the two."""

    base: float
    weights: Mapping[str, float]

    def score(self, pairs: Sequence[Bags]) -> Numbers:
        """Return the log odds of each pair by its words alone."""
        return np.array([self.base + sum(self.weights.get(k, 0.0) for k in _signs(*p)) for p in pairs])


def learn_words(pairs: Sequence[Bags], labels: Labels) -> WordLessons:
    """Fit a logistic regression on words in common and words of one side; words seen fewer than 4 times drop out."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    signs = [_signs(*pair) for pair in pairs]
    often = Counter(sign for row in signs for sign in row)
    column = {sign: i for i, sign in enumerate(sorted(s for s, n in often.items() if n >= LEAST_OFTEN))}
    known = [[column[sign] for sign in row if sign in column] for row in signs]
    if not column:
        return WordLessons(0.0, {})
    starts: NDArray[np.int64] = np.cumsum([0, *(len(row) for row in known)])
    flat = [place for row in known for place in row]
    matrix = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(known), len(column)))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0, max_iter=300).fit(
        matrix, labels
    )
    weights = {sign: round(float(model.coef_[0][i]), 6) for sign, i in column.items()}
    return WordLessons(round(float(model.intercept_[0]), 6), weights)


def unseen_word_scores(pairs: Sequence[Bags], labels: Labels, folds: int = 10, seed: int = 0) -> Numbers:
    """Return each labelled pair's score by lessons from the other folds, so that no label teaches itself."""
    scores = np.zeros(len(labels))
    dealt = folds_of(labels, folds, seed)
    for fold in range(folds):
        held = np.flatnonzero(dealt == fold).tolist()
        rest = np.flatnonzero(dealt != fold).tolist()
        lessons = learn_words([pairs[i] for i in rest], labels[rest])
        scores[held] = lessons.score([pairs[i] for i in held])
    return scores


def _signs(a: frozenset[str], b: frozenset[str]) -> list[str]:
    found = [f"= {word}" for word in sorted(a & b)]
    found += [f"{side} {word}" for word in sorted(a - b) for side in ("<", "|")]
    return found + [f"{side} {word}" for word in sorted(b - a) for side in (">", "|")]
