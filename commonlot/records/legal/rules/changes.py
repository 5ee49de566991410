"""What a new version does to the versions that stand: on every day at most one of them is the law."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from commonlot.records.legal.rules.values import LegalRule

GLANCE = 100


@dataclass(frozen=True)
class Difference:
    """One part of a rule that a new version words or counts otherwise."""

    name: str
    before: str
    after: str

    @property
    def is_short(self) -> bool:
        """Say whether both sides are read at a glance, so that they stand beside each other."""
        return len(self.before) + len(self.after) < GLANCE or not (self.before and self.after)


def overlap(one: LegalRule, other: LegalRule) -> bool:
    """Say whether two versions would hold on one day."""
    return _starts_before_the_end(one, other) and _starts_before_the_end(other, one)


def _starts_before_the_end(one: LegalRule, other: LegalRule) -> bool:
    return one.effective_from is None or other.effective_to is None or one.effective_from < other.effective_to


def what_remains(old: LegalRule, new: LegalRule) -> list[LegalRule]:
    """Return what still holds of a version beside a new one: itself, the days before, the days after."""
    if not overlap(old, new):
        return [old]
    pieces = []
    if new.effective_from and (old.effective_from is None or old.effective_from < new.effective_from):
        pieces.append(replace(old, effective_to=new.effective_from))
    if new.effective_to and (old.effective_to is None or new.effective_to < old.effective_to):
        pieces.append(replace(old, effective_from=new.effective_to))
    return pieces


def weave(
    standing: Sequence[LegalRule], new: LegalRule, *, instead_of: LegalRule | None = None
) -> list[LegalRule]:
    """Return the versions that stand once the new one does; a corrected one goes with all its days."""
    kept = [piece for old in standing if old is not instead_of for piece in what_remains(old, new)]
    return sorted([*kept, new], key=lambda each: each.effective_from or date.min)


SEVERITIES = {"block": "blocks", "ask": "ask counsel", "warn": "to be minded"}
NAMES = {
    "says": "What it says",
    "figure_words": "Figure",
    "citation": "Citation",
    "certainty": "Certainty",
    "severity": "Severity",
    "dates": "In force",
    "note": "Note",
    "holds": "Said while it holds",
    "over": "Said once it has ended",
}


def differences(before: LegalRule | None, after: LegalRule) -> list[Difference]:
    """List what a new version changes, in the order in which a person reads a rule."""
    found = []
    for name, label in NAMES.items():
        old, new = (_words(before, name) if before else ""), _words(after, name)
        if old != new:
            found.append(Difference(label, old, new))
    return found + _differences_of_checks(before, after)


def _words(rule: LegalRule, name: str) -> str:
    value = str(getattr(rule, name))
    return SEVERITIES.get(value, value) if name == "severity" else value


def _differences_of_checks(before: LegalRule | None, after: LegalRule) -> list[Difference]:
    old, new = (before.checks if before else []), after.checks
    found = []
    for number in range(max(len(old), len(new))):
        was, now = (words_of_check(each[number]) if number < len(each) else "" for each in (old, new))
        if was != now:
            found.append(Difference(f"What it asks, {number + 1}", was, now))
    return found


def words_of_check(check: object) -> str:
    """Write a check in a line: what it asks for, and what it says for each case."""
    if not isinstance(check, dict):
        return ""
    return " ".join(
        f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}."
        for name, value in check.items()
        if not isinstance(value, dict)
    ).replace("..", ".")


SHAPE = ("fact", "is", "above", "at_least", "at_most", "below", "stated", "otherwise", "unknown", "when")


def same_shape(before: LegalRule, after: LegalRule) -> bool:
    """Say whether a new version asks for the same facts in the same way: only words, lists and figures may differ."""
    shapes = [
        (
            [
                {name: check.get(name) for name in SHAPE} | {"one_of": "one_of" in check}
                for check in rule.checks
            ],
            dict(rule.applies_when),
            rule.when_over,
            rule.unit,
            rule.number is None,
        )
        for rule in (before, after)
    ]
    return shapes[0] == shapes[1]
