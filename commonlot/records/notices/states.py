"""The life of a mail, and of many mails of one cause, told from their moments: nothing is stored twice."""

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
    Status.FAILED: frozenset({Status.WAITING, Status.WITHHELD}),
    Status.SENT: frozenset(),
    Status.WITHHELD: frozenset(),
}
MOST_ATTEMPTS = 8
BASE_WAIT = 3  # seconds, to the power of the attempts: the last of eight comes within the hour


class MailingStatus(StrEnum):
    """Where a mailing is."""

    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"


MAILING_MOVES: dict[MailingStatus, frozenset[MailingStatus]] = {
    MailingStatus.SENDING: frozenset({MailingStatus.PAUSED, MailingStatus.DONE}),
    MailingStatus.PAUSED: frozenset({MailingStatus.SENDING}),
    MailingStatus.DONE: frozenset(),
}


def status_of(*, is_sent: bool, is_withheld: bool, is_given_up: bool, attempts: int) -> Status:
    """Tell where a mail is from what happened to it."""
    if is_withheld:
        return Status.WITHHELD
    if is_sent:
        return Status.SENT
    if is_given_up:
        return Status.FAILED
    return Status.TRYING_AGAIN if attempts else Status.WAITING


def mailing_status_of(*, is_paused: bool, is_finished: bool) -> MailingStatus:
    """Tell where a mailing is from what happened to it."""
    if is_finished:
        return MailingStatus.DONE
    return MailingStatus.PAUSED if is_paused else MailingStatus.SENDING
