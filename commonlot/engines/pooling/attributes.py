"""Read a description into typed attributes by two tables; each attribute keeps the characters it came from.

`recognisers.csv` reads what has a form (16 x 20 x 1, 5W-30, 92 bright): a pattern, tried only where one of its
trigger letters stands in the line and its context is met. `terms.csv` reads what is a word (white, powder-free,
left hand). A value may name alternatives, “brown|kraft”: two lines agree if they have one in common.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from commonlot.engines.pooling import sizes
from commonlot.engines.pooling.asides import asides
from commonlot.engines.pooling.clean import CleanText, read_data
from commonlot.engines.pooling.contrasts import DENIALS, read_contrasts
from commonlot.engines.pooling.lexicon import Lexicon, Token, lexicon
from commonlot.engines.pooling.recognisers import Recogniser, worth_trying
from commonlot.engines.pooling.vocabulary import Vocabulary

ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
# Unified threads: diameter -> threads to the inch, coarse and fine (ASME B1.1).
THREADS = {
    "6": ("32", "40"), "8": ("32", "36"), "10": ("24", "32"), "1/4": ("20", "28"), "5/16": ("18", "24"),
    "3/8": ("16", "24"), "7/16": ("14", "20"), "1/2": ("13", "20"), "5/8": ("11", "18"), "3/4": ("10", "16"),
    "7/8": ("9", "14"), "1": ("8", "12"),
}  # fmt: skip
READ = "\x1f"
CODES = frozenset({"model", "nsn", "catalog"})


@dataclass(frozen=True)
class Attribute:
    """A typed fact read from a description: typed[start:end] are the characters it was read from."""

    name: str
    value: str
    start: int
    end: int
    hard: bool = True
    display: str = ""


@dataclass(frozen=True)
class Term:
    """A word or phrase that states an attribute, where its context is met."""

    attribute: str
    value: str
    display: str
    hard: bool
    context: re.Pattern[str] | None


@dataclass(frozen=True)
class Said:
    """What was read of a description: its attributes in order, which characters they took, and its other words."""

    attributes: tuple[Attribute, ...]
    used: bytes
    words: tuple[str, ...]
    products: tuple[str, ...] = ()
    contrasts: Mapping[str, frozenset[str]] = field(default_factory=dict)


@cache
def terms() -> Mapping[tuple[str, ...], tuple[Term, ...]]:
    """Return the table of terms: phrase -> what it may state."""
    words = lexicon(Vocabulary.shipped())
    table: dict[tuple[str, ...], list[Term]] = {}
    for row in read_data("terms.csv"):
        context = re.compile(row["context"]) if row["context"] else None
        term = Term(row["attribute"], row["value"], row["display"], row["hard"] == "1", context)
        for typed in row["phrases"].split("|"):
            for phrase in words.spellings(typed):
                table.setdefault(phrase, []).append(term)
    return {phrase: tuple(rows) for phrase, rows in table.items()}


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """Return how long the phrases are that begin with a word, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in terms():
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}


def read_line(line: CleanText, taken: Sequence[tuple[int, int]], words: Lexicon) -> Said:
    """Read a description whole; `taken` are stretches that pack sizes already use."""
    used = bytearray(len(line.text))
    for start, end in taken:
        used[start:end] = b"\1" * (end - start)
    packed = bytes(used)
    tokens = words.tokens(line.text)
    # Contexts are looked for in the words as typed and as written out: KYBD is a keyboard.
    context = f"{line.text} {' '.join([token.word for token in tokens])}"
    found = [*_by_form(line, context, taken, used)]
    tokens = [token for token in tokens if not packed[token.start]]
    # A word that a recogniser took names nothing by itself, but may be part of a name: class A foam.
    stated = {i for i, token in enumerate(tokens) if used.find(1, token.start, token.end) >= 0}
    aside = asides(line.text, tokens, words)
    contrasts = read_contrasts(tokens, stated | aside, line.text)
    for attribute, positions in _by_word(line, (tokens, context), frozenset(stated), used):
        found.append(attribute)
        stated |= positions
    found.sort(key=lambda a: (a.start, a.name, a.value))
    products, rest = _other_words(tokens, stated, aside, words)
    if not products:
        products = tuple(dict.fromkeys(_implied(found)))
    said = [word for product in products for word in product.split()]
    return Said(tuple(found), bytes(used), tuple(dict.fromkeys((*said, *rest))), products, contrasts)


def _other_words(
    tokens: Sequence[Token], stated: set[int], aside: set[int], words: Lexicon
) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of what is bought, and the words that state nothing."""
    names, named = words.names(tokens, stated)
    left = [token for i, token in enumerate(tokens) if i not in named and i not in stated]
    more, again = words.names(left, frozenset())
    by_the_way = {tokens[i] for i in aside}
    rest = [
        token.word
        for i, token in enumerate(left)
        if i not in again and token.word not in words.noise and token not in by_the_way
    ]
    return tuple(dict.fromkeys((*names, *more))), rest


def _implied(attributes: Iterable[Attribute]) -> Iterable[str]:
    """Name what a fact alone gives away: AA is a battery, 5W-30 a motor oil."""
    table = implied()
    for attribute in attributes:
        product = table.get((attribute.name, attribute.value)) or table.get((attribute.name, ""))
        if product:
            yield product


@cache
def implied() -> Mapping[tuple[str, str], str]:
    """Return what a fact alone gives away: (attribute, value or nothing) -> product."""
    return {(row["attribute"], row["value"]): row["product"] for row in read_data("implied.csv")}


def read_attributes(
    line: CleanText, taken: Sequence[tuple[int, int]] = ()
) -> tuple[list[Attribute], list[bool]]:
    """Read every attribute of a description; `taken` are stretches that pack sizes already use.

    Returns the attributes in order of appearance, and for each clean character whether it was read.
    """
    said = read_line(line, taken, lexicon(Vocabulary.shipped()))
    return list(said.attributes), [bool(read) for read in said.used]


def _by_form(
    line: CleanText, context: str, taken: Sequence[tuple[int, int]], used: bytearray
) -> Iterable[Attribute]:
    # What was read is struck out, so that a later pattern cannot make one number of two.
    open_text = line.text
    for start, end in taken:
        open_text = open_text[:start] + READ * (end - start) + open_text[end:]
    for recogniser in worth_trying(line.text):
        if not recogniser.pattern.search(open_text):
            continue
        for match in list(recogniser.pattern.finditer(open_text)):
            start, end = match.span()
            if start == end:
                continue
            if recogniser.context is not None and not recogniser.context.search(context):
                break
            value = _value(recogniser, match)
            if value is None:
                continue
            used[start:end] = b"\1" * (end - start)
            open_text = open_text[:start] + READ * (end - start) + open_text[end:]
            shown = _display(recogniser, value)
            yield Attribute(recogniser.attribute, value, *line.span(start, end), recogniser.hard, shown)


def _by_word(
    line: CleanText, said: tuple[Sequence[Token], str], read: Set[int], used: bytearray
) -> Iterable[tuple[Attribute, set[int]]]:
    tokens, context = said
    table, lengths = terms(), _lengths()
    position = 0
    while position < len(tokens):
        taken = 1
        for length in lengths.get(tokens[position].word, ()):
            phrase = tuple([token.word for token in tokens[position : position + length]])
            if (
                len(phrase) < length
                or phrase not in table
                or not read.isdisjoint(range(position, position + length))
            ):
                continue
            if position and tokens[position - 1].word in DENIALS:
                continue
            rows = [row for row in table[phrase] if not row.context or row.context.search(context)]
            if not rows:
                continue
            start, end = tokens[position].start, tokens[position + length - 1].end
            used[start:end] = b"\1" * (end - start)
            for row in {row.attribute: row for row in reversed(rows)}.values():
                span = line.span(start, end)
                attribute = Attribute(row.attribute, row.value, *span, row.hard, row.display)
                yield attribute, set(range(position, position + length))
            taken = length
            break
        position += taken


def _value(recogniser: Recogniser, match: re.Match[str]) -> str | None:
    if recogniser.form == "fixed":
        return recogniser.value
    return _FORMS.get(recogniser.form, _text)(recogniser, match)


def _number(recogniser: Recogniser, match: re.Match[str]) -> str | None:
    number = sizes.number(match[1])
    return None if number is None else f"{number}{recogniser.value}"


def _length(recogniser: Recogniser, match: re.Match[str]) -> str | None:
    number = sizes.number(match[1])
    return None if number is None else f"{number} {recogniser.value}"


def _thread(_: Recogniser, match: re.Match[str]) -> str | None:
    """A thread is coarse or fine by its pitch: 3/8-16 is what the trade means by a coarse 3/8."""
    if sizes.number(match[1]) is None:
        return None
    pitch = THREADS.get(match[1], ("", ""))
    named = ["coarse"] * (match[2] == pitch[0]) + ["fine"] * (match[2] == pitch[1])
    return "|".join((f"{match[1]}-{match[2]}", *named))


def _range(recogniser: Recogniser, match: re.Match[str]) -> str | None:
    """“94-97%” agrees with 94 and with 97."""
    ends = [sizes.number(end) for end in match.groups()]
    return "|".join(f"{end}{recogniser.value}" for end in ends) if all(ends) else None


def _kelvin(_: Recogniser, match: re.Match[str]) -> str:
    """A lamp's code ends in its color: 835 is 3500 K; 840 and 841 are one to the trade, at 4000 or 4100 K."""
    return "4100K|4000K" if match[2] in ("40", "41") else f"{int(match[2]) * 100}K"


def _model(_: Recogniser, match: re.Match[str]) -> str | None:
    code = match[0].replace("-", "")
    enough = len(code) >= 4 and sum(c.isdigit() for c in code) >= 2
    return code if enough and not _is_measure(code) else None


def _text(recogniser: Recogniser, match: re.Match[str]) -> str:
    if recogniser.attribute == "npk":
        return match[1]
    value = (match[1] or match[0]).replace("-", "")
    return ROMAN.get(value, value) if recogniser.attribute == "type" else value


def _tire(_: Recogniser, match: re.Match[str]) -> str:
    """A tire is known by its size; P, LT or ST before it may be left out."""
    size = match[1].replace("-", "")
    bare = re.sub(r"^(?:p|lt|st)", "", size)
    return size if bare == size else f"{size}|{bare}"


_FORMS: Mapping[str, Callable[[Recogniser, re.Match[str]], str | None]] = {
    "number": _number,
    "millimetres": _number,
    "length": _length,
    "dimensions": lambda _, match: sizes.dimensions(match.groups()),
    "thread": _thread,
    "range": _range,
    "lamp": _kelvin,
    "model": _model,
    "tire": _tire,
    "group": lambda _, match: f"group {match[1]}",
    "cable": lambda _, match: match[1].replace("-", "/"),
}


def _is_measure(code: str) -> bool:
    return re.fullmatch(r"\d+(?:x\d+)*[a-z]{1,3}|\d+x\d+", code) is not None and code[-1:] not in "axnzdh"


def _display(recogniser: Recogniser, value: str) -> str:
    if recogniser.form == "fixed":
        return recogniser.display or value
    if recogniser.form in ("number", "millimetres", "length"):
        size = value.removesuffix(recogniser.value).strip() if recogniser.value else value
        exact = sizes.number(size)
        shown = size if exact is None else sizes.plain(exact)
        return f"{shown}{recogniser.display}"
    if recogniser.attribute in ("number", "fuel grade"):
        return f"#{value}"
    value = value.partition("|")[0]
    if recogniser.form in ("model", "text"):
        return f"{recogniser.display}{value.upper()}"
    return value


def by_name(attributes: Sequence[Attribute], text: str = "") -> dict[str, frozenset[str]]:
    """Gather the hard attributes: name -> the values stated; sizes are brought to inches first."""
    values: dict[str, set[str]] = {}
    for attribute in attributes:
        if attribute.hard and attribute.name not in ("dimensions", "length"):
            values.setdefault(attribute.name, set()).update(attribute.value.split("|"))
    values.update(
        sizes.in_inches(
            [a.value for a in attributes if a.name == "dimensions"],
            [a.value for a in attributes if a.name == "length"],
            [a.value for a in attributes if a.name == "thread"],
            text,
        )
    )
    recycled = values.get("recycled")
    if recycled and len(recycled) > 1:
        recycled.discard("yes")
    return {name: frozenset(members) for name, members in values.items()}


def exact(text: str) -> Fraction | None:
    """Read 12, 1.5, 1/2, 8-1/2 or 8 1/2 as an exact fraction."""
    return sizes.number(text)
