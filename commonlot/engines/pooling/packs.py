"""Read the pack ladder of a line: what one typed unit holds, step by step, each with its source.

A case of 10 reams of 500 sheets is two exact steps. A step is `typed` (the line says so), `trade` (a custom of the
trade, in a table) or `buyer` (confirmed by a person). What no step says is not known, and is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType

from commonlot.engines.pooling import ladders, pack_words
from commonlot.engines.pooling.clean import CleanText, clean, read_data
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.quantity import UNITS, Unit, find_unit, plain_number

# A line that buys cartons and tells what a case holds speaks of one thing.
SAME_PACK = {"CT": "CS", "CS": "CT", "PL": "LD", "PA": "DR", "DR": "PA", "RL": "SP", "SP": "RL", "CO": "RL"}
# Dozen boxes, dz rolls: twelve of what is named.
_BY_THE_DOZEN = re.compile(r"(?:dozen|doz|dz)\.? (?!pr|pair)[a-z]")
# What a container of goods that are poured holds, the piece itself does: a jug is a piece of bleach.
PIECE = "EA"


@dataclass(frozen=True)
class Step:
    """One unit holds `count` of another: exact, with its source and, for a count of things, what they are called."""

    pack: str
    count: Fraction
    content: str
    source: str
    thing: str | None = None

    def __str__(self) -> str:
        noun = self.thing or plural(self.content, self.count)
        return f"{unit_name(self.pack)} = {plain_number(self.count)} {noun} ({self.source})"


def unit_name(code: str) -> str:
    """Return the name of a unit in running text."""
    return UNITS[code].name if code in UNITS else code.lower()


def plural(code: str, count: Fraction = Fraction(2)) -> str:
    """Return the word for so many of a unit; things that have no unit of their own are pieces."""
    if code == "EA":
        return "piece" if count == 1 else "pieces"
    if code not in UNITS:
        return code.lower()
    return UNITS[code].name if count == 1 else UNITS[code].plural


def unit_code(typed: str, vocabulary: Vocabulary | None = None) -> str:
    """Return the code of a typed unit; one that no table knows stands for itself in capitals."""
    find = vocabulary.unit if vocabulary is not None else find_unit
    unit = find(typed)
    if unit is not None:
        return unit.code
    text = clean(typed).text
    if pack_words.MEASURED.fullmatch(text):
        return PIECE
    if text.startswith("lot of"):
        return "PK"
    if _BY_THE_DOZEN.match(text):
        return "DZ"
    bare = re.sub(r"\(.*?\)|\b(?:of|per)\b.*|[/=].*|\d.*$", " ", text).strip()
    unit = find(bare) if bare else None
    if unit is None:
        packs = pack_words.PACK_WORD.findall(text)
        unit = find(packs[-1]) if packs else None
    if unit is None:
        words = [found for word in re.findall(r"[a-z]+", text) if (found := find(word))]
        unit = words[-1] if words else None
    return unit.code if unit else " ".join(typed.upper().split())


@cache
def trade_steps() -> Mapping[str, Step]:
    """Return the customs of the trade: a ream is 500 sheets."""
    return {
        row["pack"]: Step(row["pack"], Fraction(row["count"]), row["content"], "trade")
        for row in read_data("trade_packs.csv")
    }


def read_steps(
    line: CleanText, unit: str, units: Mapping[str, Unit] | None = None
) -> tuple[list[Step], list[tuple[int, int]]]:
    """Read every step that a description types, and the stretches of clean text that hold nothing else.

    units: a buyer's own words for packs, which may stand in a line like the shipped ones.
    """
    steps, taken = _steps_of(line.text, unit) if not units else _steps_by(line.text, unit, units)
    return list(steps), list(taken)


def _steps_by(
    text: str, unit: str, units: Mapping[str, Unit]
) -> tuple[tuple[Step, ...], tuple[tuple[int, int], ...]]:
    found = ladders.read(text, unit, units)
    return tuple([Step(*step) for step in found.steps]), tuple(found.taken)


@lru_cache(maxsize=1_000)
def _steps_of(text: str, unit: str) -> tuple[tuple[Step, ...], tuple[tuple[int, int], ...]]:
    """Do so where nobody added units: the same description is often typed again with another part number."""
    return _steps_by(text, unit, {})


def measurable(code: str) -> Unit | None:
    """Return the unit if it can be turned into others of its kind (a dozen, a pound), None for a pack."""
    unit = UNITS.get(code)
    return unit if unit is not None and unit.per_base is not None else None


def is_pack(code: str) -> bool:
    """Tell whether only the line can say what this unit holds."""
    return code not in UNITS or UNITS[code].kind == "pack"


@dataclass(frozen=True)
class Route:
    """A way from one unit to another: one is `factor` of the other, found by `steps`; vague: of unnamed pieces."""

    factor: Fraction
    steps: tuple[Step, ...]
    vague: bool = False


@lru_cache(maxsize=16_384)
def routes(unit: str, steps: tuple[Step, ...]) -> Mapping[str, Route]:
    """Return every unit that a typed unit can be counted in, nearest first, by steps and by measure.

    Steps are followed down (a case to its boxes) and, once, up (pounds to the bags that hold them).
    """
    known = dict(trade_steps())
    known.update({step.pack: step for step in steps})
    other = SAME_PACK.get(unit)
    if other is not None and unit not in known and other in known:
        known[unit] = Step(unit, Fraction(1), other, "trade")
    found = {unit: Route(Fraction(1), ())}
    queue = [unit]
    while queue:
        here = queue.pop(0)
        for code, route in _onward(here, found[here], known):
            if code not in found:
                found[code] = route
                queue.append(code)
    return MappingProxyType(found)


def _onward(here: str, so_far: Route, known: Mapping[str, Step]) -> list[tuple[str, Route]]:
    """Return where one may go from a unit: down its step, to its fellows, up into what holds it."""
    onward: list[tuple[str, Route]] = []
    step = known.get(here)
    if step is not None:
        vague = so_far.vague or (step.content == PIECE and step.thing is None and step.source == "typed")
        onward.append((step.content, Route(so_far.factor * step.count, (*so_far.steps, step), vague)))
    measure = measurable(here)
    for pack in sorted(known):
        holder = known[pack]
        if holder.source == "trade" or pack == here:
            continue
        factor = _between(measure, holder.content) if measure else None
        if factor is None or (not so_far.steps and UNITS[here].kind == "count"):
            continue
        if UNITS[here].kind in ("mass", "volume", "length", "area") and UNITS[holder.content].kind != "count":
            route = Route(so_far.factor * factor / holder.count, (*so_far.steps, holder), so_far.vague)
            onward.append((pack, route))
    if measure is not None:
        for content in sorted({s.pack for s in known.values()} | {s.content for s in known.values()}):
            factor = _between(measure, content)
            if factor is not None and content != here:
                onward.append((content, Route(so_far.factor * factor, so_far.steps, so_far.vague)))
    return onward


def way_to(ways: Mapping[str, Route], base: str) -> Route | None:
    """Return the way to a unit: direct, or by measure from the nearest unit of its kind that was reached.

    An ounce of what is counted by volume is a fluid ounce.
    """
    if base in ways:
        return ways[base]
    there = measurable(base)
    if there is None:
        return None
    for code, way in ways.items():
        liquid = code == "OZ" and there.kind == "volume"
        here = UNITS["FLOZ"] if liquid else measurable(code)
        factor = _between(here, base) if here is not None else None
        if factor is not None:
            return Route(way.factor * factor, way.steps, way.vague)
    return None


def _between(here: Unit, code: str) -> Fraction | None:
    """Return how many of a unit one of another is, where both measure the same; sheets and pieces do not."""
    there = measurable(code)
    if there is None or here.kind != there.kind or not here.per_base or not there.per_base:
        return None
    if "SHEET" in (here.code, code) and here.code != code:
        return None
    return here.per_base / there.per_base
