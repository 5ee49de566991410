"""One click ends it (RFC 8058): a POST without sign-in, cookie or token of a form; a GET changes nothing."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


@pytest.fixture
def stranger() -> Client:
    """A mail service: no cookies, and a site that checks the tokens of forms."""
    return Client(enforce_csrf_checks=True)


def _path(subscription: Subscription) -> str:
    return reverse("membership:unsubscribe", args=[queries.own_token(subscription)])


def test_both_headers_stand_on_list_mail_and_survive_the_wire(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_ADDRESS = "https://buy.county.example"
    subscription = make_subscription(now=cast.now)
    headers = queries.list_headers(subscription)
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    read = message_from_bytes(raw.encode("ascii"), policy=policy.default)
    address = queries.unsubscribe_address(subscription)
    assert read["List-Unsubscribe"] == f"<{address}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("https://buy.county.example/")
    assert subscription.email not in address
    assert subscription.email.partition("@")[0] not in address


def test_one_post_ends_it_and_a_second_one_is_one_end(cast: Cast, stranger: Client) -> None:
    subscription = make_subscription(now=cast.now)
    for _ in range(3):
        response = stranger.post(_path(subscription), ONE_CLICK)
        assert response.status_code == 200
        assert response.cookies == {}
        assert "off the list" in response.content.decode()
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.UNSUBSCRIBED
    assert [entry.verb for entry in trail_of(subscription)] == ["membership.subscription_ended"]


def test_the_body_may_come_as_a_form_of_parts(cast: Cast, stranger: Client) -> None:
    subscription = make_subscription(now=cast.now)
    parts = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    sent = stranger.generic(
        "POST", _path(subscription), parts, content_type="multipart/form-data; boundary=x"
    )
    assert sent.status_code == 200
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.UNSUBSCRIBED


def test_looking_never_ends_it(cast: Cast, stranger: Client) -> None:
    subscription = make_subscription(now=cast.now)
    for look in (stranger.get, stranger.head):
        response = look(_path(subscription))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    assert "Unsubscribe from everything" in stranger.get(_path(subscription)).content.decode()
    assert stranger.post(_path(subscription)).status_code == 422  # a POST that does not ask for it
    for method in ("put", "delete", "patch", "options"):
        assert getattr(stranger, method)(_path(subscription)).status_code == 405
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.CONFIRMED


def test_a_link_that_was_not_made_here_is_always_the_same_404(cast: Cast, stranger: Client) -> None:
    subscription = make_subscription(now=cast.now)
    token = queries.own_token(subscription)
    gone = make_subscription(now=cast.now)
    of_gone = queries.own_token(gone)
    gone.delete()
    pk, _, signature = token.partition(".")
    forged = [of_gone, f"{int(pk) + 1}.{signature}", token[:-1], token + "A", pk, "x", f"{pk}.", "1.1", "%00"]
    pages = set()
    for each in forged:
        path = reverse("membership:unsubscribe", args=[each])
        for response in (stranger.post(path, ONE_CLICK), stranger.get(path)):
            assert response.status_code == 404
            pages.add(response.content)
    assert len(pages) == 1
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.CONFIRMED


def test_a_link_works_for_years_until_its_key_is_taken_out(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_LIST_KEYS = ["first key"]
    subscription = make_subscription(now=cast.now)
    token = queries.own_token(subscription)
    settings.COMMONLOT_CLOCK_OFFSET = timedelta(days=5 * 365)
    settings.COMMONLOT_LIST_KEYS = ["second key", "first key"]
    assert queries.subscription_of(token) == subscription
    assert queries.own_token(subscription) != token
    settings.COMMONLOT_LIST_KEYS = ["second key"]
    assert queries.subscription_of(token) is None


def test_a_confirmation_is_no_key_to_the_page_and_the_page_none_to_the_confirmation(cast: Cast) -> None:
    pending = make_subscription(now=cast.now, status=SubscriptionStatus.PENDING)
    token = queries.confirmation_address(pending, now=cast.now).split("/")[-2]
    assert queries.subscription_of(token) is None
    assert queries.confirmable(queries.own_token(pending), now=cast.now) is None


def test_an_ended_subscription_is_asked_for_anew_and_confirmed_anew(cast: Cast, stranger: Client) -> None:
    subscription = make_subscription(now=cast.now)
    stranger.post(_path(subscription), ONE_CLICK)
    actions.ask_to_subscribe(email=subscription.email.upper(), topics=["calls"], now=cast.now)
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.PENDING
    stranger.post(_path(subscription), ONE_CLICK)  # a mail of last year ends what was not confirmed yet
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.UNSUBSCRIBED
