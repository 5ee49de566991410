"""Mail leaves together with its cause, once; a failing mail server is tried again and shown."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import Seat
from commonlot.records.documents.actions import keep
from commonlot.records.notices import actions, states
from commonlot.records.notices.bounces.models import Bounce
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

ClientFor = Callable[[Seat | None], Client]


def _post(now: datetime, **more: object) -> Message:
    facts = {
        "to": ["dana@example.org"],
        "subject": "Bids are open",
        "text": "All of them.",
        "cause": "test.cause",
    }
    return actions.post(now=now, **{**facts, **more})  # type: ignore[arg-type]


def _status(message: Message) -> states.Status:
    message.refresh_from_db()
    return message.status


def _let_the_next_attempt_come() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def test_mail_leaves_once_its_cause_stands(run_worker: RunWorker, mail_sink: MailSink, now: datetime) -> None:
    message = _post(now)
    assert _status(message) == states.Status.WAITING
    assert run_worker() == ["succeeded"]
    assert [mail["Subject"] for mail in mail_sink.mails] == ["Bids are open"]
    assert mail_sink.mails[0]["Message-ID"] == message.message_id
    assert _status(message) == states.Status.SENT


def _fail_after_posting(now: datetime) -> None:
    with transaction.atomic():
        _post(now)
        raise ZeroDivisionError


def test_mail_of_work_that_was_undone_never_leaves(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after_posting(now)
    assert run_worker() == []
    assert mail_sink.mails == []
    assert not Message.objects.exists()


def test_a_mail_that_was_sent_is_not_sent_again(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    message = _post(now)
    run_worker()
    actions.send(message_pk=message.pk, now=now)
    assert len(mail_sink.mails) == 1


def test_attachments_arrive_as_they_were_kept(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    order = keep(
        name="order.pdf", content=b"%PDF-1.7 \x00\xff", content_type="application/pdf", actor=None, now=now
    )
    _post(now, attachments=[order])
    run_worker()
    (part,) = mail_sink.mails[0].iter_attachments()
    assert part.get_filename() == "order.pdf"
    assert part.get_content() == b"%PDF-1.7 \x00\xff"


def test_a_mail_server_that_is_away_is_tried_again(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    message = _post(now)
    mail_sink.refusing = "451 try later"
    assert run_worker() == ["todo"]
    assert _status(message) == states.Status.TRYING_AGAIN
    assert "try later" in message.last_error
    mail_sink.refusing = ""
    _let_the_next_attempt_come()
    assert run_worker() == ["succeeded"]
    assert _status(message) == states.Status.SENT
    assert message.last_error == ""


def test_after_eight_attempts_it_is_given_up_and_shown_and_can_be_sent_again(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client_for: ClientFor
) -> None:
    message = _post(cast.now)
    mail_sink.refusing = "451 box is full"
    for _ in range(states.MOST_ATTEMPTS - 1):
        assert run_worker() == ["todo"]
        _let_the_next_attempt_come()
    assert run_worker() == ["failed"]
    assert _status(message) == states.Status.FAILED

    client = client_for(cast.buyer)
    page = client.get(reverse("notices:index"), {"state": "failed"}).content.decode()
    assert "box is full" in page
    assert "Send again" in page
    assert "All of them." not in page
    client.post(reverse("notices:send_again", args=[message.pk]))
    mail_sink.refusing = ""
    assert run_worker() == ["failed", "succeeded"]
    assert len(mail_sink.mails) == 1


def test_a_mail_that_is_refused_for_good_is_not_tried_again(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    message = _post(now)
    mail_sink.refused["dana@example.org"] = "550 no such box"
    assert run_worker() == ["failed"]
    assert _status(message) == states.Status.FAILED
    assert message.last_error == "550 no such box"
    assert Bounce.objects.get().message == message


def test_only_a_mail_that_was_given_up_is_sent_again_and_only_once(
    run_worker: RunWorker, cast: Cast, now: datetime
) -> None:
    message = _post(now)
    with pytest.raises(Refused, match="is waiting"):
        actions.send_again(message_pk=message.pk, actor=cast.buyer, now=now)
    Message.objects.update(attempts=states.MOST_ATTEMPTS, given_up_at=now)
    with pytest.raises(Refused, match="purchasing staff"):
        actions.send_again(message_pk=message.pk, actor=cast.requester, now=now)
    actions.send_again(message_pk=message.pk, actor=cast.buyer, now=now)
    with pytest.raises(Refused, match="is waiting"):
        actions.send_again(message_pk=message.pk, actor=cast.buyer, now=now)


@pytest.mark.parametrize("subject", ["Two\nlines", "Two\rlines"])
@pytest.mark.django_db
def test_a_subject_cannot_smuggle_in_a_header(now: datetime, subject: str) -> None:
    with pytest.raises(Refused, match="one line"):
        _post(now, subject=subject)
    with pytest.raises(Refused):
        _post(now, to=[])


def test_the_list_of_mails_asks_few_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(60):
        _post(cast.now, subject=f"Mail {number}")
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = client.get(reverse("notices:index"))
    assert page.context["page"].paginator.count == 60
