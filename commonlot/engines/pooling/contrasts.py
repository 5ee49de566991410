"""What sets two alike lines apart though no table knows what it means: numbers, denials, words that exclude another.

“DOT 3” is not “DOT 4” and 325 mg not 500 mg, whatever they are of: a number is known by the word beside it. “No window”
excludes “window”. `contrasts.csv` lists words of one sort of which a thing is one only: left, right; glass, plastic.
All become facts whose names begin with a mark, which count where two lines state them differently and nowhere else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache

from commonlot.engines.pooling.clean import read_data, singular
from commonlot.engines.pooling.lexicon import Token
from commonlot.engines.pooling.pack_words import PACK_WORD
from commonlot.engines.pooling.sizes import number
from commonlot.kernel.quantity import find_unit

MARK = "~"
# A number of five digits and more is somebody's catalogue number; those are judged as such.
_NUMBER = re.compile(r"(?!\d{5})\d+(?:[./,]\d+)*")
_GLUED = re.compile(r"(?:([a-z]{1,6})(\d+(?:\.\d+)?)|(\d*\.?\d+)([a-z]{1,6}))")
_LEADING = re.compile(r"\d*\.$")
# A maker's number stands for its article though it is an example: LF16035 is never LF9009.
_SERIES = re.compile(r"[a-z]{2,6}\d{3,}")
DENIALS = frozenset({"no", "non", "not", "without", "un", "minus"})
_UN = re.compile(r"(?:un|non)([a-z]{4,})")
# Words beside which a number counts, orders or dates, and says nothing about the thing.
_IDLE = frozenset(
    {
        "x",
        "and",
        "or",
        "of",
        "per",
        "to",
        "for",
        "with",
        "in",
        "item",
        "qty",
        "page",
        "the",
        "at",
        "by",
        "each",
        "only",
        "needed",
    }
)

Facts = dict[str, frozenset[str]]


def is_contrast(name: str) -> bool:
    """Tell whether a fact counts only where two lines state it differently."""
    return name.startswith(MARK)


@cache
def contrasts() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the table of words that exclude each other: word -> (sort, value) of each sort that it belongs to."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in read_data("contrasts.csv"):
        for words in row["words"].split("|"):
            value, *others = words.split("=")
            for word in others if value == "no" else (value, *others):
                table.setdefault(singular(word), []).append((row["sort"], value))
    return {word: tuple(rows) for word, rows in table.items()}


def read_contrasts(tokens: Sequence[Token], left_out: Set[int], text: str) -> Facts:
    """Return what the words of a line state; numbers at the positions left out state a known fact or nothing."""
    facts: dict[str, set[str]] = {}
    for position in range(len(tokens)):
        if position not in left_out or _SERIES.fullmatch(tokens[position].word):
            for role, value in _numbers(tokens, position, text):
                facts.setdefault(f"{MARK}{role} number", set()).add(value)
        word, denied = _denied(tokens, position)
        for sort, value in contrasts().get(word, ()):
            facts.setdefault(f"{MARK}{sort}", set()).add("no" if denied else value)
    return {name: frozenset(values) for name, values in facts.items()}


def _denied(tokens: Sequence[Token], position: int) -> tuple[str, bool]:
    """Return a word, and whether the line says that the thing is without it: no window, unscented, powder-free."""
    word = tokens[position].word
    if position and tokens[position - 1].word in DENIALS:
        return word, True
    if position + 1 < len(tokens) and tokens[position + 1].word == "free":
        return word, True
    if word.startswith(("un", "non")) and word not in contrasts() and (un := _UN.fullmatch(word)) is not None:
        return un[1], True
    return word, False


def _numbers(tokens: Sequence[Token], position: int, text: str) -> Iterable[tuple[str, str]]:
    token = tokens[position]
    if token.word.isalpha() and text[token.start - 1 : token.start] != ".":
        return
    # A point between digits and letters (0.3mg) parts the word: what stands before it belongs to the number.
    before = _LEADING.search(text[: token.start])
    glued = _GLUED.fullmatch(f"{before[0] if before else ''}{token.word}")
    if glued is not None:
        role, value = (glued[1], glued[2]) if glued[1] else (glued[4], glued[3])
        if _says(role):
            yield role, _plain(value)
        return
    value = token.word
    if not _NUMBER.fullmatch(value) or text[token.end : token.end + 1] == ".":
        return
    if (
        position + 1 < len(tokens)
        and tokens[position + 1].start - token.end <= 1
        and _says(tokens[position + 1].word)
    ):
        yield tokens[position + 1].word, _plain(value)
    if position and _near(text[tokens[position - 1].end : token.start]) and _says(tokens[position - 1].word):
        yield tokens[position - 1].word, _plain(value)


def _near(between: str) -> bool:
    return len(between) <= 2 and not set(between) & set(",;()")


def _plain(typed: str) -> str:
    exact = number(typed)
    return typed if exact is None else str(exact)


@cache
def _says(word: str) -> bool:
    if not word.isalpha() or word in _IDLE or PACK_WORD.fullmatch(word):
        return False
    unit = find_unit(word)
    return unit is None or unit.kind not in ("pack", "count")
