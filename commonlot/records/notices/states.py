"""The life of a mail, told from its moments: nothing is stored twice."""

from enum import StrEnum


class Status(StrEnum):
    """Where a mail is."""

    WAITING = "waiting"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    FAILED = "failed"


MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.SENT, Status.TRYING_AGAIN}),
    Status.TRYING_AGAIN: frozenset({Status.SENT, Status.FAILED}),
    Status.FAILED: frozenset({Status.TRYING_AGAIN, Status.SENT}),
    Status.SENT: frozenset(),
}
MOST_ATTEMPTS = 8


def status_of(*, is_sent: bool, attempts: int) -> Status:
    """Tell where a mail is from what happened to it."""
    if is_sent:
        return Status.SENT
    if attempts == 0:
        return Status.WAITING
    return Status.TRYING_AGAIN if attempts % MOST_ATTEMPTS else Status.FAILED
