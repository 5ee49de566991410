"""Rules, questions and answers as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from commonlot.records.legal.rules.words import last_day, long_day, words_of_dates, words_of_figure

Fact = str | bool | int | Decimal | None
Facts = Mapping[str, Fact]
FindingKind = Literal["met", "blocked", "uncertain", "supply", "note"]
DATES = ("effective_from", "effective_to")


class Outcome(StrEnum):
    """What a question comes to. Uncertain is never shown as allowed."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"


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

    def was_over_by(self, day: date) -> bool:
        """Say whether this version had ended by that day."""
        return self.effective_to is not None and self.effective_to <= day

    @property
    def figure_words(self) -> str:
        """The figure as a person reads it: $20,000, 50%, 5 days; words where it is no number."""
        return words_of_figure(self.number, self.unit) if self.number is not None else self.figure

    @property
    def dates(self) -> str:
        """The days on which this version holds, in words."""
        return words_of_dates(self.effective_from, self.effective_to)

    def fill(self, sentence: str) -> str:
        """Put this version's own figure and days into a sentence, so that words and figure never differ."""
        return (
            sentence.replace("{figure}", self.figure_words)
            .replace("{first_day}", long_day(self.effective_from))
            .replace("{last_day}", long_day(last_day(self.effective_to)))
        )

    def as_plain(self) -> dict[str, Any]:
        """Return what JSON can hold, to be kept with a proposal."""
        plain = asdict(self)
        for name in DATES:
            plain[name] = plain[name].isoformat() if plain[name] else None
        plain["number"] = f"{self.number.normalize():f}" if self.number is not None else None
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "LegalRule":
        """Read a version back from what JSON held."""
        read = dict(plain)
        for name in DATES:
            read[name] = date.fromisoformat(read[name]) if read[name] else None
        read["number"] = Decimal(read["number"]) if read["number"] is not None else None
        return cls(**read)


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
    """What one rule came to: met, blocked, uncertain, something to supply, or something to mind.

    decides: whether the answer hangs on it; what must be supplied may decide or only complete the file.
    """

    rule: LegalRule
    kind: FindingKind
    sentence: str
    decides: bool = False


@dataclass(frozen=True)
class Answer:
    """Allowed, blocked or uncertain, with every rule that was read."""

    asked: LegalQuestion
    on: date
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """Blocked if any rule blocks; allowed only if nothing that decides is unknown; else uncertain."""
        if any(each.kind == "blocked" for each in self.findings):
            return Outcome.BLOCKED
        if self.because or any(each.decides for each in self.missing):
            return Outcome.UNCERTAIN
        return Outcome.ALLOWED

    @property
    def awaits_the_agency(self) -> bool:
        """Say whether all that keeps it from being allowed is what the agency itself will state."""
        return self.outcome is Outcome.UNCERTAIN and not self.because

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
                "dates": each.rule.dates,
                "outcome": each.kind,
                "found": each.sentence,
            }
            for each in self.findings
        ]
