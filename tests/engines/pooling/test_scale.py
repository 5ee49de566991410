"""What makes large pools possible changes nothing about what is found."""

from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonlot.engines.pooling import Decision, NeedLine, Register, pool_lines
from commonlot.engines.pooling.candidates import NEAREST, keep_nearest
from commonlot.engines.pooling.grams import add_up, cosines, count_grams, weigh
from commonlot.engines.pooling.judging import hard_conflicts
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.reading_at_once import PART, parts_of, typed_text
from commonlot.engines.pooling.sayings import collapse, ordered
from commonlot.engines.pooling.score import conflicting

TEXTS = (
    "Copy paper, letter, 20 lb, white",
    "PAPER COPY LTR 20# WHT",
    "Copy paper, legal, blue",
    "copy paper letter 30% recycled",
    "Gloves, nitrile, L, powder free",
    "Gloves nitrile medium",
    "Toner CE410A black",
    "Rock salt, bulk",
    "Trash bag 24 x 32, no print",
    "Trash bag 33 in, print",
    "Report cover 8.5 x 14",
)
texts = st.lists(st.sampled_from(TEXTS), min_size=2, max_size=12)


def line(row: int, text: str, unit: str = "EA") -> NeedLine:
    return NeedLine(("a.csv", row), "County", text, unit, Decimal(1))


def test_words_in_another_order_and_another_pack_are_compared_once() -> None:
    typed = [line(2, "Copy paper, letter, white", "CT"), line(3, "white LETTER copy paper", "RM")]
    sayings = collapse(ordered(read_kinds(typed, frozenset(), lambda *_: None)), frozenset())
    assert [saying.lines for saying in sayings] == [2]


def test_lines_that_a_buyer_set_apart_stay_two_even_if_they_say_the_same() -> None:
    typed = [line(2, "Copy paper, letter, white", "CT"), line(3, "white LETTER copy paper", "RM")]
    result = pool_lines(typed, [Decision(("a.csv", 2), ("a.csv", 3), "different")])
    assert len(result.groups) == 2


@settings(max_examples=40)
@given(texts)
def test_conflicts_seen_by_number_are_those_seen_in_words(typed: list[str]) -> None:
    kinds = read_kinds([line(i, text) for i, text in enumerate(typed)], frozenset(), lambda *_: None)
    low, high = np.array([(a, b) for a in range(len(kinds)) for b in range(len(kinds))]).T
    at_once = hard_conflicts(kinds, low, high).tolist()
    assert at_once == [
        bool(conflicting(kinds[a].stated, kinds[b].stated)) for a, b in zip(low, high, strict=True)
    ]


@settings(max_examples=40)
@given(texts, st.integers(1, 11))
def test_grams_counted_in_two_places_weigh_as_in_one(typed: list[str], cut: int) -> None:
    parts = [part for part in (typed[:cut], typed[cut:]) if part]
    counted = [count_grams(part) for part in parts]
    table = add_up(((block.grams, block.texts) for block in counted), len(typed))
    whole = add_up([((one := count_grams(typed)).grams, one.texts)], len(typed))
    assert (table.grams.tolist(), table.texts.tolist()) == (whole.grams.tolist(), whole.texts.tolist())
    rows = np.arange(len(typed))
    weighed = weigh(count_grams(typed), whole)
    assert cosines(weighed, rows, weighed, rows).tolist() == [1.0] * len(typed)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 60), st.sampled_from([0.2, 0.5, 0.9])),
        unique_by=lambda r: r[:2],
    )
)
def test_each_row_keeps_its_nearest_and_of_equals_the_first(found: list[tuple[int, int, float]]) -> None:
    columns = [np.array(column) for column in zip(*found, strict=True)] or [np.zeros(0, dtype=np.int64)] * 3
    rows, others, _ = keep_nearest(columns[0], columns[1], columns[2].astype(np.float32))
    for row in range(4):
        best = sorted((-like, other) for at, other, like in found if at == row and other != row)[:NEAREST]
        assert sorted(others[rows == row].tolist()) == sorted(other for _, other in best)


def test_a_part_of_the_reading_never_cuts_between_lines_typed_alike() -> None:
    typed = [line(i, f"Bolt number {i // 3000}") for i in range(2 * PART + 1000)]
    parts = [{typed_text(one) for one in part} for part in parts_of(typed)]
    assert len(parts) > 1
    assert sum(len(part) for part in parts) == len(set().union(*parts))


def test_a_register_survives_being_written_down() -> None:
    register = Register.of(
        [(line(2, "Copy paper, letter, white"), "paper"), (line(3, "Rock salt, bulk"), "salt")]
    )
    assert Register.from_text(register.to_text()) == register


def test_what_two_needs_both_say_is_not_known_again() -> None:
    register = Register.of(
        [(line(2, "Rock salt, bulk"), "salt of 2025"), (line(3, "bulk rock salt"), "salt of 2026")]
    )
    assert register.needs == {}


def test_a_buyers_word_on_two_lines_outranks_the_register() -> None:
    typed = [line(2, "Rock salt, bulk"), line(3, "Rock salt, bulk, treated")]
    register = Register.of((one, "salt") for one in typed)
    assert len(pool_lines(typed, register=register).groups) == 1
    apart = [Decision(("a.csv", 2), ("a.csv", 3), "different")]
    assert len(pool_lines(typed, apart, register=register).groups) == 2
