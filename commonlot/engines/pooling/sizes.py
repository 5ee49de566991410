"""Exact sizes: fractions as clerks type them, dimensions in inches, and the lengths that are no part of a need."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

UNITS = {
    "in": "in",
    "inch": "in",
    "inches": "in",
    '"': "in",
    '""': "in",
    "''": "in",
    "ft": "ft",
    "feet": "ft",
    "foot": "ft",
    "'": "ft",
    "yd": "yd",
    "yds": "yd",
    "mm": "mm",
    "cm": "cm",
    "m": "m",
    "ga": "ga",
    "l": "in",
}
INCHES = {
    "in": Fraction(1),
    "ft": Fraction(12),
    "yd": Fraction(36),
    "mm": Fraction(5, 127),
    "cm": Fraction(50, 127),
    "m": Fraction(5000, 127),
}
# What is cut or joined to any length: how long a piece is belongs to the count, not to the need.
RUN = re.compile(
    r"\b(?:pipes?|conduit|emt|culv\w*|cmp|copper|tub(?:e|ing)|thhn|xhhw|romex|geo\w*|n-?12|hdpe|pvc|sch ?\d\d|coils?"
    r"|dip|ductile|plenum|riser|cl ?5\d)\b|\bwire\b(?! ?(?:nut|brush|basket|tie|rack|shelf))"
)
NO_RUN = re.compile(
    r"patch\b|cord\b|mask|cannula|oxygen|\biv\b|elbow|fitting|\bhose|post\b|boot|glove|film|tee\b|coupling|bulb|lamp"
    r"|led\b|t-?8|light|tape|test tube|inner tube|cutter"
)
STICKS = frozenset(map(Fraction, (10, 18, 20, 21, 40, 60, 66, 100, 250, 500, 1000, 2500)))


@lru_cache(maxsize=25_000)
def number(text: str) -> Fraction | None:
    """Read 12, 1.5, 1/2, 8-1/2 or 8 1/2 as an exact fraction; None for a fraction over nought."""
    whole, _, part = text.replace(",", "").strip().replace(" ", "-").rpartition("-")
    try:
        return Fraction(part) + (Fraction(whole) if whole else 0)
    except (ValueError, ZeroDivisionError):
        return None


@lru_cache(maxsize=25_000)
def plain(exact: Fraction) -> str:
    """Write an exact size as a person does: 12, 1.75 or 2/3."""
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = f"{float(exact):.3f}".rstrip("0")
    return decimal if Fraction(decimal) == exact else str(exact)


def dimensions(groups: Sequence[str | None]) -> str | None:
    """Write matched numbers and units as “2.25 in x 10 ft”; a unit that was not typed is left out."""
    said = []
    for typed, unit in zip(groups[::2], groups[1::2], strict=False):
        if typed is None:
            continue
        exact = number(typed)
        if exact is None:
            return None
        said.append(" ".join((plain(exact), UNITS.get((unit or "").rstrip("."), ""))).strip())
    return " x ".join(said)


def in_inches(
    dimensioned: Sequence[str], lengths: Sequence[str], threads: Sequence[str], text: str
) -> dict[str, set[str]]:
    """Return size2 or size3 (alternatives of sorted inches), length (inches) and gauge of a line.

    A number without a unit may be inches or, if it comes last or its fellow is in feet, feet.
    """
    stated: dict[str, set[str]] = {}
    if not dimensioned and not lengths:
        return stated
    run = bool(RUN.search(text)) and not NO_RUN.search(text)
    alone = [choices for value in lengths if (choices := _one(value, run))]
    diameters = [exact for value in threads if "/" in value and (exact := number(value.rpartition("-")[0]))]
    if len(diameters) == 1 and len(alone) == 1:
        stated["size2"] = _joined([diameters, alone.pop()])
    for value in dimensioned:
        parts = _parts(value, run, stated)
        if len(parts) == 1:
            alone += parts
        elif parts:
            stated.setdefault(f"size{len(parts)}", set()).update(_choices(value, parts))
    _third(stated, alone)
    if alone and "size2" not in stated and "size3" not in stated and len(alone) == 2 and _is_hose(lengths):
        stated["size2"] = _joined(alone[:2])
        alone = alone[2:]
    if alone:
        stated["length"] = {str(inches) for choices in alone for inches in choices}
    return stated


def _is_hose(lengths: Sequence[str]) -> bool:
    """So thick and so long: exactly one of two lengths is in feet."""
    return len(lengths) == 2 and sum(value.endswith((" ft", " yd", " m")) for value in lengths) == 1


def _one(value: str, run: bool) -> list[Fraction]:
    size, _, unit = value.partition(" ")
    exact = number(size)
    if exact is None or (run and unit in ("ft", "yd", "m")):
        return []
    return [exact * INCHES[unit]]


def _parts(value: str, run: bool, stated: dict[str, set[str]]) -> list[list[Fraction]]:
    parts: list[list[Fraction]] = []
    said = [part.split(" ") for part in value.split(" x ")]
    units = [part[1] if len(part) > 1 else "" for part in said]
    for i, part in enumerate(said):
        exact = number(part[0])
        if exact is None:
            continue
        if units[i] == "ga":
            stated.setdefault("gauge", set()).add(f"{exact} ga")
            continue
        last = i == len(said) - 1
        if run and (units[i] in ("ft", "m") or (last and i and not units[i] and exact in STICKS)):
            continue
        if units[i]:
            parts.append([exact * INCHES[units[i]]])
        elif last or "ft" in units:
            parts.append([exact, exact * 12])
        elif "yd" in units or "m" in units:
            parts.append([exact, exact * INCHES[units[-1] or "yd"]])
        else:
            parts.append([exact * INCHES.get(units[-1], Fraction(1)) if units[-1] != "in" else exact])
    return parts


def _choices(value: str, parts: list[list[Fraction]]) -> set[str]:
    """Return every reading of dimensions; where no unit was typed, all may be feet (a 4 x 8 sheet)."""
    read = _joined(parts)
    if not re.search(r"[a-z]", value.replace(" x ", " ")):
        read |= _joined([[part[0] * 12] for part in parts])
    return read


def _joined(parts: Sequence[Sequence[Fraction]]) -> set[str]:
    return {" x ".join(map(plain, sorted(choice))) for choice in product(*parts)}


def _third(stated: dict[str, set[str]], alone: list[list[Fraction]]) -> None:
    """Put a thickness typed apart (1 in. 16 x 20) to the other two."""
    if "size2" not in stated or "size3" in stated or len(alone) != 1:
        return
    stud = alone[0][0] >= 72 and all(Fraction(part) <= 12 for part in min(stated["size2"]).split(" x "))
    if alone[0][0] <= 6 or stud:
        two = stated.pop("size2")
        third = alone.pop()[0]
        stated["size3"] = {
            " x ".join(map(plain, sorted([third, *(Fraction(size) for size in sizes.split(" x "))])))
            for sizes in two
        }
