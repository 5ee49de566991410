"""A bag of boosted trees: one model for each seed and fold, each stopped early on the fold it did not see."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Labels = NDArray[np.int64]

SEEDS = (1, 2, 3)
FOLDS = 5
MOST_ROUNDS = 1500
PATIENCE = 60
SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 15, "min_child_samples": 10, "feature_fraction": 0.3,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 1.0, "verbose": -1, "num_threads": 1,
    "deterministic": True, "force_row_wise": True,
}  # fmt: skip


@dataclass(frozen=True)
class Bag:
    """Trained models as texts; the chance of a row is the mean of their chances."""

    features: tuple[str, ...]
    models: tuple[str, ...]

    @cached_property
    def _boosters(self) -> list[Any]:
        # Loaded here because it takes a second, and most processes never score a pair by a model.
        from lightgbm import Booster

        return [Booster(model_str=text) for text in self.models]

    def chances(self, matrix: Numbers) -> Numbers:
        """Return a chance 0..1 for each row; columns stand in the order of `features`."""
        if not len(matrix):
            return np.zeros(0)
        chances = [
            np.asarray(booster.predict(matrix, num_threads=1), dtype=np.float64) for booster in self._boosters
        ]
        mean: Numbers = np.mean(chances, axis=0)
        return mean

    def to_text(self) -> str:
        """Return the bag as JSON."""
        return json.dumps({"features": self.features, "models": self.models})

    @classmethod
    def from_text(cls, text: str) -> "Bag":
        """Read a bag that `to_text` wrote."""
        read = json.loads(text)
        return cls(tuple(read["features"]), tuple(read["models"]))


def folds_of(labels: Labels, folds: int, seed: int) -> Labels:
    """Deal rows to folds by chance, same and different ones evenly; the seed alone decides."""
    chance = np.random.default_rng(seed)
    dealt = np.zeros(len(labels), dtype=np.int64)
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        chance.shuffle(rows)
        dealt[rows] = np.arange(len(rows)) % folds
    return dealt


def train_bag(
    matrix: Numbers,
    labels: Labels,
    features: Sequence[str],
    *,
    seeds: Sequence[int] = SEEDS,
    folds: int = FOLDS,
    most_rounds: int = MOST_ROUNDS,
) -> tuple[Bag, Numbers]:
    """Train on labelled rows; return the bag and for each row its chance by models that never saw the row."""
    from lightgbm import Dataset, early_stopping, train

    unseen = np.zeros(len(labels))
    models = []
    for seed in seeds:
        dealt = folds_of(labels, folds, seed)
        for fold in range(folds):
            held = dealt == fold
            # Rows reach the learner without names, which it would restrict; the bag keeps them.
            rows = Dataset(matrix[~held], labels[~held])
            stop = Dataset(matrix[held], labels[held], reference=rows)
            model = train(
                {**SETTINGS, "seed": seed * 1000 + fold},
                rows,
                most_rounds,
                valid_sets=[stop],
                callbacks=[early_stopping(PATIENCE, verbose=False)],
            )
            unseen[held] += np.asarray(model.predict(matrix[held])) / len(seeds)
            models.append(model.model_to_string(num_iteration=model.best_iteration))
    return Bag(tuple(features), tuple(models)), unseen
