"""Weighing dated rules against facts: plain values in, an answer with its reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

Fact = str | bool | Decimal | None
Facts = Mapping[str, Fact]


class Outcome(StrEnum):
    """What a path comes to. Uncertain is never shown as allowed."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"


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

    def was_over_by(self, day: date) -> bool:
        """Say whether this version had ended by that day."""
        return self.effective_to is not None and self.effective_to <= day


@dataclass(frozen=True)
class LegalPath:
    """A way in which an agency may buy, and the rules that are read for it, in order."""

    letter: str
    name: str
    says: str
    rule_codes: Sequence[str]


@dataclass(frozen=True)
class Finding:
    """What one rule came to: met, blocked, uncertain, something to supply, or something to mind."""

    rule: LegalRule
    kind: FindingKind
    sentence: str


@dataclass(frozen=True)
class Answer:
    """Allowed, blocked or uncertain, with every rule that was read."""

    path: LegalPath
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


def assess(path: LegalPath, facts: Facts, rules: Sequence[LegalRule], *, on: date) -> Answer:
    """Read every rule of the path as it stands on a day and say what it comes to."""
    versions: dict[str, list[LegalRule]] = {}
    for rule in rules:
        versions.setdefault(rule.code, []).append(rule)
    findings: list[Finding] = []
    for code in path.rule_codes:
        findings += _read(versions.get(code, []), facts, on)
    return Answer(path=path, on=on, findings=tuple(findings))


def _read(versions: Sequence[LegalRule], facts: Facts, on: date) -> list[Finding]:
    rule = next((each for each in versions if each.holds_on(on)), None)
    if rule is None:
        return _read_after_its_end(versions, facts, on)
    if not _applies(rule.applies_when, facts):
        return []
    if not rule.checks:
        return [Finding(rule, "met" if rule.holds else "note", rule.holds or rule.says)]
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
    return [Finding(rule, kind[rule.when_over], sentence)]


def _applies(when: Mapping[str, Any], facts: Facts) -> bool:
    """A condition on a fact that is not known counts as holding: then it is asked, not skipped."""
    return all(facts.get(name) is None or facts[name] == value for name, value in when.items())


def _weigh(rule: LegalRule, check: Mapping[str, Any], facts: Facts) -> Finding:
    value = facts.get(check["fact"])
    otherwise: FindingKind = check["otherwise"]
    if value is None or value == "":
        unknown: FindingKind = check.get(
            "unknown", otherwise if otherwise in {"supply", "note"} else "uncertain"
        )
        return Finding(rule, unknown, check["missing"])
    if _passes(check, value):
        return Finding(rule, "met", check["found"])
    return Finding(rule, otherwise, check.get("fails") or check["missing"])


def _passes(check: Mapping[str, Any], value: str | bool | Decimal) -> bool:
    if "is" in check:
        return bool(value == check["is"])
    if "one_of" in check:
        return value in check["one_of"]
    if "above" in check:
        return Decimal(value) > Decimal(check["above"])
    return bool(value)


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
