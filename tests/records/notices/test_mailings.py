"""Many mails of one cause: queued at once, sent over few connections, paused, stopped and told of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import Seat
from commonlot.records.notices import actions, jobs, kinds, states
from commonlot.records.notices.actions import Letter, Posted, post_many
from commonlot.records.notices.models import Mailing, Message
from commonlot.records.notices.queries import counts_of
from commonlot.records.notices.states import MailingStatus, Status
from tests.cast import Cast
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink, serving

ClientFor = Callable[[Seat | None], Client]


@dataclass
class CountingSink(MailSink):
    """Counts the connections."""

    connections: int = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses


def _post(now: datetime, *, mails: int = 3, cause: str = "test", subject: str = "Needs for 2027") -> Posted:
    letters = [
        Letter(to=f"clerk{number}@example.org", subject=subject, text="Hello.") for number in range(mails)
    ]
    return post_many(letters=letters, subject=subject, cause=cause, page="/somewhere/", now=now)


def _counts(mailing: Mailing) -> dict[str, int]:
    return {state: count for state, count in counts_of([mailing])[mailing.pk].items() if count}


def _let_time_pass() -> None:
    Message.objects.update(next_try_at=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


@pytest.mark.django_db(transaction=True)
def test_the_next_mails_are_searched_for_once_however_many_wait(mail_sink: MailSink, now: datetime) -> None:
    questions = []
    for mails in (3, 20):
        mailing = _post(now, mails=mails).mailing
        with CaptureQueriesContext(connection) as asked:
            jobs.send_mailing(mailing_pk=mailing.pk, turn=mailing.turn)
        searched = sum('"next_try_at" > ' in each["sql"] for each in asked)
        locked = sum("FOR UPDATE" in each["sql"] for each in asked)
        questions.append((searched, locked - mails))
    assert len(mail_sink.mails) == 23
    assert questions == [(1, 1), (1, 1)]  # one search; one lock for each mail, and one for the mailing's end


def test_a_mailing_leaves_over_few_connections_and_ends(
    run_worker: RunWorker, settings: object, now: datetime
) -> None:
    mailing = _post(now, mails=130).mailing
    with serving(CountingSink(), settings) as sink:
        run_worker()
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.DONE
    assert len({str(mail["Message-ID"]) for mail in sink.mails}) == 130
    assert 2 <= sink.connections <= 13  # a slice takes a hundred mails, or what five seconds allow


def test_a_mailing_of_work_that_was_undone_never_leaves(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    with transaction.atomic():
        _post(now)
        transaction.set_rollback(True)
    assert run_worker() == []
    assert mail_sink.mails == []
    assert not Mailing.objects.exists()


def test_one_bad_address_in_a_thousand_refuses_the_whole_before_any_is_queued(
    db: None, now: datetime
) -> None:
    letters = [
        Letter(to="good@example.org", subject="A", text="A"),
        Letter(to="bad@@x", subject="A", text="A"),
    ]
    with pytest.raises(Refused, match="cannot be written to"):
        post_many(letters=letters, subject="A", cause="test", page="", now=now)
    assert not Message.objects.exists()


def test_what_the_server_refuses_for_good_is_given_up_and_what_it_puts_off_is_tried_again(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    mail_sink.refused = {"clerk0@example.org": "550 no such box", "clerk1@example.org": "452 box is full"}
    mailing = _post(now).mailing
    run_worker()
    assert _counts(mailing) == {Status.SENT: 1, Status.FAILED: 1, Status.TRYING_AGAIN: 1}
    mail_sink.refused.pop("clerk1@example.org")
    _let_time_pass()
    run_worker()
    assert _counts(mailing) == {Status.SENT: 2, Status.FAILED: 1}
    assert mailing.messages.get(given_up_at__isnull=False).last_error == "550 no such box"
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.DONE


def test_a_paused_mailing_waits_and_goes_on_where_it_was(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    mailing = _post(now).mailing
    actions.pause(mailing_pk=mailing.pk, now=now)
    run_worker()
    assert mail_sink.mails == []
    actions.resume(mailing_pk=mailing.pk, now=now)
    run_worker()
    assert len(mail_sink.mails) == 3
    with pytest.raises(Refused):
        actions.pause(mailing_pk=mailing.pk, now=now)


def test_a_mail_server_that_stays_away_stops_the_mailing_and_is_shown(
    run_worker: RunWorker, settings: object, cast: Cast, client_for: ClientFor
) -> None:
    with serving(MailSink(), settings):
        pass  # the server is gone again, and its port with it
    mailing = _post(cast.now).mailing
    for _ in range(states.MOST_ATTEMPTS):
        run_worker()
        _let_time_pass()
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.PAUSED
    assert "refused" in mailing.last_error
    assert _counts(mailing) == {Status.WAITING: 3}
    page = client_for(cast.buyer).get(reverse("notices:index")).content.decode()
    assert "refused" in page
    assert "Paused" in page


def test_a_server_that_puts_off_ten_in_a_row_is_left_alone_for_a_while(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    mail_sink.refusing = "451 slow down"
    mailing = _post(now, mails=30).mailing
    run_worker()
    assert _counts(mailing) == {Status.TRYING_AGAIN: 10, Status.WAITING: 20}


def test_the_part_it_belongs_to_hears_of_its_end(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    ended: list[int] = []

    def note(mailing: Mailing, *, now: datetime) -> None:
        ended.append(mailing.pk)

    kinds.know("test.ended", kinds.Kind(on_end=note))
    mailing = _post(now, cause="test.ended").mailing
    run_worker()
    assert ended == [mailing.pk]


def test_who_is_not_on_the_list_any_more_is_held_back_with_the_reason(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    headers = {"List-Unsubscribe": "<https://county.example/end/>"}
    letters = [Letter(to="gone@example.org", subject="A", text="A", headers=headers)]
    mailing = post_many(letters=letters, subject="A", cause="test", page="", now=now).mailing
    run_worker()
    assert mail_sink.mails == []
    assert mailing.messages.get().withheld_because == "The address is not on the list any more."


def test_other_mail_passes_a_long_mailing(run_worker: RunWorker, mail_sink: MailSink, now: datetime) -> None:
    _post(now, mails=3)
    actions.post(to=["dana@example.org"], subject="Your password", text="A link.", cause="test", now=now)
    run_worker()
    assert str(mail_sink.mails[0]["Subject"]) == "Your password"


def test_the_page_of_mail_shows_a_mailing_as_one_row_and_asks_few_questions(
    cast: Cast,
    client_for: ClientFor,
    mail_sink: MailSink,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(4):
        mailing = _post(cast.now, mails=20, subject=f"Call {number}").mailing
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = client.get(reverse("notices:index")).content.decode()
    assert page.count("Call 3") == 1
    assert "clerk0@example.org" not in page
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        page = client.get(
            reverse("notices:mailing", args=[mailing.pk]), {"state": "waiting"}
        ).content.decode()
    assert page.count("clerk1@example.org") == 1
