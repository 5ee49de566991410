"""The thirty ways to write what a pack holds: 10rm/cs, 4/1 gal, case (6 x 100 ct), 100/bx 10 bx/case, 55 gal drum."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from commonlot.engines.pooling import sizes
from commonlot.kernel.quantity import UNITS, Unit, find_unit

Found = tuple[str, Fraction, str, str, str | None]
Span = tuple[int, int]

_PACKS = (
    r"(?:cases?|cse?|ctns?|cartons?|cts?|bxs?|boxes|box|pks?|packs?|packages?|pkgs?|pkts?|packets?|rolls?|rls?"
    r"|bags?|bgs?|reams?|rms?|drums?|drm?|pails?|buckets?|tubs?|bottles?|btls?|bt|canisters?|cans?|cn|jars?|jugs?|carboys?|totes?"
    r"|tubes?|tb|pads?|pd|books?|bundles?|bdls?|bd|pallets?|plts?|skids?|sets?|st|kits?|kt|spools?|spl?|reels?|coils?"
    r"|crates?|trays?|sleeves?|slvs?|dispensers?|dozen|doz|dz|each|ea|sheets?|shts?|loads?|cylinders?|cyl)"
)
PACK_WORD = re.compile(r"\b" + _PACKS + r"\b")
_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
    "dozen": 12,
    "pair": 2,
}
_COUNT = r"(?<![\w./#$-])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+)"
_SIZE = r"(?<![\w./#-])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+(?:[ -](?:1/[2348]|3/[48]|2/3|5/8|7/8)|\.\d+|/\d{1,2})?|\.\d+)"
_MEASURE = (
    r"(lbs?|pounds?|#|fl\.? ?oz|oz|ounces?|gal(?:lons?|s)?|gl|qts?|quarts?|pints?|pts?|liters?|litres?|l|ml|kg"
    r"|ft|feet|foot|lf|'|yds?|yards?|tons?|tn|sq\.? ?yds?|sq\.? ?yards?|sy|sq\.? ?ft|sf)"
)
_THING = r"((?:[a-z][a-z-]*\.?\s+){0,2}?[a-z][a-z-]*\.?|')"
_END = r"(?![a-z])"
# 10 reams/case   12/ct   100 gloves per box   1M/PK   500'/sp   (12 RL per case)
PER = re.compile(
    _COUNT
    + r"(m(?=/| ?per))?[ -]?(?:"
    + _THING
    + r"\s*)?(?:/\s*|\s*=\s*1?\s*|\s+per\s+|\s+to an?\s+|\s+in an?\s+|\s+each\s+|\s+ea\.?\s+per\s+)(?:a )?("
    + _PACKS
    + r")\b\.?"
)
# 16PK/250   10 boxes of 100   5 bx of 100   16 pks of 250   16 pk x 250
EACH_OF = re.compile(
    _COUNT + r"[ -]?(" + _PACKS + r")\b\.?\s*(?:/|of|x|@)\s*(\d{1,3}(?:,\d{3})+|\d+)(?![\d.]|\s*/|[ -]?gal)(?:[ -]?(?:"
    + _THING + r"))?" + r"(?:\s*(?:/|per)\s*(" + _PACKS + r")\b\.?)?"
)
# case of 1000   1 BX OF ( 24 EA)   box of 100 gloves   ctn = 10 reams   PK/100   cs (12)
OF = re.compile(
    r"(?<![/\w])("
    + _PACKS
    + r")\b\.?\s*(?:of|=|:|@|w/|holds|contains|/|\()\s*\(?\s*(\d{1,3}(?:,\d{3})+|\d+)(?!\s*[x%/]|[\d.#])\b(?:[ -]?"
    + _THING
    + r")?\)?"
)
ONE_OF = re.compile(r"\b1 (bx|box|cs|case|ctn|pk|pkg|pack) of \(? ?(\d[\d,]*) ?(" + r"[a-z]+)?\.? ?\)?")
# 4 x 1 gal   12/1 qt   two 2-1/2 gal jugs   6x1 qt
MULTIPLE = re.compile(_COUNT + r"\s*[/x]\s*(\d+(?:[ -](?:1/[2348]|3/[48]|2/3|5/8|7/8)|\.\d+|/\d)?)[ -]?" + _MEASURE + _END + r"\.?")
TWO_OF = re.compile(r"\b(two|three|four|six|twelve)\s+(\d+(?:[ -](?:1/[2348]|3/[48]|2/3|5/8|7/8)|\.\d+)?)[ -]?" + _MEASURE + _END + r"\.?")
# 12/qt
ONES = re.compile(_COUNT + r"\s*/\s*(qts?|quarts?|gal(?:lons?|s)?|pints?)\b")
# 6/#10
CANS = re.compile(_COUNT + r"\s*[/x]\s*#\s?10\b(?: ?cans?)?")
# 55 gal drum   50 lb bags   22 ton triaxle load   60' coils
FILLED = re.compile(_SIZE + r"[ -]?" + _MEASURE + _END + r"\.?[ -]+(?:[a-z]+[ -]+){0,2}?(" + _PACKS + r"|lengths?|sticks?|joints?|jts?|sections?|transports?|drops?|fills?|tankers?|bib|refills?|bales?)\b")
# A unit that is typed as a size alone: 5-gal
MEASURED = re.compile(_SIZE + r"[ -]?" + _MEASURE + r"\.?")
# 12 qt, 5 gallon, 3 LB: how much the piece itself is
FILL = re.compile(_SIZE + r"[ -]?" + _MEASURE + _END)
# 100 ct   3-pack   12pk   (24 count)   two pack
COUNT = re.compile(_COUNT + r"[ -]?(count|cnt|ct|pk|pack|pcs?|pr|pairs?|sheets?|shts?)\b\.?(?!\s*/)")
TWIN = re.compile(r"\b(two|three|four|six|twelve|twin|triple|dual)[ -]?(pack|pk)s?\b")
# 40 EA   10 RM CTN: a pack word directly behind another
BARE = re.compile(_COUNT + r"[ -]?(" + _PACKS + r"|pr|pairs?)\b\.?\s*(?:per\s+)?(" + _PACKS + r")\b(?!\s*(?:/|of|x))")
# pallet of 63 bags and cs/1000 of the unit column are read by OF
OPEN = frozenset({"EA", "DZ", "SHEET", "DZPR", "PR", "HU", "M", "GR"})
POURED = ("mass", "volume", "length", "area")
# What is bought by the piece and never by what is in it.
HOLDER = re.compile(
    r"\b(?:liners?|(?:trash|garbage|contractor|vac|refuse|clean-?up|biohazard) bags?|cups?|bowls?(?! clean)|tote box|trash cans?|containers?|sprayers?|vac\w*|coolers?|mops?|mophead|brushe?s?|lids?"
    r"|paper|ppr|copy|hammers?|plates?|bond|bright|fabric weight|extinguishers?|exting\w*|cannulas?|gloves?|hose|cones?|posts?|gas cans?|safety cans?|heaters?|tanks?|barrels?|compressors?|wet/dry|carts?)\b"
)
BAGGED = re.compile(
    r"salt|\b(?:ice|patch|sand|stone|cement|concrete|mix|mulch|deic\w*|soil|seed|lime|fert\w*|soda|beads?|clay"
    r"|condition\w*|flour|rice|sugar|feed|litter|absorbent|grout|mortar|screws?|nails?|rye\w*|chloride|soap powder)\b|chlor|hypo"
)

INSIDE = re.compile(_COUNT + r"[ -]?(" + _PACKS + r")\b\.?(?!\s*(?:/|of\b|per\b|x\b|=))")
GRID = re.compile(_COUNT + r"\s?x\s?(50|100|200|250|500)(?![\d./\"'x])")
_LAID = re.compile(r"\b(?:glo?v\w*|wipes?|masks?|cups?|lids?|napkins?|towels?|bandages?|straws?|syringes?|needles?)\b")
_ROUND = frozenset(map(Fraction, (50, 100, 200, 250, 500, 1000)))
# An ounce of what is poured is a fluid ounce.
LIQUID = re.compile(
    r"clean|soap|sanit|detergent|bleach|fluid|\boil\b|paint|polish|solution|lotion|disinf|degreas|juice|milk|water|primer"
    r"|adhesive|remover|shampoo|finish|wash|rinse|deodor|peroxide|alcohol|ammonia|softener|syrup|vinegar|sealer|stain\b"
)
_JOINED = re.compile(r"[/=@:(]| of | per | x |\dx|[a-z]x\d| in a| to a| each | holds | contains |^\w+ of |two|three|four|six|twelve")
# “500 ct” of toilet tissue are the sheets of a roll, whatever is bought.
_ROLLED = re.compile(r"\b(?:toilet|bath|bathroom|t/p|tp)\b")
_LEAVES = re.compile(r"\b(?:notebo?o?k\w*|tablets?|filler paper|composition|comp book)\b")


@dataclass
class Ladder:
    """Steps while they are being read, and the stretches of text that hold nothing else."""

    unit: str
    units: Mapping[str, Unit]
    steps: list[Found] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)

    def find(self, word: str) -> Unit | None:
        """Return the unit that a word means, a buyer's own first."""
        return self.units.get(word.strip(". ")) or find_unit(word)

    def free(self, span: Span) -> bool:
        """Tell whether no step was read from these characters."""
        return not any(span[0] < end and start < span[1] for start, end in self.taken)

    def knows(self, pack: str) -> bool:
        """Tell whether a step of this pack was read."""
        return any(step[0] == pack for step in self.steps)

    def add(self, pack: str, count: Fraction, content: str, thing: str | None = None) -> bool:
        """Add a step if the pack has none yet; tell whether the words speak of a pack at all."""
        if count <= 0 or pack == content or pack in OPEN - {"EA"}:
            return False
        if not self.knows(pack):
            self.steps.append((pack, count, content, "typed", thing))
        return True


def read(text: str, unit: str, units: Mapping[str, Unit]) -> Ladder:
    """Read every step of a line, from the most telling form to the barest."""
    ladder = Ladder(unit, units)
    if any(character.isdigit() for character in text) or "pack" in text or "half" in text:
        # Most lines say little of packs: a look for the sign of a form is cheaper than its pattern.
        if " of " in text:
            _one_of(text, ladder)
        if _JOINED.search(text):
            _each_of(text, ladder)
            _per(text, ladder)
            _of(text, ladder)
        _bare(text, ladder)
        if _JOINED.search(text):
            _multiples(text, ladder)
        _filled(text, ladder)
        _counts(text, ladder)
    _fill(text, ladder)
    return ladder


def _int(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _size(text: str) -> Fraction:
    whole, _, part = text.replace(",", "").strip().replace(" ", "-").rpartition("-")
    return Fraction(part) + (Fraction(whole) if whole else 0)


def _safe_size(text: str) -> Fraction | None:
    try:
        return _size(text)
    except (ValueError, ZeroDivisionError):
        return None


def _one_of(text: str, ladder: Ladder) -> None:
    for match in ONE_OF.finditer(text):
        pack = ladder.find(match[1])
        if pack and ladder.free(match.span()) and ladder.add(pack.code, _int(match[2]), *_content(match[3], ladder)):
            ladder.taken.append(match.span())


def _each_of(text: str, ladder: Ladder) -> None:
    """“10 boxes of 100 per case”: a box of 100, and ten of them in what is bought (or in what is named)."""
    for match in EACH_OF.finditer(text):
        inner = ladder.find(match[2])
        if inner is None or inner.kind != "pack" or not ladder.free(match.span()):
            continue
        content, thing = _content(match[4], ladder)
        if match[4] and ladder.find(match[4]) and not match[5] and inner.code == ladder.unit:
            continue
        outer = ladder.find(match[5]) if match[5] else None
        code = outer.code if outer else _outer(ladder, inner.code)
        if match[1] == "1" and outer is None:
            code = None
        ladder.add(inner.code, _int(match[3]), content, thing)
        if code and code != inner.code:
            ladder.add(code, _int(match[1]), inner.code)
        ladder.taken.append(match.span())


def _outer(ladder: Ladder, inner: str) -> str | None:
    """Return the pack that the line buys, if it may hold the one that was read, else a case."""
    unit = ladder.unit
    if unit == inner or unit in OPEN or (unit in UNITS and UNITS[unit].kind != "pack"):
        return "CS" if inner not in ("CS", "CT") else None
    return unit


def _per(text: str, ladder: Ladder) -> None:
    found: list[tuple[re.Match[str], str]] = []
    for match in PER.finditer(text):
        holder = ladder.find(match[4])
        if holder is None or not ladder.free(match.span()):
            continue
        if holder.code in OPEN or holder.kind != "pack":
            if holder.code == "SHEET" and not match[3]:
                ladder.steps.append(("SHEET", _int(match[1]), "EA", "typed", None))
            if holder.kind == "count" and not match[3]:
                ladder.taken.append(match.span())
            elif holder.code == "EA" and match[3] and (content := ladder.find(match[3])) and content.kind in POURED:
                ladder.add("EA", _int(match[1]), content.code)
            continue
        found.append((match, holder.code))
    inner: tuple[str, Fraction] | None = None
    for match, pack in found:
        thing = match[3] if match[3] and "/" not in match[3] else None
        count = _int(match[1]) * (1000 if match[2] else 1)
        content, noun = _content(thing, ladder)
        if content == pack:
            continue
        nested = inner is not None and content == "EA" and noun is None and _counts_packs(count, inner[1])
        if nested and inner is not None:
            content = inner[0]
        if ladder.add(pack, count, content, noun):
            ladder.taken.append(match.span())
            if content == "EA":
                inner = (pack, count)


def _counts_packs(count: Fraction, inner: Fraction) -> bool:
    """“100/bx 10/cs” counts boxes; “100/bx 1000/cs” counts pieces, a whole number of boxes."""
    return count <= inner or (count / inner).denominator != 1


def _bare(text: str, ladder: Ladder) -> None:
    """“10 RM CTN”, “16 pk case”, “100 bx” where boxes are bought."""
    for match in BARE.finditer(text):
        inner, outer = ladder.find(match[2]), ladder.find(match[3])
        if inner is None or outer is None or not ladder.free(match.span()) or outer.kind != "pack":
            continue
        if match[2] in ("ct", "cnt"):
            content = "EA"
        elif inner.code == outer.code or outer.code in OPEN:
            continue
        else:
            content = inner.code
        if outer.code in ("BG", "CN", "BT", "JR", "TB", "PD", "RL", "SP") and content in ("CS", "CT", "BX"):
            continue
        if ladder.add(outer.code, _int(match[1]), content):
            ladder.taken.append(match.span())


def _of(text: str, ladder: Ladder) -> None:
    for match in OF.finditer(text):
        pack = ladder.find(match[1])
        if pack is None or pack.kind != "pack" or not ladder.free(match.span()):
            continue
        content, thing = _content(match[3], ladder)
        if ladder.add(pack.code, _int(match[2]), content, thing):
            ladder.taken.append(match.span())


def _multiples(text: str, ladder: Ladder) -> None:
    """“4 x 1 gal”: what one pack of the line's own unit holds in all; each piece holds one of them."""
    for pattern in (TWO_OF, MULTIPLE):
        for match in pattern.finditer(text):
            measure = find_unit(match[3]) if match[3] != "'" else UNITS["FT"]
            each = _safe_size(match[2])
            if measure is None or not each or not ladder.free(match.span()):
                continue
            if measure.kind not in ("mass", "volume") or (measure.code == "LB" and HOLDER.search(text)):
                continue
            number = Fraction(_WORDS[match[1]]) if match[1] in _WORDS else _int(match[1])
            outer = _outer(ladder, "EA") if _packed(ladder) else "CS"
            ladder.add(outer or "CS", number, "EA", "containers")
            ladder.add("EA", each, measure.code)
            _same_fill(text, match.end(), each, measure.code, ladder)
            ladder.taken.append(match.span())
    for match in ONES.finditer(text):
        measure = find_unit(match[2])
        if measure is not None and ladder.free(match.span()):
            ladder.add(ladder.unit if _packed(ladder) else "CS", _int(match[1]), "EA", "containers")
            ladder.add("EA", Fraction(1), measure.code)
            ladder.taken.append(match.span())
    for match in CANS.finditer(text):
        if ladder.free(match.span()):
            ladder.add(ladder.unit if _packed(ladder) else "CS", _int(match[1]), "EA", "cans")
            ladder.taken.append((match.start(), match.end(1) + 1))


def _same_fill(text: str, position: int, each: Fraction, measure: str, ladder: Ladder) -> None:
    """“6 x 5 qt jugs”: the jug holds five quarts as well, should jugs be bought."""
    behind = re.match(r"\s*(" + _PACKS + r")\b", text[position:])
    unit = ladder.find(behind[1]) if behind else None
    if unit is not None and unit.kind == "pack" and unit.code not in ("CS", "CT"):
        ladder.add(unit.code, each, measure)


def _packed(ladder: Ladder) -> bool:
    unit = ladder.unit
    return unit in UNITS and UNITS[unit].kind == "pack" and unit in ("CS", "CT", "BX", "PK", "PL", "BD", "CR", "TY", "KT", "ST", "SL", "LD")


def _filled(text: str, ladder: Ladder) -> None:
    for match in FILLED.finditer(text):
        if not ladder.free(match.span()) or re.search(r"\b(?:min(?:imum)?|max(?:imum)?)\b", match[0]):
            continue
        measure = UNITS["FT"] if match[2] == "'" else find_unit(match[2])
        each = _safe_size(match[1])
        holder = ladder.find(match[3]) or (UNITS["LD"] if match[3].startswith("transport") else None)
        if measure is None or not each or holder is None or measure.kind not in POURED:
            continue
        bought = holder.code in (ladder.unit, "LD")
        if measure.kind == "volume" and not bought and HOLDER.search(text) and not BAGGED.search(text):
            continue
        code = holder.code if holder.code not in OPEN else "EA"
        if measure.code == "LB" and holder.code in ("CS", "CT", "PL", "PK"):
            continue
        ladder.add(code, each, measure.code)
        ladder.add("EA", each, measure.code)


def _counts(text: str, ladder: Ladder) -> None:
    """Read “100 ct” and “3-pack”; “1 PK” only names the pack and says nothing about what is in it."""
    for match in TWIN.finditer(text):
        number = {"twin": 2, "dual": 2, "triple": 3}.get(match[1]) or _WORDS[match[1]]
        if ladder.free(match.span()) and ladder.add("PK", Fraction(number), "EA"):
            ladder.taken.append(match.span())
    _inside(text, ladder)
    for match in COUNT.finditer(text):
        count, word = _int(match[1]), match[2]
        pack = "PK" if word in ("pk", "pack") else ladder.unit
        if count < 2 or not ladder.free(match.span()) or pack not in UNITS or UNITS[pack].kind != "pack":
            continue
        if word.startswith(("pr", "pair", "sheet", "sht")) or (word.startswith("pc") and ladder.steps):
            content = "PR" if word.startswith("p") else "SHEET"
            if word.startswith("pc") or (content == "SHEET" and ladder.unit not in ("PK", "RM", "PD")):
                continue
            ladder.add(pack, count, content)
            continue
        if word in ("ct", "cnt", "count") and (_LEAVES.search(text) or (count >= 200 and _ROLLED.search(text))):
            ladder.taken.append(match.span())
            continue
        if not ladder.knows(pack):
            ladder.add(pack, count, "EA")
        elif word in ("ct", "cnt", "count"):
            _inner_count(count, pack, ladder)
        ladder.taken.append(match.span())


def _inside(text: str, ladder: Ladder) -> None:
    """“500 sheets/roll, 96 rolls” where cases are bought; “10x100” of gloves; “100 bx” where boxes are bought."""
    unit = ladder.unit
    if unit not in UNITS or UNITS[unit].kind != "pack" or ladder.knows(unit):
        return
    for match in INSIDE.finditer(text):
        content = ladder.find(match[2])
        if content is None or not ladder.free(match.span()) or ladder.knows(unit):
            continue
        count = _int(match[1])
        if content.code == unit and count in _ROUND:
            ladder.add(unit, count, "EA")
        elif unit in ("CS", "CT", "PL", "BD") and content.code not in (unit, "CS", "CT", "EA") and count > 1:
            ladder.add(unit, count, content.code)
        else:
            continue
        ladder.taken.append(match.span())
    for match in GRID.finditer(text):
        if unit in ("CS", "CT") and ladder.free(match.span()) and not ladder.steps and _LAID.search(text):
            ladder.add(unit, _int(match[1]), "BX")
            ladder.add("BX", _int(match[2]), "EA")
            ladder.taken.append(match.span())


def _inner_count(count: Fraction, pack: str, ladder: Ladder) -> None:
    """“200 ct 20/cs”: twenty boxes of two hundred, if the case counts fewer than the box."""
    for i, step in enumerate(ladder.steps):
        if step[0] == pack and step[2] == "EA" and step[4] is None and _counts_packs(step[1], count):
            ladder.steps[i] = (pack, step[1], "BX", "typed", None)
            ladder.add("BX", count, "EA")


def sold_by_length(text: str) -> bool:
    """Tell whether a thing is counted by the foot: pipe, wire, tube; a cord or a post is counted by the piece."""
    return bool(sizes.RUN.search(text)) and not sizes.NO_RUN.search(text)


def _fill(text: str, ladder: Ladder) -> None:
    """How much one piece is: “5 gal”, “32oz”, “x 10 ft”; only where the text speaks of one size of it."""
    if ladder.knows("EA"):
        return
    said: set[tuple[Fraction, str]] = set()
    for match in FILL.finditer(text):
        measure = UNITS["FT"] if match[2] == "'" else find_unit(match[2])
        each = _safe_size(match[1])
        if measure is None or not each or not ladder.free(match.span()) or match[2] in ("l", "tn"):
            continue
        if measure.code == "OZ" and LIQUID.search(text):
            measure = UNITS["FLOZ"]
        if measure.kind == "mass" and ladder.unit not in ("BG", "PA", "DR") and not BAGGED.search(text):
            continue
        if measure.kind == "volume" and HOLDER.search(text) and not BAGGED.search(text):
            continue
        if measure.kind == "length" and not sold_by_length(text):
            continue
        if re.match(r"[ -]?min|[ -]?max", text[match.end() :]):
            continue
        if measure.kind in POURED:
            said.add((each, measure.code))
    if re.search(r"\bhalf[ -]?pints?\b", text):
        said.add((Fraction(1, 2), "PT"))
    if not said and (word := re.search(r"(?<!/)\b(gallon|quart|pint|gal(?=,| \d|$))s?\b", text)):
        unit = find_unit(word[1])
        said.add((Fraction(1), unit.code if unit else "GAL"))
    if not said:
        said |= _stick(text)
    kinds = {UNITS[code].kind for _, code in said}
    for kind in kinds:
        alike = [(each, code) for each, code in said if UNITS[code].kind == kind]
        if len(alike) == 1 and (len(kinds) == 1 or kind == min(kinds)):
            ladder.add("EA", *alike[0])


_STICK = re.compile(r"(?<![\w./])\d+(?:[ -](?:1/[2348]|3/[48]|2/3|5/8|7/8)|/\d+|\.\d+)?(?:\"| ?in\.?)? ?x ?(10|18|20|21|60|66|100)(?![\w./\"])(?! ?(?:in|mm|x))")
_PIPED = re.compile(r"\b(?:pipe|conduit|emt|culv\w*|cmp|copper|tubing|pvc|hdpe)\b")


def _stick(text: str) -> set[tuple[Fraction, str]]:
    """“PVC SCH 40 3/4 X 10”: pipe is as long as the trade cuts it."""
    if not _PIPED.search(text) or re.search(r"film|boot|elbow|tee\b|fitting", text):
        return set()
    return {(Fraction(match[1]), "FT") for match in _STICK.finditer(text)}


def _content(thing: str | None, ladder: Ladder) -> tuple[str, str | None]:
    """Return the unit code of what a pack holds, and its name where it is just a thing."""
    if not thing:
        return "EA", None
    if thing.strip() == "'":
        return "FT", None
    unit = ladder.find(thing.strip())
    last = thing.split()[-1]
    unit = unit or ladder.find(last)
    if unit is not None and unit.code != "EA":
        # “12 ct/cs” counts pieces, it does not hold cartons.
        return ("EA", None) if last.rstrip(".") in ("ct", "cnt") else (unit.code, None)
    return "EA", (last if unit is None and len(last) > 2 else None)

