"""A citizen asks for bid notices: the page says the same to everybody, the mail knows the rest."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription
from tests.process.membership.distribution_list.letters import path_in

CITIZEN = "citizen@example.org"
WISH = {"email": CITIZEN, "topics": ["calls", "awards"], "commodities": ["ROAD-SALT"], "name": "Cleo Park"}


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def _letters_to(address: str) -> list[Message]:
    return list(Message.objects.filter(to=[address]).order_by("pk"))


def _ask(cast: Cast, **more: Any) -> Subscription | None:
    return actions.ask_to_subscribe(**{**WISH, "now": cast.now, **more})


def test_whoever_asks_is_pending_until_the_owner_of_the_address_confirms(cast: Cast) -> None:
    client = Client()
    page = client.post(reverse("membership:subscribe"), WISH | {"agency": cast.town.pk}, follow=True)
    assert "If this address can get mail, we wrote to it." in page.content.decode()
    subscription = Subscription.objects.get()
    assert (subscription.status, subscription.agency) == (SubscriptionStatus.PENDING, cast.town)
    assert not Subscription.objects.wanting("calls").exists()

    (letter,) = _letters_to(CITIZEN)
    link = path_in(letter.text)
    for look in (client.get, client.head):  # a program that checks mail follows the link
        assert look(link).status_code == 200
    assert Subscription.objects.get().status == SubscriptionStatus.PENDING
    shown = client.post(link, follow=True).content.decode()
    assert "You are on the list" in shown
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.CONFIRMED
    assert list(Subscription.objects.wanting("awards")) == [subscription]
    verbs = [entry.verb for entry in trail_of(subscription)]
    assert verbs == ["membership.subscription_confirmed", "membership.subscription_asked"]


def test_a_confirmation_works_once_and_only_for_three_days(cast: Cast) -> None:
    _ask(cast)
    token = path_in(_letters_to(CITIZEN)[0].text).split("/")[-2]
    just_before = cast.now + timedelta(days=3) - timedelta(seconds=1)
    assert queries.confirmable(token, now=just_before) is not None
    with pytest.raises(Refused, match="no longer works"):
        actions.confirm_subscription(token=token, now=cast.now + timedelta(days=3))
    confirmed = actions.confirm_subscription(token=token, now=just_before)
    with pytest.raises(Refused, match="no longer works"):
        actions.confirm_subscription(token=token, now=just_before)
    actions.unsubscribe(subscription_id=confirmed.pk, because="Asked", now=just_before)
    _ask(cast, now=just_before + timedelta(hours=1))  # pending again, but the old link stays dead
    assert queries.confirmable(token, now=just_before) is None
    response = Client().get(reverse("membership:confirm_subscription", args=[token]))
    assert response.status_code == 404
    assert "Ask for a new link" in response.content.decode()


@pytest.mark.parametrize("spoiled", ["", "1.x", "1-2-3.abc", "x" * 300])
@pytest.mark.django_db
def test_a_confirmation_that_was_not_made_here_is_nothing(cast: Cast, spoiled: str) -> None:
    assert queries.confirmable(spoiled, now=cast.now) is None


def test_the_letter_repeats_nothing_that_a_stranger_typed(cast: Cast) -> None:
    _ask(cast, name="Buy pills at pills.example today")
    (letter,) = _letters_to(CITIZEN)
    assert "pills" not in letter.text + letter.subject + letter.about
    assert letter.to == [CITIZEN]


def _answer(cast: Cast, standing: SubscriptionStatus | None) -> tuple[Any, ...]:
    """Return all that a stranger can see or measure when they ask for an address of this standing."""
    with transaction.atomic():
        if standing is not None:
            make_subscription(CITIZEN, now=cast.now - timedelta(days=30), status=standing)
        with CaptureQueriesContext(connection) as asked:
            response = Client().post(reverse("membership:subscribe"), WISH)
        letters = len(_letters_to(CITIZEN))
        transaction.set_rollback(True)
    kinds = Counter(query["sql"].split()[0] for query in asked.captured_queries)
    writes = kinds.pop("INSERT", 0) + kinds.pop("UPDATE", 0)
    return response.status_code, response["Location"], response.content, letters, writes, kinds


def test_the_page_never_tells_who_is_on_the_list(cast: Cast) -> None:
    """Status, address, words, and the number of questions to the database are alike for every standing."""
    _answer(cast, None)  # what is read once and kept is not counted
    for_a_stranger = _answer(cast, None)
    assert for_a_stranger[:2] == (302, reverse("membership:subscribe_asked"))
    assert for_a_stranger[3] == 1
    for standing in SubscriptionStatus:
        assert _answer(cast, standing) == for_a_stranger


def test_who_is_on_the_list_already_is_told_so_by_mail_only(cast: Cast) -> None:
    subscription = make_subscription(CITIZEN, now=cast.now - timedelta(days=9), topics=["openings"])
    _ask(cast)
    (letter,) = _letters_to(CITIZEN)
    assert path_in(letter.text) == reverse("membership:preferences", args=[queries.own_token(subscription)])
    subscription.refresh_from_db()
    assert (subscription.topics, subscription.status) == (["openings"], SubscriptionStatus.CONFIRMED)


def test_a_wish_that_is_not_complete_stands_beside_its_field(cast: Cast) -> None:
    client = Client()
    for sent, said in (
        ({"email": "nobody", "topics": ["calls"]}, "valid email"),
        ({"email": CITIZEN}, "at least one topic"),
        ({"email": CITIZEN, "topics": ["gossip"]}, "not one of the available choices"),
        (
            {"email": CITIZEN, "topics": ["calls"], "commodities": ["GOLD"]},
            "not one of the available choices",
        ),
        ({"email": CITIZEN, "topics": ["calls"], "name": "x" * 121}, "at most 120 characters"),
    ):
        response = client.post(reverse("membership:subscribe"), sent)
        assert response.status_code == 422
        assert said in response.content.decode()
    assert not Subscription.objects.exists()
    assert not Message.objects.exists()


def test_the_actions_hold_what_the_form_holds(cast: Cast) -> None:
    for more, field in (
        ({"email": "a\r\nBcc: b@example.org"}, "email"),
        ({"topics": []}, "topics"),
        ({"topics": ["gossip"]}, "topics"),
        ({"commodities": ["GOLD"]}, "commodities"),
    ):
        with pytest.raises(Refused) as refusal:
            _ask(cast, **more)
        assert refusal.value.field == field


def test_a_program_that_fills_in_everything_is_stopped_and_a_person_is_told_why(cast: Cast) -> None:
    response = Client().post(reverse("membership:subscribe"), WISH | {"website": "http://spam.example"})
    assert response.status_code == 422
    assert "Please empty this field" in response.content.decode()
    assert not Message.objects.exists()
    assert not Subscription.objects.exists()


def test_who_never_confirms_is_forgotten_after_a_week(cast: Cast) -> None:
    _ask(cast)
    earlier = make_subscription(now=cast.now, status=SubscriptionStatus.UNSUBSCRIBED)
    _ask(cast, email=earlier.email)
    week = cast.now + timedelta(days=7)
    assert actions.forget_unconfirmed(before=cast.now - timedelta(seconds=1), now=week) == 0
    assert actions.forget_unconfirmed(before=cast.now, now=week) == 2
    assert [each.status for each in Subscription.objects.all()] == [SubscriptionStatus.UNSUBSCRIBED]
    assert _letters_to(CITIZEN) == []  # what we wrote to the stranger is taken out of the outbox


def test_the_first_page_leads_to_the_list(cast: Cast) -> None:
    client = Client()
    page = client.get("/").content.decode()
    assert "Get bid notices" in page
    response = client.post(reverse("membership:subscribe"), {"email": CITIZEN, "topics": ["calls"]})
    assert response["Location"] == reverse("membership:subscribe_asked")
    assert Subscription.objects.get().email == CITIZEN
