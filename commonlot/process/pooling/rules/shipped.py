"""The tables that come with the program, as a person looks them up."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from commonlot.engines.pooling.clean import read_data
from commonlot.engines.pooling.packs import trade_steps
from commonlot.kernel.quantity import UNITS, Unit, find_unit
from commonlot.process.pooling.rules.words import how_much


@dataclass(frozen=True)
class Row:
    """One meaning: everything that is read as it."""

    what: str
    typed: tuple[str, ...]
    means: str


@cache
def abbreviations() -> Mapping[str, str]:
    """Return what each abbreviation means."""
    return {row["typed"]: row["means"] for row in read_data("abbreviations.csv")}


@cache
def names() -> Mapping[str, str]:
    """Return the one name of every product that has several: garbage bag -> trashbag."""
    return {typed: row["means"] for row in read_data("synonyms.csv") for typed in row["typed"].split("|")}


@cache
def facts() -> Mapping[str, str]:
    """Return the words that state a fact, and which: legal -> size: legal."""
    found: dict[str, str] = {}
    for row in read_data("terms.csv"):
        for phrase in row["phrases"].split("|"):
            found.setdefault(
                phrase, f"{row['attribute'].replace('_', ' ')}: {row['display'] or row['value']}"
            )
    return found


@cache
def says_nothing() -> frozenset[str]:
    """Return the words that say nothing about a need."""
    return frozenset(row["word"] for row in read_data("noise.csv"))


@cache
def all_rows() -> tuple[Row, ...]:
    """Return every meaning of the shipped tables with all that is read as it."""
    rows: list[Row] = []
    for what, table in (("Abbreviation", abbreviations()), ("Name of a product", names()), ("Fact", facts())):
        typed: dict[str, list[str]] = {}
        for word, means in table.items():
            typed.setdefault(means, []).append(word)
        rows += [Row(what, tuple(sorted(words)), means) for means, words in sorted(typed.items())]
    also = _also()
    rows += [
        Row("Unit", (unit.code, *also[unit.code]), _unit_words(unit))
        for unit in sorted(UNITS.values(), key=lambda unit: (unit.kind, unit.name))
    ]
    return tuple(rows)


def rows_with(asked: str) -> list[Row]:
    """Return the meanings in which all of these words stand, whether typed or meant; all of them for none."""
    wanted = asked.casefold().split()
    unit = find_unit(asked) if wanted else None
    found = []
    for row in all_rows():
        text = " ".join((row.what, *row.typed, row.means)).casefold()
        if all(word in text for word in wanted) or (unit is not None and row.typed[0] == unit.code):
            found.append(row)
    exact = [
        row for row in found if asked.casefold() in (word.casefold() for word in (*row.typed, row.means))
    ]
    return exact + [row for row in found if row not in exact]


def _also() -> dict[str, list[str]]:
    table = resources.files("commonlot.kernel").joinpath("units.csv").read_text(encoding="utf-8")
    return {
        row["code"]: [word for word in row["also"].split("|") if word.isalnum()]
        for row in csv.DictReader(table.splitlines())
    }


def _unit_words(unit: Unit) -> str:
    custom = trade_steps().get(unit.code)
    if custom is not None:
        return f"{unit.name}, by custom {how_much(custom)}"
    return f"{unit.name}; what it holds stands in each line" if unit.kind == "pack" else unit.name
