"""Choose the unit in which a need is counted, and count every line in it exactly, or ask.

A line is counted only through steps that somebody stated: typed in the line, a custom of the trade, or a
buyer's word. What no step says becomes a question; it is in no total.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache

from commonlot.engines.pooling.fills import sold_by_length
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import (
    PIECE,
    SAME_PACK,
    Route,
    Step,
    is_pack,
    measurable,
    plural,
    routes,
    trade_steps,
    unit_code,
    unit_name,
    way_to,
)

# Rolls of these are bought by the roll, however long it is.
ROLLED = re.compile(r"tissue|toilet|towel|tape|film|wrap|foil|paper|ppr|label|bath|\btp\b|\bt/p\b|jrt")
# Rolls and spools of these are bought for their length.
BY_LENGTH = re.compile(
    r"\b(?:wire|thhn|xhhw|romex|cables?|hoses?|line|rope|fenc\w*|fabric|geo\w*|tubing|webbing)\b"
)
# A dozen of these is twelve pairs; of exam gloves it is not.
IN_PAIRS = re.compile(
    r"(?:leather|cowhide|driver|drvr|jersey|work|palm|knit|cotton)\b.*\b(?:gloves?|glvs?|glv)\b|\b(?:gloves?|glvs?|glv)\b.*"
    r"\b(?:leather|cowhide|drivers?|drvr|jersey|work|palm|knit|cotton)\b|\b(?:socks?|boots?|shoes?)\b"
)
TOWELS = re.compile(r"towel|twl|tissue|napkin|wipe")
PLACES = 6
# Packs that hold several of a thing, never one of it.
BUNDLES = frozenset({"CS", "CT", "BX", "PK", "PL", "BD", "CR", "TY", "SL", "LD", "RM"})
# Containers that are one of a thing unless a line counts what is in them.
SINGLES = frozenset({"BT", "CN", "JR", "TB", "RL", "SP", "CO", "PD", "BK", "KT", "ST"})
# What a case holds of these are its pieces: 12 cans, 100 bags.
THINGS = frozenset({"CN", "BT", "BG", "JR", "TB", "RL", "PD", "BK", "KT", "ST"})
BY_THE_MANY = {"HU": Fraction(100), "M": Fraction(1000)}
# What so little of is bought as a thing, not by volume or weight.
SMALL = frozenset({"FLOZ", "OZ", "ML", "G", "PT"})
COUNTED = frozenset({"EA", "PR", "SHEET", "DZ"})
_EXACT = Context(prec=60, traps=[Inexact])


@dataclass(frozen=True)
class Count:
    """How one kind is counted: factor base units for one typed unit, or the question to ask instead."""

    base: str
    factor: Fraction | None
    steps: tuple[Step, ...] = ()
    question: str | None = None


def choose_and_count(kinds: Sequence[Kind]) -> tuple[str, dict[int, Count]]:
    """Return the base unit of a group, and how each of its kinds is counted in it."""
    ways = {kind.number: routes(kind.unit, kind.steps) for kind in kinds}
    opened = {step.pack for kind in kinds for step in kind.steps if step.content in COUNTED}
    base = _wanted(kinds) or (_end(kinds[0]) if len(kinds) == 1 else _choose(kinds, ways, opened))
    thing = _thing(kinds)
    counts = {
        kind.number: _count(kind, ways[kind.number], base, opened, thing=thing, kinds=len(kinds))
        for kind in kinds
    }
    return base, counts


def uneven(quantity: Decimal, unit: str, base: str) -> str:
    """Ask for a number in the base unit where the typed one has no exact equal in it."""
    return f"{quantity:f} {plural(unit)} are no exact number of {plural(base)}: how many {plural(base)} do you need?"


@lru_cache(maxsize=16_384)
def exact_product(quantity: Decimal, factor: Fraction) -> Decimal | None:
    """Return quantity x factor as a decimal if it ends within six places, else None."""
    return exact_decimal(Fraction(quantity) * factor)


def exact_decimal(number: Fraction) -> Decimal | None:
    """Return the number as a decimal if it ends within six places, else None."""
    scaled = number * 10**PLACES
    if scaled.denominator != 1:
        return None
    exact = _EXACT.create_decimal(scaled.numerator).scaleb(-PLACES, _EXACT).normalize(_EXACT)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _wanted(kinds: Sequence[Kind]) -> str | None:
    """Return the unit in which a buyer wants the need counted: the one that most lines name."""
    named = Counter(unit_code(line.count_in) for kind in kinds for line in kind.lines if line.count_in)
    return min(named, key=lambda code: (-named[code], code)) if named else None


def _choose(kinds: Sequence[Kind], ways: Mapping[int, Mapping[str, Route]], opened: set[str]) -> str:
    """Choose the unit in which most lines can be counted; of equals, what is poured or cut before pieces."""
    ends = Counter({_end(kind): 0 for kind in kinds})
    for kind in kinds:
        ends[_end(kind)] += len(kind.lines)
    if len(ends) == 1:
        return next(iter(ends))
    if "PR" not in ends and (ends.keys() & {"DZ", "GR", "HU", "M"}):
        ends["EA"] += 0
    counted = {
        base: sum(
            len(k.lines) for k in kinds if _way(k, ways[k.number], base, opened, len(kinds)) is not None
        )
        for base in ends
    }
    return min(ends, key=lambda base: (-counted[base], _rank(base), -ends[base], base))


def _rank(base: str) -> int:
    unit = measurable(base)
    if base == "SHEET":
        return 0
    if unit is None:
        return 4 if base in SINGLES else 5
    return {"mass": 1, "volume": 1, "length": 1, "area": 1}.get(unit.kind, 3 if base in ("EA", "PR") else 4)


def _end(kind: Kind) -> str:
    """Return how far down a kind is stated: to pieces, or to what fills a piece if it is bought for that."""
    if kind.unit == "DZ" and IN_PAIRS.search(kind.text):
        return "PR"
    known = {**trade_steps(), **{step.pack: step for step in kind.steps}}
    here, seen = kind.unit, {kind.unit}
    other = SAME_PACK.get(here)
    if here not in known and other in known:
        here = str(other)
    if here not in known and is_pack(here) and here not in BUNDLES and PIECE in known:
        here = PIECE if known[PIECE].content not in SMALL else kind.unit
    while (step := known.get(here)) is not None and step.content not in seen:
        if not (_bought_for(step, kind) if here == PIECE else _is_for(step, kind)):
            break
        here = step.content
        seen.add(here)
    return here


def _bought_for(step: Step, kind: Kind) -> bool:
    """A gallon of paint is bought as paint; a 20 oz can, a 6 ft cord or an 8 ft stud as a thing."""
    if step.source == "buyer":
        return True
    if step.content in SMALL:
        return False
    return step.content not in ("FT", "YD", "IN") or sold_by_length(kind.text)


def _is_for(step: Step, kind: Kind) -> bool:
    """Tell whether a pack is bought for what is in it: a can of 14 oz and a roll of 1,000 ft of tissue are things."""
    if step.source == "buyer" or is_pack(step.content):
        return True
    if step.pack in SINGLES and step.content in SMALL:
        return False
    return step.pack not in ("RL", "SP", "CO") or step.content not in ("FT", "YD", "IN") or _by_the_foot(kind)


def _by_the_foot(kind: Kind) -> bool:
    return sold_by_length(kind.text) or not ROLLED.search(kind.text)


def _thing(kinds: Sequence[Kind]) -> str | None:
    """Return what the pieces of a need are called, if a line says it: tissues, gloves."""
    named: Counter[str] = Counter(
        step.thing for kind in kinds for step in kind.steps if step.thing and step.content == PIECE
    )
    return min(named, key=lambda thing: (-named[thing], thing)) if named else None


def _count(
    kind: Kind, ways: Mapping[str, Route], base: str, opened: set[str], *, thing: str | None, kinds: int
) -> Count:
    """Count a kind by what it states; else by what a piece of the need is; else ask."""
    way = _way(kind, ways, base, opened, kinds)
    if way is not None:
        return Count(base, way.factor, way.steps)
    return Count(base, None, (), _question(kind, ways, base, thing))


def _way(kind: Kind, ways: Mapping[str, Route], base: str, opened: set[str], kinds: int) -> Route | None:
    if kind.unit == base and _says_nothing(kind, base) and not _told(kind, base):
        return None
    way = _pairs(kind, ways) if base == "PR" else way_to(ways, base) or _by_custom(kind, ways, base)
    return way or _by_the_piece(kind, ways, base, opened)


def _by_custom(kind: Kind, ways: Mapping[str, Route], base: str) -> Route | None:
    """A towel's pieces are its sheets; a thousand of paper are sheets, a thousand of wire are feet."""
    if base == "SHEET" and TOWELS.search(kind.text):
        return way_to(ways, PIECE)
    many = BY_THE_MANY.get(kind.unit)
    if many is not None and (base == "SHEET" or (base == "FT" and BY_LENGTH.search(kind.text))):
        return Route(many, ())
    return None


def _says_nothing(kind: Kind, base: str) -> bool:
    """Tell whether a line counts in a pack of which nobody knows what it holds: that is asked, never guessed."""
    if measurable(base) is not None or _inner(kind):
        return False
    return base not in SINGLES or (base in ("RL", "SP", "CO") and BY_LENGTH.search(kind.text) is not None)


def _by_the_piece(kind: Kind, ways: Mapping[str, Route], base: str, opened: set[str]) -> Route | None:
    """Count what is not stated outright but can mean one thing only.

    A jug, a can or a kit that nobody counts the inside of is one piece. Pieces in a case of what is counted in
    rolls or bags are rolls or bags. A pail of a product sold at 5 gallons holds 5 gallons.
    """
    unit = kind.unit
    fill = next((step for step in kind.steps if step.pack == PIECE), None)
    if base == PIECE:
        through = [code for code in ways if code in THINGS and code not in opened and not _holds(kind, code)]
        if through:
            return ways[through[0]]
        long = unit in ("RL", "SP", "CO") and BY_LENGTH.search(kind.text) is not None
        alone = unit in SINGLES and unit not in opened and not _inner(kind) and not long
        return Route(Fraction(1), ()) if alone or unit == "SHEET" else None
    if is_pack(base) and base in SINGLES | {"BG", "BX"}:
        piece = way_to(ways, PIECE)
        if piece is not None and (unit != PIECE or base != "BX") and base not in opened - {"RM"} | {"BX"}:
            return piece
        if piece is not None and unit not in (base, PIECE) and base != "BX":
            return piece
    weighed = unit in ("BX", "PK") and fill is not None and fill.content in ("LB", "KG")
    if fill is not None and (unit not in BUNDLES or weighed) and is_pack(unit) and not _inner(kind):
        inner = way_to(routes(PIECE, kind.steps), base)
        return inner if inner is not None and base != unit else None
    return None


def _holds(kind: Kind, pack: str) -> bool:
    return any(step.pack == pack for step in kind.steps)


def _inner(kind: Kind) -> bool:
    return any(step.pack == kind.unit for step in kind.steps)


def _pairs(kind: Kind, ways: Mapping[str, Route]) -> Route | None:
    """Count in pairs: a dozen of what comes in pairs is twelve pairs; loose pieces are asked about."""
    unit = measurable(kind.unit)
    if kind.unit in ("DZ", "GR", "HU", "M") and unit is not None and unit.per_base is not None:
        return Route(unit.per_base, ())
    way = way_to(ways, "PR")
    said = {kind.unit, *(step.content for step in kind.steps)}
    if way is not None and said & {"PR", "DZPR"}:
        return way
    return None


def _told(kind: Kind, base: str) -> bool:
    """A buyer who wants cartons counted as cartons has said that one is like another."""
    return any(line.count_in and unit_code(line.count_in) == base for line in kind.lines) or bool(kind.codes)


def _question(kind: Kind, ways: Mapping[str, Route], base: str, thing: str | None) -> str:
    typed = unit_name(kind.unit)
    piece = ways.get(PIECE)
    if measurable(base) is None:
        return f"What does your {typed} hold, and how many of it?"
    noun = thing if thing and base == "EA" else plural(base)
    if piece is not None and piece.vague and piece.steps:
        return f"Your line speaks of {plain(piece.factor)} to the {typed}: are these {noun}?"
    if kind.unit == "EA":
        return f"How many {noun} is each one that you need?"
    if measurable(kind.unit):
        return (
            f"You count this in {plural(kind.unit)}, others in {plural(base)}: how many {noun} do you need?"
        )
    return f"How many {noun} are in your {typed}?"


def plain(number: Fraction) -> str:
    """Write a count for a question."""
    return f"{number.numerator:,}" if number.denominator == 1 else str(float(number))
