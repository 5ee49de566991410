"""The arithmetic and judgement of pooling, on plain values."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from commonlot.kernel.money import Money
from commonlot.kernel.quantity import UNITS, Unit, find_unit, plain_number

STEP = Decimal("0.000001")
MOST = Decimal(10) ** 18
MOST_LINES_TO_SET_APART = 200
EVERY_AGENCY_WAS_ASKED = "Every agency with an open question in this group has been asked."
READ, CLASH, MISSING, PLAIN = "read", "clash", "miss", ""


def fingerprint(description: str, unit: str, quantity: Decimal, part_number: str, holding: str = "") -> str:
    """Return a mark that changes whenever what was read of a line changes. holding: what its agency says one holds."""
    said = (description, unit, format(quantity.normalize(), "f"), part_number)
    typed = "\x1f".join((*said, holding) if holding else said)
    return hashlib.sha256(typed.encode()).hexdigest()


def exact_quantity(number: Fraction | Decimal | None) -> Decimal | None:
    """Return a base quantity that six decimals hold exactly, or None: it is then asked about, never rounded."""
    if number is None:
        return None
    exact = Fraction(number)
    scaled = exact * 10**6
    if exact <= 0 or scaled.denominator != 1 or exact >= Fraction(MOST):
        return None
    return (Decimal(scaled.numerator) * STEP).quantize(STEP)


def base_quantity(quantity: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Count a line in its group's unit, one typed unit being numerator/denominator of it."""
    return exact_quantity(Fraction(quantity) * Fraction(numerator) / Fraction(denominator))


def stake(lines: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal:
    """Add up quantity x price paid: what a wrong decision about these lines could touch; unknown prices add none."""
    dollars = sum((Fraction(q) * Fraction(p) for q, p in lines if p is not None), Fraction(0))
    return Money.rounded(dollars).amount


def chain(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Pair each line with the lowest: enough to keep all of them together."""
    first, *others = sorted(set(ids)) or [0]
    return [(first, other) for other in others]


def apart(one: int, others: Iterable[int]) -> list[tuple[int, int]]:
    """Pair one line with each of the others, the lower one first."""
    return [(min(one, other), max(one, other)) for other in others if other != one]


def all_apart(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Pair every line with every other, the lower one first."""
    return list(combinations(sorted(set(ids)), 2))


def tier_of(tiers: Sequence[str]) -> str:
    """Return how sure a group is: one line stands alone, all alike only if every line is."""
    if len(tiers) < 2:
        return "single"
    return "auto" if all(tier == "auto" for tier in tiers) else "suggest"


def unit_words(code: str, quantity: Decimal | None = None, own: Mapping[str, Unit] | None = None) -> str:
    """Write a base unit as people say it, for so many; one that no table knows stands as it was typed.

    own: the units that a county's buyers taught, by their code.
    """
    # Asked for last: `own` may be read from the database only then.
    unit = UNITS.get(code) or (own.get(code.upper()) if own is not None else None) or find_unit(code)
    if unit is None:
        return code.lower()
    if unit.code == "EA":
        return "piece" if quantity == 1 else "pieces"
    return unit.name if quantity == 1 else unit.plural


def typed_unit_words(typed: str, quantity: Decimal | None = None) -> str:
    """Write a unit as its agency typed it, codes of packs spelled out: 14 CS is 14 cases, 1,400 M stays M."""
    unit = find_unit(typed)
    if unit is None or unit.kind != "pack":
        return typed
    return unit.name if quantity in (None, 1) else unit.plural


@dataclass(frozen=True)
class Unfinished:
    """What still stands between a pool and its freezing, as counts."""

    groups: int = 0
    questions: int = 0
    unplaced: int = 0


def why_not_freeze(left: Unfinished) -> str | None:
    """Return in one sentence what must be settled before the pool can be frozen, or None."""
    parts = []
    if left.groups:
        parts.append(_count(left.groups, "group has", "groups have") + " not been decided")
    if left.questions:
        parts.append(_count(left.questions, "question is", "questions are") + " still open")
    if left.unplaced:
        parts.append(
            _count(left.unplaced, "line is", "lines are") + " in no group: ask for suggestions again"
        )
    if not parts:
        return None
    return f"Not yet: {_join(parts)}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + ", and " + parts[-1]


def marked_text(text: str, attributes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Cut a typed text into pieces, each with how it was read: "read", "clash", or "" for plain text."""
    pieces: list[tuple[str, str]] = []
    here = 0
    stretches = sorted((a["start"], a["end"], a.get("look") or READ) for a in attributes if a.get("end"))
    for first, last, look in stretches:
        start, end = max(first, here), min(last, len(text))
        if end <= start:
            continue
        if start > here:
            pieces.append((text[here:start], PLAIN))
        pieces.append((text[start:end], CLASH if look == CLASH else READ))
        here = end
    if here < len(text):
        pieces.append((text[here:], PLAIN))
    return pieces


def said_attributes(attributes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Say what was read, each fact once, with how it looks: "", "miss" or "clash"."""
    said: dict[str, str] = {}
    for attribute in attributes:
        look = attribute.get("look") or READ
        said.setdefault(str(attribute.get("said") or attribute["value"]), "" if look == READ else look)
    return list(said.items())


def ratio_words(numerator: Decimal, denominator: Decimal) -> str:
    """Write how much a unit holds: 5,000, or 1/12."""
    return plain_number(Fraction(numerator) / Fraction(denominator))
