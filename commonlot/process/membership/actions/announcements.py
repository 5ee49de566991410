"""Telling the list what happened: the one act by which later stages reach those who asked to hear."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from commonlot.process.membership import queries, rules
from commonlot.process.membership.models import Announcement, Subscription
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import Letter, post_many

CAUSE = "membership.announced"
FOOT = """
--
You get this because this address is on the county's distribution list for: {topic}.
Change what you hear of, or end it: {link}
"""


@transaction.atomic
def announce(
    *,
    topic: str,
    subject: str,
    text: str,
    now: datetime,
    goods: str = "",
    path: str = "",
    about: models.Model,
) -> Announcement:
    """Have everybody told who asked for a topic; it leaves with the act that caused it, and holds up no page."""
    from commonlot.process.membership import jobs

    where = f"\n{settings.COMMONLOT_ADDRESS}{path}\n" if path else ""
    announcement = Announcement.objects.create(
        topic=Subscription.Topic(topic),
        subject=rules.one_line(subject, longest=200),
        text=f"{text.rstrip()}\n{where}",
        goods=goods[:600],
        about=str(about)[:300],
        path=path,
        created_at=now,
    )
    jobs.tell.defer(announcement_id=announcement.pk)
    return announcement


@transaction.atomic
def tell(*, announcement_id: int, now: datetime) -> int:
    """Put one mail for each who asked into the outbox; a job that runs twice tells once."""
    announcement = Announcement.objects.select_for_update().get(pk=announcement_id)
    if announcement.told_at is not None:
        return announcement.recipients
    letters = [_letter(announcement, subscription) for subscription in _listeners(announcement)]
    if letters:
        post_many(letters=letters, subject=announcement.subject, cause=CAUSE, page=announcement.path, now=now)
    told = len(letters)
    announcement.told_at, announcement.recipients = now, told
    announcement.save(update_fields=["told_at", "recipients"])
    record(
        at=now, actor=None, verb="membership.announcement_told", subject=announcement, topic=announcement.topic,
        recipients=told,
    )  # fmt: skip
    return told


def _listeners(announcement: Announcement) -> models.QuerySet[Subscription]:
    """Return who asked for the topic and did not narrow it down to other goods."""
    listeners = Subscription.objects.wanting(announcement.topic).order_by("pk")
    wanted = rules.commodities_of(announcement.goods)
    return (
        listeners.filter(Q(commodities=[]) | Q(commodities__overlap=sorted(wanted))) if wanted else listeners
    )


def _letter(announcement: Announcement, subscription: Subscription) -> Letter:
    topic = Subscription.Topic(announcement.topic).label
    foot = FOOT.format(topic=topic, link=queries.preferences_address(subscription))
    return Letter(
        to=subscription.email,
        subject=announcement.subject,
        text=announcement.text + foot,
        headers=queries.list_headers(subscription),
    )
