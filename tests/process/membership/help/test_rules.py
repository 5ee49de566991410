"""What a delegation covers and what hours count, on plain values."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.membership import rules
from commonlot.process.membership.rules import Act, Scope

TODAY = date(2026, 11, 23)
ORDERS = Scope(
    acts=frozenset({Act.ORDERS}),
    contracts=frozenset({"26-0412"}),
    most_per_order=Decimal(1000),
    most_in_all=Decimal(2500),
)


def test_a_scope_of_one_pool_covers_no_other() -> None:
    scope = Scope(acts=frozenset({Act.NEEDS}), pools=frozenset({"P-27-01"}))
    assert rules.why_not_needs(scope, "P-27-01") is None
    assert rules.why_not_needs(scope, "P-27-02") == (
        "Your delegation does not cover pool P-27-02, only P-27-01."
    )


def test_a_scope_of_all_pools_covers_each() -> None:
    scope = Scope(acts=frozenset({Act.NEEDS}), pools=frozenset({rules.ALL}))
    assert rules.why_not_needs(scope, "P-99-99") is None


def test_what_was_not_delegated_is_refused_by_name() -> None:
    nothing = Scope(acts=frozenset())
    assert rules.why_not_needs(nothing, "P-27-01") == "Stating needs was not delegated to you."
    assert rules.why_not_order(nothing, "26-0412") == "Placing orders was not delegated to you."


@pytest.mark.parametrize(
    ("amount", "before", "said"),
    [
        ("1000.00", "0", None),
        ("1000.01", "0", "allows $1,000.00 for one order"),
        ("1000.00", "1500.00", None),
        ("1000.00", "1500.01", "of which $999.99 is left"),
        ("0.01", "2500.00", "of which $0.00 is left"),
    ],
)
def test_orders_are_covered_up_to_the_cent(amount: str, before: str, said: str | None) -> None:
    reason = rules.why_not_order(ORDERS, "26-0412", amount=Decimal(amount), before=Decimal(before))
    assert reason is None if said is None else said in (reason or "")


def test_a_contract_that_was_not_named_takes_no_order_on_behalf() -> None:
    assert "does not cover contract 26-0001, only 26-0412" in (rules.why_not_order(ORDERS, "26-0001") or "")


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        (Scope(acts=frozenset()), "acts"),
        (Scope(acts=frozenset({Act.NEEDS})), "pools"),
        (Scope(acts=frozenset({Act.ORDERS})), "contracts"),
        (Scope(acts=frozenset({Act.ORDERS}), contracts=frozenset({"*"})), "most_per_order"),
        (
            Scope(
                acts=frozenset({Act.ORDERS}),
                contracts=frozenset({"*"}),
                most_per_order=Decimal(10),
                most_in_all=Decimal(9),
            ),
            "most_in_all",
        ),
    ],
)
def test_a_scope_that_says_too_little_is_not_proposed(scope: Scope, field: str) -> None:
    fault = rules.why_not_scope(scope)
    assert fault is not None
    assert fault[0] == field
    assert rules.why_not_scope(ORDERS) is None


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "field"),
    [
        (date(2026, 11, 22), date(2026, 12, 1), "begins_on"),
        (date(2026, 11, 23), date(2026, 11, 23), "ends_on"),
        (date(2026, 11, 23), date(2028, 11, 24), "ends_on"),
        (date(2026, 11, 23), date(2028, 11, 23), None),
    ],
)
def test_a_delegation_begins_today_at_the_earliest_and_runs_two_years_at_most(
    begins_on: date, ends_on: date, field: str | None
) -> None:
    fault = rules.why_not_dates(begins_on, ends_on, today=TODAY)
    assert (fault[0] if fault else None) == field


def test_reading_needs_no_role_and_acting_is_a_requesters() -> None:
    assert rules.roles_of([Act.CHECK, Act.SPECIFICATION]) == []
    assert rules.roles_of([Act.NEEDS, Act.ORDERS]) == ["requester"]
    assert rules.say_scope([Act.ORDERS, Act.NEEDS]) == "Needs and orders only"


@given(st.integers(min_value=1, max_value=96))
def test_quarter_hours_are_exact_both_ways(quarters: int) -> None:
    assert rules.quarters_of(rules.hours(quarters)) == quarters


@pytest.mark.parametrize(
    ("hours", "worked_on", "before", "field"),
    [
        ("1.5", TODAY, 0, None),
        ("1.3", TODAY, 0, "hours"),
        ("0", TODAY, 0, "hours"),
        ("-1", TODAY, 0, "hours"),
        ("1", date(2026, 11, 24), 0, "worked_on"),
        ("1", date(2026, 11, 19), 0, "worked_on"),
        ("12", TODAY, 48, None),
        ("12.25", TODAY, 48, "hours"),
    ],
)
def test_hours_are_logged_in_quarters_for_days_since_help_was_asked(
    hours: str, worked_on: date, before: int, field: str | None
) -> None:
    fault = rules.why_not_logged(
        Decimal(hours), worked_on, today=TODAY, asked_on=date(2026, 11, 20), logged_that_day=before
    )
    assert (fault[0] if fault else None) == field


@pytest.mark.parametrize(
    ("asked", "answered", "days"),
    [((23, 9), (23, 16), 0), ((23, 16), (24, 9), 1), ((20, 16), (23, 9), 1), ((20, 9), (30, 9), 6)],
)
def test_working_days_leave_weekends_out(
    asked: tuple[int, int], answered: tuple[int, int], days: int
) -> None:
    assert rules.working_days(date(2026, 11, asked[0]), date(2026, 11, answered[0])) == days


def test_an_average_of_too_few_answers_is_not_told() -> None:
    span = (datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 9))
    assert rules.average_answer([span] * 2) is None
    assert rules.average_answer([span] * 3) == 1
