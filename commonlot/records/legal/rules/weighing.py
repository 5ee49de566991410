"""Weighing dated rules against facts: plain values in, an answer with its reasons out."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from commonlot.records.legal.rules.values import (
    Answer,
    Fact,
    Facts,
    Finding,
    FindingKind,
    LegalQuestion,
    LegalRule,
)

COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "above": operator.gt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "below": operator.lt,
}
DECIDES = frozenset({"blocked", "uncertain"})


def assess(asked: LegalQuestion, facts: Facts, rules: Sequence[LegalRule], *, on: date) -> Answer:
    """Read every rule of the question as it stands on a day and say what it comes to."""
    versions: dict[str, list[LegalRule]] = {}
    for rule in rules:
        versions.setdefault(rule.code, []).append(rule)
    findings: list[Finding] = []
    for code in asked.rule_codes:
        findings += _read(versions.get(code, []), facts, on)
    return Answer(asked=asked, on=on, findings=tuple(findings))


def without_rules(asked: LegalQuestion, why: str, *, on: date) -> Answer:
    """Answer where no rule can be read: nobody but counsel can say."""
    rule = LegalRule(
        code="NO-RULE", says=why, citation="none kept in this program", certainty="C", severity="ask"
    )
    return Answer(asked=asked, on=on, findings=(Finding(rule, "uncertain", why),))


def uncertain_beside(answer: Answer, why: str) -> Answer:
    """Add what no rule that is kept decides: it is never more than uncertain, and what is blocked stays blocked."""
    beside = without_rules(answer.asked, why, on=answer.on)
    return replace(answer, findings=(*answer.findings, *beside.findings))


def _read(versions: Sequence[LegalRule], facts: Facts, on: date) -> list[Finding]:
    rule = next((each for each in versions if each.holds_on(on)), None)
    if rule is None:
        return _read_after_its_end(versions, facts, on)
    if not _applies(rule.applies_when, facts):
        return []
    if not rule.checks:
        return [Finding(rule, "met" if rule.holds else "note", rule.fill(rule.holds or rule.says))]
    return [_weigh(rule, check, facts) for check in rule.checks if _applies(check.get("when", {}), facts)]


def _read_after_its_end(versions: Sequence[LegalRule], facts: Facts, on: date) -> list[Finding]:
    ended = [each for each in versions if each.was_over_by(on)]
    if not ended:
        return []
    rule = max(ended, key=lambda each: each.effective_to or date.min)
    kind: dict[str, FindingKind] = {"uncertain": "uncertain", "blocked": "blocked"}
    if rule.when_over not in kind or not _applies(rule.applies_when, facts):
        return []
    sentence = rule.over or f"This rule was in force {rule.dates} and is not known to have been extended."
    return [Finding(rule, kind[rule.when_over], rule.fill(sentence))]


def _applies(when: Mapping[str, Any], facts: Facts) -> bool:
    """A condition on a fact that is not known counts as holding: then it is asked, not skipped."""
    return all(
        not is_known(facts.get(name)) or _is(facts[name], value) is not False for name, value in when.items()
    )


def _weigh(rule: LegalRule, check: Mapping[str, Any], facts: Facts) -> Finding:
    passed = _passes(rule, check, facts.get(check["fact"]))
    otherwise = _as_severe(rule, check["otherwise"])
    if passed:
        return Finding(rule, "met", rule.fill(check["found"]))
    if passed is False:
        return Finding(rule, otherwise, rule.fill(check.get("fails") or check["missing"]))
    decides = otherwise in DECIDES
    unknown: FindingKind = check.get("unknown", "uncertain") if decides else otherwise
    return Finding(rule, unknown, rule.fill(check["missing"]), decides=decides)


def _as_severe(rule: LegalRule, kind: FindingKind) -> FindingKind:
    """A rule of which counsel is asked never blocks, and one to be minded decides nothing."""
    if kind not in DECIDES or rule.severity == "block":
        return kind
    return "uncertain" if rule.severity == "ask" else "note"


def is_known(value: Fact) -> bool:
    """Say whether a fact was given at all; blank words were not."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def _passes(rule: LegalRule, check: Mapping[str, Any], value: Fact) -> bool | None:
    """Say whether a fact passes a check; None where it is not known or is no fit answer to what was asked."""
    if not is_known(value):
        return None
    if "is" in check:
        return _is(value, check["is"])
    if "one_of" in check:
        return value in check["one_of"] if isinstance(value, str) else None
    if "stated" in check:
        return value is not False
    number = _as_number(value)
    if number is None or rule.number is None:
        return None
    return COMPARISONS[next(test for test in COMPARISONS if test in check)](number, rule.number)


def _is(value: Fact, wanted: str | bool) -> bool | None:
    return value == wanted if type(value) is type(wanted) else None


def _as_number(value: Fact) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
