"""Files of addresses: who did not say yes is asked, and who left is never brought back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import MemberFile, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.process.membership.distribution_list.letters import path_in
from tests.process.membership.imports.taking import counts, csv_of, problems, take_in, upload
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def subscribed(cast: Cast, email: str, status: SubscriptionStatus, **more: Any) -> Subscription:
    moment = {
        SubscriptionStatus.CONFIRMED: "confirmed_at",
        SubscriptionStatus.UNSUBSCRIBED: "ended_at",
        SubscriptionStatus.BOUNCED: "ended_at",
    }.get(status)
    facts = {moment: cast.now} if moment else {}
    return Subscription.objects.create(email=email, status=status, created_at=cast.now, **facts, **more)


def test_an_address_without_proof_waits_for_its_owner(cast: Cast) -> None:
    file = take_in(
        cast, "list", csv_of(["email", "topics"], ["clerk@zed.example", "Calls for requirements; awards"])
    )
    assert counts(file) == (1, 0, 0, 0, 0)
    added = Subscription.objects.get()
    assert (added.status, added.topics, added.confirmed_at) == ("pending", ["calls", "awards"], None)
    assert added.source == "A file of the staff"


@pytest.mark.django_db(transaction=True)
def test_an_address_of_a_file_is_confirmed_by_the_link_in_its_mail(
    mail_sink: MailSink, run_worker: RunWorker, cast: Cast
) -> None:
    take_in(cast, "list", csv_of(["email", "topics"], ["clerk@zed.example", "awards"]))
    run_worker()
    (mail,) = mail_sink.to("clerk@zed.example")
    path = path_in(mail.get_content())
    assert "Confirm your bid notices" in Client().get(path).content.decode()
    assert Subscription.objects.get().status == "pending"
    Client().post(path)
    assert Subscription.objects.get().status == "confirmed"


def test_an_address_that_asked_on_a_day_and_in_a_way_is_confirmed_by_that(cast: Cast) -> None:
    content = csv_of(
        ["email", "name", "agency", "topics", "asked_on", "source"],
        [
            "Clerk@Zed.Example",
            "Pat Zed",
            "T-022",
            "calls",
            "3/14/2026",
            "Sign-up sheet of the spring meeting",
        ],
    )
    take_in(cast, "list", content)
    added = Subscription.objects.get()
    assert (added.email, added.status, added.source) == (
        "clerk@zed.example", "confirmed",
        "Written request of 2026-03-14: Sign-up sheet of the spring meeting",
    )  # fmt: skip
    assert added.confirmed_at == cast.now
    assert added.agency == cast.town
    (welcome,) = Message.objects.all()
    assert "At your written request of March 14, 2026" in welcome.text
    assert queries.preferences_address(added) in welcome.text


@pytest.mark.parametrize("status", [SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED])
def test_who_left_is_never_brought_back(cast: Cast, status: SubscriptionStatus) -> None:
    left = subscribed(cast, "gone@zed.example", status)
    content = csv_of(
        ["email", "asked_on", "source"], ["GONE@zed.example", "2026-01-05", "An old list"],
        ["new@zed.example", "2026-01-05", "An old list"],
    )  # fmt: skip
    file = take_in(cast, "list", content)
    assert counts(file) == (1, 0, 0, 1, 0)
    left.refresh_from_db()
    assert left.status == status
    for facts in ({}, {"asked_on": date(2026, 1, 5), "source": "An old list"}):
        with pytest.raises(Refused, match="Only they can come back"):
            actions.take_in_address(email=left.email, facts=facts, actor=cast.buyer, now=cast.now)


@pytest.mark.parametrize("proof", [["", ""], ["2026-11-02", "By letter"]])
def test_who_had_everything_deleted_is_never_added_by_a_file(cast: Cast, proof: list[str]) -> None:
    gone = subscribed(cast, "gone@zed.example", SubscriptionStatus.CONFIRMED)
    actions.forget_subscription(subscription_id=gone.pk, now=cast.now)
    file = upload(cast, "list", csv_of(["email", "asked_on", "source"], ["Gone@zed.example", *proof]))
    assert counts(file) == (0, 0, 0, 1, 0)
    assert "asked to be deleted" in file.rows.get().note
    with pytest.raises(Refused, match="asked to be deleted"):
        actions.take_in_address(email="Gone@zed.example", facts={}, actor=cast.buyer, now=cast.now)
    assert not Subscription.objects.exists()


def test_who_names_no_topic_is_offered_all_and_the_preview_says_so(cast: Cast) -> None:
    file = take_in(cast, "list", csv_of(["email"], ["a@zed.example"]))
    assert Subscription.objects.get().topics == list(Subscription.Topic.values)
    assert ["topics", "", "; ".join(Subscription.Topic.labels)] in file.rows.get().changes


def test_two_addresses_of_one_mailbox_are_asked_about_before_anything_is_sent(cast: Cast) -> None:
    file = upload(cast, "list", csv_of(["email"], ["a+bids@zed.example"], ["a+news@zed.example"]))
    assert counts(file) == (1, 0, 0, 0, 1)


def test_what_a_subscriber_chose_stays_unless_they_asked_anew(cast: Cast) -> None:
    known = subscribed(cast, "clerk@zed.example", SubscriptionStatus.CONFIRMED, topics=["calls"])
    headers = ["email", "name", "topics", "asked_on", "source"]
    assert counts(upload(cast, "list", csv_of(headers, ["clerk@zed.example", "", "awards", "", ""]))) == (
        0,
        0,
        1,
        0,
        0,
    )
    take_in(cast, "list", csv_of(headers, ["clerk@zed.example", "Pat", "awards", "2026-11-02", "By phone"]))
    known.refresh_from_db()
    assert (known.topics, known.name, known.confirmed_at) == (["calls", "awards"], "Pat", cast.now)


def test_a_waiting_address_that_turns_out_to_have_asked_is_confirmed(cast: Cast) -> None:
    waiting = subscribed(cast, "clerk@zed.example", SubscriptionStatus.PENDING)
    row = ["clerk@zed.example", "2026-11-02", "By phone"]
    file = take_in(cast, "list", csv_of(["email", "asked_on", "source"], row))
    waiting.refresh_from_db()
    assert (counts(file), waiting.status) == ((0, 1, 0, 0, 0), "confirmed")
    assert counts(upload(cast, "list", csv_of(["email", "asked_on", "source"], row))) == (0, 0, 1, 0, 0)


def test_the_same_list_twice_asks_nobody_twice(cast: Cast) -> None:
    content = csv_of(["email"], ["a@zed.example"], ["b@zed.example"])
    take_in(cast, "list", content)
    assert counts(upload(cast, "list", content)) == (0, 0, 2, 0, 0)
    assert Message.objects.count() == 2


def test_rows_that_cannot_be_taken_say_what_is_expected(cast: Cast) -> None:
    tomorrow = date(2026, 11, 24).isoformat()
    file: MemberFile = upload(cast, "list", csv_of(
        ["E-mail", "Agency", "Topics", "Commodities", "Asked on", "Source"],
        ["a@zed.example", "", "", "", "2026-01-05", ""],
        ["b@zed.example", "", "", "", "", "By phone"],
        ["c@zed.example", "", "", "", tomorrow, "By phone"],
        ["d@zed.example", "Town of Nowhere", "", "", "", ""],
        ["e@zed.example", "", "gossip", "", "", ""],
        ["f@zed.example", "", "", "moonbeams", "", ""],
        ["two@zed.example, three@zed.example", "", "", "", "", ""],
        ["A@ZED.example", "", "", "", "", ""],
        ["x@zed.example\nBcc: y@zed.example", "", "", "", "", ""],
    ))  # fmt: skip
    assert [(row, column) for row, column, _, _ in problems(file)] == [
        (2, "Source"), (3, "Asked on"), (4, "Asked on"), (5, "Agency"), (6, "Topics"), (7, "Commodities"),
        (8, "E-mail"), (9, "E-mail"), (10, "E-mail"),
    ]  # fmt: skip
