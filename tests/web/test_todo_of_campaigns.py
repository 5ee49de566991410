"""Mail to many on the county's list of things to do: what starts today, and what went wrong."""

from datetime import timedelta

import pytest

from commonlot.process.membership import actions
from commonlot.records.notices.models import Message
from commonlot.web.todo import Desk, desk_of
from tests.cast import Cast
from tests.process.membership.campaigns.made import campaign, send, subscriber

pytestmark = pytest.mark.django_db


def _desk(cast: Cast, days: int = 0) -> Desk:
    desk = desk_of(cast.buyer, now=cast.now + timedelta(days=days))
    assert desk is not None
    return desk


def test_a_campaign_that_starts_today_waits_on_the_desk_and_one_of_tomorrow_does_not(cast: Cast) -> None:
    for subject, hours in (("Today", 3), ("Tomorrow", 27)):
        actions.schedule_campaign(
            campaign_id=campaign(cast, subject=subject).pk, at=cast.now + timedelta(hours=hours),
            actor=cast.buyer, now=cast.now,
        )  # fmt: skip
    assert [task.title for task in _desk(cast).waiting] == ["Mail to many: Today"]


def test_mails_that_failed_are_a_task_for_a_week(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    actions.prepare_campaign(campaign_id=mail.pk, now=cast.now, progress=lambda *_: None)
    assert _desk(cast).needs_you == []
    Message.objects.update(given_up_at=cast.now, attempts=1)
    mail.refresh_from_db()
    assert mail.mailing is not None
    actions.mailing_ended(mail.mailing, now=cast.now)
    (task,) = _desk(cast).needs_you
    assert task.title == "Look at what failed: The shared yard opens"
    assert task.why.startswith("1 mail did not arrive")
    assert _desk(cast, days=8).needs_you == []


def test_a_campaign_that_stopped_stays_a_task_until_it_goes_on(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    actions.stop_campaign(campaign_id=mail.pk, reason="Connection refused", now=cast.now)
    (task,) = _desk(cast, days=30).needs_you
    assert (task.title, task.why) == ("Let it go on: The shared yard opens", "Connection refused")
    actions.resume_campaign(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    assert _desk(cast).needs_you == []
