"""Pooling's arithmetic: exact, or asked."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.pooling import rules
from commonlot.process.pooling.rules import Unfinished
from commonlot.process.pooling.rules.suggestions import Standing, TypedLine, suggest

ids = st.lists(st.integers(1, 10_000), min_size=1, max_size=30, unique=True)


def test_ten_reams_of_five_hundred_are_five_thousand_sheets() -> None:
    assert rules.base_quantity(Decimal("1.5"), Decimal(5000), Decimal(1)) == Decimal(7500)


def test_a_third_of_a_dozen_is_asked_about_and_never_rounded() -> None:
    assert rules.base_quantity(Decimal(1), Decimal(1), Decimal(3)) is None


def test_units_are_written_as_people_say_them() -> None:
    assert rules.unit_words("EA") == "pieces"
    assert rules.unit_words("PL", Decimal(1)) == "pallet"
    assert rules.unit_words("FURLONG") == "furlong"
    assert rules.typed_unit_words("CS", Decimal(14)) == "cases"
    assert rules.typed_unit_words("M", Decimal(1400)) == "M"


def test_nothing_is_no_quantity() -> None:
    assert rules.exact_quantity(Fraction(0)) is None
    assert rules.exact_quantity(None) is None


@given(st.integers(1, 10**12), st.integers(0, 6))
def test_six_decimals_are_kept_to_the_last(number: int, places: int) -> None:
    exact = Fraction(number, 10**places)
    kept = rules.exact_quantity(exact)
    assert kept is not None
    assert Fraction(kept) == exact


@given(ids)
def test_a_chain_ties_every_line_to_the_others(lines: list[int]) -> None:
    pairs = rules.chain(lines)
    assert all(a < b for a, b in pairs)
    assert {line for pair in pairs for line in pair} | {min(lines)} == set(lines)
    assert len(pairs) == len(lines) - 1


@given(ids)
def test_setting_all_apart_pairs_each_with_each_once(lines: list[int]) -> None:
    pairs = rules.all_apart(lines)
    assert len(set(pairs)) == len(pairs) == len(lines) * (len(lines) - 1) // 2
    assert all(a < b for a, b in pairs)


def test_what_is_at_stake_is_the_value_at_todays_prices() -> None:
    assert rules.stake([(Decimal(3), Decimal("1.005")), (Decimal(9), None)]) == Decimal("3.02")


@pytest.mark.parametrize(
    ("tiers", "tier"),
    [(["auto"], "single"), (["auto", "auto"], "auto"), (["auto", "suggest"], "suggest")],
)
def test_a_group_is_all_alike_only_if_every_line_is(tiers: list[str], tier: str) -> None:
    assert rules.tier_of(tiers) == tier


def test_a_pool_is_frozen_only_when_nothing_is_left() -> None:
    assert rules.why_not_freeze(Unfinished()) is None
    reason = rules.why_not_freeze(Unfinished(groups=1, questions=2, unplaced=3))
    assert reason is not None
    assert "1 group has not been decided, 2 questions are still open, and 3 lines are in no group" in reason


def test_what_was_read_is_underlined_where_it_was_typed() -> None:
    read = [
        {"start": 0, "end": 5, "value": "white", "look": "read"},
        {"start": 12, "end": 15, "value": "30%", "look": "clash"},
    ]
    assert rules.marked_text("white paper 30%", read) == [
        ("white", "read"),
        (" paper ", ""),
        ("30%", "clash"),
    ]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6),
)
def test_underlining_never_loses_a_character(text: str, stretches: list[tuple[int, int]]) -> None:
    read = [{"start": a, "end": b, "value": "", "look": "read"} for a, b in stretches]
    assert "".join(piece for piece, _ in rules.marked_text(text, read)) == text


def test_facts_are_said_once_each_and_missing_ones_too() -> None:
    read: list[dict[str, Any]] = [
        {"value": "letter", "start": 0, "end": 3, "look": "read"},
        {"value": "letter", "start": 5, "end": 8, "look": "read"},
        {"value": "", "said": "weight not stated", "look": "miss"},
    ]
    assert rules.said_attributes(read) == [("letter", ""), ("weight not stated", "miss")]


def test_a_changed_quantity_changes_the_fingerprint_and_its_spelling_does_not() -> None:
    mark = rules.fingerprint("salt", "TON", Decimal(40), "")
    assert mark == rules.fingerprint("salt", "TON", Decimal("40.000000"), "")
    assert mark != rules.fingerprint("salt", "TON", Decimal(41), "")


lines = st.lists(
    st.tuples(
        st.sampled_from(["road salt, bulk", "ROAD SALT BULK", "copy paper letter 10 rm/ct", "nitrile gloves L 100/bx"]),
        st.sampled_from(["TON", "CT", "BX", "EA"]),
        st.decimals(min_value="0.000001", max_value="9999", places=6, allow_nan=False),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(lines)
def test_every_line_is_suggested_once_and_counted_exactly_or_asked(
    typed: list[tuple[str, str, Decimal]],
) -> None:
    needs = [TypedLine(pk, f"A-{pk}", *facts) for pk, facts in enumerate(typed, start=1)]
    found = suggest(needs, [], Standing(), lambda *_: None)
    rows = [row for suggestion in found for row in suggestion.lines]
    assert sorted(row.line.pk for row in rows) == [need.pk for need in needs]
    assert all((row.base_quantity is None) == bool(row.question) for row in rows)


def test_lines_that_are_decided_are_not_suggested_again() -> None:
    needs = [TypedLine(pk, "T-1", "road salt, bulk", "TON", Decimal(pk)) for pk in (1, 2, 3)]
    found = suggest(needs, [(1, 2, "same")], Standing({1: 7, 2: 7}, {7: "TON"}), lambda *_: None)
    assert [[row.line.pk for row in suggestion.lines] for suggestion in found] == [[3]]
    assert found[0].joins == 7
