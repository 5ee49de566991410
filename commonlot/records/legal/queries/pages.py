"""The rules as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonlot.records.access.models import AnySeat
from commonlot.records.legal.access import is_staff
from commonlot.records.legal.models import Path, Question, Rule, RuleChange
from commonlot.records.legal.pack import Pack, shipped_packs
from commonlot.records.legal.rules import Difference, LegalRule, differences, weave
from commonlot.records.legal.states import ChangeStatus

STANDINGS = {
    "in_force": "In force",
    "coming": "Not yet in force",
    "ended": "Has ended",
    "between": "Between two versions",
}
USES = {"used": "Read by a stage", "later": "No stage asks it yet"}


@dataclass(frozen=True)
class Use:
    """A path or a question that reads a rule."""

    label: str
    name: str
    stage: str

    @property
    def stages(self) -> str:
        """The stages that ask it, in words."""
        return self.stage.capitalize()


@dataclass(frozen=True)
class RuleSheet:
    """A rule with its versions: the one to show for a day, how it stands, and what reads it."""

    code: str
    rule: Rule
    versions: tuple[Rule, ...]
    standing: str
    uses: tuple[Use, ...]

    @property
    def state(self) -> str:
        """Say in words how the rule stands."""
        return STANDINGS[self.standing]

    @property
    def holds(self) -> bool:
        """Say whether a version is in force."""
        return self.standing == "in_force"

    @property
    def is_used(self) -> bool:
        """Say whether a stage asks a question that reads it."""
        return any(use.stage for use in self.uses)


@dataclass(frozen=True)
class RuleFilter:
    """What a person asks the list of rules for."""

    words: str = ""
    certainty: str = ""
    standing: str = ""
    use: str = ""

    @property
    def is_set(self) -> bool:
        """Say whether anything is left out."""
        return any((self.words, self.certainty, self.standing, self.use))

    def takes(self, sheet: RuleSheet) -> bool:
        """Say whether a rule belongs on the list."""
        rule = sheet.rule
        text = f"{rule.code} {rule.says} {rule.citation} {rule.figure_words} {rule.note}".casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and self.certainty in ("", rule.certainty)
            and self.standing in ("", sheet.standing)
            and self.use in ("", "used" if sheet.is_used else "later")
        )


def rule_sheets(*, on: date, pack: str = "NY") -> list[RuleSheet]:
    """Return every rule in the order of the pack, in three queries."""
    uses = _uses(pack)
    by_code: dict[str, list[Rule]] = {}
    for rule in Rule.objects.standing().filter(pack=pack):
        by_code.setdefault(rule.code, []).append(rule)
    return [_sheet(code, versions, uses.get(code, ()), on) for code, versions in by_code.items()]


def rule_sheet(code: str, *, on: date, pack: str = "NY") -> RuleSheet | None:
    """Return one rule, or nothing where the pack does not hold it."""
    versions = list(Rule.objects.standing().filter(pack=pack, code=code).select_related(*_WHO))
    return _sheet(code, versions, _uses(pack).get(code, ()), on) if versions else None


_WHO = ("change__proposed_by__user", "change__decided_by__user", "change__letter")


def earlier_versions(code: str, *, pack: str) -> list[Rule]:
    """Return the versions that others took the place of, the latest first."""
    replaced = Rule.objects.filter(pack=pack, code=code, superseded_at__isnull=False)
    return list(replaced.select_related(*_WHO).order_by("-superseded_at", "-pk"))


def _sheet(code: str, versions: list[Rule], uses: Iterable[Use], on: date) -> RuleSheet:
    begun = [each for each in versions if each.effective_from is None or each.effective_from <= on]
    now = next((each for each in versions if each.as_text().holds_on(on)), None)
    if now is not None:
        shown, standing = now, "in_force"
    elif not begun:
        shown, standing = versions[0], "coming"
    else:
        shown, standing = begun[-1], "ended" if len(begun) == len(versions) else "between"
    return RuleSheet(code, shown, tuple(versions), standing, tuple(uses))


def _uses(pack: str) -> dict[str, tuple[Use, ...]]:
    found: dict[str, tuple[Use, ...]] = {}
    for path in Path.objects.filter(pack=pack):
        for code in path.rule_codes:
            found[code] = (*found.get(code, ()), Use(f"Path {path.letter}", path.name, path.stage))
    for question in Question.objects.filter(pack=pack):
        for code in question.rule_codes:
            found[code] = (*found.get(code, ()), Use("Question", question.name, question.stage))
    return found


def packs() -> list[tuple[str, str]]:
    """Return the packs that are kept, with the name of each."""
    kept = Rule.objects.order_by("pack").values_list("pack", flat=True).distinct()
    return [(code, state_name(code)) for code in kept]


def state_name(pack: str) -> str:
    """Return the name of a state whose rules ship, or its two letters."""
    return shipped_packs()[pack].name if pack in shipped_packs() else pack or "the state"


# --- changes --------------------------------------------------------------------------------------------------
_PEOPLE = (
    "base", "letter", "proposed_by__user", "proposed_by__organisation", "decided_by__user",
    "decided_by__organisation",
)  # fmt: skip


def changes(actor: AnySeat, *, pack: str = "", code: str = "") -> list[RuleChange]:
    """Return the changes that an actor may see, the latest first."""
    found = RuleChange.objects.visible_to(actor, is_staff=is_staff(actor)).select_related(*_PEOPLE)
    if pack:
        found = found.filter(pack=pack)
    return list(found.filter(code=code) if code else found)


def open_changes(actor: AnySeat, *, pack: str = "") -> list[RuleChange]:
    """Return the changes that wait for a decision; nobody but the staff sees them."""
    if not is_staff(actor):
        return []
    return [each for each in changes(actor, pack=pack) if each.status == ChangeStatus.PROPOSED]


def after_change(change: RuleChange) -> list[LegalRule]:
    """Return the versions that would stand if an open change were approved."""
    rows = list(Rule.objects.standing().filter(pack=change.pack, code=change.code))
    standing = [row.as_text() for row in rows]
    corrected = next(
        (
            text
            for row, text in zip(rows, standing, strict=True)
            if row.pk == change.base_id and change.kind == RuleChange.Kind.CORRECTS
        ),
        None,
    )
    return weave(standing, change.version, instead_of=corrected)


@dataclass(frozen=True)
class Shipped:
    """A rule as the file that ships has it, where that is not how it is kept here."""

    rule: LegalRule
    base: Rule | None
    differences: list[Difference]

    @property
    def was_edited(self) -> bool:
        """Say whether it is kept otherwise because somebody changed it here."""
        return self.base is not None and self.base.recorded_at is not None

    @property
    def kind(self) -> RuleChange.Kind:
        """Say what proposing it would be."""
        if self.base is None:
            return RuleChange.Kind.ADDS
        days = (self.rule.effective_from, self.rule.effective_to)
        same_days = days == (self.base.effective_from, self.base.effective_to)
        return RuleChange.Kind.CORRECTS if same_days or days[0] is None else RuleChange.Kind.BEGINS


def shipped_otherwise(pack: Pack) -> list[Shipped]:
    """Return the rules of a shipped pack that are kept here otherwise, or not at all."""
    by_code: dict[str, list[Rule]] = {}
    for row in Rule.objects.standing().filter(pack=pack.code):
        by_code.setdefault(row.code, []).append(row)
    found = []
    for rule in pack.rules:
        rows = by_code.get(rule.code, [])
        if any(row.as_text() == rule for row in rows):
            continue
        base = rows[-1] if rows else None
        found.append(Shipped(rule, base, differences(base.as_text() if base else None, rule)))
    return found
