"""The commodities that members and vendors are sorted by: one list, as data, in the words of public buying."""

import csv
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
