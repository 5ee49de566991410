"""Reading the law as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonlot.records.legal.models import Path, Question, Rule
from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.rules import Answer, Facts, LegalPath, LegalQuestion, LegalRule, assess


@dataclass(frozen=True)
class Law:
    """One pack, read once: every version of every rule, the paths of an order and the other questions."""

    rules: tuple[LegalRule, ...]
    paths: Mapping[str, LegalPath]
    questions: Mapping[str, LegalQuestion]

    def assess(self, letter: str, facts: Facts, *, on: date) -> Answer:
        """Say what a path comes to on a day."""
        return assess(self.paths[letter], facts, self.rules, on=on)

    def ask(self, code: str, facts: Facts, *, on: date) -> Answer:
        """Say what a question comes to on a day."""
        return assess(self.questions[code], facts, self.rules, on=on)


def the_law(pack: str = "NY") -> Law:
    """Read the pack, in three queries; where none was loaded, the file that ships is the law."""
    rules = tuple(rule.as_text() for rule in Rule.objects.filter(pack=pack))
    paths = tuple(path.as_text() for path in Path.objects.filter(pack=pack))
    questions = tuple(question.as_text() for question in Question.objects.filter(pack=pack))
    if not rules:
        shipped = read_pack()
        rules, paths, questions = shipped.rules, shipped.paths, shipped.questions
    return Law(
        rules=rules,
        paths={path.letter: path for path in paths},
        questions={question.code: question for question in questions},
    )


@dataclass(frozen=True)
class RuleRow:
    """A rule as the rules page shows it: whether it holds today, and the paths that read it."""

    rule: Rule
    holds: bool
    is_over: bool
    anchor: str
    paths: tuple[Path, ...]

    @property
    def state(self) -> str:
        """Say in words how the rule stands today."""
        if self.holds:
            return "In force"
        return "Has ended" if self.is_over else "Not yet in force"


def rule_rows(*, on: date, pack: str = "NY") -> list[RuleRow]:
    """Return every version of every rule with its paths, in two queries."""
    paths = list(Path.objects.filter(pack=pack))
    rows: list[RuleRow] = []
    seen: set[str] = set()
    for rule in Rule.objects.filter(pack=pack):
        text = rule.as_text()
        rows.append(
            RuleRow(
                rule=rule,
                holds=text.holds_on(on),
                is_over=text.was_over_by(on),
                anchor=f"{rule.code}-{rule.pk}" if rule.code in seen else rule.code,
                paths=tuple(path for path in paths if rule.code in path.rule_codes),
            )
        )
        seen.add(rule.code)
    return rows
