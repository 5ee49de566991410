"""Who asks to join: telling bodies of one name apart, and what an agency may state about itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

CONFIRM_WITHIN = timedelta(days=7)
FORGET_AFTER = timedelta(days=30)
NEAR = 82
KIND_WORDS = re.compile(
    r"\b(county|city|town|village|school|fire|district|central|union|free|boces|of|the)\b|[^a-z0-9 ]"
)


@dataclass(frozen=True)
class NamedSite:
    """A place to which goods are brought, as the agency named it when it joined."""

    name: str
    address: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """The address, with the hours or other note behind it."""
        return "; ".join(filter(None, (self.address, self.note)))[:300]

    def as_row(self) -> dict[str, str]:
        """Write the site as plain values, to be kept."""
        return asdict(self)


@dataclass(frozen=True)
class StatedFacts:
    """What an agency states about itself; amounts are dollars, what is not known is None or empty."""

    contact_name: str = ""
    contact_title: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    newspapers: tuple[str, ...] = ()
    sites: tuple[NamedSite, ...] = ()
    purchase_threshold: Decimal | None = None
    public_work_threshold: Decimal | None = None
    policy_dated: date | None = None
    best_value: str = "unknown"
    best_value_law: str = ""
    best_value_dated: date | None = None
    electronic_bids: str = "unknown"
    electronic_bids_law: str = ""
    electronic_bids_dated: date | None = None


@dataclass(frozen=True)
class Threshold:
    """The amount above which the law asks for sealed bids, and where it says so."""

    amount: Decimal
    citation: str


AUTHORITIES = {"best_value": "best value", "electronic_bids": "electronic bids"}
THRESHOLDS = {"purchase_threshold": "purchases", "public_work_threshold": "public work"}


def why_not_facts(
    facts: StatedFacts, limits: Mapping[str, Threshold], *, today: date
) -> tuple[str, str] | None:
    """Return the field at fault and why these facts cannot stand, or None."""
    for field, what in THRESHOLDS.items():
        stated, limit = getattr(facts, field), limits.get(field)
        if stated is not None and stated <= 0:
            return field, "A threshold is an amount above zero. Leave it blank if your policy has none."
        if stated is not None and limit is not None and stated > limit.amount:
            return field, (
                f"The law asks for sealed bids for {what} above ${limit.amount:,.0f} ({limit.citation}). "
                "Your policy may set a lower amount, not a higher one."
            )
    if facts.policy_dated is not None and facts.policy_dated > today:
        return "policy_dated", "The policy cannot be dated in the future."
    return _why_not_authority(facts, today)


def _why_not_authority(facts: StatedFacts, today: date) -> tuple[str, str] | None:
    for field, what in AUTHORITIES.items():
        law, dated = getattr(facts, f"{field}_law"), getattr(facts, f"{field}_dated")
        if getattr(facts, field) == "yes" and not law:
            return f"{field}_law", f"Give the number of the local law or resolution that allows {what}."
        if dated is not None and dated > today:
            return f"{field}_dated", "A local law or resolution cannot be dated in the future."
    return None


def place_of(name: str) -> str:
    """Return a body's name without the words that only say its kind: Town of Rye is rye."""
    return " ".join(KIND_WORDS.sub(" ", name.casefold()).split()) or " ".join(name.casefold().split())


def is_same_body(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Say whether two of (name, kind, county, state) are one body: a town and a city of a name are two."""
    return _identity(*one) == _identity(*other)


def _identity(name: str, kind: str, county: str, state: str) -> tuple[str, str, str, str]:
    return place_of(name), kind, " ".join(county.casefold().split()), state


def nearness(name: str, other: str) -> int:
    """Return from 0 to 100 how near two names are, whatever kind of body they name."""
    return round(fuzz.WRatio(place_of(name), place_of(other)))


def due_mark(days_left: int, marks: Iterable[int]) -> int | None:
    """Return the nearest mark that was reached: 90, 30 and 7 with 25 days left is 30, so a missed 90 stays missed."""
    reached = [mark for mark in marks if days_left <= mark]
    return min(reached) if reached and days_left > 0 else None


def changes(before: StatedFacts, after: StatedFacts) -> dict[str, Any]:
    """Return what differs between two statements, in words for the trail: what it is now, and what it was."""
    return {
        name: f"{_plain(getattr(after, name))} (was {_plain(getattr(before, name))})"
        for name in StatedFacts.__dataclass_fields__
        if getattr(before, name) != getattr(after, name)
    }


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(each.name if isinstance(each, NamedSite) else str(each) for each in value) or "none"
    return "none" if value in (None, "") else str(value)
