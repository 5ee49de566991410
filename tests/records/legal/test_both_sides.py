"""Both sides of every date and of every figure in the pack: made from the pack, and the ones that matter by hand."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.rules import (
    COMPARISONS,
    Answer,
    Fact,
    FindingKind,
    LegalQuestion,
    LegalRule,
    Outcome,
    assess,
    is_known,
)

PACK = read_pack()
RULES = {rule.code: rule for rule in PACK.rules}
ASKED: dict[str, LegalQuestion] = {each.code: each for each in (*PACK.paths, *PACK.questions)}
A_DAY = date(2026, 11, 23)
DAY = timedelta(days=1)
STEP = {"dollars": Decimal("0.01"), "percent": Decimal("0.01")}
DATED = [rule for rule in PACK.rules if rule.effective_from or rule.effective_to]
FIGURED = [rule for rule in PACK.rules for check in rule.checks if set(COMPARISONS) & check.keys()]


def ask(code: str, facts: Mapping[str, Fact], on: date = A_DAY) -> Answer:
    return assess(ASKED[code], facts, PACK.rules, on=on)


# --- made from the pack -----------------------------------------------------------------------------------------
def answers_to(rule: LegalRule) -> dict[str, Fact]:
    """Return facts with which every check of a rule is met, and under which the rule applies."""
    facts: dict[str, Fact] = dict(rule.applies_when)
    for check in rule.checks:
        facts |= check.get("when", {})
        if "is" in check:
            facts[check["fact"]] = check["is"]
        elif "one_of" in check:
            facts[check["fact"]] = check["one_of"][0]
        elif "stated" in check:
            facts[check["fact"]] = "Stated."
        elif rule.number is not None:
            step = STEP.get(rule.unit, Decimal(1))
            facts[check["fact"]] = rule.number + {"above": step, "below": -step}.get(
                comparison(check), Decimal(0)
            )
    return facts


def comparison(check: Mapping[str, Any]) -> str:
    return next((test for test in COMPARISONS if test in check), "")


def read_alone(rule: LegalRule, facts: Mapping[str, Fact], on: date = A_DAY) -> Answer:
    return assess(LegalQuestion("X", "One rule", "", (rule.code,)), facts, PACK.rules, on=on)


def edges(rule: LegalRule) -> Iterator[tuple[date, bool]]:
    """Give each day beside an edge of a rule, and whether the rule holds on it."""
    if rule.effective_from is not None:
        yield rule.effective_from - DAY, False
        yield rule.effective_from, True
    if rule.effective_to is not None:
        yield rule.effective_to - DAY, True
        yield rule.effective_to, False


@pytest.mark.parametrize(
    ("rule", "day", "holds"),
    [(rule, day, holds) for rule in DATED for day, holds in edges(rule)],
    ids=lambda value: getattr(value, "code", str(value)),
)
def test_a_rule_holds_from_its_first_day_through_its_last(rule: LegalRule, day: date, holds: bool) -> None:
    assert rule.holds_on(day) is holds
    kinds: set[FindingKind] = {each.kind for each in read_alone(rule, answers_to(rule), day).findings}
    if holds:
        assert kinds == {"met"}
    elif day < (rule.effective_from or date.min):
        assert kinds == set()
    else:
        assert kinds == ({rule.when_over} if rule.when_over != "ignored" else set())


@pytest.mark.parametrize("side", ["just below", "at", "just above"])
@pytest.mark.parametrize("rule", FIGURED, ids=lambda rule: rule.code)
def test_a_figure_decides_on_both_of_its_sides(rule: LegalRule, side: str) -> None:
    assert rule.number is not None
    check = next(each for each in rule.checks if comparison(each))
    step = STEP.get(rule.unit, Decimal(1))
    value = rule.number + {"just below": -step, "at": Decimal(0), "just above": step}[side]
    met = {
        "above": side == "just above",
        "at_least": side != "just below",
        "at_most": side != "just above",
        "below": side == "just below",
    }[comparison(check)]
    facts = {**answers_to(rule), check["fact"]: value}
    finding = next(
        each for each in read_alone(rule, facts).findings if each.sentence in sentences(rule, check)
    )
    assert (finding.kind == "met") is met
    if not met:
        assert finding.kind == ("note" if rule.severity == "warn" else check["otherwise"])


def sentences(rule: LegalRule, check: Mapping[str, Any]) -> set[str]:
    return {rule.fill(check[part]) for part in ("found", "fails", "missing") if part in check}


def test_every_rule_with_a_figure_to_count_is_compared_with_it_or_says_it_in_its_sentence() -> None:
    silent = {
        rule.code
        for rule in PACK.rules
        if rule.number is not None and rule not in FIGURED and "{figure}" not in rule.holds
    }
    assert silent == set()


def test_every_rule_is_read_by_a_path_or_a_question() -> None:
    read = {code for each in ASKED.values() for code in each.rule_codes}
    assert set(RULES) - read == set()


def test_every_line_of_the_table_of_rules_is_in_the_pack() -> None:
    table = {
        *(f"BID-{n}" for n in range(1, 6)), "BV-1", "BV-2", "AD-1", "AD-2", "AD-3", "OPEN-1", "EB-1", "EB-2",
        "EB-3", *(f"CNTY-{n}" for n in range(1, 6)), *(f"PIG-{n}" for n in range(1, 9)), "COOP-1", "COOP-2",
        "COOP-4", "OGS-1", "PREF-1", "POL-1", "EMG-1", "STD-1", "CERT-1", "CERT-2", "SALT-1", "PW-1", "PW-2",
        "FOIL-1", "FOIL-2", "RET-1", "RET-2", "ADA-1", "CONF-1",
    }  # fmt: skip
    assert table - set(RULES) == set()


# --- the ones that matter, by hand ------------------------------------------------------------------------------
PIGGYBACK: dict[str, Fact] = {
    "contract_in_force": True, "let_by": "subdivision", "use_by_others": True, "let_to_lowest": True,
    "by_best_value": False, "is_public_work": False, "is_service": False, "several_winners": False,
    "statement": "We compared.",
}  # fmt: skip
COUNTY: dict[str, Fact] = {
    "contract_in_force": True, "let_by": "county", "state": "NY", "agency_kind": "town", "use_by_others": True,
    "let_to_lowest": True, "is_public_work": False, "needs_labor": True, "own_bids": "none",
}  # fmt: skip
WORKS: dict[str, Fact] = {**PIGGYBACK, "is_public_work": True}
PAGES: dict[str, Fact] = {"is_small_or_special": False, "pages_meet_wcag": False}
SMALL: dict[str, Fact] = {"is_small_or_special": True, "pages_meet_wcag": False}
ALLOWED, BLOCKED, UNCERTAIN = Outcome.ALLOWED, Outcome.BLOCKED, Outcome.UNCERTAIN


@pytest.mark.parametrize(
    ("code", "day", "facts", "outcome"),
    [
        ("D", date(2026, 6, 30), PIGGYBACK, ALLOWED),
        ("D", date(2026, 7, 1), PIGGYBACK, UNCERTAIN),
        ("D", date(2026, 5, 20), WORKS, ALLOWED),
        ("D", date(2026, 5, 21), WORKS, BLOCKED),
        ("C", date(2029, 7, 31), COUNTY, ALLOWED),
        ("C", date(2029, 8, 1), COUNTY, UNCERTAIN),
        ("PAGES", date(2027, 4, 25), PAGES, ALLOWED),
        ("PAGES", date(2027, 4, 26), PAGES, BLOCKED),
        ("PAGES", date(2028, 4, 25), SMALL, ALLOWED),
        ("PAGES", date(2028, 4, 26), SMALL, BLOCKED),
    ],
)
def test_the_days_that_matter(code: str, day: date, facts: dict[str, Fact], outcome: Outcome) -> None:
    assert ask(code, facts, day).outcome is outcome


GOODS: dict[str, Fact] = {"is_public_work": False}
WORK: dict[str, Fact] = {"is_public_work": True}
STATE: dict[str, Fact] = {"contract_in_force": True}
SALT: dict[str, Fact] = {"mined_in_united_states": True}
FIT: dict[str, Fact] = {"preferred_source_fits": True}


@pytest.mark.parametrize(
    ("code", "known", "fact", "value", "outcome"),
    [
        ("F", GOODS, "twelve_month_amount", "20000.00", ALLOWED),
        ("F", GOODS, "twelve_month_amount", "20000.01", BLOCKED),
        ("F", WORK, "twelve_month_amount", "35000.00", ALLOWED),
        ("F", WORK, "twelve_month_amount", "35000.01", BLOCKED),
        ("E", STATE, "amount", "500.00", BLOCKED),
        ("E", STATE, "amount", "500.01", ALLOWED),
        ("AGREE", {}, "percent_for", "50", BLOCKED),
        ("AGREE", {}, "percent_for", "50.01", ALLOWED),
        ("STANDARD", {}, "percent_for", "59.99", BLOCKED),
        ("STANDARD", {}, "percent_for", "60", ALLOWED),
        ("ELSEWHERE", FIT, "percent_above_market", "15", BLOCKED),
        ("ELSEWHERE", FIT, "percent_above_market", "15.01", ALLOWED),
        ("SALT", SALT, "percent_above_low", "10", ALLOWED),
        ("SALT", SALT, "percent_above_low", "10.01", BLOCKED),
        ("ADVERTISE", {}, "days_advertised", "4", BLOCKED),
        ("ADVERTISE", {}, "days_advertised", "5", ALLOWED),
        ("RECORDS", {}, "business_days_taken", "5", ALLOWED),
        ("RECORDS", {}, "business_days_taken", "6", BLOCKED),
        ("DISPOSE", {"record_kind": "order"}, "years_kept", "5", BLOCKED),
        ("DISPOSE", {"record_kind": "order"}, "years_kept", "6", ALLOWED),
        ("DISPOSE", {"record_kind": "payroll"}, "years_kept", "5", ALLOWED),
    ],
)
def test_the_figures_that_matter(
    code: str, known: dict[str, Fact], fact: str, value: str, outcome: Outcome
) -> None:
    assert ask(code, {**known, fact: Decimal(value)}).outcome is outcome
    assert ask(code, known).outcome is UNCERTAIN


# --- whatever the facts and the day -----------------------------------------------------------------------------
NAMES = sorted(
    {
        name
        for rule in PACK.rules
        for part in (
            rule.applies_when,
            *({check["fact"]: 0, **check.get("when", {})} for check in rule.checks),
        )
        for name in part
    }
)
WORDS = sorted({word for rule in PACK.rules for check in rule.checks for word in check.get("one_of", [])})
ANY_FACT = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([*WORDS, "", " ", "NY", "NJ", "other", "nonsense", "NaN", "payroll"]),
    st.integers(-10, 50_000),
    st.decimals(allow_nan=True, allow_infinity=True),
)
ANY_DAY = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def undecided(rule: LegalRule, facts: Mapping[str, Fact]) -> bool:
    """Say whether a rule that decides hangs on a fact that is not known: written apart from the evaluator."""
    if rule.severity == "warn":
        return False

    def rules_out(when: Mapping[str, Any]) -> bool:
        return any(
            type(facts.get(name)) is type(value) and facts.get(name) != value and is_known(facts.get(name))
            for name, value in when.items()
        )

    if rules_out(rule.applies_when):
        return False
    return any(
        check["otherwise"] in {"blocked", "uncertain"}
        and not rules_out(check.get("when", {}))
        and not is_known(facts.get(check["fact"]))
        for check in rule.checks
    )


@given(
    code=st.sampled_from(sorted(ASKED)),
    facts=st.dictionaries(st.sampled_from(NAMES), ANY_FACT),
    day=ANY_DAY,
)
def test_an_answer_that_hangs_on_an_unknown_fact_is_never_allowed(
    code: str, facts: dict[str, Fact], day: date
) -> None:
    answer = assess(ASKED[code], facts, PACK.rules, on=day)
    read = [RULES[each] for each in ASKED[code].rule_codes]
    if any(undecided(rule, facts) for rule in read if rule.holds_on(day)):
        assert answer.outcome is not ALLOWED
    if any(
        rule.was_over_by(day) and rule.when_over == "uncertain" and not rule.applies_when for rule in read
    ):
        assert answer.outcome is not ALLOWED


@given(code=st.sampled_from(sorted(ASKED)), day=ANY_DAY, data=st.data())
def test_taking_one_decisive_fact_away_makes_an_allowed_answer_uncertain(
    code: str, day: date, data: st.DataObject
) -> None:
    read = [RULES[each] for each in ASKED[code].rule_codes]
    facts: dict[str, Fact] = {}
    for rule in read:
        facts |= {name: value for name, value in answers_to(rule).items() if name not in facts}
    facts |= {"is_public_work": False, "by_best_value": False} if code in "CDF" else {}
    if assess(ASKED[code], facts, PACK.rules, on=day).outcome is not ALLOWED:
        return
    decisive = sorted(
        {
            check["fact"]
            for rule in read
            if rule.holds_on(day) and rule.severity != "warn"
            for check in rule.checks
            if check["otherwise"] != "supply"
            and all(facts.get(n) == v for n, v in check.get("when", {}).items())
            if all(facts.get(n) == v for n, v in rule.applies_when.items())
        }
    )
    if decisive:
        gone = data.draw(st.sampled_from(decisive))
        without = {name: value for name, value in facts.items() if name != gone}
        assert assess(ASKED[code], without, PACK.rules, on=day).outcome is UNCERTAIN
