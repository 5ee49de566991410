"""The table of recognisers, and which of them are worth trying on a line: those one of whose triggers stands in it.

A trigger is a stretch of the clean text. “\\d” in it stands for any digit; “>lb” stands right behind a number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from commonlot.engines.pooling.clean import read_data

# “\d” in a trigger: any digit. A trigger names digits or has any, not both.
DIGIT = "\x1e"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Recogniser:
    """A row of the table: `form` tells how the matched characters become a value."""

    attribute: str
    form: str
    hard: bool
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None
    value: str
    display: str


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """Return the table of recognisers, in order: an earlier one takes its characters first."""
    return tuple(
        Recogniser(
            row["attribute"],
            row["form"],
            row["hard"] == "1",
            tuple(row["trigger"].replace("\\d", DIGIT).split("|")) if row["trigger"] else (),
            re.compile(row["pattern"]),
            re.compile(row["context"]) if row["context"] else None,
            row["value"],
            row["display"],
        )
        for row in read_data("recognisers.csv")
    )


@cache
def _triggers() -> tuple[int, Mapping[str, tuple[tuple[str, int], ...]], tuple[tuple[str, int], ...]]:
    """Return which recognisers are always tried, the triggers by their first letter, and those with a space in them.

    A set of recognisers is a number: bit n stands for row n of the table.
    """
    always = 0
    by_letter: dict[str, list[tuple[str, int]]] = {}
    spaced: list[tuple[str, int]] = []
    for number, recogniser in enumerate(recognisers()):
        always |= 0 if recogniser.triggers else 1 << number
        for trigger in recogniser.triggers:
            where = spaced if " " in trigger else by_letter.setdefault(trigger[0], [])
            where.append((trigger, 1 << number))
    return always, {letter: tuple(rows) for letter, rows in by_letter.items()}, tuple(spaced)


@lru_cache(maxsize=50_000)
def _triggered(chunk: str) -> int:
    """Return the recognisers one of whose triggers stands in a stretch without spaces; most stretches come often."""
    by_letter, found = _triggers()[1], 0
    chunk = f"{chunk} {_DIGIT.sub(DIGIT, chunk)}"
    for letter in set(chunk):
        for trigger, bit in by_letter.get(letter, ()):
            if not found & bit and trigger in chunk:
                found |= bit
    return found


_AFTER = re.compile(r"[\d/] ?-? ?([a-z\"'#%+]{1,9})")


def worth_trying(text: str) -> tuple[Recogniser, ...]:
    """Return the recognisers one of whose triggers stands in the line; “>lb” stands right behind a number."""
    worth, _, spaced = _triggers()
    for chunk in text.split(" "):
        worth |= _triggered(chunk)
    for behind in _AFTER.findall(text):
        worth |= _triggered(f">{behind}")
    text = f"{text}\n{_DIGIT.sub(DIGIT, text)}"
    for trigger, bit in spaced:
        if trigger in text:
            worth |= bit
    return _rows(worth)


@lru_cache(maxsize=10_000)
def _rows(bits: int) -> tuple[Recogniser, ...]:
    return tuple(row for number, row in enumerate(recognisers()) if bits >> number & 1)
