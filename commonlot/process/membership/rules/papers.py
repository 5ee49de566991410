"""Which papers the county asks of its vendors, how each stands on a day, and when one is warned."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources

STEPS = (60, 30, 7, 0)
WARNED_AFTER = 30  # a paper that lapsed longer ago than this, such as one typed from a drawer, is not news
LARGEST_PAPER = 10 * 1024 * 1024
KNOWN_FILES = {
    b"%PDF": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


@dataclass(frozen=True)
class Demand:
    """What the county's contracts ask of one kind of paper: block, ask or no, when it lapsed or never came."""

    kind: str
    name: str
    fact: str
    law: str
    when_lapsed: str
    when_missing: str
    why: str

    @property
    def is_required(self) -> bool:
        """Say whether the county asks for it at all."""
        return not self.when_lapsed == self.when_missing == "no"


@dataclass(frozen=True)
class Statement:
    """What is certified once a year: its title, the rule of law behind it, and its points."""

    kind: str
    title: str
    law: str
    points: tuple[str, ...]


class Stands(StrEnum):
    """How a required paper stands on a day; told from its dates, never stored."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    MISSING = "missing"


@dataclass(frozen=True)
class Held:
    """A paper that a vendor holds: its kind and its half-open days."""

    kind: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Standing:
    """How one kind of paper stands: until when it counts, or since when it does not."""

    demand: Demand
    stands: Stands
    ends_on: date | None = None

    @property
    def answer(self) -> str:
        """What the demand says to this: block, ask, or no."""
        if self.stands is Stands.IN_FORCE:
            return "no"
        return self.demand.when_lapsed if self.stands is Stands.LAPSED else self.demand.when_missing


def _file(name: str) -> str:
    return resources.files("commonlot.process.membership.rules").joinpath(name).read_text(encoding="utf-8")


DEMANDS = {row["kind"]: Demand(**row) for row in csv.DictReader(_file("papers.csv").splitlines())}
STATEMENTS = {
    kind: Statement(kind, each["title"], each["law"], tuple(each["points"]))
    for kind, each in tomllib.loads(_file("statements.toml")).items()
}
INSURANCE = frozenset(kind for kind, each in DEMANDS.items() if each.fact == "insurance_in_force")


def standing_of(demand: Demand, held: Iterable[Held], *, on: date) -> Standing:
    """Say how one kind of paper stands on a day: the one that counts longest decides, else the last that lapsed."""
    own = [each for each in held if each.kind == demand.kind and each.starts_on <= on]
    if not own:
        return Standing(demand, Stands.MISSING)
    last = max(each.ends_on for each in own)
    return Standing(demand, Stands.IN_FORCE if on < last else Stands.LAPSED, last)


def facts_of(standings: Iterable[Standing]) -> Mapping[str, bool | None]:
    """Write the standings as the law's facts: in force, not in force, or not known where it is only asked for."""
    facts: dict[str, bool | None] = {}
    for each in standings:
        fact = each.demand.fact
        value = {"block": False, "ask": None}.get(each.answer, True)
        before = facts.get(fact, True)
        facts[fact] = False if False in (value, before) else (None if None in (value, before) else True)
    return facts


def step_of(days_left: int) -> int | None:
    """Return the step at which a paper is that lapses in so many days: 60, 30, 7, 0, or none."""
    if days_left < -WARNED_AFTER:
        return None
    return min((step for step in STEPS if days_left <= step), default=None)


def year_after(day: date) -> date:
    """Return the same day a year later; a leap day has March 1."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def type_of_file(content: bytes) -> str | None:
    """Tell a PDF or a picture by its first bytes, whatever its name says; None is neither."""
    return next((kind for start, kind in KNOWN_FILES.items() if content.startswith(start)), None)


def why_not_paper(content: bytes) -> str | None:
    """Return why a file cannot be kept as a paper, or None."""
    if not content:
        return "This file is empty. Choose the file again."
    if len(content) > LARGEST_PAPER:
        return "This file is larger than 10 MB. Save it smaller, or scan it in gray, and try again."
    if type_of_file(content) is None:
        return "This is not a PDF, PNG or JPEG file. Save or print it as PDF, or take a picture of it."
    return None
