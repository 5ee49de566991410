"""Read typed lines into kinds: lines that say the same collapse into one before any comparison."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from commonlot.engines.pooling.attributes import CODES, Attribute, Said, by_name, read_line
from commonlot.engines.pooling.clean import CleanText, clean
from commonlot.engines.pooling.lexicon import Lexicon, lexicon
from commonlot.engines.pooling.needs import Key, Kind, NeedLine
from commonlot.engines.pooling.packs import Step, read_steps, unit_code
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.engines.values import ERROR_TOKENS
from commonlot.kernel.quantity import UNITS

_CODE = re.compile(r"[^a-z0-9]+")
_NO_SHEETS = re.compile(r"towel|tissue|plate|cup|bag|clip|napkin|roll\b|liner|parchment|wrap|fastener|punch")
_BAGS = re.compile(r"\b(?:bags?|bgs?|pallets?|skids?)\b")
_POTS = re.compile(r"\b(?:drums?|pails?|jugs?|totes?|carboys?)\b")
_GALLONS = re.compile(r"\d ?gal|\bgallon")
_LEADING = re.compile(r"([a-z0-9-]*\d[a-z0-9-]*)\s*:")
_STOCK_NUMBER = re.compile(r"nsn\d{7,13}")
_BY_ROLL = re.compile(r"\b(?:toilet|bath|bathroom|tissue|t/p|tp)\b")
_PAIL = re.compile(r"^(?!.*\b(?:pallet|plt|skid|bags?|bg)).*(?:\bpails?\b|\d ?gal\b)")
_BALED = re.compile(r"\b(?:straw|hay|peat)\b")
_HEAPED = re.compile(
    r"\b(?:mulch|stone|topsoil|soil|gravel|sand|compost|concrete|wood fiber|wood chips|crusher|loam|fill)\b"
)
_IN_ROLLS = re.compile(
    r"^(?!.*\b(?:dispens|measure|flag|facial|label|gun|head|tab|strip)).*"
    r"(?:\btapes?\b(?! ?measure)|(?:toilet|bath\w*) (?:tissue|paper)|(?:tissue|paper),? (?:toilet|bath)|\bt/?p\b"
    r"|\bjrt\b|roll towel|towel,? roll|hardwound|(?:stretch|cling|plastic) (?:film|wrap)|aluminum foil)"
)
MOST_ROLLS = 144
# A number of five digits or more names an article of somebody's catalogue.
LONG_NUMBER = 5


def read_kinds(
    lines: Sequence[NeedLine],
    apart: frozenset[Key],
    progress: Callable[[str, int, int], None],
    vocabulary: Vocabulary | None = None,
) -> list[Kind]:
    """Collapse lines with the same text, unit and part number; lines in `apart` are never collapsed.

    The order of the result depends on what the lines say, not on the order in which they came.
    """
    alike: dict[tuple[str, ...], list[NeedLine]] = defaultdict(list)
    for line in lines:
        text = " ".join(line.description.split())
        spoiled = text in ERROR_TOKENS or line.question is not None
        alone = repr(line.key) if line.key in apart or spoiled else ""
        typed: tuple[str, ...] = (
            text.casefold(),
            line.unit.casefold(),
            fold_code(line.part_number),
            line.count_in or "",
            "|".join(map(str, line.conversions)),
            alone,
        )
        alike[typed].append(line)
    words = lexicon(vocabulary or Vocabulary.shipped())
    kinds = []
    for number, said in enumerate(sorted(alike)):
        kinds.append(_read_kind(number, alike[said], words))
        if number % 500 == 0:
            progress("reading", number, len(alike))
    progress("reading", len(alike), len(alike))
    return kinds


def fold_code(code: str | None) -> str:
    """Reduce a part number to letters and digits."""
    if not code:
        return ""
    return _CODE.sub("", code.casefold())


def _read_kind(number: int, lines: list[NeedLine], words: Lexicon) -> Kind:
    first = lines[0]
    if len(lines) > 1:
        lines = sorted(lines, key=lambda line: line.key)
        # Of spellings that differ only in case, the same one is read whatever file came first.
        first = min(lines, key=lambda line: (line.description, line.unit, line.part_number or ""))
    text = clean(first.description)
    unit = _meant(_code_of(first.unit, words), text.text)
    steps, taken = read_steps(text, unit, words.vocabulary.units)
    said = _said(text, tuple(taken), words)
    stated = by_name(said.attributes, text.text)
    codes: frozenset[str] = frozenset()
    for name in CODES & stated.keys():
        codes |= stated.pop(name)
    own = fold_code(first.part_number)
    if len(own) >= 3:
        codes |= {own}
    if said.products:
        stated["product"] = frozenset(said.products)
    stated.update(said.contrasts)
    _add_form(stated, unit, text.text)
    numbered = [word for word in said.words if not word.isalpha() and any(map(str.isdigit, word))]
    return Kind(
        number,
        tuple(lines),
        tuple([word for word in said.words if word not in numbered]),
        frozenset([word for word in numbered if len(word) < LONG_NUMBER]),
        stated,
        codes,
        said.attributes,
        unit,
        _in_rolls(_in_sheets(_all_steps(first, unit, steps, words), said.words, text.text), text.text),
        text.text,
        first.description.strip() in ERROR_TOKENS,
        _primary(own, text.text, said.attributes),
        frozenset(a.value for a in said.attributes if a.name == "catalog" and len(a.value) >= LONG_NUMBER),
    )


def _said(line: CleanText, taken: tuple[tuple[int, int], ...], words: Lexicon) -> Said:
    """Read a description; the same one often stands beside itself with another unit or part number."""
    if line.origin == range(len(line.text)):
        return _said_plainly(line.text, taken, words)
    return read_line(line, taken, words)


@lru_cache(maxsize=1_000)
def _said_plainly(text: str, taken: tuple[tuple[int, int], ...], words: Lexicon) -> Said:
    return read_line(CleanText(text, text, range(len(text))), taken, words)


def _meant(unit: str, text: str) -> str:
    """Return the unit that a typed one means in this line: PL of a pail, yards of mulch, a bale of straw."""
    if unit == "PL" and _PAIL.search(text):
        return "PA"
    if unit == "BALE" and _BALED.search(text):
        return "EA"
    return "CYD" if unit == "YD" and _HEAPED.search(text) else unit


def _add_form(stated: dict[str, frozenset[str]], unit: str, text: str) -> None:
    """What comes in bags is not bulk, and what is poured from a pail is no spray can, whether it is said or not."""
    if "form" not in stated and (unit == "BG" or _BAGS.search(text)):
        stated["form"] = frozenset({"bagged"})
    packed = unit in ("DR", "PA", "JG", "TT", "BT") or _POTS.search(text)
    if packed and stated.get("form", frozenset({"packaged"})) <= {"bulk", "packaged"}:
        stated["form"] = stated.get("form", frozenset()) | {"packaged"}
    if "container" not in stated and (
        unit in ("DR", "PA", "GAL") or ("gal" in text and _GALLONS.search(text))
    ):
        stated["container"] = frozenset({"poured"})


def _all_steps(line: NeedLine, unit: str, steps: Sequence[Step], words: Lexicon) -> tuple[Step, ...]:
    """Return the steps of a line: a buyer's word first, then the unit as typed, then the description."""
    in_unit = _steps_of_unit(line.unit, unit, words)
    own = [*line.conversions, *_own_unit(line.unit, words.vocabulary)]
    known: set[str] = set()
    merged = []
    for step in (*own, *in_unit, *steps):
        if step.pack not in known:
            known.add(step.pack)
            merged.append(step)
    return tuple(merged)


@lru_cache(maxsize=5_000)
def _steps_of_unit(typed: str, unit: str, words: Lexicon) -> tuple[Step, ...]:
    return tuple(read_steps(clean(_spell_out(typed)), unit, words.vocabulary.units)[0])


@lru_cache(maxsize=5_000)
def _code_of(typed: str, words: Lexicon) -> str:
    return unit_code(typed, words.vocabulary)


def _own_unit(typed: str, vocabulary: Vocabulary) -> list[Step]:
    """A unit that only this buyer knows is told to the ladder as a step to the base unit of its kind."""
    unit = vocabulary.unit(typed)
    if unit is None or unit.code in UNITS or unit.per_base is None:
        return []
    base = next((u.code for u in UNITS.values() if u.kind == unit.kind and u.per_base == 1), None)
    return [Step(unit.code, unit.per_base, base, "buyer")] if base else []


def _primary(own: str, text: str, attributes: Sequence[Attribute]) -> str:
    """Return the code of the thing itself: its part number, else a stock number, else a leading code."""
    if len(own) >= 3:
        return _bare(own)
    for attribute in attributes:
        if attribute.name == "nsn":
            return attribute.value
    leading = _LEADING.match(text) if ":" in text else None
    return _bare(fold_code(leading[1])) if leading and len(leading[1]) >= 4 else ""


def _bare(code: str) -> str:
    return code[3:] if _STOCK_NUMBER.fullmatch(code) else code


def _in_sheets(steps: Sequence[Step], words: Sequence[str], text: str) -> tuple[Step, ...]:
    """A bare number on a pack of cut paper counts sheets: on a ream's pack any, on a case at least half a ream.

    What a roll of tissue has of sheets is no step: it is bought by the roll. A towel's sheets are its pieces.
    """
    if not steps:
        return ()
    text = f"{text} {' '.join(words)}"
    if _NO_SHEETS.search(text):
        return tuple(
            replace(step, content="EA", thing="sheets") if step.content == "SHEET" else step
            for step in steps
            if step.pack != "RL" or step.content not in ("SHEET", "EA") or not _BY_ROLL.search(text)
        )
    if not {"paper", "cardstock", "poster"} & set(words):
        return tuple(steps)
    return tuple(
        replace(step, content="SHEET")
        if step.content == "EA"
        and step.thing is None
        and (step.count >= 250 or (step.pack in ("PK", "RM") and step.count >= 20))
        else step
        for step in steps
    )


def _in_rolls(steps: Sequence[Step], text: str) -> tuple[Step, ...]:
    """A bare number on a case of what comes in rolls counts rolls: tape 36/cs."""
    if (
        not steps
        or not _IN_ROLLS.search(text)
        or any(step.pack == "RL" and step.content == "EA" for step in steps)
    ):
        return tuple(steps)
    return tuple(
        replace(step, content="RL")
        if step.content == "EA" and step.thing is None and step.count <= MOST_ROLLS and step.pack != "EA"
        else step
        for step in steps
    )


def _spell_out(unit: str) -> str:
    """Turn “cs/12”, “box (100)” and “cs 1000” into the words that the pack reader knows."""
    unit = re.sub(r"^\s*lots?\b", "pk", unit, flags=re.IGNORECASE)
    unit = re.sub(r"^\s*(?:twin|2)[ -]?(?:pa?ks?|packs?)\s*$", "pk of 2", unit, flags=re.IGNORECASE)
    unit = re.sub(r"^\s*(\d+)[ -]?(?:pa?ks?|packs?)\s*$", r"pk of \1", unit, flags=re.IGNORECASE)
    return re.sub(r"^\s*([A-Za-z]+)\.?\s*(?:/|\(|-)?\s*(\d[\d,]*)\s*\)?\s*$", r"\1 of \2", unit)
