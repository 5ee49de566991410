"""The rules of joining, without a database."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.membership import rules
from commonlot.process.membership.rules import NamedSite, StatedFacts, Threshold

TODAY = date(2026, 11, 23)
LIMITS = {
    "purchase_threshold": Threshold(Decimal(20_000), "GML 103(1)"),
    "public_work_threshold": Threshold(Decimal(35_000), "GML 103(1)"),
}
MARKS = (90, 30, 7)


@pytest.mark.parametrize(
    ("name", "kind", "county", "same"),
    [
        ("Town of Rye Hill", "town", "Westchester", True),
        ("  rye hill ", "town", "westchester", True),
        ("Rye Hill, Town of", "town", "Westchester", True),
        ("City of Rye Hill", "city", "Westchester", False),
        ("Town of Rye Hill", "town", "Putnam", False),
        ("Town of Rye", "town", "Westchester", False),
    ],
)
def test_a_body_is_known_by_place_kind_and_county_never_by_its_name_alone(
    name: str, kind: str, county: str, same: bool
) -> None:
    body = ("Town of Rye Hill", "town", "Westchester", "NY")
    assert rules.is_same_body(body, (name, kind, county, "NY")) is same
    assert not rules.is_same_body(body, (name, kind, county, "NJ"))


def test_a_name_made_only_of_kind_words_still_tells_two_bodies_apart() -> None:
    assert rules.place_of("Union Free School District") == "union free school district"
    assert rules.place_of("Town of Rye Hill") == "rye hill"


def test_near_names_are_found_across_kinds() -> None:
    assert rules.nearness("City of Rye Hill", "Town of Rye Hill") == 100
    assert rules.nearness("Village of Elmcrest", "Village of Elm Crest") >= rules.NEAR
    assert rules.nearness("Village of Elm Crest", "Millbrook Fire District") < rules.NEAR


@pytest.mark.parametrize(
    ("stated", "field", "because"),
    [
        ({"purchase_threshold": Decimal("20000.01")}, "purchase_threshold", r"\$20,000 \(GML 103\(1\)\)"),
        ({"public_work_threshold": Decimal(36_000)}, "public_work_threshold", r"public work above \$35,000"),
        ({"purchase_threshold": Decimal(0)}, "purchase_threshold", "above zero"),
        ({"policy_dated": date(2026, 11, 24)}, "policy_dated", "future"),
        ({"best_value": "yes"}, "best_value_law", "number of the local law or resolution"),
        ({"electronic_bids": "yes"}, "electronic_bids_law", "electronic bids"),
        ({"electronic_bids_dated": date(2026, 11, 24)}, "electronic_bids_dated", "future"),
    ],
)
def test_facts_that_cannot_stand_say_which_and_why(stated: dict[str, Any], field: str, because: str) -> None:
    fault = rules.why_not_facts(StatedFacts(**stated), LIMITS, today=TODAY)
    assert fault is not None
    assert fault[0] == field
    assert re.search(because, fault[1])


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {
            "purchase_threshold": Decimal(20_000),
            "public_work_threshold": Decimal(35_000),
            "policy_dated": TODAY,
        },
        {"best_value": "yes", "best_value_law": "Local Law 2", "electronic_bids": "no"},
    ],
)
def test_a_policy_may_be_as_strict_as_the_law_or_stricter(stated: dict[str, Any]) -> None:
    assert rules.why_not_facts(StatedFacts(**stated), LIMITS, today=TODAY) is None


@pytest.mark.parametrize(
    ("days_left", "mark"),
    [
        (91, None),
        (90, 90),
        (89, 90),
        (31, 90),
        (30, 30),
        (29, 30),
        (8, 30),
        (7, 7),
        (6, 7),
        (1, 7),
        (0, None),
        (-1, None),
    ],
)
def test_the_nearest_mark_that_was_reached_is_due(days_left: int, mark: int | None) -> None:
    assert rules.due_mark(days_left, MARKS) == mark


@given(st.sets(st.integers(1, 400), min_size=1), st.integers(-10, 500))
def test_a_due_mark_is_never_ahead_and_none_nearer_was_reached(marks: set[int], days_left: int) -> None:
    due = rules.due_mark(days_left, marks)
    if due is not None:
        assert 0 < days_left <= due
        assert not any(days_left <= mark < due for mark in marks)
    else:
        assert days_left <= 0 or all(mark < days_left for mark in marks)


def test_what_changed_is_told_with_what_was_there_before() -> None:
    before = StatedFacts(newspapers=("Courier",), purchase_threshold=Decimal(10_000))
    after = StatedFacts(newspapers=("Courier", "Post"), sites=(NamedSite("Hall"),))
    assert rules.changes(before, after) == {
        "newspapers": "Courier; Post (was Courier)",
        "sites": "Hall (was none)",
        "purchase_threshold": "none (was 10000)",
    }
    assert rules.changes(after, after) == {}


@given(votes_of=st.integers(1, 10_000), votes_for=st.integers(0, 10_000))
def test_the_share_of_the_votes_is_above_half_exactly_when_they_outweigh_everyone_else(
    votes_of: int, votes_for: int
) -> None:
    if votes_for <= votes_of:
        assert (rules.percent_for(votes_for, votes_of) > 50) == (votes_for > votes_of - votes_for)
