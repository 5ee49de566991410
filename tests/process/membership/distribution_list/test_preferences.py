"""A reader's own page: what is kept, changed without an account, ended, and deleted wholly."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Subscription, Suppression
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.audit.models import Entry
from commonlot.records.notices.actions import post
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def _url(subscription: Subscription, name: str = "preferences") -> str:
    return reverse(f"membership:{name}", args=[queries.own_token(subscription)])


def test_the_page_says_what_is_kept_and_is_kept_from_strangers(cast: Cast) -> None:
    subscription = make_subscription(
        "cleo@example.org", name="Cleo Park", agency=cast.town, topics=["openings"], now=cast.now
    )
    pending = make_subscription(now=cast.now, status=SubscriptionStatus.PENDING)
    addresses = [
        _url(subscription),
        _url(subscription, "unsubscribe"),
        queries.confirmation_address(pending, now=cast.now),
        reverse("membership:preferences", args=["nothing"]),
    ]
    for address in addresses:
        response = Client().get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    page = Client().get(_url(subscription)).content.decode()
    for kept in (
        "cleo@example.org",
        "Cleo Park",
        "Town of Rye Hill",
        "Bid openings",
        "Mon, Nov 23",
        "The public page",
    ):
        assert kept in page


def test_everything_is_changed_without_an_account(cast: Cast) -> None:
    subscription = make_subscription(now=cast.now, topics=["openings"])
    client = Client(enforce_csrf_checks=True)
    sent = {
        "topics": ["awards", "calls"],
        "commodities": ["TIRES", "FUEL"],
        "agency": cast.school_district.pk,
    }
    response = client.post(
        _url(subscription), sent | {"name": "Ada\r\nBcc: b@example.org"}, HTTP_ORIGIN="null"
    )
    assert response["Location"] == _url(subscription)
    subscription.refresh_from_db()
    assert subscription.topics == ["calls", "awards"]
    assert subscription.commodities == ["FUEL", "TIRES"]
    assert subscription.agency == cast.school_district
    assert subscription.name == "Ada Bcc b example.org"
    assert "Your choices are kept." in client.get(_url(subscription)).content.decode()
    refused = client.post(_url(subscription), {"topics": []})
    assert refused.status_code == 422
    assert "at least one topic" in refused.content.decode()


def test_a_paused_reader_gets_nothing_and_comes_back_to_the_same(cast: Cast) -> None:
    subscription = make_subscription(now=cast.now)
    client = Client()
    client.post(_url(subscription), {"topics": ["calls"], "paused": "on"})
    assert not Subscription.objects.wanting("calls").exists()
    assert "Paused since" in client.get(_url(subscription)).content.decode()
    client.post(_url(subscription), {"topics": ["calls"]})
    assert Subscription.objects.wanting("calls").exists()


@pytest.mark.parametrize("status", [SubscriptionStatus.PENDING, SubscriptionStatus.BOUNCED])
def test_only_who_is_on_the_list_changes_what_they_hear_of(cast: Cast, status: SubscriptionStatus) -> None:
    subscription = make_subscription(now=cast.now, status=status)
    page = Client().get(_url(subscription)).content.decode()
    assert "not on the list" in page
    assert "Save my choices" not in page
    with pytest.raises(Refused, match="not on the list"):
        actions.change_preferences(subscription_id=subscription.pk, topics=["calls"], now=cast.now)


def _list_mail(subscription: Subscription, cast: Cast) -> Message:
    return post(
        to=[subscription.email], subject="News", text="For cleo@example.org", cause="test", now=cast.now,
        headers=queries.list_headers(subscription),
    )  # fmt: skip


def test_deleted_wholly_means_that_the_address_stands_nowhere(cast: Cast) -> None:
    subscription = make_subscription("cleo@example.org", name="Cleo Park", now=cast.now)
    sent, waiting = _list_mail(subscription, cast), _list_mail(subscription, cast)
    Message.objects.filter(pk=sent.pk).update(sent_at=cast.now)
    order = post(to=["cleo@example.org"], subject="Your order", text="It comes.", cause="order", now=cast.now)
    client, url = Client(enforce_csrf_checks=True), _url(subscription, "forget_subscription")
    page = _url(subscription)
    unsure = client.post(url)
    assert unsure.status_code == 422
    assert "Tick the box first" in unsure.content.decode()
    assert client.post(url, {"sure": "yes"}).status_code == 200
    assert client.get(page).status_code == 404
    assert not Subscription.objects.exists()
    for mail in (sent, waiting):
        mail.refresh_from_db()
        assert (mail.to, mail.text, mail.headers) == (["deleted@deleted.invalid"], "", {})
    assert (str(sent.status), str(waiting.status)) == ("sent", "withheld")
    order.refresh_from_db()
    assert order.to == ["cleo@example.org"]  # mail about their own business is no list mail
    kept = Suppression.objects.get()
    assert "cleo" not in kept.address_hash
    trail = " ".join(f"{entry.subject_name} {entry.details}" for entry in Entry.objects.all())
    assert "cleo" not in trail.lower()


def test_nobody_but_the_owner_puts_a_deleted_address_back(cast: Cast, settings: Any) -> None:
    subscription = make_subscription("cleo@example.org", now=cast.now)
    actions.forget_subscription(subscription_id=subscription.pk, now=cast.now)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key"
    assert queries.is_suppressed("CLEO@example.org")
    with pytest.raises(Refused, match="Only they can subscribe again") as refusal:
        actions.add_subscriber(email="Cleo@example.org", topics=["calls"], actor=cast.buyer, now=cast.now)
    assert refusal.value.field == "email"
    again = actions.ask_to_subscribe(email="cleo@example.org", topics=["calls"], now=cast.now)
    assert again is not None
    token = queries.confirmation_address(again, now=cast.now).split("/")[-2]
    actions.confirm_subscription(token=token, now=cast.now + timedelta(minutes=5))
    assert not queries.is_suppressed("cleo@example.org")


def test_list_mail_that_waits_is_not_sent_to_who_left_meanwhile(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    stays, leaves, pauses, bounced = (make_subscription(now=cast.now) for _ in range(4))
    mails = [_list_mail(each, cast) for each in (stays, leaves, pauses, bounced)]
    about_business = post(
        to=[leaves.email], subject="Your order", text="It comes.", cause="order", now=cast.now
    )
    actions.unsubscribe(subscription_id=leaves.pk, because="Asked", now=cast.now)
    actions.change_preferences(subscription_id=pauses.pk, topics=["calls"], paused=True, now=cast.now)
    Subscription.objects.filter(pk=bounced.pk).update(status="bounced", ended_at=cast.now)
    assert set(run_worker()) == {"succeeded"}
    assert [str(mail["To"]) for mail in mail_sink.mails] == [stays.email, leaves.email]
    assert mail_sink.mails[1]["Subject"] == about_business.subject
    for mail, state, why in zip(
        mails,
        ("sent", "withheld", "withheld", "withheld"),
        ("", "unsubscribed", "paused", "bounced"),
        strict=True,
    ):
        mail.refresh_from_db()
        assert mail.status == state
        assert why in mail.withheld_because
