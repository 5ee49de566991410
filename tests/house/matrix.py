"""The permission matrix: a row for every address and method, saying what each of six people gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.cast import Cast

TESTS = Path(__file__).resolve().parent.parent
PEOPLE = ("buyer", "member", "other_member", "vendor", "rival", "public")
USUAL_SEATS = {
    "buyer": "buyer",
    "member": "requester",
    "other_member": "school",
    "vendor": "vendor",
    "rival": "rival",
}


class Gets(StrEnum):
    """What a person gets from an address."""

    THROUGH = "gets through"  # 2xx, or a redirect without an error message
    REFUSED = "is refused"  # 403, 422, sent to the sign-in page, or sent back with an error message
    HIDDEN = "is told nothing"  # 404


THROUGH, REFUSED, HIDDEN = Gets.THROUGH, Gets.REFUSED, Gets.HIDDEN
Arguments = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One address and method, and what each person gets from it.

    `given` makes the rows that the address needs and returns the arguments of the address. `data` is what is
    sent; send what is valid, because a form refused for its shape counts as refused. `seats` names another
    seat of the cast for one of the people, such as {"member": "approver"}.
    """

    url: str
    method: str = "GET"
    buyer: Gets
    member: Gets
    other_member: Gets
    vendor: Gets
    rival: Gets
    public: Gets
    given: Callable[[Cast], Arguments] | None = None
    data: Arguments | Callable[[Cast, Arguments], Arguments] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)

    def arguments(self, cast: Cast) -> Arguments:
        """Make what the address needs and return its arguments."""
        return self.given(cast) if self.given else {}

    def sent(self, cast: Cast, arguments: Arguments) -> Arguments:
        """Return the data of the request."""
        return self.data(cast, arguments) if callable(self.data) else self.data

    def seat(self, cast: Cast, person: str) -> Any:
        """Return the seat from which a person acts; none for the public."""
        return None if person == "public" else getattr(cast, self.seats.get(person, USUAL_SEATS[person]))


def open_to_all(url: str, **more: Any) -> Row:
    """Return the row of an address that everybody may read."""
    everybody: dict[str, Any] = dict.fromkeys(PEOPLE, THROUGH)
    return Row(url=url, **everybody, **more)


def all_rows() -> list[Row]:
    """Collect the rows of every part: ROWS of each matrix.py under tests/process, tests/records and tests/web."""
    files = sorted(
        path for part in ("process", "records", "web") for path in (TESTS / part).rglob("matrix.py")
    )
    names = [".".join(["tests", *path.relative_to(TESTS).with_suffix("").parts]) for path in files]
    return [row for name in names for row in import_module(name).ROWS]
