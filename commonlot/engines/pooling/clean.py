"""Make typed descriptions comparable without losing where each character came from."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "″": '"', "’": "'", "‘": "'", "′": "'", "–": "-", "—": "-", "⁄": "/"}
)
_WORD = re.compile(r"[a-z0-9][a-z0-9.'/-]*")


@dataclass(frozen=True)
class CleanText:
    """A description in plain lower case; `origin[i]` is where character i stands in the text as typed."""

    typed: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the clean text stands in the text as typed."""
        return (self.origin[start], self.origin[end - 1] + 1) if end > start else (0, 0)


def clean(typed: str) -> CleanText:
    """Normalise (NFKC, lower case, plain quotes and dashes, single spaces), keeping every position."""
    characters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(typed):
        plain = unicodedata.normalize("NFKC", character).translate(_QUOTES).lower()
        if len(plain) > 1 and "/" in plain and characters and characters[-1].isdigit():
            plain = " " + plain
        for part in re.sub(r"\s", " ", plain):
            if part == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(part)
            origin.append(position)
    return CleanText(typed, "".join(characters), tuple(origin))


@cache
def abbreviations() -> dict[str, str]:
    """Return the table of trade abbreviations: as typed -> what it means."""
    return {row["typed"]: row["means"] for row in read_data("abbreviations.csv")}


@cache
def noise() -> frozenset[str]:
    """Return words that say nothing about the need."""
    return frozenset(row["word"] for row in read_data("noise.csv"))


def read_data(name: str) -> list[dict[str, str]]:
    """Read one of the tables that the engine is driven by."""
    text = resources.files("commonlot.engines.pooling").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def words_of(text: str, more: Mapping[str, str] = {}) -> tuple[str, ...]:
    """Return the words of a clean text: abbreviations written out, plurals singular, noise left out."""
    return tuple(
        word
        for raw in _WORD.findall(text)
        if (word := more.get(raw.strip(".'/-")) or _word(raw)) and word not in noise()
    )


@cache
def _word(raw: str) -> str:
    word = raw.strip(".'/-")
    word = abbreviations().get(word, word)
    if word.isalpha() and len(word) > 3:
        for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
            if word.endswith(ending):
                return abbreviations().get(word[: -len(ending)] + instead, word[: -len(ending)] + instead)
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return abbreviations().get(word[:-1], word[:-1])
    return word
