"""What a part of the house says about its mailings: who is skipped at the last moment, and what follows the end.

A part that posts mailings says so once, in the `ready` of its app:

    from commonlot.records.notices.kinds import Kind, know
    know("membership.campaign", Kind(why_hold_back=..., on_end=...))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commonlot.records.notices.models import Mailing, Message


def _nothing(mailing: Mailing, now: datetime) -> None:
    """Follow a mailing's end with nothing."""


def _nobody(message: Message) -> str:
    """Skip nobody."""
    return ""


@dataclass(frozen=True)
class Kind:
    """How mailings of one cause are treated: the last look before each mail, and what their end and stop mean."""

    why_hold_back: Callable[[Message], str] = _nobody
    on_end: Callable[[Mailing, datetime], None] = _nothing
    on_stop: Callable[[Mailing, datetime], None] = _nothing


_KINDS: dict[str, Kind] = {}


def know(cause: str, kind: Kind) -> None:
    """Register how mailings of a cause are treated."""
    _KINDS[cause] = kind


def kind_of(cause: str) -> Kind:
    """Return how mailings of a cause are treated; nothing special where nobody said."""
    return _KINDS.get(cause) or Kind()
