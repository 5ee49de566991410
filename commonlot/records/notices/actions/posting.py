"""Posting mail: it leaves once the transaction around it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.db import models, transaction

from commonlot.kernel.errors import Refused
from commonlot.records.documents.models import Document
from commonlot.records.notices import rules
from commonlot.records.notices.models import Mailing, Message
from commonlot.records.streams import write_rows


@transaction.atomic
def post(
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    cause: str,
    now: datetime,
    about: models.Model | None = None,
    attachments: Iterable[Document] = (),
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> Message:
    """Put a mail into the outbox; it leaves once the transaction around it stands."""
    from commonlot.records.notices import jobs

    _check_head(to, subject, headers or {})
    message = Message.objects.create(
        message_id=make_msgid(domain=_own_domain()),
        to=list(to),
        subject=subject,
        text=text,
        html=html,
        headers=dict(headers or {}),
        cause=cause,
        about=str(about or "")[:300],
        created_at=now,
    )
    message.attachments.add(*attachments)  # of none, it asks nothing
    jobs.send_message.defer(message_pk=message.pk)
    return message


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of many: to one address."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Posted(NamedTuple):
    """A mailing and its mails, in the order of their letters."""

    mailing: Mailing
    messages: list[Message]


@transaction.atomic
def post_many(*, letters: Sequence[Letter], subject: str, cause: str, page: str, now: datetime) -> Posted:
    """Put many mails of one cause into the outbox: one stream of rows and one job, whatever their number."""
    from commonlot.records.notices import jobs

    if not letters:
        raise Refused("A mailing needs someone to go to.")
    for letter in letters:
        _check_head([letter.to], letter.subject, letter.headers)
    mailing = Mailing.objects.create(
        subject=subject[:200], cause=cause, page=page, total=len(letters), created_at=now
    )
    domain = _own_domain()
    messages = [_message(letter, mailing, domain, now=now) for letter in letters]
    write_rows(messages)
    jobs.ask_to_send(mailing)
    return Posted(mailing, messages)


def _message(letter: Letter, mailing: Mailing, domain: str, *, now: datetime) -> Message:
    return Message(
        message_id=make_msgid(domain=domain),
        mailing=mailing,
        to=[letter.to],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=dict(letter.headers),
        cause=mailing.cause,
        created_at=now,
    )


def _own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]


def _check_head(to: Sequence[str], subject: str, headers: Mapping[str, str]) -> None:
    """Refuse what a mail server could read as another line of the head, or as another recipient."""
    if not to or rules.why_not_line(subject, longest=200) is not None:
        raise Refused("A mail needs someone to go to and a subject of one line.", field="subject")
    for address in to:
        if reason := rules.why_not_address(address):
            raise Refused(f"“{address[:80]}” cannot be written to. {reason}", field="to")
    if reason := rules.why_not_headers(headers):
        raise Refused(reason)
