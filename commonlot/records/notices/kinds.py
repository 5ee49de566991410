"""What a part of the house says about its mailings: what follows their end, or their stop.

A part that posts mailings says so once, in the `ready` of its app:

    from commonlot.records.notices.kinds import Kind, know
    know("membership.campaign", Kind(on_end=..., on_stop=...))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commonlot.records.notices.models import Mailing


def _nothing(mailing: Mailing, now: datetime) -> None:
    """Follow a mailing's end with nothing."""


@dataclass(frozen=True)
class Kind:
    """What the end of a mailing means to the part it belongs to, and that it cannot go on by itself."""

    on_end: Callable[[Mailing, datetime], None] = _nothing
    on_stop: Callable[[Mailing, datetime], None] = _nothing


_KINDS: dict[str, Kind] = {}


def know(cause: str, kind: Kind) -> None:
    """Register how mailings of a cause are treated."""
    _KINDS[cause] = kind


def kind_of(cause: str) -> Kind:
    """Return how mailings of a cause are treated: nothing special where nobody said."""
    return _KINDS.get(cause) or Kind()
