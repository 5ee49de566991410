"""Make typed descriptions comparable without losing where each character came from."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from commonlot.engines.pooling.pack_words import PACKS

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "″": '"', "’": "'", "‘": "'", "′": "'", "–": "-", "—": "-", "⁄": "/"}
)


@dataclass(frozen=True)
class CleanText:
    """A description in plain lower case; `origin[i]` is where character i stands in the text as typed."""

    typed: str
    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the clean text stands in the text as typed."""
        return (self.origin[start], self.origin[end - 1] + 1) if end > start else (0, 0)


# “liner/38x58/black/100 ct”: facts parted by slashes, not sizes or rates.
_PARTED = re.compile(rf"(?:(?<=[a-z]{{3}})|(?<=\d)(?=/[a-z]{{4}}))/(?=[a-z0-9.])(?!{PACKS}\b)|(?<=%)/(?=\d)")
SLASHES = 2
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "sixteen": 16, "eighteen": 18,
}  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SPELLED = re.compile(
    rf"\b(?:(?P<times>{'|'.join(_ONES)}|a)[ -])?(?P<big>hundred|thousand)\b(?! ?(?:dollar|island))"
    rf"|\b(?P<halves>{'|'.join(_ONES)})[ -]and[ -]a[ -]half\b"
    rf"|\b(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<rest>{'|'.join(_ONES)}))?\b|\b(?P<one>{'|'.join(_ONES)})\b"
)


def clean(typed: str) -> CleanText:
    """Normalise (NFKC, lower case, plain quotes, single spaces, numbers in figures), keeping every position."""
    line = _clean_ascii(typed) if typed.isascii() else _clean_any(typed)
    text = line.text
    if "," not in text and text.count("/") >= SLASHES and len(_PARTED.findall(text)) >= SLASHES:
        line = CleanText(typed, _PARTED.sub(",", text), line.origin)
    return _in_figures(line) if _SPELLED.search(line.text) else line


def _in_figures(line: CleanText) -> CleanText:
    """Write spelled numbers in figures; each figure comes from where the word stands."""
    characters: list[str] = []
    origin: list[int] = []
    end = 0
    for match in _SPELLED.finditer(line.text):
        characters += line.text[end : match.start()]
        origin += line.origin[end : match.start()]
        figures = str(_figure(match))
        places = line.origin[match.start() : match.end()]
        characters += figures
        origin += [*places[: len(figures) - 1], places[-1]] if len(figures) > 1 else [places[0]]
        end = match.end()
    characters += line.text[end:]
    origin += line.origin[end:]
    return CleanText(line.typed, "".join(characters), tuple(origin))


def _figure(match: re.Match[str]) -> int | str:
    if match["big"]:
        return _ONES.get(match["times"] or "one", 1) * (100 if match["big"] == "hundred" else 1000)
    if match["halves"]:
        return f"{_ONES[match['halves']]}.5"
    if match["tens"]:
        return _TENS[match["tens"]] + _ONES.get(match["rest"] or "", 0)
    return _ONES[match["one"]]


def _clean_any(typed: str) -> CleanText:
    characters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(typed):
        plain = unicodedata.normalize("NFKC", character).translate(_QUOTES).lower()
        if len(plain) > 1 and "/" in plain and characters and characters[-1].isdigit():
            plain = " " + plain
        for part in re.sub(r"\s", " ", plain):
            if part == " " and (not characters or characters[-1] == " "):
                continue
            characters.append("x" if part == "×" else part)
            origin.append(position)
    return CleanText(typed, "".join(characters), tuple(origin))


def _clean_ascii(typed: str) -> CleanText:
    """Do the same for plain text, where one character stays one character."""
    lower = typed.lower()
    if " ".join(lower.split()) == lower:
        return CleanText(typed, lower, range(len(lower)))
    kept = [
        i
        for i, character in enumerate(lower)
        if not (character.isspace() and (i == 0 or lower[i - 1].isspace()))
    ]
    text = "".join(" " if lower[i].isspace() else lower[i] for i in kept)
    return CleanText(typed, text, tuple(kept))


@cache
def read_data(name: str) -> tuple[dict[str, str], ...]:
    """Read one of the tables that the engine is driven by."""
    text = resources.files("commonlot.engines.pooling").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def singular(word: str) -> str:
    """Return a word without the ending of its plural; what is not a word of letters stays as it is."""
    if not word.isalpha() or len(word) <= 3:
        return word
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
