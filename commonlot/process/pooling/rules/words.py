"""The words of the trade that a buyer teaches the program: how they are kept, read by the engine, and said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.packs import Step
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.quantity import UNITS, Unit, find_unit, plain_number
from commonlot.process.pooling.rules.learnt import Learnt

ABBREVIATION, SAME_UNIT, OWN_UNIT, HOLDING = "abbreviation", "same_unit", "own_unit", "holding"


@dataclass(frozen=True)
class Word:
    """A word as a buyer states it.

    kind: abbreviation (means: the words that are read instead), same_unit (unit: the code that it names), own_unit
    (means and plural: its name), holding (unit: the pack). holds: how many of holds_unit one of the unit is.
    """

    kind: str
    typed: str
    means: str = ""
    unit: str = ""
    plural: str = ""
    holds: Decimal | None = None
    holds_unit: str = ""

    @property
    def key(self) -> str:
        """How the word is looked up."""
        return key_of(self.typed)


def key_of(typed: str) -> str:
    """Fold a word as the reader does: case, spaces and points around it do not count."""
    return " ".join(clean(typed.strip()).text.strip(".'/-").split())


def plain_word(word: Word) -> Word:
    """Return the word in the form in which it is kept: codes found, what its kind does not need left out."""
    typed = " ".join(word.typed.split())
    if word.kind == ABBREVIATION:
        return Word(word.kind, typed, means=key_of(word.means))
    if word.kind == SAME_UNIT:
        return Word(word.kind, typed, unit=word.unit)
    holds_unit = word.holds_unit if word.holds is not None else ""
    if word.kind == HOLDING:
        known = find_unit(typed)
        return Word(
            word.kind, typed, unit=known.code if known else "", holds=word.holds, holds_unit=holds_unit
        )
    names = (" ".join(word.means.split()).lower(), " ".join(word.plural.split()).lower())
    return Word(word.kind, typed, names[0], typed.upper(), names[1], word.holds, holds_unit)


def short_for(words: Iterable[Word]) -> dict[str, str]:
    """Return the abbreviations: as typed, folded -> what it means."""
    return {word.key: word.means for word in words if word.kind == ABBREVIATION}


def units_of(words: Iterable[Word]) -> dict[str, Unit]:
    """Return the words for units: as typed, folded -> the unit that it names. One of our own is a pack."""
    found: dict[str, Unit] = {}
    for word in words:
        if word.kind == SAME_UNIT:
            found[word.key] = UNITS[word.unit]
        elif word.kind == OWN_UNIT:
            unit = Unit(word.unit, word.means, word.plural, "pack", None, "")
            found |= dict.fromkeys((word.key, word.means, word.plural), unit)
    return found


def own_units(words: Iterable[Word]) -> dict[str, Unit]:
    """Return a county's own units by the code under which a need is counted in them, which is cut to ten letters."""
    own = [word for word in words if word.kind == OWN_UNIT]
    return {word.unit[:10]: Unit(word.unit, word.means, word.plural, "pack", None, "") for word in own}


def customs_of(words: Iterable[Word]) -> dict[str, Step]:
    """Return what units hold by the word of the county's buyers: code -> step; what a line types outranks it."""
    return {
        word.unit: Step(word.unit, Fraction(word.holds), word.holds_unit, "buyer")
        for word in words
        if word.holds is not None
    }


def learnt_from(words: Sequence[Word]) -> Learnt:
    """Return the words as a run of the engine is told them."""
    vocabulary = Vocabulary.shipped().with_words(abbreviations=short_for(words), units=units_of(words))
    return Learnt(vocabulary=vocabulary, customs=customs_of(words))


def said(word: Word) -> str:
    """Say a word as a sentence without its point: CPY means copy; TB holds 12 pieces."""
    if word.kind == ABBREVIATION:
        return f"{word.typed} means {word.means}"
    if word.kind == SAME_UNIT:
        return f"{word.typed} is a {UNITS[word.unit].name}"
    held = "" if word.holds is None else _holds(word.holds, word.holds_unit)
    if word.kind == HOLDING:
        return f"{word.typed} holds {held}"
    return f"{word.typed} is a {word.means}" + (
        f" of {held}" if held else "; what it holds stands in each line"
    )


def step_words(step: Step, words: Iterable[Word] = ()) -> str:
    """Say what a unit holds, and how we know: tube = 12 pieces (your buyers)."""
    own = {word.unit: word.means for word in words if word.kind == OWN_UNIT}
    name = own.get(step.pack) or (UNITS[step.pack].name if step.pack in UNITS else step.pack.lower())
    source = {"buyer": "your buyers", "trade": "custom of the trade"}.get(step.source, "typed in the line")
    thing = f"{plain_number(step.count)} {step.thing}" if step.thing else how_much(step)
    return f"{name} = {thing} ({source})"


def _holds(number: Decimal, code: str) -> str:
    unit = UNITS.get(code)
    if code == "EA":
        name = "piece" if number == 1 else "pieces"
    elif unit is None:
        name = code
    else:
        name = unit.name if number == 1 else unit.plural
    return f"{plain_number(number)} {name}"


def how_much(step: Step) -> str:
    """Say what one holds: 500 sheets."""
    return _holds(Decimal(step.count.numerator) / Decimal(step.count.denominator), step.content)
