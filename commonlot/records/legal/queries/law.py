"""Reading the law as it is kept, and asking it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commonlot.records.legal.models import KEPT, Path, Question, Rule
from commonlot.records.legal.pack import shipped_packs
from commonlot.records.legal.rules import (
    Answer,
    Facts,
    LegalPath,
    LegalQuestion,
    LegalRule,
    assess,
    without_rules,
)


@dataclass(frozen=True)
class Law:
    """One pack, read once: every version of every rule, the paths of an order and the other questions."""

    pack: str
    rules: tuple[LegalRule, ...]
    paths: Mapping[str, LegalPath]
    questions: Mapping[str, LegalQuestion]

    def assess(self, letter: str, facts: Facts, *, on: date) -> Answer:
        """Say what a path comes to on a day."""
        return self._weigh(self.paths.get(letter), LegalPath(letter, f"Path {letter}", "", ()), facts, on)

    def ask(self, code: str, facts: Facts, *, on: date) -> Answer:
        """Say what a question comes to on a day."""
        return self._weigh(
            self.questions.get(code), LegalQuestion(code, code.capitalize(), "", ()), facts, on
        )

    def _weigh(self, asked: LegalQuestion | None, unknown: LegalQuestion, facts: Facts, on: date) -> Answer:
        """What a pack does not answer is uncertain: another state's rules are never read instead."""
        if asked is not None:
            return assess(asked, facts, self.rules, on=on)
        lacks = "does not answer this" if self.rules else "are not kept in this program"
        return without_rules(
            unknown, f"The rules of {self.pack or 'this state'} {lacks}. Ask counsel.", on=on
        )


def the_law(pack: str, *, known_at: datetime | None = None) -> Law:
    """Read the law of a state, in three queries; where none was loaded, the file that ships is the law.

    pack: the short name of the state, such as NY; nobody is asked by a state that is not theirs.
    known_at: read it as the program did at that moment, so that an answer of that day can be given again.
    """
    versions = Rule.objects.standing() if known_at is None else Rule.objects.known_at(known_at)
    rules = tuple(LegalRule(*row) for row in versions.filter(pack=pack).values_list(*KEPT))
    paths = tuple(path.as_text() for path in Path.objects.filter(pack=pack))
    questions = tuple(question.as_text() for question in Question.objects.filter(pack=pack))
    if not rules and pack in shipped_packs():
        shipped = shipped_packs()[pack]
        rules, paths, questions = shipped.rules, shipped.paths, shipped.questions
    return Law(
        pack=pack,
        rules=rules,
        paths={path.letter: path for path in paths},
        questions={question.code: question for question in questions},
    )


class Laws:
    """The law of each state, read when it is first asked for: an agency is asked by its own state's rules."""

    def __init__(self) -> None:
        self._read: dict[str, Law] = {}

    def of(self, state: str) -> Law:
        """Return the law of a state."""
        return self._read.setdefault(state, self._read.get(state) or the_law(state))
