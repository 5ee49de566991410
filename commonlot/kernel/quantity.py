"""Exact quantities, and the table of units with their UN/ECE Recommendation 20 codes."""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from importlib import resources

from commonlot.kernel.errors import Refused


@dataclass(frozen=True)
class Unit:
    """A unit of measure.

    kind: what is measured (count, pack, mass, volume, length, area, time, service).
    per_base: how many of the kind's base unit one of it is, exact; None where only the typed line can
    say (a case, a box, a roll), which is why such a unit is asked about and never guessed.
    """

    code: str
    name: str
    plural: str
    kind: str
    per_base: Fraction | None
    uncefact: str

    def __str__(self) -> str:
        return self.code


def _fold(text: str) -> str:
    return re.sub(r"[^a-z0-9#]+", "", text.casefold())


def _read_table() -> tuple[dict[str, Unit], dict[str, Unit]]:
    by_code: dict[str, Unit] = {}
    by_name: dict[str, Unit] = {}
    table = resources.files("commonlot.kernel").joinpath("units.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        unit = Unit(
            code=row["code"],
            name=row["name"],
            plural=row["plural"],
            kind=row["kind"],
            per_base=Fraction(row["per_base"]) if row["per_base"] else None,
            uncefact=row["uncefact"],
        )
        by_code[unit.code] = unit
        for name in (unit.code, unit.name, unit.plural, *row["also"].split("|")):
            if name and by_name.setdefault(_fold(name), unit) is not unit:
                raise ValueError(f"units.csv: “{name}” names two units")
    return by_code, by_name


UNITS, _BY_NAME = _read_table()


def find_unit(text: str) -> Unit | None:
    """Return the unit that a person means by this word or code, or None if the table does not know it."""
    return _BY_NAME.get(_fold(text))


@total_ordering
@dataclass(frozen=True)
class Quantity:
    """A number of one unit, exact; it refuses to be added to or compared with an unlike unit."""

    number: Fraction
    unit: Unit

    @classmethod
    def of(cls, number: str | Decimal | int | Fraction, unit: str | Unit) -> "Quantity":
        """Read a quantity; the unit is a code or name of the table."""
        found = unit if isinstance(unit, Unit) else find_unit(unit)
        if found is None:
            raise Refused(f"“{unit}” is not a unit we know.")
        return cls(Fraction(number), found)

    def _same(self, other: "Quantity") -> None:
        if self.unit != other.unit:
            raise Refused(f"{self.unit.plural} and {other.unit.plural} cannot be added or compared.")

    def __add__(self, other: "Quantity") -> "Quantity":
        self._same(other)
        return Quantity(self.number + other.number, self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        self._same(other)
        return Quantity(self.number - other.number, self.unit)

    def __lt__(self, other: "Quantity") -> bool:
        self._same(other)
        return self.number < other.number

    def to(self, unit: Unit) -> "Quantity":
        """Convert to a unit of the same kind, exactly; packs have no fixed size and are refused."""
        if unit == self.unit:
            return self
        if unit.kind != self.unit.kind or unit.per_base is None or self.unit.per_base is None:
            raise Refused(f"{self.unit.plural} cannot be turned into {unit.plural} without being told how.")
        return Quantity(self.number * self.unit.per_base / unit.per_base, unit)

    def __str__(self) -> str:
        return f"{plain_number(self.number)} {self.unit.name if self.number == 1 else self.unit.plural}"


def plain_number(number: Fraction | Decimal) -> str:
    """Write an exact number with thousands commas, as a decimal where it ends, else as a fraction."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{exact.numerator:,}/{exact.denominator}"
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{decimal.normalize():,f}"
