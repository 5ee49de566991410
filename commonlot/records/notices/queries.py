"""Reading the outbox: mails that stand by themselves, and mailings with their counts."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from commonlot.records.notices.models import UNDONE, Mailing, Message
from commonlot.records.notices.states import Status

IN_STATE: dict[Status, Q] = {
    Status.WAITING: UNDONE & Q(attempts=0),
    Status.TRYING_AGAIN: UNDONE & Q(attempts__gt=0),
    Status.SENT: Q(sent_at__isnull=False),
    Status.FAILED: Q(sent_at__isnull=True, given_up_at__isnull=False, withheld_because=""),
    Status.WITHHELD: Q(sent_at__isnull=True) & ~Q(withheld_because=""),
}
NOT_SENT = (Status.WAITING, Status.TRYING_AGAIN, Status.FAILED, Status.WITHHELD)


def messages_in(status: str = "", *, mailing: Mailing | None = None) -> QuerySet[Message]:
    """Return the mails of a mailing, or those that belong to none, newest first; all, or those in one state."""
    mails = Message.objects.defer("text", "html", "headers").filter(mailing=mailing)
    return mails.filter(IN_STATE[Status(status)]) if status in set(Status) else mails


def due_mails(mailing_pk: int, *, most: int, now: datetime) -> list[int]:
    """Return the next mails of a mailing: asked once for many, for the search may pass all that have left."""
    due = Message.objects.filter(UNDONE, mailing=mailing_pk).exclude(next_try_at__gt=now)
    return list(due.order_by("pk").values_list("pk", flat=True)[:most])


def count_by_state() -> dict[str, int]:
    """Count the mails of no mailing that did not leave, by state."""
    waiting = Message.objects.filter(mailing__isnull=True, sent_at__isnull=True)
    return waiting.aggregate(**{str(each): Count("pk", filter=IN_STATE[each]) for each in NOT_SENT})


def latest_mailings(most: int) -> list[Mailing]:
    """Return the latest mailings, each with its `counts`."""
    mailings = list(Mailing.objects.all()[:most])
    counts = counts_of(mailings)
    for mailing in mailings:
        mailing.counts = counts[mailing.pk]  # type: ignore[attr-defined]
    return mailings


def counts_of(mailings: Iterable[Mailing]) -> dict[int, dict[str, int]]:
    """Count each mailing's mails by state; only those not sent are counted, the rest is the difference."""
    totals = {mailing.pk: mailing.total for mailing in mailings}
    by_state = {str(each): Count("pk", filter=IN_STATE[each]) for each in NOT_SENT}
    rows = (
        Message.objects.filter(mailing__in=totals, sent_at__isnull=True)
        .order_by()
        .values("mailing")
        .annotate(**by_state)
    )
    found = {pk: dict.fromkeys(map(str, NOT_SENT), 0) for pk in totals}
    for row in rows:
        found[row.pop("mailing")] = row
    for pk, counts in found.items():
        counts[Status.SENT] = totals[pk] - sum(counts.values())
    return found
