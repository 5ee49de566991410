"""What a report about a mail means: the address is gone, it is full today, its owner complained, it arrived.

Mail services speak in many ways. anymail gives each report one type and one reason; whether a bounce is for
good it leaves to the service's own words, and those are read here.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was reported."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"


AT_ONCE = (Kind.HARD, Kind.COMPLAINT, Kind.UNSUBSCRIBE)
WORDS: dict[Kind, str] = {
    Kind.HARD: "The mail server says that there is no such address.",
    Kind.SOFT: "The mail could not be delivered for now.",
    Kind.COMPLAINT: "The mail was reported as unwanted.",
    Kind.UNSUBSCRIBE: "The owner ended the mail at the mail service.",
}
_PLAIN: dict[str, Kind] = {
    "complained": Kind.COMPLAINT,
    "unsubscribed": Kind.UNSUBSCRIBE,
    "deferred": Kind.SOFT,
}
# The service did not even try, because of what happened before.
_REJECTED: dict[str, Kind] = {
    "bounced": Kind.HARD,
    "invalid": Kind.HARD,
    "spam": Kind.COMPLAINT,
    "unsubscribed": Kind.UNSUBSCRIBE,
    "timed_out": Kind.SOFT,
    "blocked": Kind.SOFT,
}
_GONE = {"", "bounced", "invalid"}
# Under these names the services say what sort of bounce it was, and with these words that it may pass.
_SORT = {"type", "event", "bouncetype", "bounce_type", "bounce_class", "severity"}
_PASSING = re.compile(r"soft|transient|temporary|undetermined|blocked", re.IGNORECASE)
_PASSING_CLASSES = {"20", "21", "22", "23", "24", "40", "60", "70", "100"}  # SparkPost's own numbers
_DEEP = 4


def judge(event_type: str, reject_reason: str | None, told: Any) -> Kind | None:
    """Return what a service's report says about the address, or None if it says nothing against it."""
    reason = reject_reason or ""
    if event_type == "bounced":
        return Kind.SOFT if reason not in _GONE or _may_pass(told) else Kind.HARD
    if event_type == "rejected":
        return _REJECTED.get(reason)
    return _PLAIN.get(event_type)


def _may_pass(told: Any) -> bool:
    return any(
        _PASSING.search(value) is not None or (name == "bounce_class" and value in _PASSING_CLASSES)
        for name, value in _sorts(told, _DEEP)
    )


def _sorts(told: Any, deep: int) -> Iterator[tuple[str, str]]:
    if not isinstance(told, Mapping) or deep == 0:
        return
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _sorts(value, deep - 1)
        elif str(name).lower() in _SORT:
            yield str(name).lower(), str(value)


_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.\d{1,3}\b")
_ABOUT_US = re.compile(r"relay|authenticat|block|polic|spam|reputation", re.IGNORECASE)
# 530, 535, 538: we should sign in; 552: full; 554: whatever. None of them says that the address is gone.
_NO_SUCH_BOX = {550, 551, 553}


def is_refused_for_good(code: int, said: str) -> bool:
    """Say whether a mail server's answer to a recipient means that there is no such address.

    A refusal of the sender (relaying, policy, a block list) is no fault of the address: if it counted, one
    wrong setting would empty the list in a minute.
    """
    enhanced = _ENHANCED.search(said)
    if enhanced is not None:
        return 500 <= code < 600 and (enhanced[1] == "1" or enhanced[0] == "5.2.1")
    return code in _NO_SUCH_BOX and _ABOUT_US.search(said) is None
