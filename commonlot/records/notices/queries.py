"""Reading the outbox."""

from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from commonlot.records.notices.models import Message
from commonlot.records.notices.states import MOST_ATTEMPTS, Status


def messages_in(status: str = "") -> QuerySet[Message]:
    """Return the mails, newest first; all of them, or those in one state."""
    mails = Message.objects.defer("text").annotate(tries=Mod(F("attempts"), MOST_ATTEMPTS))
    if status == Status.SENT:
        return mails.filter(sent_at__isnull=False)
    if status == Status.WITHHELD:
        return mails.exclude(withheld_because="")
    waiting = mails.filter(sent_at__isnull=True, withheld_because="")
    if status == Status.WAITING:
        return waiting.filter(attempts=0)
    if status == Status.TRYING_AGAIN:
        return waiting.filter(tries__gt=0)
    return waiting.filter(tries=0, attempts__gt=0) if status == Status.FAILED else mails


def count_by_state() -> dict[str, int]:
    """Count the mails that did not leave yet, by state."""
    return {
        status: messages_in(status).count() for status in (Status.WAITING, Status.TRYING_AGAIN, Status.FAILED)
    }
