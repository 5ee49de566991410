"""News of the later stages reaches those who asked for its topic and buy or sell such goods, once."""

from typing import Any

import pytest
from django.db import transaction

from commonlot.process.membership import actions, queries, rules
from commonlot.process.membership.models import Announcement, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

SALT: dict[str, Any] = {
    "topic": "awards", "subject": "Intent to award: road salt", "text": "It is posted.", "goods": "Road salt 2027",
    "path": "/awards/7/",
}  # fmt: skip


def _announce(cast: Cast, **more: Any) -> Announcement:
    return actions.announce(**{**SALT, "about": cast.town, "now": cast.now, **more})


def _told(announcement: Announcement, cast: Cast) -> set[str]:
    actions.tell(announcement_id=announcement.pk, now=cast.now)
    return {to for mail in Message.objects.all() for to in mail.to}


def test_who_asked_for_the_topic_and_such_goods_is_told(cast: Cast) -> None:
    wanted = {
        make_subscription(topics=["awards"], now=cast.now).email,
        make_subscription(topics=["awards", "calls"], commodities=["ROAD-SALT", "FUEL"], now=cast.now).email,
    }
    make_subscription(topics=["awards"], commodities=["FUEL"], now=cast.now)
    make_subscription(topics=["calls"], now=cast.now)
    make_subscription(topics=["awards"], paused=True, now=cast.now)
    for status in (SubscriptionStatus.PENDING, SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED):
        make_subscription(topics=["awards"], status=status, now=cast.now)
    assert _told(_announce(cast), cast) == wanted


def test_goods_that_no_commodity_names_are_told_to_all(cast: Cast) -> None:
    reader = make_subscription(topics=["awards"], commodities=["FUEL"], now=cast.now)
    assert _told(_announce(cast, subject="Intent to award: bagpipes", goods="Bagpipes"), cast) == {
        reader.email
    }


@pytest.mark.parametrize(
    ("goods", "codes"),
    [
        ("Road salt and de-icers", {"ROAD-SALT"}),
        ("Custodial supplies 2027", {"CUSTODIAL"}),
        ("Copy paper and envelopes", {"PAPER"}),
        ("Gloves, NITRILE", {"GLOVES"}),
        ("Salt of the earth", set()),
        ("Pavilion tables", set()),
    ],
)
def test_a_few_words_name_the_goods(goods: str, codes: set[str]) -> None:
    assert rules.commodities_of(goods) == codes


def test_news_leaves_with_its_cause_once_and_carries_both_headers(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    reader = make_subscription(topics=["awards"], now=cast.now)
    with transaction.atomic():
        _announce(cast)
        transaction.set_rollback(True)
    assert run_worker() == []
    announcement = _announce(cast)
    assert set(run_worker()) == {"succeeded"}
    actions.tell(announcement_id=announcement.pk, now=cast.now)  # a job that runs twice
    (letter,) = mail_sink.mails
    assert letter["To"] == reader.email
    # a long line may be folded on its way
    assert letter["List-Unsubscribe"].strip() == queries.list_headers(reader)["List-Unsubscribe"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "/awards/7/" in body.get_content()
    announcement.refresh_from_db()
    assert announcement.recipients == 1
    assert [entry.details["recipients"] for entry in trail_of(announcement)] == [1]


def test_telling_many_asks_few_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    Subscription.objects.bulk_create(
        Subscription(
            email=f"r{number}@example.org", topics=["awards"], status="confirmed", created_at=cast.now,
            confirmed_at=cast.now,
        )
        for number in range(500)
    )  # fmt: skip
    announcement = _announce(cast)
    with django_assert_max_num_queries(20):
        actions.tell(announcement_id=announcement.pk, now=cast.now)
    assert Message.objects.count() == 500
