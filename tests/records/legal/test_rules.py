"""The evaluator alone: plain rules, plain facts, both sides of every date."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonlot.records.legal.pack import PackWrong, parse_pack, read_pack
from commonlot.records.legal.rules import Answer, Fact, LegalPath, LegalRule, Outcome, assess, weave

PACK = read_pack()
RULES = PACK.rules
PATH = {path.letter: path for path in PACK.paths}
ASKED = {question.code: question for question in PACK.questions}

COUNTY: dict[str, Fact] = {
    "contract_in_force": True, "let_by": "county", "state": "NY", "agency_kind": "town",
    "use_by_others": True, "let_to_lowest": True, "is_public_work": False, "is_service": False,
    "needs_labor": False, "own_bids": "none", "statement": "We compared three prices.",
}  # fmt: skip
OTHER: dict[str, Fact] = {
    **COUNTY, "let_by": "subdivision", "several_winners": False, "by_best_value": False
}  # fmt: skip
BEFORE_SUNSET, AFTER_SUNSET = date(2026, 6, 30), date(2026, 7, 1)


def weigh(letter: str, facts: dict[str, Fact], on: date = date(2026, 3, 2)) -> Answer:
    return assess(PATH[letter], facts, RULES, on=on)


def test_a_westchester_town_may_use_its_countys_contract() -> None:
    answer = weigh("C", COUNTY)
    assert answer.outcome is Outcome.ALLOWED
    assert [finding.rule.code for finding in answer.findings if finding.kind != "met"] == []


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("use_by_others", False, "CNTY-4"),
        ("let_to_lowest", False, "CNTY-4"),
        ("contract_in_force", False, "TERM-1"),
        ("let_by", "subdivision", "CNTY-1"),
        ("state", "CT", "CNTY-1"),
        ("own_bids", "lower", "CNTY-3"),
    ],
)
def test_a_county_contract_that_breaks_a_rule_is_blocked_and_names_the_rule(
    fact: str, value: Fact, code: str
) -> None:
    answer = weigh("C", {**COUNTY, fact: value})
    assert answer.outcome is Outcome.BLOCKED
    assert [finding.rule.code for finding in answer.because] == [code]


def test_what_is_not_known_is_never_shown_as_allowed() -> None:
    answer = weigh("C", {**COUNTY, "use_by_others": None})
    assert answer.outcome is Outcome.UNCERTAIN
    assert answer.because[0].sentence == "Whether the contract lets other governments use it."


def test_an_unusual_public_body_is_counsels_question() -> None:
    assert weigh("C", {**COUNTY, "agency_kind": "other"}).outcome is Outcome.UNCERTAIN


def test_the_statement_is_asked_for_and_does_not_make_the_law_uncertain() -> None:
    answer = weigh("C", {**COUNTY, "statement": ""})
    assert answer.outcome is Outcome.ALLOWED
    assert [finding.rule.code for finding in answer.missing] == ["CNTY-2"]


def test_services_run_through_county_contracts_only_until_the_statute_ends() -> None:
    services = {**COUNTY, "is_service": True, "needs_labor": True}
    assert weigh("C", services, date(2029, 7, 31)).outcome is Outcome.ALLOWED
    assert weigh("C", services, date(2029, 8, 1)).outcome is Outcome.UNCERTAIN
    assert weigh("C", COUNTY, date(2029, 8, 1)).outcome is Outcome.ALLOWED


def test_public_work_is_never_bought_through_a_county_contract() -> None:
    works = {**COUNTY, "is_public_work": True, "needs_labor": True}
    assert weigh("C", works).outcome is Outcome.BLOCKED


def test_piggybacking_is_allowed_on_the_last_day_of_the_statute_and_uncertain_the_day_after() -> None:
    assert weigh("D", OTHER, BEFORE_SUNSET).outcome is Outcome.ALLOWED
    answer = weigh("D", OTHER, AFTER_SUNSET)
    assert answer.outcome is Outcome.UNCERTAIN
    assert [finding.rule.code for finding in answer.because] == ["PIG-6"]
    assert "S10075-A" in answer.because[0].sentence


def test_counsel_settles_the_sunset_by_a_new_version_of_the_rule() -> None:
    old = next(rule for rule in RULES if rule.code == "PIG-6")
    new = LegalRule(
        code="PIG-6", says=old.says, citation="ch. 1/2026", certainty="A", severity="ask", holds=old.holds,
        effective_from=date(2026, 7, 1), effective_to=date(2027, 7, 1), when_over="uncertain",
    )  # fmt: skip
    settled = [*RULES, new]
    assert assess(PATH["D"], OTHER, settled, on=AFTER_SUNSET).outcome is Outcome.ALLOWED
    assert assess(PATH["D"], OTHER, settled, on=date(2027, 6, 30)).outcome is Outcome.ALLOWED
    assert assess(PATH["D"], OTHER, settled, on=date(2027, 7, 1)).outcome is Outcome.UNCERTAIN


def test_public_work_by_piggyback_is_blocked_from_the_day_of_the_decision() -> None:
    works = {**OTHER, "is_public_work": True}
    assert weigh("D", works, date(2026, 5, 20)).outcome is Outcome.ALLOWED
    assert weigh("D", works, date(2026, 5, 21)).outcome is Outcome.BLOCKED


def test_a_contract_with_several_winners_is_counsels_question() -> None:
    answer = weigh("D", {**OTHER, "several_winners": True})
    assert (answer.outcome, answer.because[0].rule.code) == (Outcome.UNCERTAIN, "PIG-8")


def test_a_service_by_piggyback_must_belong_to_goods() -> None:
    assert weigh("D", {**OTHER, "is_service": True, "service_is_for_goods": False}).outcome is Outcome.BLOCKED
    assert weigh("D", {**OTHER, "is_service": True}).outcome is Outcome.UNCERTAIN
    assert weigh("D", {**OTHER, "is_service": True, "service_is_for_goods": True}).outcome is Outcome.ALLOWED


def test_blocked_outranks_uncertain() -> None:
    assert weigh("D", {**OTHER, "use_by_others": False}, AFTER_SUNSET).outcome is Outcome.BLOCKED


def test_a_participant_of_the_bid_orders_by_its_agreement() -> None:
    facts: dict[str, Fact] = {
        "contract_in_force": True, "state": "NY", "agency_kind": "town", "agreement_in_force": True,
        "took_part": True,
    }  # fmt: skip
    assert weigh("B", facts).outcome is Outcome.ALLOWED
    assert weigh("B", {**facts, "agreement_in_force": False}).outcome is Outcome.BLOCKED
    assert weigh("B", {**facts, "took_part": False}).outcome is Outcome.BLOCKED


def test_a_small_order_from_a_state_contract_is_blocked() -> None:
    assert weigh("E", {"contract_in_force": True, "amount": "500.00"}).outcome is Outcome.BLOCKED
    assert weigh("E", {"contract_in_force": True, "amount": "500.01"}).outcome is Outcome.ALLOWED
    assert weigh("E", {"contract_in_force": True}).outcome is Outcome.UNCERTAIN


def test_every_answer_can_be_filed_with_citation_dates_and_certainty() -> None:
    for reason in weigh("D", OTHER, AFTER_SUNSET).as_reasons():
        assert reason["citation"]
        assert reason["certainty"] in "ABC"
        assert reason["dates"]
        assert reason["found"]


def test_the_dates_of_a_rule_read_as_a_statute_names_them() -> None:
    pig = next(rule for rule in RULES if rule.code == "PIG-6")
    assert pig.effective_to == date(2026, 7, 1)
    assert weigh("D", OTHER, AFTER_SUNSET).because[0].rule is pig
    assert weigh("D", OTHER).as_reasons()[1]["dates"] == "through Jun 30, 2026"


def test_the_pack_holds_each_rule_once_and_every_path() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert [path.letter for path in PACK.paths] == list("ABCDEF")


SMALL = """
pack = "XX"
name = "Nowhere"
[[path]]
letter = "A"
name = "Own bid"
says = "Words."
rules = ["{named}"]
[[rule]]
code = "R-1"
says = "Words."
citation = "Statute 1"
certainty = "{certainty}"
severity = "block"
[[rule.checks]]
fact = "x"
{test} = true
otherwise = "blocked"
found = "Yes."
missing = "Not known."
"""


@pytest.mark.parametrize("wrong", [{"named": "R-2"}, {"certainty": "D"}, {"test": "resembles"}])
def test_a_pack_that_breaks_its_shape_is_not_loaded(wrong: dict[str, str]) -> None:
    right = {"named": "R-1", "certainty": "A", "test": "is"}
    assert parse_pack(SMALL.format(**right)).code == "XX"
    with pytest.raises(PackWrong):
        parse_pack(SMALL.format(**{**right, **wrong}))


def test_a_rule_without_a_check_is_to_be_minded_and_decides_nothing() -> None:
    path = LegalPath("X", "Test", "Only words.", ("BID-5",))
    answer = assess(path, {}, RULES, on=date(2026, 1, 1))
    assert (answer.outcome, answer.findings[0].kind) == (Outcome.ALLOWED, "note")


def ask(code: str, **facts: Fact) -> Answer:
    return assess(ASKED[code], facts, RULES, on=date(2026, 11, 23))


@pytest.mark.parametrize(
    "kind", ["county", "city", "town", "village", "boces", "fire_district", "school_district"]
)
def test_every_kind_of_local_government_on_the_list_may_join(kind: str) -> None:
    assert ask("JOIN", agency_kind=kind, state="NY", in_new_york_city=False).outcome is Outcome.ALLOWED


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"agency_kind": "county", "state": "NY", "in_new_york_city": True}, Outcome.BLOCKED),
        ({"agency_kind": "county", "state": "NY"}, Outcome.UNCERTAIN),
        ({"agency_kind": "city", "state": "NY"}, Outcome.ALLOWED),
        ({"agency_kind": "other", "state": "NY"}, Outcome.UNCERTAIN),
        ({"agency_kind": "town", "state": "CT"}, Outcome.BLOCKED),
        ({"agency_kind": "town"}, Outcome.UNCERTAIN),
        ({"state": "NY"}, Outcome.UNCERTAIN),
    ],
)
def test_who_is_not_on_the_list_may_not_join_or_counsel_says(
    facts: dict[str, Fact], outcome: Outcome
) -> None:
    assert ask("JOIN", **facts).outcome is outcome


def test_exactly_half_of_the_voting_strength_is_no_majority() -> None:
    assert ask("AGREE", percent_for=Decimal("50.01")).outcome is Outcome.ALLOWED
    half = ask("AGREE", percent_for=Decimal(50))
    assert (half.outcome, half.because[0].rule.code) == (Outcome.BLOCKED, "COOP-1")
    assert "50% of the board" in half.because[0].sentence
    assert ask("AGREE").outcome is Outcome.UNCERTAIN


def test_a_vendor_whose_insurance_lapsed_gets_no_new_lines() -> None:
    held: dict[str, Fact] = {
        "insurance_in_force": True,
        "non_collusion_in_force": True,
        "iran_certification_in_force": True,
    }
    assert ask("VENDOR", **held).outcome is Outcome.ALLOWED
    lapsed = ask("VENDOR", **{**held, "insurance_in_force": False})
    assert [each.rule.code for each in lapsed.because] == ["INS-1"]
    assert lapsed.because[0].rule.certainty == "C"


def test_best_value_needs_authority_and_is_never_for_public_work() -> None:
    held: dict[str, Fact] = {"best_value_authority": True, "is_public_work": False}
    assert ask("BESTVALUE", **held).outcome is Outcome.ALLOWED
    assert ask("BESTVALUE", **{**held, "best_value_authority": False}).outcome is Outcome.BLOCKED
    assert ask("BESTVALUE", **{**held, "is_public_work": True}).outcome is Outcome.BLOCKED


def test_electronic_bids_need_the_boards_authority() -> None:
    assert ask("ELECTRONIC", electronic_authority=True).outcome is Outcome.ALLOWED
    assert ask("ELECTRONIC", electronic_authority=False).outcome is Outcome.BLOCKED
    assert ask("ELECTRONIC").outcome is Outcome.UNCERTAIN


# --- what a new version does to those that stand ------------------------------------------------------------------
START = date(2026, 1, 1)
EDGES = st.one_of(st.none(), st.integers(0, 40).map(lambda days: START + timedelta(days=days)))


@st.composite
def versions(draw: st.DrawFn, says: str) -> LegalRule:
    first, end = draw(EDGES), draw(EDGES)
    assume(first is None or end is None or first < end)
    return LegalRule("X-1", says, "Made up", "A", "block", effective_from=first, effective_to=end)


@given(first=versions("first"), second=versions("second"), new=versions("new"), corrects=st.booleans())
def test_after_a_change_the_new_version_holds_on_its_days_and_the_old_ones_on_theirs(
    first: LegalRule, second: LegalRule, new: LegalRule, corrects: bool
) -> None:
    standing = weave([first], second)
    woven = weave(standing, new, instead_of=second if corrects else None)
    for day in (START + timedelta(days=number) for number in range(-2, 44)):
        holding = [each.says for each in woven if each.holds_on(day)]
        before = [each.says for each in standing if each.holds_on(day)]
        if new.holds_on(day):
            assert holding == ["new"]
        elif corrects and before == ["second"]:
            assert holding == []
        else:
            assert holding == before


def test_a_version_is_read_back_from_its_plain_values_as_it_was() -> None:
    for rule in RULES:
        assert LegalRule.from_plain(json.loads(json.dumps(rule.as_plain()))) == rule
