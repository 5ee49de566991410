"""The thirty ways to write what a pack holds: 10rm/cs, 4/1 gal, case (6 x 100 ct), 100/bx 10 bx/case, 55 gal drum."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from commonlot.engines.pooling import fills
from commonlot.engines.pooling import pack_words as words
from commonlot.kernel.quantity import UNITS, Unit, find_unit

Found = tuple[str, Fraction, str, str, str | None]
Span = tuple[int, int]
PIECE = "EA"


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
        if count <= 0 or pack == content or pack in words.OPEN - {"EA"}:
            return False
        if not self.knows(pack):
            self.steps.append((pack, count, content, "typed", thing))
        return True


def read(text: str, unit: str, units: Mapping[str, Unit]) -> Ladder:
    """Read every step of a line, from the most telling form to the barest."""
    ladder = Ladder(unit, units)
    said = words.signs(text)
    if words.DIGIT.search(text) or any(map(str.isdigit, text)) or "pack" in text or "half" in text:
        # Most lines say little of packs: a look for the sign of a form is cheaper than its pattern.
        if " of " in text:
            _one_of(text, ladder)
        joined = said & (words.PACK | words.MEASURED_IN) and words.JOINED.search(text) is not None
        if joined and said & words.PACK:
            _each_of(text, ladder)
            _per(text, ladder)
            _of(text, ladder)
        if said & words.PACK:
            _bare(text, ladder)
        if joined and said & words.MEASURED_IN:
            _multiples(text, ladder)
        if said & words.MEASURED_IN:
            _filled(text, ladder)
        _counts(text, ladder, said)
    fills.fill(text, ladder, said)
    _fill_what_is_held(ladder)
    return ladder


def _fill_what_is_held(ladder: Ladder) -> None:
    """“49 bags per pallet, 50 lb”: the bag holds what a piece does."""
    each = next((step for step in ladder.steps if step[0] == PIECE), None)
    if each is not None:
        for held in [step[2] for step in ladder.steps]:
            if held in words.FILLABLE and not ladder.knows(held):
                ladder.add(held, each[1], each[2])


def _int(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _one_of(text: str, ladder: Ladder) -> None:
    for match in words.ONE_OF.finditer(text):
        pack = ladder.find(match[1])
        if (
            pack
            and ladder.free(match.span())
            and ladder.add(pack.code, _int(match[2]), *_content(match[3], ladder))
        ):
            ladder.taken.append(match.span())


def _each_of(text: str, ladder: Ladder) -> None:
    """“10 boxes of 100 per case”: a box of 100, and ten of them in what is bought (or in what is named)."""
    for match in words.EACH_OF.finditer(text):
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
    if unit == inner or unit in words.OPEN or (unit in UNITS and UNITS[unit].kind != "pack"):
        return "CS" if inner not in ("CS", "CT") else None
    return unit


def _per(text: str, ladder: Ladder) -> None:
    inner: tuple[str, Fraction] | None = None
    for match in words.PER.finditer(text):
        holder = ladder.find(match[4])
        if holder is None or not ladder.free(match.span()):
            continue
        if holder.code in words.OPEN or holder.kind != "pack":
            _per_piece(match, holder, ladder)
            continue
        count = _int(match[1]) * (1000 if match[2] else 1)
        content, noun = _content(match[3] if match[3] and "/" not in match[3] else None, ladder)
        bare = content == PIECE and noun is None
        if bare and inner is not None:
            if _unclear(count, inner[1]):
                ladder.taken.append(match.span())
                continue
            content = inner[0] if _counts_packs(count, inner[1]) else content
        if content != holder.code and ladder.add(holder.code, count, content, noun):
            ladder.taken.append(match.span())
            inner = (holder.code, count) if content == PIECE else inner


def _per_piece(match: re.Match[str], holder: Unit, ladder: Ladder) -> None:
    """“12/DZ” says nothing; “30/sht” and “10 ft/ea” say what one is."""
    content = ladder.find(match[3]) if match[3] else None
    if holder.code == "SHEET" and not match[3]:
        ladder.steps.append(("SHEET", _int(match[1]), PIECE, "typed", None))
    if holder.kind == "count" and not match[3]:
        ladder.taken.append(match.span())
    elif holder.code == PIECE and content is not None and content.kind in words.POURED:
        ladder.add(PIECE, _int(match[1]), content.code)


def _unclear(count: Fraction, inner: Fraction) -> bool:
    """“10/pk 20/cs” may be two packs or twenty: that is asked."""
    return count > inner and (count / inner).denominator == 1 and count < 5 * inner


def _counts_packs(count: Fraction, inner: Fraction) -> bool:
    """“100/bx 10/cs” counts boxes; “100/bx 1000/cs” counts pieces, a whole number of boxes."""
    return count <= inner or (count / inner).denominator != 1


def _bare(text: str, ladder: Ladder) -> None:
    """“10 RM CTN”, “16 pk case”, “100 bx” where boxes are bought."""
    for match in words.BARE.finditer(text):
        inner, outer = ladder.find(match[2]), ladder.find(match[3])
        if inner is None or outer is None or not ladder.free(match.span()) or outer.kind != "pack":
            continue
        if match[2] in ("ct", "cnt"):
            content = "EA"
        elif inner.code == outer.code or outer.code in words.OPEN:
            continue
        else:
            content = inner.code
        if outer.code in ("BG", "CN", "BT", "JR", "TB", "PD", "RL", "SP") and content in ("CS", "CT", "BX"):
            continue
        if ladder.add(outer.code, _int(match[1]), content):
            ladder.taken.append(match.span())


def _of(text: str, ladder: Ladder) -> None:
    for match in words.OF.finditer(text):
        pack = ladder.find(match[1])
        if pack is None or pack.kind != "pack" or not ladder.free(match.span()):
            continue
        content, thing = _content(match[3], ladder)
        if ladder.add(pack.code, _int(match[2]), content, thing):
            ladder.taken.append(match.span())


def _multiples(text: str, ladder: Ladder) -> None:
    """“4 x 1 gal”: what one pack of the line's own unit holds in all; each piece holds one of them."""
    for pattern in (words.TWO_OF, words.SO_MANY, words.MULTIPLE):
        for match in pattern.finditer(text):
            measure = find_unit(match[3]) if match[3] != "'" else UNITS["FT"]
            each = fills.size(match[2])
            if measure is None or not each or not ladder.free(match.span()):
                continue
            if measure.kind not in ("mass", "volume") or (measure.code == "LB" and words.HOLDER.search(text)):
                continue
            number = Fraction(words.WORDS[match[1]]) if match[1] in words.WORDS else _int(match[1])
            outer = _outer(ladder, "EA") if _packed(ladder) else "CS"
            ladder.add(outer or "CS", number, "EA", "containers")
            ladder.add("EA", each, measure.code)
            _same_fill(text, match.end(), each, measure.code, ladder)
            ladder.taken.append(match.span())
    for match in words.ONES.finditer(text) if "/" in text else ():
        measure = find_unit(match[2])
        if measure is not None and ladder.free(match.span()):
            ladder.add(ladder.unit if _packed(ladder) else "CS", _int(match[1]), "EA", "containers")
            ladder.add("EA", Fraction(1), measure.code)
            ladder.taken.append(match.span())
    for match in words.CANS.finditer(text) if "#" in text else ():
        if ladder.free(match.span()):
            ladder.add(ladder.unit if _packed(ladder) else "CS", _int(match[1]), "EA", "cans")
            ladder.taken.append((match.start(), match.end(1) + 1))


def _same_fill(text: str, position: int, each: Fraction, measure: str, ladder: Ladder) -> None:
    """“6 x 5 qt jugs”: the jug holds five quarts as well, should jugs be bought."""
    behind = re.match(r"\s*(" + words.PACKS + r")\b", text[position:])
    unit = ladder.find(behind[1]) if behind else None
    if unit is not None and unit.kind == "pack" and unit.code not in ("CS", "CT"):
        ladder.add(unit.code, each, measure)


def _packed(ladder: Ladder) -> bool:
    unit = ladder.unit
    return (
        unit in UNITS
        and UNITS[unit].kind == "pack"
        and unit in ("CS", "CT", "BX", "PK", "PL", "BD", "CR", "TY", "KT", "ST", "SL", "LD", "BALE")
    )


def _filled(text: str, ladder: Ladder) -> None:
    for match in words.FILLED.finditer(text):
        if not ladder.free(match.span()) or re.search(r"\b(?:min(?:imum)?|max(?:imum)?)\b", match[0]):
            continue
        measure = UNITS["FT"] if match[2] == "'" else find_unit(match[2])
        each = fills.size(match[1])
        holder = ladder.find(match[3]) or (UNITS["LD"] if match[3].startswith("transport") else None)
        if measure is None or not each or holder is None or measure.kind not in words.POURED:
            continue
        bought = holder.code in (ladder.unit, "LD")
        if (
            measure.kind == "volume"
            and not bought
            and words.HOLDER.search(text)
            and not words.BAGGED.search(text)
        ):
            continue
        code = holder.code if holder.code not in words.OPEN else "EA"
        if measure.code == "LB" and holder.code in ("CS", "CT", "PL", "PK"):
            continue
        ladder.add(code, each, measure.code)
        ladder.add("EA", each, measure.code)


def _counts(text: str, ladder: Ladder, said: int) -> None:
    """Read “100 ct” and “3-pack”; “1 PK” only names the pack and says nothing about what is in it."""
    if "pk" in text or "pack" in text:
        _twins(text, ladder)
    _inside(text, ladder, said)
    for match in words.COUNTED.finditer(text) if said & words.COUNT_OF else ():
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
        if word in ("ct", "cnt", "count") and (
            words.LEAVES.search(text) or (count >= 200 and words.ROLLED.search(text))
        ):
            ladder.taken.append(match.span())
            continue
        if not ladder.knows(pack):
            ladder.add(pack, count, "EA")
        elif word in ("ct", "cnt", "count"):
            _inner_count(count, pack, ladder)
        ladder.taken.append(match.span())


def _twins(text: str, ladder: Ladder) -> None:
    for match in words.TWIN.finditer(text):
        number = {"twin": 2, "dual": 2, "triple": 3}.get(match[1]) or words.WORDS[match[1]]
        if ladder.free(match.span()) and ladder.add("PK", Fraction(number), "EA"):
            ladder.taken.append(match.span())


def _inside(text: str, ladder: Ladder, said: int) -> None:
    """“500 sheets/roll, 96 rolls” where cases are bought; “10x100” of gloves; “100 bx” where boxes are bought."""
    unit = ladder.unit
    if unit not in UNITS or UNITS[unit].kind != "pack" or ladder.knows(unit):
        return
    for match in words.INSIDE.finditer(text) if said & words.PACK else ():
        content = ladder.find(match[2])
        if content is None or not ladder.free(match.span()) or ladder.knows(unit):
            continue
        if content.code == "SHEET" and words.WOUND.search(text):
            continue
        count = _int(match[1])
        if content.code == unit and count in words.ROUND:
            ladder.add(unit, count, "EA")
        elif unit in ("CS", "CT", "PL", "BD") and content.code not in (unit, "CS", "CT", "EA") and count > 1:
            ladder.add(unit, count, content.code)
        else:
            continue
        ladder.taken.append(match.span())
    _named(text, ladder)
    for match in words.GRID.finditer(text) if unit in ("CS", "CT") and not ladder.steps else ():
        if ladder.free(match.span()) and not ladder.steps and words.LAID.search(text):
            ladder.add(unit, _int(match[1]), "BX")
            ladder.add("BX", _int(match[2]), "EA")
            ladder.taken.append(match.span())


def _named(text: str, ladder: Ladder) -> None:
    """“Pack: 1000” of a line that names its facts; “, 100” at the end of a line of gloves."""
    for pattern in (words.NAMED, words.LAST):
        match = pattern.search(text)
        if match is None or ladder.steps or not ladder.free(match.span()):
            continue
        if pattern is words.NAMED or words.LAID.search(text):
            ladder.add(ladder.unit, _int(match[1]), "EA")
            ladder.taken.append(match.span())


def _inner_count(count: Fraction, pack: str, ladder: Ladder) -> None:
    """“200 ct 20/cs”: twenty boxes of two hundred, if the case counts fewer; “100 ct 10 bx case” likewise."""
    held = next((step[2] for step in ladder.steps if step[0] == pack), "EA")
    if held != "EA" and held in UNITS and UNITS[held].kind == "pack" and not ladder.knows(held):
        ladder.add(held, count, "EA")
    for i, step in enumerate(ladder.steps):
        if step[0] == pack and step[2] == "EA" and step[4] is None and _counts_packs(step[1], count):
            ladder.steps[i] = (pack, step[1], "BX", "typed", None)
            ladder.add("BX", count, "EA")


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
