"""One process and Spark keep the same promises, and find the same groups."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from commonlot.engines.pooling import Decision, NeedLine, PoolingResult, Register, pool_lines
from commonlot.kernel.errors import Refused

# Spark and what it brings warn about each other's newest releases; that is not ours to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TYPED = (
    ("County", "Copy paper, letter, 20 lb, white, 92 bright, 10 reams/case", "CT", "12"),
    ("Town of Rye Hill", "PAPER, COPY, 8-1/2 X 11, 20#, WHT, 92BRT, 5,000 sheets/ctn", "ctn", "8"),
    ("Pine Hollow School District", "Copy paper, legal, 20 lb, white", "CT", "3"),
    ("County", "Facial tissue, 2-ply, 100 tissues/box, 30 boxes/case", "CS", "5"),
    ("Town of Rye Hill", "Tissue, facial, 2 ply", "CS", "3"),
    ("County", "Gloves, nitrile, powder-free, LG, 100/bx", "BX", "40"),
    ("Millbrook Fire District", "GLOVES NITRILE PF LARGE 100 ct", "BX", "7"),
    ("Millbrook Fire District", "GLOVES NITRILE PF MED 100 ct", "BX", "9"),
    ("County", "Rock salt, bulk", "TON", "100"),
    ("Town of Rye Hill", "ROCK SALT BULK", "TON", "55.5"),
    ("Town of Rye Hill", "#NAME?", "EA", "1"),
    ("County", "#NAME?", "EA", "2"),
    ("County", "HP 305A toner CE410A black", "EA", "4"),
    ("Pine Hollow School District", "Toner f/ LaserJet black CE410A", "EA", "6"),
    ("Pine Hollow School District", "Toner f/ LaserJet cyan CE411A", "EA", "6"),
)
LINES = [
    NeedLine(("a.csv", row), agency, text, unit, Decimal(quantity))
    for row, (agency, text, unit, quantity) in enumerate(TYPED, start=2)
]
DECISIONS = (
    Decision(("a.csv", 10), ("a.csv", 11), "different"),
    Decision(("a.csv", 7), ("a.csv", 9), "same"),
)

Pool = Callable[..., PoolingResult]


@pytest.fixture(scope="module")
def pooled(engine: Pool) -> PoolingResult:
    return engine(LINES, DECISIONS)


def test_both_give_the_same_answer_to_the_last_word(pooled: PoolingResult) -> None:
    assert pooled == pool_lines(LINES, DECISIONS)


def test_the_order_of_lines_changes_nothing(engine: Pool, pooled: PoolingResult) -> None:
    assert engine(LINES[::-1], DECISIONS[::-1]) == pooled


def test_every_line_stands_once_and_shares_add_up(pooled: PoolingResult) -> None:
    assert sorted(g.line.key for group in pooled.groups for g in group.lines) == [line.key for line in LINES]
    assert all(sum(group.shares().values(), Decimal(0)) == group.total for group in pooled.groups)


def test_a_rejected_pair_never_shares_a_group_again(pooled: PoolingResult) -> None:
    rejected = {("a.csv", 10), ("a.csv", 11)}
    assert not any(rejected <= {g.line.key for g in group.lines} for group in pooled.groups)


def test_decisions_that_contradict_each_other_are_refused(engine: Pool) -> None:
    pair = (("a.csv", 2), ("a.csv", 3))
    with pytest.raises(Refused, match="contradict"):
        engine(LINES, (Decision(*pair, "same"), Decision(*pair, "different")))


def test_what_the_register_knows_is_one_need_and_two_confirmed_needs_stay_two(engine: Pool) -> None:
    treated = NeedLine(("b.csv", 20), "County", "Rock salt, bulk, treated with magnesium", "TON", Decimal(1))
    known = [(LINES[0], "paper"), (LINES[2], "paper"), (LINES[8], "salt"), (treated, "treated salt")]
    result = engine([*LINES, treated], register=Register.of(known))
    groups = [{g.line.key[1] for g in group.lines} for group in result.groups]
    assert any({2, 4} <= group for group in groups), "letter and legal were confirmed as one need"
    assert not any({10, 20} <= group for group in groups), "treated salt was confirmed as a need of its own"


def test_a_learnt_score_joins_what_it_finds_likely_but_never_across_a_hard_fact(engine: Pool) -> None:
    everything = Certain()
    result = engine(LINES, scorer=everything)
    papers = [{g.line.key[1] for g in group.lines} & {2, 3, 4} for group in result.groups]
    assert {2, 3} in papers
    assert {4} in papers


class Certain:
    """A scorer that believes every pair."""

    version, auto, suggest = "certain", 0.9, 0.5

    def score(self, pairs: Any) -> list[float]:
        return [1.0] * len(pairs)


def test_nothing_becomes_nothing(engine: Pool) -> None:
    assert engine([]) == PoolingResult(0, (), ())
