"""Whole packs first; a remainder becomes a pack only together with tolerance; tolerance alone never fills one."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.requirements import rules

D = Decimal
amounts = st.decimals(min_value=1, max_value=10**6, places=2)


@pytest.mark.parametrize(
    ("total", "tolerance", "pack", "packs"),
    [
        ("24", "0", "12", 2),  # whole packs, nothing over
        ("30", "0", "12", 2),  # six over, and nobody would take more
        ("30", "5", "12", 2),  # six and five are eleven: not a pack
        ("30", "6", "12", 3),  # six and six fill one
        ("24", "12", "12", 2),  # tolerance alone never fills one
        ("5", "3", "12", 0),
    ],
)
def test_a_remainder_is_ordered_only_if_it_fills_a_pack_together_with_tolerance(
    total: str, tolerance: str, pack: str, packs: int
) -> None:
    assert rules.packs_ordered(D(total), D(tolerance), D(pack)) == packs


@pytest.mark.parametrize(
    ("total", "tolerance", "pack", "missing"),
    [
        ("30", "0", "12", "6"),
        ("30", "5", "12", "6"),
        ("30", "6", "12", "0"),
        ("24", "0", "12", "0"),
        ("24", "9", "12", "0"),
    ],
)
def test_a_started_pack_lacks_its_rest_unless_tolerance_fills_it(
    total: str, tolerance: str, pack: str, missing: str
) -> None:
    assert rules.missing_to_pack(D(total), D(tolerance), D(pack)) == D(missing)


def test_what_agencies_might_take_does_not_count_for_a_minimum() -> None:
    assert rules.missing_to_minimum(D(80), D(100)) == D(20)
    assert rules.missing_to_minimum(D(100), D(100)) == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("2", None),
        ("3", None),  # exactly what is missing
        ("4", "Only 3 more still helps"),
        ("0", "Only more can be added"),
        ("-1", "Only more can be added"),
        ("0.0000001", "cannot be counted exactly"),
    ],
)
def test_only_what_helps_is_taken(more: str, why: str | None) -> None:
    """Three boxes of four are missing: 12 base units of which none came yet."""
    reason = rules.helps_fill(more=D(more), per_unit=Fraction(4), missing=D(12), filled=D(0))
    assert (reason is None) if why is None else (reason is not None and why in reason)


def test_a_full_pack_needs_nothing_more() -> None:
    reason = rules.helps_fill(more=D(1), per_unit=Fraction(1), missing=D(12), filled=D(12))
    assert reason == "This is filled already. Nothing more is needed."


def test_a_unit_larger_than_what_is_missing_does_not_help() -> None:
    reason = rules.helps_fill(more=D(1), per_unit=Fraction(100), missing=D(12), filled=D(0))
    assert reason is not None
    assert "so one more of yours does not help" in reason


@given(total=amounts, tolerance=amounts, pack=amounts)
def test_adding_what_is_missing_fills_exactly_one_more_pack(total: D, tolerance: D, pack: D) -> None:
    missing = rules.missing_to_pack(total, tolerance, pack)
    assert 0 <= missing < pack
    if missing:
        assert (
            rules.packs_ordered(total + missing, D(0), pack)
            == rules.packs_ordered(total, tolerance, pack) + 1
        )


@given(left=amounts, holds=st.fractions(min_value=Fraction(1, 12), max_value=500), helpers=st.integers(1, 40))
def test_what_is_asked_for_is_never_refused(left: D, holds: Fraction, helpers: int) -> None:
    asked = rules.suggest_more(left=left, per_unit=holds, tolerance=None, helpers=helpers)
    reason = rules.helps_fill(more=asked, per_unit=holds, missing=left, filled=D(0)) if asked else None
    assert reason is None or "cannot be counted exactly" in reason


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("2400", "240", "2,400 is 10 times last year’s 240 gallon."),
        ("1200", "240", "1,200 is 5 times last year’s 240 gallon."),
        ("1100", "240", ""),
        ("48", "240", "48 is 20% of last year’s 240 gallon."),
        ("50", "240", ""),
    ],
)
def test_a_quantity_far_from_last_years_is_asked_about(now: str, before: str, said: str) -> None:
    assert rules.said_of_last_year(D(now), D(before), unit="gallon") == said
