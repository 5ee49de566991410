"""A rule is changed by two people, from a day, and what was answered before can be answered again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal.actions import (
    Letter,
    approve_change,
    decline_change,
    propose_change,
    withdraw_change,
)
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.queries import after_change, rule_sheet, the_law
from commonlot.records.legal.rules import Fact, LegalRule, Outcome
from commonlot.records.notices.models import Message
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Kind = RuleChange.Kind
TODAY = date(2026, 11, 23)
PIGGYBACK: dict[str, Fact] = {
    "contract_in_force": True, "let_by": "subdivision", "use_by_others": True, "let_to_lowest": True,
    "by_best_value": False, "is_public_work": False, "is_service": False, "several_winners": False,
    "statement": "We compared three prices.",
}  # fmt: skip


def standing(code: str) -> Rule:
    return Rule.objects.standing().get(code=code)


def propose(
    by: Seat,
    code: str,
    now: datetime,
    *,
    kind: str = Kind.BEGINS,
    edit: Callable[[LegalRule], LegalRule] = lambda rule: rule,
    why: str = "Chapter 1 of the laws of 2026, read by counsel.",
    letter: Letter | None = None,
    **values: Any,
) -> RuleChange:
    base = standing(code)
    version = edit(replace(base.as_text(), **values))
    return propose_change(
        pack="NY", base_id=base.pk, version=version, kind=kind, why=why, letter=letter, actor=by, now=now
    )


def extend_the_sunset(cast: Cast) -> RuleChange:
    letter = Letter("counsel.pdf", b"%PDF-1.7 the letter", "application/pdf")
    return propose(
        cast.buyer, "PIG-6", cast.now, effective_from=date(2026, 7, 1), effective_to=date(2027, 7, 1),
        citation="ch. 308/2012 as extended by ch. 1/2026", letter=letter,
    )  # fmt: skip


def piggyback(on: date, known_at: datetime | None = None) -> Outcome:
    return the_law("NY", known_at=known_at).assess("D", PIGGYBACK, on=on).outcome


def test_counsel_confirms_the_extension_and_piggybacking_is_allowed_through_its_last_day(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    assert piggyback(TODAY) is Outcome.UNCERTAIN
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    assert [piggyback(day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 6, 30))] == [
        Outcome.ALLOWED
    ] * 3
    assert piggyback(date(2027, 7, 1)) is Outcome.UNCERTAIN
    sheet = rule_sheet("PIG-6", on=TODAY)
    assert sheet is not None
    assert [version.dates for version in sheet.versions] == [
        "through Jun 30, 2026", "from Jul 1, 2026 through Jun 30, 2027"
    ]  # fmt: skip
    assert sheet.holds


def test_an_answer_given_before_the_extension_can_be_given_again(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    later = cast.now + timedelta(days=3)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=later)
    assert piggyback(TODAY, known_at=cast.now) is Outcome.UNCERTAIN
    assert piggyback(TODAY, known_at=later) is Outcome.ALLOWED


def test_a_raised_threshold_counts_from_its_first_day(cast: Cast) -> None:
    new_year = date(2027, 1, 1)
    change = propose(cast.buyer, "BID-1", cast.now, number=Decimal(25000), effective_from=new_year)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    law = the_law("NY")
    facts: dict[str, Fact] = {"is_public_work": False, "twelve_month_amount": Decimal("25000.00")}
    before = law.assess("F", facts, on=new_year - timedelta(days=1))
    after = law.assess("F", facts, on=new_year)
    assert (before.outcome, after.outcome) == (Outcome.BLOCKED, Outcome.ALLOWED)
    assert "above $20,000" in before.because[0].sentence
    assert "within $25,000" in after.findings[0].sentence
    over = law.assess("F", {**facts, "twelve_month_amount": Decimal("25000.01")}, on=new_year)
    assert over.outcome is Outcome.BLOCKED


def test_a_version_for_some_months_gives_way_to_the_one_before(cast: Cast) -> None:
    change = propose(
        cast.buyer, "OGS-1", cast.now, number=Decimal(100),
        effective_from=date(2027, 1, 1), effective_to=date(2027, 7, 1),
    )  # fmt: skip
    assert [version.dates for version in after_change(change)] == [
        "through Dec 31, 2026", "from Jan 1, 2027 through Jun 30, 2027", "from Jul 1, 2027"
    ]  # fmt: skip
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    figures = [version.figure_words for version in Rule.objects.standing().filter(code="OGS-1")]
    assert figures == ["$500", "$100", "$500"]


def test_a_mistake_is_corrected_for_all_days_and_stays_readable(cast: Cast) -> None:
    change = propose(
        cast.buyer, "AD-1", cast.now, kind=Kind.CORRECTS, number=Decimal(7), why="A slip: the file said 5."
    )
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now + timedelta(hours=1))
    assert standing("AD-1").figure_words == "7 days"
    facts: dict[str, Fact] = {"days_advertised": 6}
    assert the_law("NY").ask("ADVERTISE", facts, on=TODAY).outcome is Outcome.BLOCKED
    assert the_law("NY", known_at=cast.now).ask("ADVERTISE", facts, on=TODAY).outcome is Outcome.ALLOWED


def test_nobody_approves_a_change_of_their_own(cast: Cast) -> None:
    own = propose(
        cast.purchasing_agent, "PIG-6", cast.now, effective_from=date(2026, 7, 1), effective_to=None
    )
    with pytest.raises(Refused, match="A second person must decide it"):
        approve_change(change_id=own.pk, actor=cast.purchasing_agent, now=cast.now)
    with pytest.raises(IntegrityError, match="a_second_person_decides_a_change"), transaction.atomic():
        RuleChange.objects.filter(pk=own.pk).update(
            status="approved", decided_by=cast.purchasing_agent, decided_at=cast.now
        )
    assert piggyback(TODAY) is Outcome.UNCERTAIN


@pytest.mark.parametrize("who", ["buyer", "second_buyer", "approver", "vendor"])
def test_only_the_purchasing_agent_or_the_administrator_decides(cast: Cast, who: str) -> None:
    change = extend_the_sunset(cast)
    with pytest.raises(Refused):
        approve_change(change_id=change.pk, actor=getattr(cast, who), now=cast.now)
    with pytest.raises(Refused):
        decline_change(change_id=change.pk, note="No.", actor=getattr(cast, who), now=cast.now)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)


@pytest.mark.parametrize("who", ["requester", "approver", "school", "vendor"])
def test_only_the_countys_staff_propose(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only the county's purchasing staff"):
        propose(getattr(cast, who), "PIG-6", cast.now, effective_from=date(2026, 7, 1), effective_to=None)


def test_a_declined_change_changes_nothing_and_says_why(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    with pytest.raises(Refused, match="why it is declined"):
        decline_change(change_id=change.pk, note=" ", actor=cast.purchasing_agent, now=cast.now)
    decline_change(change_id=change.pk, note="The bill died.", actor=cast.purchasing_agent, now=cast.now)
    assert piggyback(TODAY) is Outcome.UNCERTAIN
    with pytest.raises(Refused, match="is declined and cannot become approved"):
        approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)


def test_the_proposer_takes_a_change_back_and_nobody_else_does(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    with pytest.raises(Refused, match="Only the person who proposed"):
        withdraw_change(change_id=change.pk, actor=cast.second_buyer, now=cast.now)
    withdraw_change(change_id=change.pk, actor=cast.buyer, now=cast.now)
    assert RuleChange.objects.get().status == "withdrawn"
    extend_the_sunset(cast)


def test_one_change_of_a_rule_waits_at_a_time(cast: Cast) -> None:
    extend_the_sunset(cast)
    with pytest.raises(Refused, match="waits for a decision"):
        extend_the_sunset(cast)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"effective_from": None, "number": Decimal(1)}, "Name the first day"),
        ({"effective_from": TODAY, "effective_to": TODAY}, "lies before the first"),
        ({}, "Nothing differs"),
        ({"effective_from": TODAY, "number": Decimal(-1)}, "not negative"),
        ({"effective_from": TODAY, "number": None}, "keeps what the rule asks for"),
        ({"effective_from": TODAY, "checks": []}, "keeps what the rule asks for"),
        ({"effective_from": TODAY, "says": " "}, "says something"),
        ({"effective_from": TODAY, "certainty": "D"}, "certainty is A, B or C"),
        ({"effective_from": TODAY, "why": " "}, "Write down why"),
    ],
)
def test_what_could_not_be_weighed_is_not_proposed(cast: Cast, values: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        propose(cast.buyer, "BID-1", cast.now, **values)
    assert not RuleChange.objects.exists()


def test_a_correction_does_not_swallow_the_version_beside_it(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    first = Rule.objects.standing().filter(code="PIG-6").first()
    assert first is not None
    longer = replace(first.as_text(), effective_to=date(2026, 8, 1))
    with pytest.raises(Refused, match="reach into the version"):
        propose_change(
            pack="NY", base_id=first.pk, version=longer, kind=Kind.CORRECTS, why="A slip.",
            actor=cast.buyer, now=cast.now,
        )  # fmt: skip


def test_a_change_written_from_a_version_that_was_replaced_is_not_proposed(cast: Cast) -> None:
    old = standing("OGS-1")
    change = propose(cast.buyer, "OGS-1", cast.now, number=Decimal(600), effective_from=TODAY)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    with pytest.raises(Refused, match="was replaced meanwhile"):
        propose_change(
            pack="NY", base_id=old.pk, version=replace(old.as_text(), number=Decimal(700), effective_from=TODAY),
            kind=Kind.BEGINS, why="A law.", actor=cast.buyer, now=cast.now,
        )  # fmt: skip


def test_a_version_is_never_edited_or_deleted(cast: Cast) -> None:
    rule = standing("BID-1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(number=30000)
    with pytest.raises(DatabaseError), transaction.atomic():
        rule.delete()
    Rule.objects.filter(pk=rule.pk).update(superseded_at=cast.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(superseded_at=None)


def test_who_may_decide_is_asked_by_mail_and_the_proposer_is_told(cast: Cast) -> None:
    change = extend_the_sunset(cast)
    asked = Message.objects.get()
    assert asked.to == [cast.purchasing_agent.user.email]
    assert f"/rules/changes/{change.pk}/" in asked.text
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now, note="Letter read.")
    told = Message.objects.exclude(pk=asked.pk).get()
    assert (told.to, told.subject) == ([cast.buyer.user.email], "Your change of rule PIG-6 was approved")
    assert "Letter read." in told.text
    assert [entry.verb for entry in trail_of(change)] == ["legal.change_approved", "legal.change_proposed"]


def test_a_rule_to_be_minded_decides_nothing_whatever_its_check_says(cast: Cast) -> None:
    change = propose(cast.buyer, "OGS-1", cast.now, severity="warn", effective_from=TODAY)
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    facts: dict[str, Fact] = {"contract_in_force": True, "amount": Decimal(1)}
    assert the_law("NY").assess("E", facts, on=TODAY).outcome is Outcome.ALLOWED
    assert the_law("NY").assess("E", facts, on=TODAY - timedelta(days=1)).outcome is Outcome.BLOCKED
