"""Where vendors deliver: zones with the places in them, as data, so that a buyer in Tarrytown finds who comes there."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Zone:
    """A part of the county or around it: its code, its name, and places that lie in it."""

    code: str
    name: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def _read_table() -> dict[str, Zone]:
    table = resources.files("commonlot.process.membership.rules").joinpath("zones.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["code"]: Zone(row["code"], row["name"], tuple(row["places"].split("|"))) for row in rows}


ZONES = _read_table()
WHOLE_COUNTY = ("NORTH", "CENTRAL", "RIVER", "SOUND", "SOUTH")


def zone_names(codes: Iterable[str]) -> list[str]:
    """Name zones in the order of the list; the five of the county together are the whole county."""
    chosen = set(codes)
    whole = set(WHOLE_COUNTY) <= chosen
    names = ["All of Westchester"] if whole else []
    hidden = set(WHOLE_COUNTY) if whole else set()
    return names + [zone.name for code, zone in ZONES.items() if code in chosen - hidden]


def zones_of_place(words: str) -> list[str]:
    """Return the codes of the zones whose name or places hold these words."""
    asked = words.casefold().strip()
    if not asked:
        return []
    return [
        code
        for code, zone in ZONES.items()
        if asked in zone.name.casefold() or any(asked in place.casefold() for place in zone.places)
    ]
