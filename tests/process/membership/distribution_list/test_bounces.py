"""Mail that came back ends a subscription: at once if the address is gone, after three in a row if it may pass."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import IntegrityError, ProgrammingError, transaction

from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.actions import post
from commonlot.records.notices.bounces.actions import Report, note_bounce, note_delivery
from commonlot.records.notices.bounces.rules import Kind
from commonlot.records.notices.models import Bounce, Message
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink, serving

HOUR = timedelta(hours=1)


@pytest.fixture
def reader(cast: Cast) -> Subscription:
    """Somebody on the list since a month."""
    return make_subscription("cleo@example.org", now=cast.now - timedelta(days=30))


def _mail(reader: Subscription, at: datetime) -> Message:
    return post(
        to=[reader.email],
        subject="News",
        text="x",
        cause="test",
        headers=queries.list_headers(reader),
        now=at,
    )


def _report(mail: Message, at: datetime, **more: Any) -> Report:
    return Report(
        **{"source": "Postmark", "recipient": mail.to[0], "at": at, "message_id": mail.message_id, **more}
    )


def _status(reader: Subscription) -> str:
    reader.refresh_from_db()
    return reader.status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.HARD, SubscriptionStatus.BOUNCED),
        (Kind.COMPLAINT, SubscriptionStatus.UNSUBSCRIBED),
        (Kind.UNSUBSCRIBE, SubscriptionStatus.UNSUBSCRIBED),
    ],
)
def test_a_hard_bounce_and_a_complaint_end_it_at_once(
    cast: Cast, reader: Subscription, kind: Kind, status: SubscriptionStatus
) -> None:
    mail = _mail(reader, cast.now)
    report = _report(mail, cast.now + HOUR, said="550 no such user <Cleo@example.org>")
    for _ in range(2):  # services tell things twice
        note_bounce(report=report, kind=kind, now=cast.now + 2 * HOUR)
    assert _status(reader) == status
    bounce = Bounce.objects.get()
    assert (bounce.message, bounce.at) == (mail, cast.now + HOUR)
    assert bounce.said == "550 no such user <(the address)>"
    assert len(trail_of(reader)) == 1


def test_three_soft_bounces_in_a_row_end_it_and_a_delivery_starts_anew(
    cast: Cast, reader: Subscription
) -> None:
    def soft(hour: int) -> str:
        at = cast.now + hour * HOUR
        note_bounce(report=_report(_mail(reader, at), at), kind=Kind.SOFT, now=at)
        return _status(reader)

    assert [soft(1), soft(2)] == ["confirmed", "confirmed"]
    at = cast.now + 3 * HOUR
    note_delivery(report=_report(_mail(reader, at), at), now=at)
    assert [soft(4), soft(5), soft(6)] == ["confirmed", "confirmed", "bounced"]
    reader.refresh_from_db()
    assert reader.ended_because == "3 mails in a row could not be delivered."


def test_one_mail_put_off_five_times_is_one_soft_bounce(cast: Cast, reader: Subscription) -> None:
    mail = _mail(reader, cast.now)
    for minute in range(5):
        at = cast.now + timedelta(minutes=minute)
        note_bounce(report=_report(mail, at), kind=Kind.SOFT, now=at)
    assert Bounce.objects.count() == 5
    assert _status(reader) == "confirmed"


def test_reports_out_of_order_come_to_the_same(cast: Cast, reader: Subscription) -> None:
    """A delivery that is told of late, or a bounce told of after a later delivery, counts by when it was."""
    mails = [_mail(reader, cast.now + hour * HOUR) for hour in range(5)]
    late = cast.now + 9 * HOUR
    moments = [cast.now + hour * HOUR for hour in range(5)]
    note_delivery(report=_report(mails[3], moments[3]), now=late)
    for hour in (4, 0, 2, 1):
        note_bounce(report=_report(mails[hour], moments[hour]), kind=Kind.SOFT, now=late)
    note_delivery(report=_report(mails[0], moments[0]), now=late)  # an older delivery moves nothing back
    assert _status(reader) == "confirmed"


def test_a_bounce_of_an_earlier_life_does_not_end_the_new_one(cast: Cast, reader: Subscription) -> None:
    mail = _mail(reader, cast.now)
    actions.unsubscribe(subscription_id=reader.pk, because="Asked", now=cast.now + HOUR)
    Subscription.objects.filter(pk=reader.pk).update(
        status="confirmed", confirmed_at=cast.now + 5 * HOUR, ended_at=None
    )
    note_bounce(report=_report(mail, cast.now + 4 * HOUR), kind=Kind.HARD, now=cast.now + 6 * HOUR)
    assert _status(reader) == "confirmed"


def test_mail_is_known_by_its_id_with_or_without_brackets_else_by_its_reader(
    cast: Cast, reader: Subscription
) -> None:
    first, second = _mail(reader, cast.now), _mail(reader, cast.now + 2 * HOUR)
    bare = first.message_id.strip("<>")
    for message_id, at, expected in (
        (bare, cast.now + 3 * HOUR, first),
        (first.message_id, cast.now + 3 * HOUR + timedelta(seconds=1), first),
        ("the-service's-own-number", cast.now + HOUR, first),
        ("", cast.now + 3 * HOUR, second),
    ):
        report = _report(first, at, message_id=message_id, recipient="CLEO@example.org")
        bounce = note_bounce(report=report, kind=Kind.SOFT, now=at)
        assert bounce is not None
        assert bounce.message == expected


def test_mail_that_is_not_ours_leaves_no_trace(cast: Cast, reader: Subscription) -> None:
    mail = _mail(reader, cast.now)
    for report in (
        _report(mail, cast.now + HOUR, recipient="somebody@example.net"),
        _report(mail, cast.now + HOUR, recipient=""),
        _report(mail, cast.now - HOUR, message_id=""),
        _report(mail, cast.now + timedelta(days=31), message_id=""),
    ):
        assert note_bounce(report=report, kind=Kind.HARD, now=cast.now + timedelta(days=40)) is None
    assert not Bounce.objects.exists()
    assert _status(reader) == "confirmed"


def test_a_confirmation_that_bounces_ends_the_wish(cast: Cast) -> None:
    asked = actions.ask_to_subscribe(email="gone@example.org", topics=["calls"], now=cast.now)
    assert asked is not None
    mail = Message.objects.get()
    note_bounce(report=_report(mail, cast.now + HOUR), kind=Kind.HARD, now=cast.now + HOUR)
    assert _status(asked) == "bounced"


def test_what_came_back_is_kept_as_it_was_told(cast: Cast, reader: Subscription) -> None:
    mail = _mail(reader, cast.now)
    bounce = note_bounce(report=_report(mail, cast.now), kind=Kind.SOFT, now=cast.now)
    assert bounce is not None
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Bounce.objects.update(kind="hard")
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        bounce.delete()


class ChoosySink(MailSink):
    """A mail server that knows who lives here."""

    answers: dict[str, str]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("550 5.1.1 no such user here", "bounced"),
        ("550 no such user here", "bounced"),
        ("450 4.2.1 come again later", "confirmed"),
        ("550 5.7.1 relaying denied", "confirmed"),  # our own setting is wrong: no fault of the reader
        ("554 5.7.1 blocked by a block list", "confirmed"),
    ],
)
def test_a_mail_server_that_knows_no_such_address_ends_it_too(
    run_worker: RunWorker, settings: Any, cast: Cast, reader: Subscription, answer: str, status: str
) -> None:
    mail = _mail(reader, cast.now)
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - datetime.now(tz=cast.now.tzinfo) + HOUR
    sink = ChoosySink()
    sink.answers = {reader.email: answer}
    with serving(sink, settings):
        run_worker()
    assert _status(reader) == status
    assert Bounce.objects.filter(message=mail, kind=Kind.HARD).exists() == (status == "bounced")
    mail.refresh_from_db()
    assert mail.status == ("failed" if status == "bounced" else "trying_again")
