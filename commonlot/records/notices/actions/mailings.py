"""The course of a mailing: it goes on slice by slice, can be paused, and stops when the mail server stays away."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from commonlot.kernel import workflow
from commonlot.records.notices import kinds, states
from commonlot.records.notices.models import UNDONE, Mailing
from commonlot.records.notices.states import MAILING_MOVES, MailingStatus


@transaction.atomic
def go_on(*, mailing_pk: int, turn: int, now: datetime) -> None:
    """After a slice: ask for the next one, wait for the mails that are tried again, or end the mailing."""
    from commonlot.records.notices import jobs

    mailing = Mailing.objects.select_for_update().get(pk=mailing_pk)
    if mailing.turn != turn or mailing.status != MailingStatus.SENDING:
        return
    waiting = mailing.messages.filter(UNDONE)
    due = waiting.filter(next_try_at__isnull=True).exists()
    later = None if due else waiting.aggregate(next=Min("next_try_at"))["next"]
    mailing.attempts, mailing.turn = 0, turn + 1
    if due or later is not None:
        jobs.ask_to_send(mailing, at=later)
    else:
        mailing.finished_at, mailing.last_error = now, ""
    mailing.save(update_fields=["attempts", "turn", "finished_at", "last_error"])
    if mailing.finished_at is not None:
        kinds.kind_of(mailing.cause).on_end(mailing, now=now)


@transaction.atomic
def note_trouble(*, mailing_pk: int, turn: int, said: str, got_on: bool, now: datetime) -> None:
    """Wait longer and longer for a mail server that is away; after eight times stop, and say so."""
    from commonlot.records.notices import jobs

    mailing = Mailing.objects.select_for_update().get(pk=mailing_pk)
    if mailing.turn != turn or mailing.status != MailingStatus.SENDING:
        return
    mailing.attempts = 1 if got_on else mailing.attempts + 1
    mailing.last_error, mailing.turn = said[:1000], turn + 1
    mailing.save(update_fields=["attempts", "last_error", "turn"])
    if mailing.attempts >= states.MOST_ATTEMPTS:
        stop(mailing_pk=mailing_pk, reason=said, now=now)
    else:
        jobs.ask_to_send(mailing, at=now + timedelta(seconds=states.BASE_WAIT**mailing.attempts))


@transaction.atomic
def pause(*, mailing_pk: int, now: datetime) -> Mailing:
    """Hold a mailing back before its next mail."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing_pk)
    workflow.check_move(MAILING_MOVES, mailing.status, MailingStatus.PAUSED)
    mailing.paused_at = now
    mailing.save(update_fields=["paused_at"])
    return mailing


@transaction.atomic
def stop(*, mailing_pk: int, reason: str, now: datetime) -> None:
    """Hold a mailing back because it cannot go on by itself, and tell the part it belongs to."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing_pk)
    if mailing.status != MailingStatus.SENDING:
        return
    mailing.paused_at, mailing.last_error = now, reason[:1000]
    mailing.save(update_fields=["paused_at", "last_error"])
    kinds.kind_of(mailing.cause).on_stop(mailing, now=now)


@transaction.atomic
def resume(*, mailing_pk: int, now: datetime) -> Mailing:
    """Let a mailing go on where it was held back."""
    from commonlot.records.notices import jobs

    mailing = Mailing.objects.select_for_update().get(pk=mailing_pk)
    workflow.check_move(MAILING_MOVES, mailing.status, MailingStatus.SENDING)
    mailing.paused_at, mailing.attempts, mailing.last_error = None, 0, ""
    mailing.turn += 1
    mailing.save(update_fields=["paused_at", "attempts", "last_error", "turn"])
    jobs.ask_to_send(mailing)
    return mailing
