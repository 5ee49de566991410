"""The worker's part of the outbox."""

from smtplib import SMTPRecipientsRefused

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonlot.records import clock
from commonlot.records.notices import actions, states
from commonlot.records.notices.bounces.actions import note_refusals

# after 3, 9, 27 ... seconds: the last of eight attempts comes within the hour after the first
AGAIN = RetryStrategy(max_attempts=states.MOST_ATTEMPTS - 1, exponential_wait=3, retry_exceptions=[OSError])


@app.task(name="notices.send_message", retry=AGAIN)
def send_message(message_pk: int) -> None:
    """Send one mail from the outbox; what the mail server says against it is written down."""
    try:
        actions.send(message_pk=message_pk, now=clock.now())
    except SMTPRecipientsRefused as refused:
        if not note_refusals(message_pk=message_pk, refused=refused.recipients, now=clock.now()):
            actions.note_failure(message_pk=message_pk, error=str(refused))
            raise
    except OSError as error:  # SMTPException is one
        actions.note_failure(message_pk=message_pk, error=str(error) or type(error).__name__)
        raise
