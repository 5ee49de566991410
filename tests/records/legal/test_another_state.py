"""Another state is another file: no code names New York, and no agency is asked by another state's rules."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from commonlot.records.legal.actions import approve_change, load_pack, propose_change
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.queries import Laws, the_law
from commonlot.records.legal.rules import Fact, Outcome
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MADE_UP = Path(__file__).parent / "packs" / "made_up_new_jersey.toml"
A_DAY = date(2026, 11, 23)
FACTS: dict[str, Fact] = {"use_by_others": True, "amount": Decimal(44000)}


def test_a_state_is_added_by_loading_its_file(now: datetime) -> None:
    assert load_pack(file=MADE_UP, now=now) == 3
    law = the_law("NJ")
    assert law.assess("C", FACTS, on=A_DAY).outcome is Outcome.ALLOWED
    dearer = law.assess("C", {**FACTS, "amount": Decimal("44000.01")}, on=A_DAY)
    assert (dearer.outcome, dearer.because[0].rule.code) == (Outcome.UNCERTAIN, "NJ-BID")
    assert law.assess("C", FACTS, on=date(2028, 12, 31)).outcome is Outcome.ALLOWED
    over = law.assess("C", FACTS, on=date(2029, 1, 1))
    assert (over.outcome, over.because[0].sentence) == (
        Outcome.BLOCKED, "The registration ended on December 31, 2028."
    )  # fmt: skip
    assert law.ask("JOIN", {"agency_kind": "town", "state": "NJ"}, on=A_DAY).outcome is Outcome.ALLOWED
    assert law.ask("JOIN", {"agency_kind": "fire_district"}, on=A_DAY).outcome is Outcome.UNCERTAIN


def test_a_question_that_a_states_file_does_not_answer_is_uncertain(now: datetime) -> None:
    load_pack(file=MADE_UP, now=now)
    answer = the_law("NJ").ask("AGREE", {"percent_for": Decimal(100)}, on=A_DAY)
    assert answer.outcome is Outcome.UNCERTAIN
    assert "does not answer this" in answer.because[0].sentence


def test_an_agency_of_a_state_without_rules_is_never_asked_by_new_yorks(now: datetime) -> None:
    facts: dict[str, Fact] = {"agency_kind": "town", "state": "NY", "percent_for": Decimal(100)}
    for law in (the_law("CT"), Laws().of("CT"), the_law("")):
        for answer in (law.ask("JOIN", facts, on=A_DAY), law.assess("C", facts, on=A_DAY)):
            assert answer.outcome is Outcome.UNCERTAIN
            assert "Ask counsel" in answer.because[0].sentence
            assert answer.as_reasons()[0]["citation"] == "none kept in this program"


def test_the_law_of_each_state_is_read_once(now: datetime, django_assert_num_queries: object) -> None:
    load_pack(file=MADE_UP, now=now)
    laws = Laws()
    with django_assert_num_queries(6):  # type: ignore[operator]
        for _ in range(3):
            assert {laws.of("NY").pack, laws.of("NJ").pack} == {"NY", "NJ"}


def test_another_states_rules_have_pages_and_changes_of_their_own(cast: Cast) -> None:
    load_pack(file=MADE_UP, now=cast.now)
    page = Client().get("/rules/?pack=NJ").content.decode()
    assert "NJ-COOP" in page
    assert "BID-1" not in page
    assert "NJ-COOP" not in Client().get("/rules/").content.decode()
    base = Rule.objects.get(code="NJ-BID")
    change = propose_change(
        pack="NJ", base_id=base.pk, kind=RuleChange.Kind.BEGINS, why="Made up.", actor=cast.buyer, now=cast.now,
        version=replace(base.as_text(), number=Decimal(50000), effective_from=A_DAY),
    )  # fmt: skip
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    over = {**FACTS, "amount": Decimal(50000)}
    assert the_law("NJ").assess("C", over, on=A_DAY).outcome is Outcome.ALLOWED
    assert Client().get("/rules/NJ/NJ-BID/").status_code == 200
    assert Client().get("/rules/NY/NJ-BID/").status_code == 404
