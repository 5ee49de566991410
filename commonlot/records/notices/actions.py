"""Posting mail to the outbox, and sending what waits there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from procrastinate.exceptions import AlreadyEnqueued

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.documents.models import Document
from commonlot.records.notices import access, rules, states
from commonlot.records.notices.models import Message


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
        message_id=make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]),
        to=list(to),
        subject=subject,
        text=text,
        html=html,
        headers=dict(headers or {}),
        cause=cause,
        about=str(about or "")[:300],
        created_at=now,
    )
    message.attachments.set(attachments)
    jobs.send_message.defer(message_pk=message.pk)
    return message


@transaction.atomic
def send(*, message_pk: int, now: datetime) -> None:
    """Send one waiting mail; a mail that was sent is never sent again."""
    message = Message.objects.select_for_update().get(pk=message_pk)
    if message.sent_at is not None:
        return
    mail = _as_mail(message)
    for document in message.attachments.all():
        with document.file.open("rb") as file:
            mail.attach(document.name, file.read(), document.content_type)
    mail.send()
    message.sent_at, message.attempts, message.last_error = now, message.attempts + 1, ""
    message.save(update_fields=["sent_at", "attempts", "last_error"])


@transaction.atomic
def note_failure(*, message_pk: int, error: str) -> None:
    """Write down that the mail server did not take a mail, and what it said."""
    message = Message.objects.select_for_update().get(pk=message_pk)
    message.attempts, message.last_error = message.attempts + 1, error[:1000]
    message.save(update_fields=["attempts", "last_error"])


@transaction.atomic
def send_again(*, message_pk: int, actor: AnySeat, now: datetime) -> Message:
    """Try once more to send a mail that was given up."""
    from commonlot.records.notices import jobs

    message = Message.objects.select_for_update().get(pk=message_pk)
    access.see_messages.require(actor, now=now)
    if message.status != states.Status.FAILED:
        raise Refused(
            f"This mail is {workflow.words(message.status)}; only one that was given up is sent again."
        )
    try:
        with transaction.atomic():
            jobs.send_message.configure(queueing_lock=f"mail {message.pk}").defer(message_pk=message.pk)
    except AlreadyEnqueued as twice:
        raise Refused("This mail waits to be sent again already.") from twice
    record(at=now, actor=actor, verb="notices.mail_sent_again", subject=message)
    return message


def _check_head(to: Sequence[str], subject: str, headers: Mapping[str, str]) -> None:
    """Refuse what a mail server could read as another line of the head, or as another recipient."""
    if not to or rules.why_not_line(subject, longest=200) is not None:
        raise Refused("A mail needs someone to go to and a subject of one line.", field="subject")
    for address in to:
        if reason := rules.why_not_address(address):
            raise Refused(f"“{address[:80]}” cannot be written to. {reason}", field="to")
    if reason := rules.why_not_headers(headers):
        raise Refused(reason)


def _as_mail(message: Message) -> EmailMultiAlternatives:
    """Return the mail as it is sent: plain words, and the same as a page where there is one."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=message.to,
        headers={**message.headers, "Message-ID": message.message_id},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
