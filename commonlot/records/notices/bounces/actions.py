"""Writing down what came back and what arrived."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from commonlot.records.notices import lists
from commonlot.records.notices.addresses import hash_of
from commonlot.records.notices.bounces.models import Bounce, LastDelivery
from commonlot.records.notices.bounces.rules import Kind
from commonlot.records.notices.models import Message

LONGEST_WAY = timedelta(days=30)  # a mail service tells of a bounce within days
LONGEST_SAID = 300


@dataclass(frozen=True)
class Report:
    """What a mail service, or the mail server, said about one mail to one address."""

    source: str
    recipient: str
    at: datetime
    message_id: str = ""
    event_id: str = ""
    said: str = ""

    def key(self, what: str) -> str:
        """Return the mark by which the same report is known when it is told again."""
        own = self.event_id or f"{self.message_id} {self.at.timestamp()}"
        parts = (self.source, what, self.recipient.lower(), own)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@transaction.atomic
def note_bounce(*, report: Report, kind: Kind, now: datetime) -> Bounce | None:
    """Keep a report that a mail came back, once, and tell the lists; mail that is not ours is left alone."""
    message = _mail_of(report)
    if message is None:
        return None
    bounce, is_new = Bounce.objects.get_or_create(
        key=report.key(kind),
        defaults={
            "message": message,
            "address_hash": hash_of(report.recipient),
            "kind": kind,
            "at": min(report.at, now),
            "received_at": now,
            "source": report.source[:40],
            "said": _without(report.recipient, report.said)[:LONGEST_SAID],
        },
    )
    if is_new:
        lists.mail_came_back(report.recipient, bounce, now=now)
    return bounce


@transaction.atomic
def note_delivery(*, report: Report, now: datetime) -> None:
    """Keep when mail to an address last arrived; an older report changes nothing."""
    if _mail_of(report) is None:
        return
    at = min(report.at, now)
    known, is_new = LastDelivery.objects.get_or_create(
        address_hash=hash_of(report.recipient), defaults={"at": at}
    )
    if not is_new:
        LastDelivery.objects.filter(pk=known.pk).update(at=Greatest("at", at))


@transaction.atomic
def note_refusals(*, message: Message, refused: Mapping[str, tuple[int, bytes]], now: datetime) -> None:
    """Keep, and tell the lists, that the mail server knows none of a mail's addresses."""
    for to, (code, said) in refused.items():
        report = Report(
            source="The mail server", recipient=to, at=now, message_id=message.message_id,
            event_id=f"{message.message_id} refused", said=f"{code} {said.decode('utf-8', 'replace')}",
        )  # fmt: skip
        note_bounce(report=report, kind=Kind.HARD, now=now)


def _mail_of(report: Report) -> Message | None:
    """Return the mail that is meant: by its Message-ID, else the last one sent to the address before that."""
    if not report.recipient:
        return None
    mails = Message.objects.filter(
        Q(to__contains=[report.recipient]) | Q(to__contains=[report.recipient.lower()])
    )
    bare = report.message_id.strip("<> ")
    named = mails.filter(message_id__in=[f"<{bare}>", bare]).first() if bare else None
    if named is not None:
        return named
    while_it_may_come = mails.filter(created_at__lte=report.at, created_at__gt=report.at - LONGEST_WAY)
    return while_it_may_come.order_by("-created_at", "-pk").first()


def _without(address: str, said: str) -> str:
    """Return what was said without the address itself: these words are kept for ever."""
    one_line = " ".join(said.split())
    return re.sub(re.escape(address), "(the address)", one_line, flags=re.IGNORECASE)
