"""Read the pack ladder of a line: what one typed unit holds, step by step, each with its source.

A case of 10 reams of 500 sheets is two exact steps. A step is `typed` (the line says so), `trade` (a custom of the
trade, in a table) or `buyer` (confirmed by a person). What no step says is not known, and is asked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from commonlot.engines.pooling.clean import CleanText, clean, read_data
from commonlot.kernel.quantity import UNITS, Unit, find_unit, plain_number

_NUMBER = r"(?<![\w./#-])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_THING = r"((?:[a-z][a-z-]*\.?\s+){0,2}?[a-z][a-z-]*\.?)"
_PACKS = (
    r"(cases?|cs|ctns?|cartons?|cts?|bx|boxes|box|bxs|pks?|packs?|packages?|pkgs?|pkt|"
    r"packets?|rolls?|rls?|rl|bags?|bgs?|bg|reams?|rms?|rm|drums?|dr|pails?|bottles?|btls?|"
    r"bt|cans?|cn|jars?|tubes?|tb|pads?|pd|books?|bundles?|bdl|bd|pallets?|plt|skids?|sets?|"
    r"st|kits?|kt|spools?|crates?|trays?|sleeves?|dispensers?|dz|dozen|ea|each)\b\.?"
)
_MEASURE = (
    r"(lbs?|pounds?|oz|ounces?|fl\.? ?oz|gal(?:lons?|s)?|qts?|quarts?|pints?|pt"
    r"|liters?|litres?|ml|kg|ft|feet|yds?|yards?|#)"
)
# A line that buys cartons and tells what a case holds speaks of one thing.
SAME_PACK = {"CT": "CS", "CS": "CT"}
# 10 reams/case   12/ct   100 gloves per box   1M/PK
PER = re.compile(
    _NUMBER
    + r"(m(?=/| ?per))?[ -]?(?:"
    + _THING
    + r"\s*)?(?:/\s*|\s*=\s*1?\s*|\s+per\s+|\s+to an?\s+|\s+in an?\s+|\s+each\s+)"
    + _PACKS
)
# case of 1000   1 BX OF ( 24 EA)   box of 100 gloves   ctn = 10 reams
OF = re.compile(
    r"(?<!/)\b"
    + _PACKS
    + r"\s*(?:of|=|:|@|w/|holds|contains)\s*\(?\s*(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?!\s*[x%#])\b(?:[ -]?"
    + _THING
    + r")?\)?"
)
# 55 gal drum   50 lb bags
FILLED = re.compile(_NUMBER + r"[ -]?" + _MEASURE + r"\.?[ -]+(?:\w+[ -]+)?" + _PACKS)
# 100 ct   3-pack   12pk   (24 count)
COUNT = re.compile(_NUMBER + r"[ -]?(count|cnt|ct|pk|pack|pcs?)\b(?!\s*/)")
# 4 x 1 gal   12/1 qt
MULTIPLE = re.compile(_NUMBER + r"\s*[/x]\s*(\d+(?:\.\d+)?)[ -]?" + _MEASURE + r"\b\.?")


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


@dataclass(frozen=True)
class Rung:
    """A level of the ladder: one typed unit is `factor` of `unit`; `steps` say how that was found."""

    unit: str
    factor: Fraction
    steps: tuple[Step, ...]
    vague: bool = False
    thing: str | None = None


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


def unit_code(typed: str) -> str:
    """Return the code of a typed unit; one that no table knows stands for itself in capitals."""
    unit = find_unit(typed)
    if unit is not None:
        return unit.code
    bare = re.sub(r"\(.*?\)|\b(?:of|per)\b.*|[/=].*|\d.*$", " ", clean(typed).text).strip()
    unit = find_unit(bare) if bare else None
    if unit is None:
        packs = re.findall(_PACKS, clean(typed).text)
        unit = find_unit(packs[-1]) if packs else None
    return unit.code if unit else " ".join(typed.upper().split())


@cache
def trade_steps() -> Mapping[str, Step]:
    """Return the customs of the trade: a ream is 500 sheets."""
    return {
        row["pack"]: Step(row["pack"], Fraction(row["count"]), row["content"], "trade")
        for row in read_data("trade_packs.csv")
    }


def read_steps(line: CleanText, unit: str) -> tuple[list[Step], list[tuple[int, int]]]:
    """Read every step that a description types, and the stretches of clean text that hold nothing else."""
    steps: list[Step] = []
    taken: list[tuple[int, int]] = []
    for match in PER.finditer(line.text):
        thing = match[3] if match[3] and "/" not in match[3] else None
        if _add(steps, match[4], match[1], thing, thousand=match[2] is not None):
            taken.append(match.span())
    for match in OF.finditer(line.text):
        if not _overlaps(match.span(), taken) and _add(steps, match[1], match[2], match[3]):
            taken.append(match.span())
    _read_multiples(line.text, unit, steps, taken)
    for match in FILLED.finditer(line.text):
        if not _overlaps(match.span(), taken):
            _add(steps, match[3], match[1], match[2])
    _read_counts(line.text, unit, steps, taken)
    return steps, taken


def _is_pack(code: str) -> bool:
    return code in UNITS and UNITS[code].kind == "pack"


def _read_multiples(text: str, unit: str, steps: list[Step], taken: list[tuple[int, int]]) -> None:
    """Read “4 x 1 gal”: what one pack of the line's own unit holds in all."""
    for match in MULTIPLE.finditer(text):
        measure = find_unit(match[3])
        if measure and _is_pack(unit) and not _overlaps(match.span(), taken):
            count = Fraction(match[1].replace(",", "")) * Fraction(match[2])
            steps.append(Step(unit, count, measure.code, "typed"))
            taken.append(match.span())


def _read_counts(text: str, unit: str, steps: list[Step], taken: list[tuple[int, int]]) -> None:
    """Read “100 ct” and “3-pack”; “1 PK” only names the pack and says nothing about what is in it."""
    for match in COUNT.finditer(text):
        count = Fraction(match[1].replace(",", ""))
        pack = "PK" if match[2] in ("pk", "pack") else unit
        if count < 2 or not _is_pack(pack) or _overlaps(match.span(), taken):
            continue
        if not any(step.pack == pack for step in steps):
            steps.append(Step(pack, count, "EA", "typed"))
        taken.append(match.span())


def _overlaps(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _add(steps: list[Step], pack: str, count: str, thing: str | None, *, thousand: bool = False) -> bool:
    holder = find_unit(pack)
    if holder is None or holder.kind not in ("pack", "count") or holder.code in ("EA", "DZ", "SHEET"):
        return False
    number = Fraction(count.replace(",", "")) * (1000 if thousand else 1)
    content, noun = _content(thing)
    if number <= 0 or content == holder.code:
        return False
    if holder.kind == "pack" and not any(step.pack == holder.code for step in steps):
        steps.append(Step(holder.code, number, content, "typed", noun))
    return True


def _content(thing: str | None) -> tuple[str, str | None]:
    """Return the unit code of what a pack holds, and its name where it is just a thing."""
    if not thing:
        return "EA", None
    unit = find_unit(thing.strip())
    last = thing.split()[-1]
    unit = unit or find_unit(last)
    if unit is not None and unit.code != "EA":
        # “12 ct/cs” counts pieces, it does not hold cartons.
        return ("EA", None) if last.rstrip(".") in ("ct", "cnt") else (unit.code, None)
    return "EA", (last if unit is None and len(last) > 2 else None)


def ladder(unit: str, steps: Iterable[Step]) -> tuple[Rung, ...]:
    """Follow the steps from a typed unit down; every rung is one way to count the line."""
    known = dict(trade_steps())
    known.update({step.pack: step for step in steps})
    other = SAME_PACK.get(unit)
    if other is not None and unit not in known and other in known:
        known[unit] = Step(unit, Fraction(1), other, "trade")
    rungs = [Rung(unit, Fraction(1), ())]
    seen = {unit}
    while (step := known.get(rungs[-1].unit)) is not None and step.content not in seen:
        last = rungs[-1]
        vague = step.content == "EA" and step.thing is None and step.source == "typed"
        rungs.append(Rung(step.content, last.factor * step.count, (*last.steps, step), vague, step.thing))
        seen.add(step.content)
    return tuple(rungs)


def measurable(code: str) -> Unit | None:
    """Return the unit if it can be turned into others of its kind (a dozen, a pound), None for a pack."""
    unit = UNITS.get(code)
    return unit if unit is not None and unit.per_base is not None else None
