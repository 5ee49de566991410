"""When two entries look like one company: plain values in, reasons in words out. Nothing merges by itself."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product

from rapidfuzz import fuzz

MOST_KEPT = 25_000  # each company is held against many others
NEAR_NAMES = 88  # below this, short names of different firms already look alike
SHORTEST = 4
LEGAL_FORMS = frozenset(
    ["inc", "incorporated", "llc", "corp", "corporation", "co", "company", "ltd", "limited", "lp", "llp",
     "pllc", "pc", "plc"]
)  # fmt: skip
FILLERS = frozenset(["the", "and", "of"])
STREETS = {
    "street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd", "court": "ct",
    "place": "pl", "suite": "ste", "highway": "hwy", "north": "n", "south": "s", "east": "e", "west": "w",
    "new york": "ny",
}  # fmt: skip
FREE_MAIL = frozenset(
    resources.files("commonlot.process.membership.rules").joinpath("free_mail.txt").read_text("utf-8").split()
)
DIGITS_OF_A_PHONE = 10


@dataclass(frozen=True)
class CompanyFacts:
    """What is compared of a company."""

    name: str
    trade_name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""


def _plain(text: str) -> str:
    """Write text in small letters without accents, apostrophes and dots; other marks become spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’.]", "", bare)).split())


@lru_cache(maxsize=MOST_KEPT)
def fold_name(name: str) -> str:
    """Reduce a company's name to what tells it apart: no legal form, no "the" and "and", no marks."""
    words = _plain(name).split()
    kept = [word for word in words if word not in LEGAL_FORMS | FILLERS]
    return " ".join(kept or words)


@lru_cache(maxsize=MOST_KEPT)
def fold_phone(phone: str) -> str:
    """Reduce a phone number to its ten digits; what is no whole number is empty."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:x|ext)", phone)[0])
    return digits[-DIGITS_OF_A_PHONE:] if len(digits) >= DIGITS_OF_A_PHONE else ""


@lru_cache(maxsize=MOST_KEPT)
def fold_address(address: str) -> str:
    """Reduce an address to its words, the usual ones shortened, without the ZIP code."""
    text = re.sub(r"\b\d{5}(?:-\d{4})?\s*$", "", address.strip())
    found = _plain(text)
    for long, short in STREETS.items():
        found = re.sub(rf"\b{long}\b", short, found)
    return found


def own_domain(email: str) -> str:
    """Return the domain of a company's own mail; that of free mail is empty."""
    domain = email.rpartition("@")[2].casefold().strip()
    return "" if domain in FREE_MAIL else domain


def why_alike(one: CompanyFacts, other: CompanyFacts) -> list[str]:
    """Return the reasons why two entries may be one company, the strongest first; none is an empty list."""
    return [*_of_names(one, other), *_of_reach(one, other)]


def _of_names(one: CompanyFacts, other: CompanyFacts) -> Iterator[str]:
    if fold_name(one.name) == fold_name(other.name):
        yield "same legal name"
        return
    best, trade = 0, False
    for mine, theirs in product(names_of(one), names_of(other)):
        alike = _likeness(mine, theirs)
        if alike > best:
            best, trade = alike, {mine, theirs} != {fold_name(one.name), fold_name(other.name)}
    if best >= NEAR_NAMES:
        what = "name, with a trade name," if trade else "name"
        yield "same as a trade name" if best == 100 else f"{what} {best}% alike"


def names_of(facts: CompanyFacts) -> list[str]:
    """Return the legal name and the trade name, each reduced to what tells it apart."""
    return [fold_name(each) for each in (facts.name, facts.trade_name) if each.strip()]


def _likeness(one: str, other: str) -> int:
    if min(len(one), len(other)) < SHORTEST:
        return 100 if one == other else 0
    return int(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def _of_reach(one: CompanyFacts, other: CompanyFacts) -> Iterator[str]:
    emails = {each.casefold() for each in one.emails if each} & {each.casefold() for each in other.emails}
    if emails:
        yield "same e-mail"
    elif (domains := _domains(one) & _domains(other)) and domains:
        yield f"same e-mail domain {min(domains)}"
    if {fold_phone(each) for each in one.phones} & {fold_phone(each) for each in other.phones} - {""}:
        yield "same phone"
    if fold_address(one.address) and fold_address(one.address) == fold_address(other.address):
        yield "same address"


def marks_of(facts: CompanyFacts) -> set[str]:
    """Return marks of which two alike companies share one, if it is not only that their names are nearly the same."""
    marks = {
        *(f"name {each}" for each in names_of(facts)),
        *(f"email {each.casefold()}" for each in facts.emails if each),
        *(f"domain {each}" for each in _domains(facts)),
        *(f"phone {each}" for each in map(fold_phone, facts.phones) if each),
    }
    address = fold_address(facts.address)
    return marks | {f"address {address}"} if address else marks


def _domains(facts: CompanyFacts) -> set[str]:
    return {own_domain(each) for each in facts.emails} - {""}
