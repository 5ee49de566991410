"""Posting mail to the outbox, and sending what waits there."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from procrastinate.exceptions import AlreadyEnqueued

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.documents.models import Document
from commonlot.records.notices import access, states
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
) -> Message:
    """Put a mail into the outbox; it leaves once the transaction around it stands."""
    from commonlot.records.notices import jobs

    if not to or "\n" in subject or "\r" in subject:
        raise Refused("A mail needs someone to go to and a subject of one line.")
    message = Message.objects.create(
        message_id=make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]),
        to=list(to),
        subject=subject,
        text=text,
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
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=message.to,
        headers={"Message-ID": message.message_id},
    )
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
