"""One date of the calendar, and what a reader may ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.utils import timezone

from commonlot.web import words as wording

MOST_WORDS = 6


class Kind(StrEnum):
    """What happens on the date."""

    NEEDS = "needs"
    QUESTIONS = "questions"
    BIDS = "bids"
    OPENING = "opening"
    CONTRACT = "contract"


KIND_NAMES: dict[Kind, str] = {
    Kind.NEEDS: "Calls for requirements",
    Kind.QUESTIONS: "Questions close",
    Kind.BIDS: "Bids due",
    Kind.OPENING: "Bid openings",
    Kind.CONTRACT: "Contracts that end",
}


@dataclass(frozen=True)
class Entry:
    """One date: when, what, about what, where to read more, and when this was last changed.

    `pk` is that of the record whose date this is. `version` counts how often the date was set anew or taken
    back since it was first announced; it never falls.
    """

    kind: Kind
    pk: int
    at: datetime
    what: str
    about: str
    note: str = ""
    url: str = ""
    place: str = ""
    whole_day: bool = False
    cancelled: bool = False
    changed_at: datetime | None = None
    version: int = 0

    @property
    def title(self) -> str:
        """What happens, in one line."""
        return f"{self.what}: {self.about}"

    @property
    def month(self) -> str:
        """The month in which it is, in the county."""
        return f"{timezone.localtime(self.at):%B %Y}"

    @property
    def key(self) -> str:
        """What this date is called in feeds, as long as the record lives."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see: kinds (none means all) and words about the goods."""

    kinds: frozenset[Kind] = frozenset()
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, kinds: Iterable[str], words: str) -> "Asked":
        """Read what came with a request; what makes no sense is left out."""
        known = frozenset(Kind(kind) for kind in kinds if kind in set(Kind))
        clean = words.replace("\x00", "")[:100]
        return cls(known if len(known) < len(Kind) else frozenset(), tuple(clean.split()[:MOST_WORDS]))

    def wants(self, *kinds: Kind) -> bool:
        """Say whether at least one of these kinds was asked for."""
        return not self.kinds or bool(self.kinds & set(kinds))

    @property
    def typed(self) -> str:
        """The words as they stand in the search box."""
        return " ".join(self.words)

    @property
    def query(self) -> str:
        """The same wish as it stands in an address, always in the same order."""
        pairs = [("kind", kind.value) for kind in Kind if kind in self.kinds]
        return urlencode([*pairs, *([("q", self.typed)] if self.words else [])])

    def __str__(self) -> str:
        named = [KIND_NAMES[kind] for kind in Kind if kind in self.kinds] or ["All dates"]
        listed = wording.plain_list([named[0], *(name.lower() for name in named[1:])])
        return f"{listed} about “{self.typed}”" if self.words else listed
