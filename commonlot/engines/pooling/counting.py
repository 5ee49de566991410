"""Choose the unit in which a need is counted, and count every line in it exactly, or ask.

A line is counted only through steps that somebody stated: typed in the line, a custom of the trade, or a
buyer's word. What no step says becomes a question; it is in no total.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction

from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import Rung, Step, ladder, measurable, plural, unit_code, unit_name
from commonlot.kernel.quantity import UNITS

PLACES = 6
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
    ladders = {kind.number: ladder(kind.unit, kind.steps) for kind in kinds}
    base = _wanted(kinds) or _choose(kinds, ladders)
    thing = _thing(ladders.values())
    counts = {kind.number: _count(kind, ladders[kind.number], base, thing, len(kinds)) for kind in kinds}
    return base, counts


def uneven(quantity: Decimal, unit: str, base: str) -> str:
    """Ask for a number in the base unit where the typed one has no exact equal in it."""
    return f"{quantity:f} {plural(unit)} are no exact number of {plural(base)}: how many {plural(base)} do you need?"


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


def _choose(kinds: Sequence[Kind], ladders: dict[int, tuple[Rung, ...]]) -> str:
    if len(kinds) == 1:
        return _own_unit(ladders[kinds[0].number])
    ends: Counter[str] = Counter()
    for kind in kinds:
        end = ladders[kind.number][-1].unit
        ends[end] += len(kind.lines)
    known = {end: lines for end, lines in ends.items() if measurable(end)}
    if "SHEET" in known:
        return "SHEET"
    if not known:
        return min(ends, key=lambda end: (-ends[end], end))
    if len(known) == len(ends) == 1:
        return next(iter(known))
    by_measure: Counter[str] = Counter()
    for end, lines in known.items():
        by_measure[UNITS[end].kind] += lines
    measure = min(by_measure, key=lambda kind: (-by_measure[kind], kind))
    units = {end: lines for end, lines in known.items() if UNITS[end].kind == measure}
    if measure == "count":
        return "PR" if set(units) == {"PR"} else "EA"
    return min(units, key=lambda end: (-units[end], end))


def _own_unit(rungs: tuple[Rung, ...]) -> str:
    """A need that only one kind of line has: counted as far down as was stated."""
    return rungs[-1].unit


def _thing(ladders: Iterable[Sequence[Rung]]) -> str | None:
    """Return what the pieces of a need are called, if a line says it: tissues, gloves."""
    named: Counter[str] = Counter(rung.thing for rungs in ladders for rung in rungs if rung.thing)
    return min(named, key=lambda thing: (-named[thing], thing)) if named else None


def _count(kind: Kind, rungs: tuple[Rung, ...], base: str, thing: str | None, kinds: int) -> Count:
    packed = any(rung.vague or rung.unit == "EA" for rung in rungs[1:])
    for rung in rungs:
        factor = _factor(rung, base)
        if factor is None:
            continue
        if rung.vague and base == "SHEET":
            continue
        if (
            rung.unit == base
            and measurable(base) is None
            and kinds > 1
            and rung is rungs[0]
            and not _told(kind, base)
        ):
            continue
        return Count(base, rung.factor * factor, rung.steps)
    return Count(base, None, (), _question(kind, rungs, base, thing, packed))


def _told(kind: Kind, base: str) -> bool:
    """A buyer who wants cartons counted as cartons has said that one is like another."""
    return any(line.count_in and unit_code(line.count_in) == base for line in kind.lines) or bool(kind.codes)


def _factor(rung: Rung, base: str) -> Fraction | None:
    """Return how many base units one of the rung's unit is; None if nothing says so."""
    if rung.unit == base:
        return Fraction(1)
    here, there = measurable(rung.unit), measurable(base)
    if here is None or there is None or here.kind != there.kind:
        return None
    if here.per_base is None or there.per_base is None or "SHEET" in (rung.unit, base):
        return None
    return here.per_base / there.per_base


def _question(kind: Kind, rungs: tuple[Rung, ...], base: str, thing: str | None, packed: bool) -> str:
    typed = unit_name(kind.unit)
    end = rungs[-1]
    if measurable(base) is None:
        return f"What does your {typed} hold, and how many of it?"
    noun = thing if thing and base == "EA" else plural(base)
    if end.unit == "EA" and packed:
        return f"Your line speaks of {plain(end.factor)} to the {typed}: are these {noun}?"
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
