"""Count one line by itself, before any other is known: what it comes to, or what must be asked about its unit.

It is read and counted by the same code that counts a group. A case, a box or a drum of which nobody says what it holds
is not counted yet, even where an article number would tell it: others count inside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.counting import SINGLES, Count, choose_and_count, exact_decimal, uneven
from commonlot.engines.pooling.needs import Key, Kind, NeedLine
from commonlot.engines.pooling.packs import PIECE, Step, is_pack, plural, unit_name
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.quantity import find_unit, plain_number

# In what a container is asked about, where it holds what is poured or weighed and no things.
POURED = {"DR": "GAL", "PA": "GAL", "JG": "GAL", "TT": "GAL", "CYL": "LB", "BG": "LB", "LD": "TON"}
MEASURES = ("GAL", "LB", "TON", "QT", "L", "KG", "OZ", "FT", PIECE)
_ENOUGH_FOR_SHEETS = Fraction(1000)
_PLURAL = re.compile(r"[a-z]{3,}(?<![suiao])s\b")
_MASS = frozenset({"supplies", "accessories", "goods", "parts", "materials", "misc"})


@dataclass(frozen=True)
class Alone:
    """What one line comes to by itself.

    quantity: exact, in `unit` (a code), or None while it is not counted. words: the unit for so many of it (towels,
    gallons). steps: the conversions that were used. question: what must be answered first, else empty. asked_in: the
    code of the unit in which the answer gives what one typed unit holds; empty where a number would not answer it.
    things: what its pieces are called (towels). pack: the typed unit in words (case).
    """

    quantity: Decimal | None
    unit: str
    words: str
    steps: tuple[Step, ...] = ()
    question: str = ""
    asked_in: str = ""
    things: str = ""
    pack: str = ""

    @property
    def said(self) -> str:
        """Say the quantity with its unit: 1,200,000 towels; nothing while it is not counted."""
        return "" if self.quantity is None else f"{plain_number(self.quantity)} {self.words}"


def count_alone(lines: Sequence[NeedLine], vocabulary: Vocabulary | None = None) -> dict[Key, Alone]:
    """Count each line by itself: key -> what it comes to. Lines with one key are a mistake of the caller."""
    kinds = read_kinds(lines, frozenset(), _nobody, vocabulary)
    return {line.key: _of(kind, line, vocabulary) for kind in kinds for line in kind.lines}


def _nobody(_stage: str, _done: int, _of: int) -> None:
    """Report progress to nobody."""


def _of(kind: Kind, line: NeedLine, vocabulary: Vocabulary | None) -> Alone:
    base, counts = choose_and_count([kind])
    count = counts[kind.number]
    things, pack = name_of_pieces(line.description, kind), _name(kind.unit, vocabulary)
    if line.question or kind.spoiled:
        asked = line.question or f"What is this? The description reads {line.description}."
        return Alone(None, base, "", question=asked, things=things, pack=pack)
    if count.factor is None or (is_pack(base) and base not in SINGLES):
        return _ask(kind, line, things, pack, vocabulary)
    quantity = exact_decimal(Fraction(line.quantity) * count.factor)
    if quantity is None:
        asked = uneven(line.quantity, kind.unit, base)
        return Alone(None, base, "", question=asked, things=things, pack=pack)
    words = _words(base, quantity, count, things)
    return Alone(quantity, base, words, count.steps, things=things, pack=pack)


def _ask(kind: Kind, line: NeedLine, things: str, pack: str, vocabulary: Vocabulary | None) -> Alone:
    """Ask what the typed unit holds: things, sheets of paper, or how much is poured into it."""
    fill = next((step for step in kind.steps if step.pack == PIECE), None)
    asked_in = POURED.get(kind.unit, PIECE) if fill is None else PIECE
    if asked_in == PIECE and _in_sheets(line, kind, vocabulary):
        asked_in = "SHEET"
    question = f"How many {called(asked_in, things)} are in your {pack}?"
    return Alone(None, kind.unit, "", question=question, asked_in=asked_in, things=things, pack=pack)


def _in_sheets(line: NeedLine, kind: Kind, vocabulary: Vocabulary | None) -> bool:
    """Tell whether a number on this pack would be read as sheets: it is paper."""
    told = replace(line, conversions=(Step(kind.unit, _ENOUGH_FOR_SHEETS, PIECE, "buyer"),))
    [read] = read_kinds([told], frozenset(), _nobody, vocabulary)
    return choose_and_count([read])[0] == "SHEET"


def _name(code: str, vocabulary: Vocabulary | None) -> str:
    own: Mapping[str, str] = (
        {unit.code: unit.name for unit in vocabulary.units.values()} if vocabulary else {}
    )
    return own.get(code) or unit_name(code)


def _words(base: str, quantity: Decimal, count: Count, things: str) -> str:
    """Name the unit of a count: what a step calls its pieces, else what the line calls them."""
    if base != PIECE:
        return plural(base, Fraction(quantity))
    named = next((step.thing for step in count.steps if step.thing and step.content == PIECE), None) or things
    return one_of(named) if quantity == 1 else named


def name_of_pieces(description: str, kind: Kind | None = None) -> str:
    """Return what a line calls its pieces: the last plural before a comma or number, else “pieces”."""
    said = re.split(r"[,;:(]|\d", clean(description).text)
    head = next((words for words in said if re.search(r"[a-z]{3}", words)), "")
    found = [word for word in _PLURAL.findall(head) if word not in _MASS]
    unit = find_unit(found[-1]) if found else None
    itself = unit is not None and kind is not None and unit.code == kind.unit
    return found[-1] if found and not itself else "pieces"


def called(code: str, things: str) -> str:
    """Return what so many of a unit are called in a line whose pieces are `things`."""
    return things if code == PIECE else plural(code)


def one_of(things: str) -> str:
    """Return the word for one of these: towel, box, battery."""
    if things.endswith("ies"):
        return f"{things[:-3]}y"
    return things[:-2] if re.search(r"(?:x|ch|sh|ss)es$", things) else things.removesuffix("s")
