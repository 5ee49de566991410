"""The life of a mail, told from its moments: nothing is stored twice."""

from enum import StrEnum


class Status(StrEnum):
    """Where a mail is."""

    WAITING = "waiting"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.SENT, Status.TRYING_AGAIN, Status.FAILED, Status.WITHHELD}),
    Status.TRYING_AGAIN: frozenset({Status.SENT, Status.FAILED, Status.WITHHELD}),
    Status.FAILED: frozenset({Status.TRYING_AGAIN, Status.SENT, Status.WITHHELD}),
    Status.SENT: frozenset(),
    Status.WITHHELD: frozenset(),
}
MOST_ATTEMPTS = 8


def status_of(*, is_sent: bool, attempts: int, is_withheld: bool = False) -> Status:
    """Tell where a mail is from what happened to it."""
    if is_withheld:
        return Status.WITHHELD
    if is_sent:
        return Status.SENT
    if attempts == 0:
        return Status.WAITING
    return Status.TRYING_AGAIN if attempts % MOST_ATTEMPTS else Status.FAILED
