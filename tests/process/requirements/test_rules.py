"""What a sound need is, and how a row is known again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.requirements import rules
from commonlot.process.requirements.rules import Fingerprints, Need

SALT = Need("Road salt, bulk", "TON", Decimal(40), Decimal("61.50"))


def test_a_plain_need_is_sound() -> None:
    assert rules.problems_of(SALT) == {}


@pytest.mark.parametrize(
    ("need", "field"),
    [
        (Need("", "TON", Decimal(40)), "description"),
        (Need("#NAME?", "TON", Decimal(40)), "description"),
        (Need("x" * 501, "TON", Decimal(40)), "description"),
        (Need("Road salt", "", Decimal(40)), "unit"),
        (Need("Road salt", "TON", Decimal(0)), "quantity"),
        (Need("Road salt", "TON", Decimal(-3)), "quantity"),
        (Need("Road salt", "TON", Decimal(10) ** 12), "quantity"),
        (Need("Road salt", "TON", Decimal("0.0000001")), "quantity"),
        (Need("Road salt", "TON", Decimal(1), Decimal("-0.01")), "price_paid"),
        (Need("Road salt", "TON", Decimal(1), Decimal("1.00001")), "price_paid"),
        (Need("Road salt", "TON", Decimal(1), Decimal(10) ** 10), "price_paid"),
        (Need("Road salt", "TON", Decimal(1), tolerance=Decimal(-1)), "tolerance"),
        (Need("Road salt", "TON", Decimal(1), budget_code="x" * 41), "budget_code"),
    ],
)
def test_each_unsound_field_is_named(need: Need, field: str) -> None:
    assert list(rules.problems_of(need)) == [field]


def test_a_row_is_known_again_by_what_it_says_and_not_by_how_it_is_typed() -> None:
    first, again = Fingerprints(), Fingerprints()
    assert first.of("T-022", "Road Salt,  bulk", "TON", "", "") == again.of(
        "T-022", "road salt, bulk", "ton", "", ""
    )


def test_rows_that_are_alike_are_told_apart_by_their_order() -> None:
    marks, again = Fingerprints(), Fingerprints()
    said = ("T-022", "Road salt", "TON", "", "")
    pair = [marks.of(*said), marks.of(*said)]
    assert len(set(pair)) == 2
    assert [again.of(*said), again.of(*said)] == pair


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["salt", "SALT ", "sand"]), st.sampled_from("xy"))
    )
)
def test_every_row_of_one_agency_has_its_own_mark(rows: list[tuple[str, str, str]]) -> None:
    marks = Fingerprints()
    made = [(owner, marks.of(owner, description, unit, "", "")) for owner, description, unit in rows]
    assert len(set(made)) == len(made)


def test_the_mark_does_not_depend_on_what_other_agencies_state() -> None:
    alone, among = Fingerprints(), Fingerprints()
    among.of("S-009", "Road salt", "TON", "", "")
    assert alone.of("T-022", "Road salt", "TON", "", "") == among.of("T-022", "Road salt", "TON", "", "")


def test_pools_are_numbered_within_the_year_of_their_term() -> None:
    assert rules.next_number([], 2027) == "P-27-01"
    assert rules.next_number(["P-27-01", "P-27-09", "P-26-40", "P-27-draft"], 2027) == "P-27-10"


def test_nothing_and_something_cannot_be_sent_at_once() -> None:
    assert rules.why_not_sent(lines=0, nothing_needed=True) is None
    assert rules.why_not_sent(lines=3, nothing_needed=False) is None
    assert rules.why_not_sent(lines=0, nothing_needed=False)
    assert rules.why_not_sent(lines=3, nothing_needed=True)


def test_pooling_waits_for_the_deadline_or_for_everyone() -> None:
    facts = {"deadline": "Friday"}
    assert rules.why_not_pooled(sent_lines=2, waiting=0, deadline_passed=False, **facts) is None
    assert rules.why_not_pooled(sent_lines=2, waiting=1, deadline_passed=True, **facts) is None
    assert "until Friday" in str(
        rules.why_not_pooled(sent_lines=2, waiting=1, deadline_passed=False, **facts)
    )
    assert rules.why_not_pooled(sent_lines=0, waiting=0, deadline_passed=True, **facts)
