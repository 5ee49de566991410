"""The commodities that members and vendors are sorted by: one list, as data, in the words of public buying."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Commodity:
    """A kind of goods or services: its code, its name, and words by which people look for it."""

    code: str
    name: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def _read_table() -> dict[str, Commodity]:
    table = resources.files("commonlot.process.membership.rules").joinpath("commodities.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["code"]: Commodity(row["code"], row["name"], tuple(row["words"].split("|"))) for row in rows}


COMMODITIES = _read_table()
COMMODITY_CHOICES = [(each.code, each.name) for each in COMMODITIES.values()]


def commodities_with(words: str) -> list[Commodity]:
    """Return the commodities whose name or words hold each of these words; without words, all of them."""
    asked = words.casefold().split()
    return [each for each in COMMODITIES.values() if all(word in _text(each) for word in asked)]


def commodity_names(codes: Iterable[str]) -> list[str]:
    """Name commodities in the order of the list."""
    chosen = set(codes)
    return [each.name for code, each in COMMODITIES.items() if code in chosen]


def _text(each: Commodity) -> str:
    return " ".join((each.name, *each.words)).casefold()
