"""What the engine reads in one line, with and without a word, in words for a person."""

from dataclasses import dataclass
from decimal import Decimal

from commonlot.engines.pooling import NeedLine
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import unit_code
from commonlot.engines.pooling.pipeline import silent
from commonlot.engines.pooling.reading import read_kinds
from commonlot.kernel.quantity import UNITS
from commonlot.process.pooling.rules import learnt as lessons
from commonlot.process.pooling.rules import words
from commonlot.process.pooling.rules.learnt import Learnt


@dataclass(frozen=True)
class Example:
    """A line as typed; whose: where it stands, empty for one that was made up to show the word."""

    description: str
    unit: str
    whose: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that is read of a line: before and after."""

    what: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Say whether the word changes it."""
        return self.before != self.after


def made_up(word: words.Word) -> Example:
    """Return a line that holds the word, for when no agency has typed one."""
    if word.kind == words.ABBREVIATION:
        return Example(f"{word.typed}, white", "EA")
    return Example("White, letter size", word.typed)


def changes(example: Example, known: list[words.Word], word: words.Word) -> list[Change]:
    """Compare what is read of a line without a word and with it. known: the other words that stand."""
    before = _read(example, words.learnt_from(known), known)
    after = _read(example, words.learnt_from([*known, word]), [*known, word])
    return [Change(what, before[what], after[what]) for what in before]


def _read(example: Example, learnt: Learnt, known: list[words.Word]) -> dict[str, str]:
    code = unit_code(example.unit, learnt.vocabulary)
    steps = lessons.custom_steps(example.description, code, learnt)
    line = NeedLine((1,), "", example.description, example.unit, Decimal(1), conversions=steps)
    kind = read_kinds([line], frozenset(), silent, learnt.vocabulary)[0]
    return {
        "Words": " ".join((*kind.words, *sorted(kind.numbers))) or "none",
        "Facts": ", ".join(_facts(kind)) or "none",
        "Unit": _unit(code, known),
        "What it holds": _held(kind, code, known),
    }


def _held(kind: Kind, code: str, known: list[words.Word]) -> str:
    said = "; ".join(words.step_words(step, known) for step in kind.steps)
    measured = code in UNITS and UNITS[code].kind != "pack"
    return said or ("nothing: it is counted as it is" if measured else "not stated, so it is asked")


def _facts(kind: Kind) -> list[str]:
    said = [attribute.display or attribute.value for attribute in kind.attributes]
    return list(dict.fromkeys(said))


def _unit(code: str, known: list[words.Word]) -> str:
    own = next((word for word in known if word.kind == words.OWN_UNIT and word.unit == code), None)
    if own is not None:
        return own.means
    return UNITS[code].name if code in UNITS else f"{code}, in no table"


def without(word: words.Word, known: list[words.Word]) -> list[words.Word]:
    """Return the other words."""
    return [each for each in known if each.key != word.key]
