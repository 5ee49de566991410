"""A one-click offer must be proven precise; F1 and thresholds are plain arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.engines.pooling.learning.bounds import auto_threshold, best_threshold, f1_at, wilson_lower


@pytest.mark.parametrize(
    ("right", "of", "bound"),
    # Worked by hand from the formula; 81 of 263 is the textbook case (0.2553).
    [(0, 0, 0.0), (0, 10, 0.0), (10, 10, 0.7225), (81, 263, 0.2553), (189, 189, 0.9801), (188, 188, 0.9800)],
)
def test_the_lower_bound_of_a_share(right: int, of: int, bound: float) -> None:
    assert wilson_lower(right, of) == pytest.approx(bound, abs=5e-5)


def test_189_pairs_without_a_miss_prove_98_percent_and_188_do_not() -> None:
    assert auto_threshold([0.9] * 189, [True] * 189) == 0.9
    assert auto_threshold([0.9] * 188, [True] * 188) is None


def test_the_threshold_is_the_lowest_score_that_is_still_proven() -> None:
    scores = [0.9] * 200 + [0.8] * 100 + [0.7] * 100
    same = [True] * 300 + [False] * 100
    assert auto_threshold(scores, same) == 0.8


def test_pairs_of_one_score_stand_or_fall_together() -> None:
    scores = [0.9] * 400
    assert auto_threshold(scores, [True] * 350 + [False] * 50) is None


def test_no_decisions_prove_nothing() -> None:
    assert auto_threshold([], []) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_no_other_threshold_has_a_better_f1(rows: list[tuple[float, bool]]) -> None:
    scores, same = [score for score, _ in rows], [label for _, label in rows]
    threshold, best = best_threshold(scores, same)
    assert f1_at(threshold, scores, same) == pytest.approx(best)
    assert all(f1_at(score, scores, same) <= best + 1e-12 for score in scores)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_bound_is_below_the_share(right: int, wrong: int) -> None:
    share = right / (right + wrong) if right + wrong else 0.0
    assert 0 <= wilson_lower(right, right + wrong) <= share + 1e-12
