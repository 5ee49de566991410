"""The worker's part of the outbox."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonlot.records.notices import actions


@app.task(name="notices.send_message", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def send_message(message_pk: int) -> None:
    """Send one mail from the outbox."""
    actions.send(message_pk=message_pk, now=timezone.now())
