"""How much one piece of a need is: a 5 gal pail of paint, a 50 lb bag of salt, a 10 ft length of pipe."""

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from commonlot.engines.pooling import pack_words as words
from commonlot.engines.pooling import sizes
from commonlot.kernel.quantity import UNITS, find_unit

if TYPE_CHECKING:
    from commonlot.engines.pooling.ladders import Ladder

_HALF_PINT = re.compile(r"\bhalf[ -]?pints?\b")
_ONE = re.compile(r"(?<!/)\b(gallon|quart|pint|gal(?=,| \d|$))s?\b")
_MOST = re.compile(r"[ -]?(?:min|max)")


def size(text: str) -> Fraction | None:
    """Read 5, 2-1/2 or .28 as an exact number; None for what is no number."""
    return sizes.number(text)


def sold_by_length(text: str) -> bool:
    """Tell whether a thing is counted by the foot: pipe, wire, tube; a cord or a post is counted by the piece."""
    return bool(sizes.RUN.search(text)) and not sizes.NO_RUN.search(text)


def fill(text: str, ladder: "Ladder", signs: int) -> None:
    """Read how much one piece is (“5 gal”, “32oz”, “x 10 ft”), where the text speaks of one size of it.

    signs: what `pack_words.signs` saw in the text.
    """
    if ladder.knows("EA"):
        return
    said: set[tuple[Fraction, str]] = set()
    if signs & words.MEASURED_IN:
        said = {found for match in words.FILL.finditer(text) if (found := _one(match, text, ladder))}
    if "half" in text and _HALF_PINT.search(text):
        said.add((Fraction(1, 2), "PT"))
    said = said or (_bare(text, ladder.unit) if signs & words.MEASURED_IN else set()) or _stick(text)
    kinds = {UNITS[code].kind for _, code in said}
    for kind in sorted(kinds)[:1]:
        alike = [(each, code) for each, code in said if UNITS[code].kind == kind]
        if len(alike) == 1:
            ladder.add("EA", *alike[0])


def _one(match: re.Match[str], text: str, ladder: "Ladder") -> tuple[Fraction, str] | None:
    measure = UNITS["FT"] if match[2] == "'" else find_unit(match[2])
    each = size(match[1])
    if measure is None or not each or not ladder.free(match.span()) or match[2] in ("l", "tn"):
        return None
    if measure.code == "OZ" and words.LIQUID.search(text):
        measure = UNITS["FLOZ"]
    if measure.kind not in words.POURED or _MOST.match(text[match.end() :]):
        return None
    return (each, measure.code) if _fills(measure.kind, text, ladder.unit) else None


def _fills(kind: str, text: str, unit: str) -> bool:
    """Tell whether a size is how much of a thing there is, not what it is made to hold or how heavy it is."""
    if kind == "mass":
        return unit in ("BG", "PA", "DR") or bool(words.BAGGED.search(text))
    if kind == "volume":
        return not words.HOLDER.search(text) or bool(words.BAGGED.search(text))
    return kind != "length" or sold_by_length(text)


def _bare(text: str, unit_typed: str) -> set[tuple[Fraction, str]]:
    """“tempera paint, red, gallon”: one of it; the gallons of a liner or a can to fill are its size."""
    word = _ONE.search(text) if _fills("volume", text, unit_typed) else None
    unit = find_unit(word[1]) if word else None
    return {(Fraction(1), unit.code)} if unit else set()


def _stick(text: str) -> set[tuple[Fraction, str]]:
    """“PVC SCH 40 3/4 X 10”: pipe is as long as the trade cuts it."""
    if "x" not in text or not words.PIPED.search(text) or re.search(r"film|boot|elbow|tee\b|fitting", text):
        return set()
    return {(Fraction(match[1]), "FT") for match in words.STICK.finditer(text)}
