"""Sending what waits in the outbox: each mail in a transaction of its own, so that a crash repeats one at most."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.notices import access, lists, rules, states
from commonlot.records.notices.bounces.actions import note_refusals
from commonlot.records.notices.models import UNDONE, Message


@transaction.atomic
def send(*, message_pk: int, now: datetime) -> None:
    """Send one waiting mail; a mail that was sent is never sent again."""
    message = Message.objects.select_for_update().get(pk=message_pk)
    if message.status not in {states.Status.WAITING, states.Status.TRYING_AGAIN}:
        return
    if reason := lists.why_not_send(message):
        _hold_back(message, reason)
        return
    mail = _as_mail(message)
    for document in message.attachments.all():
        with document.file.open("rb") as file:
            mail.attach(document.name, file.read(), document.content_type)
    mail.send()
    _mark_sent(message, now)


@transaction.atomic
def send_next(*, message_pk: int, turn: int, line: BaseEmailBackend, now: datetime) -> Message | None:
    """Send a mail of a mailing on an open line and return it; None if it left meanwhile, or the mailing is held."""
    message = (
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(UNDONE, pk=message_pk, mailing__turn=turn, mailing__paused_at__isnull=True)
        .first()
    )
    if message is None:
        return None
    if reason := lists.why_not_send(message):
        _hold_back(message, reason)
        return message
    try:
        line.send_messages([_as_mail(message)])
    except OSError as error:
        if not rules.read_refusal(error).is_about_the_mail:
            raise
        _mark_refused(message, error, now)
    else:
        _mark_sent(message, now)
    return message


@transaction.atomic
def note_failure(*, message_pk: int, error: OSError, now: datetime) -> bool:
    """Write down what the mail server said against a mail; return whether it will be tried again."""
    message = Message.objects.select_for_update().get(pk=message_pk)
    _mark_refused(message, error, now)
    return message.given_up_at is None


@transaction.atomic
def give_up(*, message_pk: int, reason: str, now: datetime) -> None:
    """Give up a mail that is not sent yet, and say why."""
    message = Message.objects.select_for_update().get(pk=message_pk)
    if message.status in {states.Status.WAITING, states.Status.TRYING_AGAIN}:
        message.given_up_at, message.last_error = now, reason[:1000]
        message.save(update_fields=["given_up_at", "last_error"])


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
    message.given_up_at, message.next_try_at, message.attempts = None, None, 0
    message.save(update_fields=["given_up_at", "next_try_at", "attempts"])
    record(at=now, actor=actor, verb="notices.mail_sent_again", subject=message)
    return message


def _mark_sent(message: Message, now: datetime) -> None:
    message.sent_at, message.attempts, message.last_error = now, message.attempts + 1, ""
    message.save(update_fields=["sent_at", "attempts", "last_error"])


def _hold_back(message: Message, reason: str) -> None:
    message.withheld_because = reason[:200]
    message.save(update_fields=["withheld_because"])


def _mark_refused(message: Message, error: OSError, now: datetime) -> None:
    """Note one attempt; the waits of 3, 9, 27 ... seconds bring the last of eight within the hour."""
    refusal = rules.read_refusal(error)
    message.attempts, message.last_error = message.attempts + 1, refusal.words[:1000]
    message.next_try_at = now + timedelta(seconds=states.BASE_WAIT**message.attempts)
    if refusal.is_final or message.attempts >= states.MOST_ATTEMPTS:
        message.given_up_at = now
    message.save(update_fields=["attempts", "last_error", "next_try_at", "given_up_at"])
    if refusal.is_final and isinstance(error, SMTPRecipientsRefused):
        note_refusals(message=message, refused=error.recipients, now=now)


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
