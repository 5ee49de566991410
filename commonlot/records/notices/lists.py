"""Who keeps the lists that mail goes to. The outbox knows no list; a list says here that it wants to be asked.

List mail is what carries List-Unsubscribe. Before one leaves, each list may say that its address is no longer
to be written to; and each list is told of every address that mail came back from.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from commonlot.records.notices.bounces.models import Bounce
from commonlot.records.notices.models import Message

WhyNot = Callable[[str], str | None]


class CameBack(Protocol):
    """An act of a list: hear that mail to an address came back."""

    def __call__(self, *, address: str, bounce: Bounce, now: datetime) -> object: ...


_why_not: list[WhyNot] = []
_came_back: list[CameBack] = []


def ask_before_writing(why_not: WhyNot) -> None:
    """Let a list say why an address must not get list mail any more."""
    if why_not not in _why_not:
        _why_not.append(why_not)


def tell_of_bounces(came_back: CameBack) -> None:
    """Let a list hear which address mail came back from."""
    if came_back not in _came_back:
        _came_back.append(came_back)


def is_list_mail(headers: Mapping[str, str]) -> bool:
    """Say whether a mail goes to somebody because they are on a list."""
    return "List-Unsubscribe" in headers


def why_not_send(message: Message) -> str | None:
    """Return why a mail may not leave now, or None; only list mail is held back."""
    if not is_list_mail(message.headers):
        return None
    return next((reason for to in message.to for each in _why_not if (reason := each(to))), None)


def mail_came_back(address: str, bounce: Bounce, *, now: datetime) -> None:
    """Tell every list of an address that mail came back from."""
    for each in _came_back:
        each(address=address, bounce=bounce, now=now)
