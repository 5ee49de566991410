"""What a sound need is, how a row is known again, and what may be sent: pure judgement on plain values."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from commonlot.kernel.quantity import UNITS, plain_number

QUANTITY_BOUND = Decimal(10) ** 12
PRICE_BOUND = Decimal(10) ** 10
QUANTITY_PLACES, PRICE_PLACES = 6, 4
LONGEST: Mapping[str, int] = {
    "description": 500, "unit": 40, "price_proof": 200, "part_number": 80, "budget_code": 40, "site": 120,
    "because": 200,
}  # fmt: skip
NAMES: Mapping[str, str] = {
    "description": "the description", "unit": "the unit", "price_proof": "the proof", "site": "the name of the site",
    "part_number": "the part number", "budget_code": "the budget code", "because": "the reason",
}  # fmt: skip
SPREADSHEET_ERRORS = ("#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")


@dataclass(frozen=True)
class Need:
    """One need as an agency states it: quantity of `unit` as typed, dollars paid today for one such unit."""

    description: str
    unit: str
    quantity: Decimal
    price_paid: Decimal | None = None
    price_proof: str = ""
    tolerance: Decimal | None = None
    site_id: int | None = None
    needed_by_date: date | None = None
    commitment: str = "estimate"
    part_number: str = ""
    budget_code: str = ""
    because: str = ""
    unit_holds: Decimal | None = None
    unit_holds_of: str = ""


def problems_of(need: Need) -> dict[str, str]:
    """Return what is wrong with a need: field -> sentence."""
    found = {
        name: f"{NAMES[name].capitalize()} may have at most {LONGEST[name]} characters."
        for name in ("description", "unit", "price_proof", "part_number", "budget_code", "because")
        if len(getattr(need, name)) > LONGEST[name]
    }
    if not need.description:
        found["description"] = "Say what you need, such as “copy paper, letter, 20 lb”."
    elif need.description in SPREADSHEET_ERRORS:
        found["description"] = f"{need.description} is a spreadsheet’s error. Say what you need, in words."
    if not need.unit:
        found["unit"] = "Say what you count in, such as box, gallon or case of 12."
    return found | _problems_of_numbers(need)


def _problems_of_numbers(need: Need) -> dict[str, str]:
    found = {}
    if need.quantity <= 0:
        found["quantity"] = "The quantity must be above zero. Remove the line if you need none."
    elif need.quantity >= QUANTITY_BOUND:
        found["quantity"] = "The quantity is too large to be true."
    elif has_more_places(need.quantity, QUANTITY_PLACES):
        found["quantity"] = f"The quantity may have at most {QUANTITY_PLACES} decimals."
    if need.price_paid is not None:
        if need.price_paid < 0:
            found["price_paid"] = "A price cannot be negative."
        elif need.price_paid >= PRICE_BOUND:
            found["price_paid"] = "The price is too large to be true."
        elif has_more_places(need.price_paid, PRICE_PLACES):
            found["price_paid"] = f"A price may have at most {PRICE_PLACES} decimals."
    if need.tolerance is not None and not 0 <= need.tolerance < QUANTITY_BOUND:
        found["tolerance"] = "“Up to this much more” must be a number that is not negative."
    return found | _problems_of_holding(need)


def _problems_of_holding(need: Need) -> dict[str, str]:
    """Return what is wrong with what one unit is said to hold."""
    if need.unit_holds is None:
        return {}
    if not 0 < need.unit_holds < QUANTITY_BOUND or has_more_places(need.unit_holds, QUANTITY_PLACES):
        return {"unit_holds": "What one holds must be a number above zero, such as 100."}
    if need.unit_holds_of not in UNITS:
        return {"unit_holds": "Say what it holds in pieces, or in a unit such as gallon or pound."}
    return {}


def without_stale_holding(before: Need, after: Need) -> Need:
    """Drop what a unit was said to hold once it is another unit or another thing, unless it was said anew."""
    if (after.unit_holds, after.unit_holds_of) != (before.unit_holds, before.unit_holds_of):
        return after
    same = fold(before.unit) == fold(after.unit) and fold(before.description) == fold(after.description)
    return after if same else replace(after, unit_holds=None, unit_holds_of="")


def how_much(number: Decimal | None, code: str) -> str:
    """Say what one unit holds: 100 pieces, 55 gallons; nothing where nobody said it."""
    if number is None:
        return ""
    one, many = ("piece", "pieces") if code == "EA" else (UNITS[code].name, UNITS[code].plural)
    return f"{plain_number(number)} {one if number == 1 else many}"


def has_more_places(number: Decimal, places: int) -> bool:
    """Say whether a number has more decimals than are kept."""
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent > places


def fold(text: str) -> str:
    """Reduce a text to what makes it the same text: no case, single spaces."""
    return " ".join(text.casefold().split())


class Fingerprints:
    """Gives each row of a file the mark by which it is known again when the file, or a later one, comes back.

    A row is known by what is needed, its unit, part number and site; quantity and price may change. Rows that
    are alike in all of that are told apart by their order: the first, the second, and so on.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], int] = {}

    def of(self, owner: str, description: str, unit: str, part_number: str, site: str) -> str:
        """Return the mark of the next row that says this."""
        said = (owner, fold(description), fold(unit), fold(part_number), fold(site))
        self._seen[said] = self._seen.get(said, 0) + 1
        told = "\x1f".join((*said[1:], str(self._seen[said])))
        return hashlib.sha256(told.encode()).hexdigest()


def next_number(taken: Iterable[str], year: int) -> str:
    """Return the next number of a pool: P, the year of its term, a running number."""
    start = f"P-{year % 100:02d}-"
    used = [int(number.removeprefix(start)) for number in taken if number.removeprefix(start).isdigit()]
    return f"{start}{max(used, default=0) + 1:02d}"


def why_not_sent(*, lines: int, nothing_needed: bool) -> str | None:
    """Return why needs cannot be sent as they stand, or None."""
    if nothing_needed and lines:
        return f"You have stated {lines} needs. Remove them first if you need nothing."
    if not nothing_needed and not lines:
        return "You have not stated a need yet. If you need nothing, say so instead."
    return None


def why_not_pooled(*, sent_lines: int, waiting: int, deadline_passed: bool, deadline: str) -> str | None:
    """Return why a pool cannot be pooled yet, or None."""
    if waiting and not deadline_passed:
        who = "1 agency has" if waiting == 1 else f"{waiting} agencies have"
        return f"{who} not answered yet and may do so until {deadline}."
    if not sent_lines:
        return "No agency has sent a need that can be counted."
    return None
