"""What would contradict what the program knows: why a word cannot be added, in one sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonlot.engines.pooling.packs import trade_steps
from commonlot.kernel.quantity import UNITS, find_unit, plain_number
from commonlot.process.pooling.rules import shipped
from commonlot.process.pooling.rules.words import (
    ABBREVIATION,
    HOLDING,
    OWN_UNIT,
    SAME_UNIT,
    Word,
    how_much,
    said,
)

WORDS = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9.'/&-]*( [a-z0-9][a-z0-9.'/&-]*){0,2}")
UNIT_WORD = re.compile(r"[a-z][a-z0-9.-]*")
LONGEST_CODE = 10
MOST = Decimal(10) ** 9


@dataclass(frozen=True)
class Objection:
    """Why a word cannot be added, and which field to look at."""

    field: str
    sentence: str


def objection(word: Word, others: Sequence[Word]) -> Objection | None:
    """Say why a word cannot be added beside the shipped tables and the other words, or None.

    word: in its kept form (plain_word). others: the words that stand.
    """
    checks: dict[str, tuple[Callable[[Word, Sequence[Word]], Objection | None], ...]] = {
        ABBREVIATION: (
            _shape,
            _shipped_abbreviation,
            _shipped_unit_word,
            _says_nothing,
            _says_something,
            _own,
            _meaning,
        ),
        SAME_UNIT: (_shape_of_unit, _shipped_unit, _in_descriptions, _own, _unit_to_name),
        OWN_UNIT: (_shape_of_unit, _shipped_unit, _in_descriptions, _own, _names, _content),
        HOLDING: (_pack_to_fill, _own, _content),
    }
    found = (check(word, others) for check in checks[word.kind])
    return next((each for each in found if each is not None), None)


# --- abbreviations ----------------------------------------------------------------------------------------


def _shape(word: Word, _: Sequence[Word]) -> Objection | None:
    if not WORDS.fullmatch(word.key):
        return Objection("typed", "Type one to three words as they stand in the lines: CPY.")
    if not WORDS.fullmatch(word.means):
        return Objection("means", "Type the one to three words that it is short for: copy.")
    if word.key == word.means:
        return Objection("means", f"“{word.typed}” cannot be short for itself.")
    return None


def _shipped_abbreviation(word: Word, _: Sequence[Word]) -> Objection | None:
    means = shipped.abbreviations().get(word.key)
    if means == word.means:
        return Objection("typed", f"The program knows already that “{word.typed}” means {means}.")
    if means:
        return Objection(
            "typed",
            f"In the table that comes with the program “{word.typed}” means {means}. "
            "With two meanings, unlike needs would come together.",
        )
    short = sorted(each for each, means in shipped.abbreviations().items() if means == word.key)[:3]
    if short:
        return Objection(
            "typed",
            f"“{word.typed}” is the word that is read for {_listed(short)}. It cannot be short for something else.",
        )
    return None


def _shipped_unit_word(word: Word, _: Sequence[Word]) -> Objection | None:
    unit = find_unit(word.key)
    if unit is None:
        return None
    return Objection(
        "typed", f"“{word.typed}” is the unit {unit.name} in the table that comes with the program."
    )


def _says_nothing(word: Word, _: Sequence[Word]) -> Objection | None:
    if word.key in shipped.says_nothing():
        return Objection(
            "typed", f"“{word.typed}” says nothing about a need, so it is left out when lines are read."
        )
    return None


def _says_something(word: Word, _: Sequence[Word]) -> Objection | None:
    """A word that names a product or states a fact already would lose what it says."""
    name = shipped.names().get(word.key)
    if name is not None:
        return Objection("typed", f"“{word.typed}” is read as a name of one product: {name}.")
    fact = shipped.facts().get(word.key)
    if fact is not None:
        return Objection(
            "typed", f"“{word.typed}” states a fact as it is ({fact}). It cannot be short for something else."
        )
    return None


def _meaning(word: Word, others: Sequence[Word]) -> Objection | None:
    """A meaning must be a last word: one that is itself written out as another would never meet its like."""
    further = shipped.abbreviations().get(word.means) or next(
        (each.means for each in others if each.kind == ABBREVIATION and each.key == word.means), None
    )
    if further:
        return Objection(
            "means",
            f"“{word.means}” is itself read as {further}. Say that “{word.typed}” means {further}.",
        )
    if any(each.kind == ABBREVIATION and each.means == word.key for each in others):
        return Objection(
            "typed", f"You have said that another word means “{word.typed}”. Take that back first."
        )
    return None


# --- units ------------------------------------------------------------------------------------------------


def _shape_of_unit(word: Word, _: Sequence[Word]) -> Objection | None:
    if not UNIT_WORD.fullmatch(word.key):
        return Objection(
            "typed", "Type one word that begins with a letter, as it stands in the unit column: SKD."
        )
    if word.kind == OWN_UNIT and len(word.typed) > LONGEST_CODE:
        return Objection("typed", f"A unit is at most {LONGEST_CODE} characters long.")
    return None


def _shipped_unit(word: Word, _: Sequence[Word]) -> Objection | None:
    unit = find_unit(word.typed)
    if unit is None:
        return None
    if word.kind == SAME_UNIT and unit.code == word.unit:
        return Objection("typed", f"The program knows already that “{word.typed}” is a {unit.name}.")
    hint = (
        f" To say how much a {unit.name} holds, choose “How much a unit holds”."
        if unit.kind == "pack"
        else ""
    )
    return Objection(
        "typed",
        f"In the table that comes with the program “{word.typed}” is a {unit.name}. A word names one unit only.{hint}",
    )


def _in_descriptions(word: Word, _: Sequence[Word]) -> Objection | None:
    means = shipped.abbreviations().get(word.key)
    if means is None:
        return None
    return Objection(
        "typed", f"“{word.typed}” is read as {means} in descriptions. It cannot name a unit as well."
    )


def _unit_to_name(word: Word, _: Sequence[Word]) -> Objection | None:
    return None if word.unit in UNITS else Objection("unit", "Choose the unit that this word names.")


def _names(word: Word, others: Sequence[Word]) -> Objection | None:
    for field, name in (("means", word.means), ("plural", word.plural)):
        if not name:
            return Objection(field, "Give the unit a name, in the singular and in the plural: bunk, bunks.")
        unit = find_unit(name)
        if unit is not None:
            return Objection(
                field,
                f"“{name}” is in the table that comes with the program. "
                f"Choose “Another word for a unit” and {unit.name}.",
            )
        if any(each.kind == OWN_UNIT and name in (each.means, each.plural) for each in others):
            return Objection(field, f"Another unit of yours is called “{name}” already.")
    return None


def _pack_to_fill(word: Word, others: Sequence[Word]) -> Objection | None:
    unit = UNITS.get(word.unit)
    if unit is None:
        return Objection(
            "typed", f"“{word.typed}” is not in the table of units. Add it as a unit of your own."
        )
    if unit.per_base is not None and unit.kind == "count":
        fixed = (
            f"A {unit.name} is {plain_number(unit.per_base)}"
            if unit.per_base != 1
            else "A piece is one piece"
        )
        return Objection("typed", f"{fixed}, wherever it is typed.")
    if unit.kind != "pack":
        return Objection("typed", f"A {unit.name} is a measure. Only a pack holds something.")
    custom = trade_steps().get(unit.code)
    if custom is not None:
        return Objection("typed", f"By the custom of the trade a {unit.name} is {how_much(custom)}.")
    same = next((each for each in others if each.kind == HOLDING and each.unit == unit.code), None)
    if same is not None and same.key != word.key:
        return Objection(
            "typed", f"You have said under “{same.typed}” what a {unit.name} holds. Take that back first."
        )
    if word.holds is None:
        return Objection("holds", "Say how much it holds.")
    return None


def _content(word: Word, others: Sequence[Word]) -> Objection | None:
    if word.holds is None:
        return None
    if not 0 < word.holds <= MOST:
        return Objection("holds", "Type a number above zero, such as 12 or 0.5.")
    known = {each.unit for each in (word, *others) if each.kind == OWN_UNIT}
    if word.holds_unit not in UNITS and word.holds_unit not in known:
        return Objection("holds_unit", "Choose of what it holds so many.")
    inside = {each.unit: each.holds_unit for each in others if each.holds is not None} | {
        step.pack: step.content for step in trade_steps().values()
    }
    here: str | None = word.holds_unit
    for _ in range(len(inside) + 1):
        if here == word.unit:
            return Objection("holds_unit", "A unit cannot hold itself, also not by way of another.")
        here = inside.get(here or "")
    return None


def _own(word: Word, others: Sequence[Word]) -> Objection | None:
    same = next((each for each in others if each.key == word.key), None)
    if same is None:
        return None
    return Objection("typed", f"You have added this already: {said(same)}. Take that back first.")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
