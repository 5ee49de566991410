"""Many requirement lines with known truth, made from the real orders: the same seed makes the same lines.

A need is a real item, or a sister of one (another number, another colour). Each of its lines is typed by another hand:
with the number in the text, in its own column or not at all; words in another order, short, misspelt or left out;
capitals or none; the unit written otherwise. No two lines are equal in description, unit and part number.
"""

import csv
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

REAL = "purchasing/gsa-office-orders-2013.csv"
COLOURS = ("black", "blue", "red", "green", "yellow", "white", "gray", "cyan", "magenta", "orange", "purple")
SHORT = {
    "black": ("blk", "bk"), "white": ("wht", "we"), "blue": ("blu",), "yellow": ("yel",), "green": ("grn",),
    "cartridge": ("cart", "crtdg"), "paper": ("ppr",), "letter": ("ltr",), "medium": ("med",), "large": ("lg",),
    "recycled": ("rcy",), "assorted": ("ast", "asst"), "pack": ("pk",), "box": ("bx",), "each": ("ea",),
}  # fmt: skip
UNITS = {
    "EA": ("EA", "each", "ea.", "Each"), "BX": ("BX", "box", "bx", "Box"), "PK": ("PK", "pack", "pk", "pkg"),
    "DZ": ("DZ", "dozen", "dz", "doz"), "CT": ("CT", "carton", "ctn", "ct"), "ST": ("ST", "set"),
    "RL": ("RL", "roll"), "RM": ("RM", "ream"), "KT": ("KT", "kit"),
}  # fmt: skip
_BOILERPLATE = re.compile(
    r"MFG Part#?:\s*\S*|NSN# ?[\d-]+|\bby (?:UPS/FedExGd|truck)\b|- ?1 [A-Z]{2,3}(?: OF \( *\d+ EA\))?"
    r"|AbilityOne NSN No\.? ?\d*| - [A-Z]{2}$|^[A-Z0-9.-]+:",
    re.IGNORECASE,
)
LINES_OF_A_NEED = 8
TRIES = 30


@dataclass(frozen=True)
class Made:
    """A line and what it truly is."""

    need: int
    agency: str
    description: str
    unit: str
    quantity: int
    part_number: str


@dataclass(frozen=True)
class Item:
    """A real item: what it is, who makes it, its number."""

    words: str
    brand: str
    code: str
    unit: str


def real_file() -> Path:
    """Return where the real orders stand."""
    home = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("COMMONLOT_SHARED_DATA", home.parent / "shared" / "data")) / REAL


def make_lines(count: int, seed: int = 20131) -> list[Made]:
    """Return so many distinct lines of about an eighth as many needs, in a random order."""
    chance = random.Random(seed)
    items = _items()
    made: list[Made] = []
    seen: set[tuple[str, str, str]] = set()
    need = 0
    while len(made) < count:
        item = _sister(items[need % len(items)], need // len(items))
        wanted = min(1 + int(chance.expovariate(1 / (LINES_OF_A_NEED - 1))), 60, count - len(made))
        agencies = chance.sample(range(240), wanted)
        for agency in agencies:
            for line in islice(_typed(item, chance), TRIES):
                if (line[0].casefold(), line[1].casefold(), line[2].casefold()) not in seen:
                    seen.add((line[0].casefold(), line[1].casefold(), line[2].casefold()))
                    made.append(
                        Made(need, f"Agency {agency}", line[0], line[1], chance.randint(1, 200), line[2])
                    )
                    break
        need += 1
    chance.shuffle(made)
    return made


def _items() -> list[Item]:
    items: dict[str, Item] = {}
    texts: set[str] = set()
    with real_file().open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            code = row["manufacturer_part_number"].strip()
            if "E+" in code or sum(c.isdigit() for c in code) < 3:
                continue
            bare = re.sub(r"^[A-Z]{3}(?=[A-Z]{0,3}\d)", "", re.sub(r"[^A-Z0-9]", "", code.upper()))
            brand = row["manufacturer_name"].split(" - ")[0].strip().title()
            words = _BOILERPLATE.sub(" ", row["longdescr"])
            for said in (code, bare, row["manufacturer_name"], brand):
                words = re.sub(re.escape(said), " ", words, flags=re.IGNORECASE)
            words = re.sub(r"\s[#,-](?=\s)|[#,\s-]+$|^[#,\s-]+", " ", " ".join(words.split()))
            words = " ".join(words.split())[:110]
            if len(re.findall(r"[A-Za-z]{3,}", words)) < 2 or words.casefold() in texts:
                continue
            texts.add(words.casefold())
            items.setdefault(bare, Item(words, brand, bare, row["unit_of_issue"]))
    return [items[code] for code in sorted(items)]


def _sister(item: Item, step: int) -> Item:
    """Return the item itself (step 0), or one that a maker would list beside it: another number and colour."""
    if step == 0:
        return item
    digits = re.search(r"\d{3,}", item.code)
    code = item.code + str(step)
    if digits:
        number = (int(digits[0]) + 37 * step) % 10 ** len(digits[0])
        code = item.code[: digits.start()] + str(number).zfill(len(digits[0])) + item.code[digits.end() :]
        code = code if step < 9 else code + "ABCDEFGH"[step % 8] + str(step)

    def turn(match: re.Match[str]) -> str:
        return COLOURS[(COLOURS.index(match[0].lower()) + step) % len(COLOURS)]

    words = re.sub(rf"\b(?:{'|'.join(COLOURS)})\b", turn, item.words, flags=re.IGNORECASE)
    return Item(words, item.brand, code, item.unit)


def _typed(item: Item, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield ways to type the item, as many as are asked for: description, unit, part number."""
    while True:
        parts = [part.strip() for part in re.split(r",| - ", item.words) if part.strip()]
        if chance.random() < 0.35:
            chance.shuffle(parts)
        words = " ".join(parts).split() if chance.random() < 0.3 else ", ".join(parts).split()
        words = [_hand(word, chance) for word in words]
        if len(words) > 3 and chance.random() < 0.2:
            del words[chance.randrange(1, len(words))]
        text = " ".join(words)
        column = item.code if chance.random() < 0.55 else ""
        said = chance.random()
        if said < 0.25:
            text = f"{item.code}: {text}"
        elif said < 0.45 or (not column and said < 0.9):
            text = (
                f"{text} {item.brand} {item.code}"
                if chance.random() < 0.5
                else f"{item.brand} # {item.code} {text}"
            )
        elif said < 0.6:
            text = f"{item.brand} {text}"
        case = chance.random()
        text = text.upper() if case < 0.3 else text.lower() if case < 0.5 else text
        yield text, chance.choice(UNITS.get(item.unit, (item.unit,))), column


def _hand(word: str, chance: random.Random) -> str:
    bare = word.strip(",.").lower()
    if bare in SHORT and chance.random() < 0.3:
        return word.lower().replace(bare, chance.choice(SHORT[bare]))
    if len(bare) >= 6 and bare.isalpha() and chance.random() < 0.05:
        at = chance.randrange(1, len(bare) - 1)
        before, here, after, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
        return before + chance.choice((after, after + here, here + here + after)) + rest
    return word
