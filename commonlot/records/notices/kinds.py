"""What a part of the house says about its mailings: what follows their end, or their stop.

A part that posts mailings says so once, in the `ready` of its app:

    from commonlot.records.notices.kinds import Kind, know
    know("membership.campaign", Kind(on_end=..., on_stop=...))
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commonlot.records.notices.models import Mailing


class Hears(Protocol):
    """An act of a part: hear what became of a mailing of its own."""

    def __call__(self, mailing: Mailing, *, now: datetime) -> None: ...


def _nothing(mailing: Mailing, *, now: datetime) -> None:
    """Follow a mailing's end with nothing."""


@dataclass(frozen=True)
class Kind:
    """What the end of a mailing means to the part it belongs to, and that it cannot go on by itself."""

    on_end: Hears = _nothing
    on_stop: Hears = _nothing


_KINDS: dict[str, Kind] = {}


def know(cause: str, kind: Kind) -> None:
    """Register how mailings of a cause are treated."""
    _KINDS[cause] = kind


def kind_of(cause: str) -> Kind:
    """Return how mailings of a cause are treated: nothing special where nobody said."""
    return _KINDS.get(cause) or Kind()
