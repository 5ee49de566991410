"""Learn a scorer from a buyer's decisions, and publish it only if it beats the present one on decisions held back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonlot.engines.pooling.learning.bag import SEEDS, train_bag
from commonlot.engines.pooling.learning.bounds import auto_threshold, best_threshold, f1_at
from commonlot.engines.pooling.learning.kinds import NAMES, kind_matrix, kind_weights
from commonlot.engines.pooling.learning.scorer import LearnedScorer
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.score import Weights, judge

ENOUGH = 300
LEAST_EACH = 30
LEAST_HELD = 15
HOLD_ONE_OF = 3
# A few hundred decisions carry no more; a pool of a million pairs is scored in minutes, not hours.
MOST_ROUNDS = 150


@dataclass(frozen=True)
class Decided:
    """A buyer's decision on a pair. model: the version whose score stood beside it. is_audit: drawn by chance."""

    a: Kind
    b: Kind
    cosine: float
    same: bool
    model: str = ""
    is_audit: bool = False


@dataclass(frozen=True)
class Publication:
    """What learning came to. scorer: what is in force from now on, None for the hand-set score; why: in words.

    new_f1, old_f1: F1 (0..1) on the held-back decisions, None if nothing was trained.
    """

    published: bool
    scorer: LearnedScorer | None
    why: str
    held_back: int = 0
    new_f1: float | None = None
    old_f1: float | None = None


def learn(
    decisions: Sequence[Decided], present: LearnedScorer | None = None, *, seeds: Sequence[int] = SEEDS
) -> Publication:
    """Train on a part of the decisions, judge on the part held back, and say whether the new scorer is published.

    Of several decisions on one pair the last one counts; otherwise their order changes nothing.
    """
    last = {_name(decided): decided for decided in decisions}
    known = [last[name] for name in sorted(last)]
    held = [decided for decided in known if is_held_back(decided)]
    taught = [decided for decided in known if not is_held_back(decided)]
    missing = _missing(known, taught, held)
    if missing:
        return Publication(False, present, missing, len(held))
    new = _train(taught, held, seeds)
    return _compare(new, present, taught, held)


def is_held_back(decided: Decided) -> bool:
    """Tell whether a decision is never learned from: audit pairs, and one of three others by what the lines say.

    The lines' words decide, so a pair held back from one model is held back from every later one.
    """
    if decided.is_audit:
        return True
    return hashlib.sha256(_name(decided).encode()).digest()[0] % HOLD_ONE_OF == 0


def _name(decided: Decided) -> str:
    return "\n".join(sorted(f"{k.text}|{k.unit}|{','.join(sorted(k.codes))}" for k in (decided.a, decided.b)))


def _missing(known: Sequence[Decided], taught: Sequence[Decided], held: Sequence[Decided]) -> str:
    if len(known) < ENOUGH:
        return f"Learning starts at {ENOUGH} decisions; there are {len(known)}."
    for rows, least, where in ((taught, LEAST_EACH, "learn from"), (held, LEAST_HELD, "judge by")):
        same = sum(decided.same for decided in rows)
        if min(same, len(rows) - same) < least:
            return (
                f"There are {same} pairs of one need and {len(rows) - same} of two needs to {where};"
                f" {least} of each are needed."
            )
    return ""


def _train(taught: Sequence[Decided], held: Sequence[Decided], seeds: Sequence[int]) -> LearnedScorer:
    """Choose the suggest threshold on folds of what was taught, the auto threshold on what was held back."""
    weights = kind_weights([kind for decided in taught for kind in (decided.a, decided.b)])
    matrix = kind_matrix([(d.a, d.b, d.cosine) for d in taught], weights)
    same = [decided.same for decided in taught]
    bag, unseen = train_bag(
        matrix, np.array(same, dtype=np.int64), NAMES, seeds=seeds, most_rounds=MOST_ROUNDS
    )
    suggest = round(best_threshold(unseen.tolist(), same)[0], 6)
    draft = LearnedScorer(bag, weights, suggest, None, len(taught))
    scores = _scores(draft, held)
    auto = auto_threshold(scores, [decided.same for decided in held])
    return LearnedScorer(bag, weights, suggest, None if auto is None else max(auto, suggest), len(taught))


def _compare(
    new: LearnedScorer, present: LearnedScorer | None, taught: Sequence[Decided], held: Sequence[Decided]
) -> Publication:
    same = [decided.same for decided in held]
    new_f1 = f1_at(new.suggest, _scores(new, held), same)
    if present:
        old_f1, old = f1_at(present.suggest, _scores(present, held), same), "the present scorer"
    else:
        old_f1, old = f1_at(0.5, _by_hand(taught, held), same), "the hand-set score"
    figures = f"{100 * new_f1:.1f} against {100 * old_f1:.1f} (F1 on {len(held)} decisions held back)"
    if new_f1 <= old_f1:
        why = f"Not published: it does not beat {old}, {figures}. {old.capitalize()} stays in force."
        return Publication(False, present, why, len(held), new_f1, old_f1)
    click = (
        "No pair is offered in one click: too few decisions prove 98 % precision."
        if new.auto is None
        else f"Pairs from {new.auto:.3f} on are offered in one click."
    )
    return Publication(True, new, f"Published: it beats {old}, {figures}. {click}", len(held), new_f1, old_f1)


def _scores(scorer: LearnedScorer, held: Sequence[Decided]) -> list[float]:
    """Score as the pool does: a pair with a conflict in a hard fact has no chance, whatever a model says."""
    scores = scorer.score([(d.a, d.b, d.cosine) for d in held])
    weights = Weights(kind for decided in held for kind in (decided.a, decided.b))
    return [
        0.0 if judge(d.a, d.b, d.cosine, weights).conflict else score
        for d, score in zip(held, scores, strict=True)
    ]


def _by_hand(taught: Sequence[Decided], held: Sequence[Decided]) -> list[float]:
    """Return 1 for a pair that the hand-set score would show, else 0."""
    kinds = [kind for decided in (*taught, *held) for kind in (decided.a, decided.b)]
    weights = Weights(kinds)
    return [float(judge(d.a, d.b, d.cosine, weights).tier != "none") for d in held]
