"""Read typed lines into kinds: lines that say the same collapse into one before any comparison."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from commonlot.engines.pooling.attributes import Attribute, by_name, read_attributes
from commonlot.engines.pooling.clean import clean, words_of
from commonlot.engines.pooling.needs import Key, Kind, NeedLine
from commonlot.engines.pooling.packs import Step, read_steps, unit_code
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.engines.values import ERROR_TOKENS

_CODE = re.compile(r"[^a-z0-9]+")


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
    kinds = []
    for number, said in enumerate(sorted(alike)):
        kinds.append(_read_kind(number, alike[said], vocabulary or Vocabulary.shipped()))
        if number % 500 == 0:
            progress("reading", number, len(alike))
    progress("reading", len(alike), len(alike))
    return kinds


def fold_code(code: str | None) -> str:
    """Reduce a part number to letters and digits."""
    return _CODE.sub("", (code or "").casefold())


def _read_kind(number: int, lines: list[NeedLine], vocabulary: Vocabulary) -> Kind:
    lines = sorted(lines, key=lambda line: line.key)
    # Of spellings that differ only in case, the same one is read whatever file came first.
    first = min(lines, key=lambda line: (line.description, line.unit, line.part_number or ""))
    text = clean(first.description)
    named = vocabulary.find_unit(first.unit)
    unit = named.code if named else unit_code(first.unit)
    steps, taken = read_steps(text, unit)
    in_unit, _ = read_steps(clean(_spell_out(first.unit)), unit)
    attributes, used = read_attributes(text, taken)
    stated = dict(by_name(attributes))
    codes = stated.pop("model", frozenset()) | stated.pop("nsn", frozenset())
    if first.part_number and len(fold_code(first.part_number)) >= 3:
        codes |= {fold_code(first.part_number)}
    primary = _primary(first, text.text, attributes)
    rest = "".join(" " if used[i] else character for i, character in enumerate(text.text))
    words = words_of(rest, vocabulary.abbreviations)
    numbers = frozenset(word for word in words if any(c.isdigit() for c in word))
    known = {step.pack for step in first.conversions}
    typed = {step.pack for step in in_unit}
    merged = (
        *first.conversions,
        *(s for s in in_unit if s.pack not in known),
        *(s for s in steps if s.pack not in known | typed),
    )
    return Kind(
        number,
        tuple(lines),
        tuple(w for w in words if w not in numbers),
        numbers,
        stated,
        codes,
        tuple(attributes),
        unit,
        _in_sheets(merged, words, stated),
        text.text,
        first.description.strip() in ERROR_TOKENS,
        primary,
    )


def _primary(line: NeedLine, text: str, attributes: Sequence[Attribute]) -> str:
    """Return the code of the thing itself: its part number, else a stock number, else a leading code."""
    if line.part_number and len(fold_code(line.part_number)) >= 3:
        return _bare(fold_code(line.part_number))
    for attribute in attributes:
        if attribute.name == "nsn":
            return attribute.value
    leading = re.match(r"([a-z0-9-]*\d[a-z0-9-]*)\s*:", text)
    return _bare(fold_code(leading[1])) if leading and len(leading[1]) >= 4 else ""


def _bare(code: str) -> str:
    return code[3:] if re.fullmatch(r"nsn\d{7,13}", code) else code


def _in_sheets(
    steps: Sequence[Step], words: Sequence[str], stated: Mapping[str, frozenset[str]]
) -> tuple[Step, ...]:
    """A bare number on a pack of cut paper counts sheets if it is at least half a ream; a smaller one is asked."""
    if "paper" not in words or "size" not in stated:
        return tuple(steps)
    return tuple(
        replace(step, content="SHEET")
        if step.content == "EA" and step.thing is None and step.count >= 250
        else step
        for step in steps
    )


def _spell_out(unit: str) -> str:
    """Turn “cs/12”, “box (100)” and “cs 1000” into the words that the pack reader knows."""
    return re.sub(r"^\s*([A-Za-z]+)\.?\s*(?:/|\(|-)?\s*(\d[\d,]*)\s*\)?\s*$", r"\1 of \2", unit)
