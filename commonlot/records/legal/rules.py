"""Weighing dated rules against facts: plain values in, an answer with its reasons out."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Literal

Fact = str | bool | int | Decimal | None
Facts = Mapping[str, Fact]


class Outcome(StrEnum):
    """What a question comes to. Uncertain is never shown as allowed."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"


COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "above": operator.gt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "below": operator.lt,
}
FindingKind = Literal["met", "blocked", "uncertain", "supply", "note"]


@dataclass(frozen=True)
class LegalRule:
    """One dated version of a rule: from its first day up to, but not including, effective_to."""

    code: str
    says: str
    citation: str
    certainty: str
    severity: str
    figure: str = ""
    number: Decimal | None = None
    unit: str = ""
    note: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    checks: Sequence[Mapping[str, Any]] = field(default_factory=list)
    applies_when: Mapping[str, Any] = field(default_factory=dict)
    when_over: str = "ignored"
    over: str = ""
    holds: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether this version is the law on that day."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day < self.effective_to
        )

    @property
    def figure_words(self) -> str:
        """The figure as a person reads it: $20,000, 50%, 5 days; words where it is no number."""
        return words_of_figure(self.number, self.unit) if self.number is not None else self.figure

    def fill(self, sentence: str) -> str:
        """Put this version's own figure and days into a sentence, so that words and figure never differ."""
        last = self.effective_to - timedelta(days=1) if self.effective_to else None
        return (
            sentence.replace("{figure}", self.figure_words)
            .replace("{first_day}", long_day(self.effective_from))
            .replace("{last_day}", long_day(last))
        )

    def was_over_by(self, day: date) -> bool:
        """Say whether this version had ended by that day."""
        return self.effective_to is not None and self.effective_to <= day


@dataclass(frozen=True)
class LegalQuestion:
    """What a stage of the process asks the law, and the rules that are read for it, in order."""

    code: str
    name: str
    says: str
    rule_codes: Sequence[str]
    stage: str = ""


@dataclass(frozen=True)
class LegalPath(LegalQuestion):
    """A way in which an agency may buy: the question whether it may, known by its letter."""

    @property
    def letter(self) -> str:
        """The letter of the path."""
        return self.code


@dataclass(frozen=True)
class Finding:
    """What one rule came to: met, blocked, uncertain, something to supply, or something to mind."""

    rule: LegalRule
    kind: FindingKind
    sentence: str


@dataclass(frozen=True)
class Answer:
    """Allowed, blocked or uncertain, with every rule that was read."""

    asked: LegalQuestion
    on: date
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """Blocked if any rule blocks, else uncertain if any is uncertain, else allowed."""
        kinds = {finding.kind for finding in self.findings}
        if "blocked" in kinds:
            return Outcome.BLOCKED
        return Outcome.UNCERTAIN if "uncertain" in kinds else Outcome.ALLOWED

    @property
    def because(self) -> tuple[Finding, ...]:
        """The findings that keep the answer from being allowed, the decisive ones first."""
        kinds: tuple[FindingKind, ...] = ("blocked", "uncertain")
        return tuple(each for kind in kinds for each in self.findings if each.kind == kind)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What the agency must still supply."""
        return tuple(each for each in self.findings if each.kind == "supply")

    def as_reasons(self) -> list[dict[str, str]]:
        """Write the findings as plain values, to be filed."""
        return [
            {
                "rule": each.rule.code,
                "says": each.rule.says,
                "citation": each.rule.citation,
                "certainty": each.rule.certainty,
                "dates": words_of_dates(each.rule.effective_from, each.rule.effective_to),
                "outcome": each.kind,
                "found": each.sentence,
            }
            for each in self.findings
        ]


def assess(asked: LegalQuestion, facts: Facts, rules: Sequence[LegalRule], *, on: date) -> Answer:
    """Read every rule of the question as it stands on a day and say what it comes to."""
    versions: dict[str, list[LegalRule]] = {}
    for rule in rules:
        versions.setdefault(rule.code, []).append(rule)
    findings: list[Finding] = []
    for code in asked.rule_codes:
        findings += _read(versions.get(code, []), facts, on)
    return Answer(asked=asked, on=on, findings=tuple(findings))


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
    through = words_of_dates(rule.effective_from, rule.effective_to)
    sentence = rule.over or f"This rule was in force {through} and is not known to have been extended."
    return [Finding(rule, kind[rule.when_over], rule.fill(sentence))]


def _applies(when: Mapping[str, Any], facts: Facts) -> bool:
    """A condition on a fact that is not known counts as holding: then it is asked, not skipped."""
    return all(facts.get(name) is None or facts[name] == value for name, value in when.items())


def _weigh(rule: LegalRule, check: Mapping[str, Any], facts: Facts) -> Finding:
    passed = _passes(rule, check, facts.get(check["fact"]))
    otherwise: FindingKind = _as_severe(rule, check["otherwise"])
    if passed is None:
        asked = otherwise if otherwise in {"supply", "note"} else "uncertain"
        unknown: FindingKind = check.get("unknown", asked)
        return Finding(rule, unknown, rule.fill(check["missing"]))
    if passed:
        return Finding(rule, "met", rule.fill(check["found"]))
    return Finding(rule, otherwise, rule.fill(check.get("fails") or check["missing"]))


def _as_severe(rule: LegalRule, kind: FindingKind) -> FindingKind:
    """A rule of which counsel is asked never blocks, and one to be minded decides nothing."""
    if kind not in {"blocked", "uncertain"} or rule.severity == "block":
        return kind
    return "uncertain" if rule.severity == "ask" else "note"


def _passes(rule: LegalRule, check: Mapping[str, Any], value: Fact) -> bool | None:
    """Say whether a fact passes a check; None where it is not known or cannot be compared."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if "is" in check:
        return value == check["is"] if type(value) is type(check["is"]) else None
    if "one_of" in check:
        return value in check["one_of"]
    if "stated" in check:
        return bool(value)
    test = next(test for test in COMPARISONS if test in check)
    number = _as_number(value)
    if number is None or rule.number is None:
        return None
    return COMPARISONS[test](number, rule.number)


def _as_number(value: Fact) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


UNITS = {
    "dollars": ("$", ""),
    "percent": ("", "%"),
    "days": ("", " days"),
    "business days": ("", " business days"),
    "months": ("", " months"),
    "years": ("", " years"),
}


def words_of_figure(number: Decimal, unit: str) -> str:
    """Write a figure with its unit; cents only where there are any."""
    before, after = UNITS[unit]
    whole = number == number.to_integral_value()
    figure = (
        f"{number:,.0f}" if whole else f"{number:,.2f}" if unit == "dollars" else f"{number.normalize():f}"
    )
    return f"{before}{figure}{after.removesuffix('s') if number == 1 else after}"


def words_of_dates(start: date | None, end: date | None) -> str:
    """Write the days on which a rule holds; the last day is named as statutes name it."""
    last = end - timedelta(days=1) if end is not None else None
    if start and last:
        return f"from {_day(start)} through {_day(last)}"
    if start:
        return f"from {_day(start)}"
    return f"through {_day(last)}" if last else "no date set"


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"


def long_day(value: date | None) -> str:
    """Write a day as a sentence has it: June 30, 2026."""
    return f"{value:%B} {value.day}, {value.year}" if value else "a day not set"
