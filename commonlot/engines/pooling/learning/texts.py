"""Read a text the way pairs are compared: words, codes, numbers with their units, and one run of characters."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

Record = Mapping[str, str]

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[a-z0-9]+")
_CHUNK = re.compile(r"[a-z0-9]+(?:[-/._][a-z0-9]+)*")
_PLAIN = re.compile(r"[^a-z0-9]+")
_SPLIT = re.compile(r"(?<=\d) \.(?=\d)")
_VERSION = re.compile(r"\bv(?:er|ersion)?[ .]{0,2}(?=\d+(?:\.\d+)*\b)")
_UNITS = {
    "gb": "gb", "gig": "gb", "g": "gb", "tb": "tb", "mb": "mb", "kb": "kb", "ghz": "ghz", "mhz": "mhz",
    "hz": "hz", "w": "w", "watt": "w", "watts": "w", "kw": "kw", "v": "v", "volt": "v", "volts": "v",
    "va": "va", "mah": "mah", "amp": "amp", "in": "in", "inch": "in", "inches": "in", "'": "in", '"': "in",
    "ft": "ft", "feet": "ft", "foot": "ft", "mm": "mm", "cm": "cm", "m": "m", "yd": "yd", "mil": "mil",
    "oz": "oz", "lb": "lb", "lbs": "lb", "#": "lb", "kg": "kg", "ml": "ml", "l": "l", "gal": "gal", "qt": "qt",
    "pack": "pk", "pk": "pk", "ct": "pk", "count": "pk", "pcs": "pk", "piece": "pk", "set": "pk",
    "ply": "ply", "rpm": "rpm", "k": "k", "mp": "mp", "megapixel": "mp", "x": "x", "user": "user",
    "users": "user", "port": "port", "ports": "port", "dpi": "dpi", "pages": "page", "sheet": "page",
    "sheets": "page", "cu": "cu", "btu": "btu", "ch": "channel", "channel": "channel", "bit": "bit", "psi": "psi",
    "nm": "nm", "min": "min", "hour": "hour", "day": "day", "year": "year", "disc": "disc", "disk": "disc",
    "gbps": "gbps", "mbps": "mbps", "watts.": "w", "core": "core", "%": "%",
}  # fmt: skip
_ALTERNATIVES = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![a-z0-9.])(\d[\d,]*(?:\.\d+)?)[ -]?({_ALTERNATIVES})(?![a-z0-9])")
_SIZED = re.compile(rf"\d+(?:\.\d+)?(?:{_ALTERNATIVES})|\d+x\d+(?:x\d+)*[a-z]{{0,2}}|\d+(?:st|nd|rd|th)|\d+p")


@dataclass(frozen=True)
class Text:
    """One text as compared. `codes` are model and part numbers without dashes; `measures` unit -> numbers."""

    plain: str
    words: tuple[str, ...]
    bag: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]
    measures: Mapping[str, frozenset[str]]
    run: str


def fold(typed: str) -> str:
    """Return a text in NFKC, lower case and single spaces; v2 .0 and version 2.0 are 2.0."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).lower().split())
    return _VERSION.sub("", _SPLIT.sub(".", plain))


def read_text(typed: str) -> Text:
    """Read a text into what is compared; an empty text is a text without words."""
    plain = fold(typed)
    words = tuple(_number(word) if word[0].isdigit() else word for word in _WORD.findall(plain))
    measures: dict[str, set[str]] = {}
    for match in _MEASURE.finditer(plain):
        measures.setdefault(_UNITS[match[2]], set()).add(_number(match[1]))
    return Text(
        plain,
        words,
        frozenset(words),
        frozenset(code for chunk in _CHUNK.findall(plain) if (code := read_code(chunk))),
        frozenset(word for word in words if word.replace(".", "").isdigit()),
        {unit: frozenset(numbers) for unit, numbers in measures.items()},
        _PLAIN.sub("", plain),
    )


def read_code(chunk: str) -> str:
    """Return a model or part number without its dashes, or nothing if the chunk is a word or a measure."""
    code = _PLAIN.sub("", chunk)
    digits = sum(character.isdigit() for character in code)
    if not digits or len(code) < 4 or (digits == len(code) and len(code) < 5):
        return ""
    return "" if _SIZED.fullmatch(chunk) or _SIZED.fullmatch(code) else code


def _number(typed: str) -> str:
    """Write a number one way: 1,000.0 is 1000 and 05 is 5; a word that starts with a digit stays."""
    number = typed.replace(",", "")
    if "." in number and number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0" if number.replace(".", "").isdigit() else typed
