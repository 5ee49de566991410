"""The worker's part of the outbox."""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic

from django.core.mail import get_connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonlot.records import clock
from commonlot.records.jobs.giving_up import when_given_up
from commonlot.records.notices import actions, queries, rules, states
from commonlot.records.notices.models import Mailing, Message

# after 3, 9, 27 ... seconds: the last of eight attempts comes within the hour after the first
AGAIN = RetryStrategy(
    max_attempts=states.MOST_ATTEMPTS - 1, exponential_wait=states.BASE_WAIT, retry_exceptions=[OSError]
)
# A slice is short, so that a worker stops cleanly between two, and other mail is not kept waiting.
MAILS_IN_A_SLICE = 100
SECONDS_OF_A_SLICE = 5.0
PUT_OFF_IN_A_ROW = 10
BEHIND_OTHER_MAIL = -10


class GivenUp(Exception):
    """A mail that will not be tried again; the job that carried it has failed."""


@app.task(name="notices.send_message", retry=AGAIN)
def send_message(message_pk: int) -> None:
    """Send one mail from the outbox; what the mail server says against it is written down."""
    try:
        actions.send(message_pk=message_pk, now=clock.now())
    except OSError as error:  # SMTPException is one
        if actions.note_failure(message_pk=message_pk, error=error, now=clock.now()):
            raise
        raise GivenUp(rules.read_refusal(error).words) from error


@app.task(name="notices.send_mailing")
def send_mailing(mailing_pk: int, turn: int) -> None:
    """Send a slice of a mailing over one connection, then ask for the next slice."""
    sent = 0
    try:
        for message in _slice(mailing_pk, turn):
            sent += message.status == states.Status.SENT
    except OSError as error:
        said = rules.read_refusal(error).words
        actions.note_trouble(mailing_pk=mailing_pk, turn=turn, said=said, got_on=sent > 0, now=clock.now())
    else:
        actions.go_on(mailing_pk=mailing_pk, turn=turn, now=clock.now())


def _slice(mailing_pk: int, turn: int) -> Iterator[Message]:
    """Send mails over one connection; a server that puts off ten in a row is left alone for a while."""
    until, put_off = monotonic() + SECONDS_OF_A_SLICE, 0
    due = queries.due_mails(mailing_pk, most=MAILS_IN_A_SLICE, now=clock.now())
    with get_connection() as line:
        for message_pk in due:
            message = actions.send_next(message_pk=message_pk, turn=turn, line=line, now=clock.now())
            if message is None:
                continue
            yield message
            put_off = put_off + 1 if message.status == states.Status.TRYING_AGAIN else 0
            if put_off >= PUT_OFF_IN_A_ROW:
                raise OSError(message.last_error)
            if monotonic() > until:
                return


@when_given_up("notices.send_message")
def _give_up_message(message_pk: int, reason: str, now: datetime) -> None:
    actions.give_up(message_pk=message_pk, reason=reason, now=now)


@when_given_up("notices.send_mailing")
def _stop_mailing(mailing_pk: int, turn: int, reason: str, now: datetime) -> None:
    actions.stop(mailing_pk=mailing_pk, reason=reason, now=now)


def ask_to_send(mailing: Mailing, *, at: datetime | None = None) -> None:
    """Ask, in the present transaction, for the next slice of a mailing; its turn keeps out every older one.

    No lock of the queue: a worker is not told when one comes free, and would wait seconds between two slices.
    """
    asked = send_mailing.configure(priority=BEHIND_OTHER_MAIL, schedule_at=at)
    asked.defer(mailing_pk=mailing.pk, turn=mailing.turn)
