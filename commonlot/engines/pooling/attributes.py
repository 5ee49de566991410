"""Read a description into typed attributes by a table of recognisers; each keeps the characters it came from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from commonlot.engines.pooling.clean import CleanText, read_data

_UNITS = {
    "in": "in",
    "inch": "in",
    "inches": "in",
    '"': "in",
    "''": "in",
    "ft": "ft",
    "feet": "ft",
    "'": "ft",
    "yd": "yd",
    "yds": "yd",
    "mm": "mm",
    "cm": "cm",
    "m": "m",
    "ga": "ga",
    "l": "in",
}


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
class Recogniser:
    """A row of the table: `form` tells how the matched characters become a value."""

    attribute: str
    form: str
    hard: bool
    pattern: re.Pattern[str]
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
            re.compile(row["pattern"]),
            row["value"],
            row["display"],
        )
        for row in read_data("recognisers.csv")
    )


def read_attributes(
    line: CleanText, taken: Sequence[tuple[int, int]] = ()
) -> tuple[list[Attribute], list[bool]]:
    """Read every attribute of a description; `taken` are stretches that pack sizes already use.

    Returns the attributes in order of appearance, and for each clean character whether it was read.
    """
    used = [False] * len(line.text)
    for start, end in taken:
        used[start:end] = [True] * (end - start)
    found: list[Attribute] = []
    for recogniser in recognisers():
        for match in recogniser.pattern.finditer(line.text):
            start, end = match.span()
            if start == end or any(used[start:end]):
                continue
            value = _value(recogniser, match)
            if value is None:
                continue
            used[start:end] = [True] * (end - start)
            display = _display(recogniser, value)
            found.append(
                Attribute(recogniser.attribute, value, *line.span(start, end), recogniser.hard, display)
            )
    return sorted(found, key=lambda a: (a.start, a.name, a.value)), used


def _value(recogniser: Recogniser, match: re.Match[str]) -> str | None:
    if recogniser.form == "fixed":
        return recogniser.value
    if recogniser.form == "number":
        number = _number(match[1])
        return None if number is None else f"{number}{recogniser.value}"
    if recogniser.form == "dimensions":
        return _dimensions(match)
    if recogniser.form == "model":
        code = match[0].replace("-", "")
        return (
            code if len(code) >= 4 and sum(c.isdigit() for c in code) >= 2 and not _is_measure(code) else None
        )
    return match[1].replace("-", "")


def _is_measure(code: str) -> bool:
    return re.fullmatch(r"\d+(?:x\d+)*[a-z]{1,3}|\d+x\d+", code) is not None and code[-1:] not in "axnzdh"


def _number(text: str) -> Fraction | None:
    """Read 12, 1.5, 1/2, 8-1/2 or 8 1/2 as an exact fraction; None for a fraction over nought."""
    whole, _, part = text.replace(",", "").replace(" ", "-").rpartition("-")
    try:
        return Fraction(part) + (Fraction(whole) if whole else 0)
    except (ValueError, ZeroDivisionError):
        return None


def _dimensions(match: re.Match[str]) -> str | None:
    sizes, last = [], "in"
    groups = match.groups()
    for number, unit in reversed(list(zip(groups[::2], groups[1::2], strict=True))):
        if number is None:
            continue
        exact = _number(number)
        if exact is None:
            return None
        last = _UNITS.get((unit or "").rstrip("."), "in" if last in ("yd", "ft", "ga", "m") else last)
        sizes.append(f"{exact} {last}")
    return " x ".join(reversed(sizes))


def _display(recogniser: Recogniser, value: str) -> str:
    if recogniser.form == "fixed":
        return recogniser.display or value
    if recogniser.form == "number":
        number = value[: len(value) - len(recogniser.value)] if recogniser.value else value
        if recogniser.attribute == "number":
            return f"#{number}"
        return f"{number}{recogniser.display}"
    if recogniser.attribute == "number":
        return f"#{value}"
    return value.upper() if recogniser.form == "model" else value


def by_name(attributes: Sequence[Attribute]) -> Mapping[str, frozenset[str]]:
    """Gather the hard attributes: name -> the values stated."""
    values: dict[str, set[str]] = {}
    for attribute in attributes:
        if attribute.hard:
            values.setdefault(attribute.name, set()).add(attribute.value)
    recycled = values.get("recycled")
    if recycled and len(recycled) > 1:
        recycled.discard("yes")
    return {name: frozenset(members) for name, members in values.items()}
