"""The county's staff see who is on the list, and act for people; nobody else sees an address."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Ask, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import PUBLIC, Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.actions import post
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription

ClientFor = Callable[[Seat | None], Client]
CLEO = "cleo@example.org"
WISH: dict[str, Any] = {"email": CLEO, "topics": ["calls"]}


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def _shown(client: Client, **asked: str) -> list[str]:
    page = client.get(reverse("membership:subscribers"), asked).context["page"]
    return [each.email for each in page.object_list]


def test_the_list_is_searched_and_filtered(cast: Cast, client_for: ClientFor) -> None:
    make_subscription("a@rye.example", name="Ann Fox", agency=cast.town, topics=["calls"], now=cast.now)
    make_subscription("b@pine.example", agency=cast.school_district, topics=["awards"], now=cast.now)
    make_subscription("c@else.example", topics=["awards"], status=SubscriptionStatus.BOUNCED, now=cast.now)
    client = client_for(cast.buyer)
    assert _shown(client) == ["a@rye.example", "b@pine.example", "c@else.example"]
    assert _shown(client, q="fox") == _shown(client, q="rye hill") == _shown(client, topic="calls")
    assert _shown(client, topic="awards") == ["b@pine.example", "c@else.example"]
    assert _shown(client, kind="school_district") == ["b@pine.example"]
    assert _shown(client, kind="none") == _shown(client, status="bounced") == ["c@else.example"]
    assert _shown(client, topic="awards", status="confirmed") == ["b@pine.example"]
    assert _shown(client, status="nonsense") == _shown(client)
    nothing = client.get(reverse("membership:subscribers"), {"q": "nobody"}).content.decode()
    assert "No address matches" in nothing


def test_the_counts_by_topic_are_of_those_who_may_be_written_to(cast: Cast) -> None:
    make_subscription(topics=["calls", "awards"], now=cast.now)
    make_subscription(topics=["calls"], now=cast.now)
    make_subscription(topics=["calls"], paused=True, now=cast.now)
    make_subscription(topics=["calls"], status=SubscriptionStatus.PENDING, now=cast.now)
    assert queries.count_by_topic() == {
        "calls": 2, "commodities": 0, "openings": 0, "awards": 1, "shared_services": 0,
    }  # fmt: skip


def test_a_long_list_is_paged_with_few_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    for _ in range(130):
        make_subscription(agency=cast.town, now=cast.now)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(9):
        page = client.get(reverse("membership:subscribers"))
    assert "1 to 100 of 130 addresses" in page.content.decode()


def test_a_copy_of_the_list_is_taken_as_csv_and_the_trail_keeps_by_whom(
    cast: Cast, client_for: ClientFor
) -> None:
    make_subscription("a@rye.example", name="=cmd()", agency=cast.town, topics=["calls"], now=cast.now)
    make_subscription("b@pine.example", topics=["awards"], now=cast.now)
    client = client_for(cast.buyer)
    response = client.post(reverse("membership:download_subscribers"), {"topic": "calls"})
    assert response["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(StringIO(response.content.decode("utf-8-sig")))
    assert (row["Address"], row["Agency number"], row["State"]) == ("a@rye.example", "T-022", "confirmed")
    assert not row["Name"].startswith("=")
    entry = trail_of(cast.county).first()
    assert entry is not None
    assert (entry.verb, entry.who) == ("membership.list_taken", "Priya Raman")
    assert entry.details == {"addresses": 1, "filter": "calls"}


def test_staff_add_by_phone_and_the_owner_still_confirms(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.buyer)
    page = client.post(reverse("membership:add_subscriber"), WISH, follow=True).content.decode()
    assert "its owner confirms" in page
    subscription = Subscription.objects.get()
    assert (subscription.status, subscription.source) == (SubscriptionStatus.PENDING, "Staff, on request")
    assert Message.objects.get().to == [CLEO]
    soon = client.post(reverse("membership:add_subscriber"), WISH)
    assert soon.status_code == 422
    assert (
        "Try again in 16 minutes" in soon.content.decode()
        or "Try again in 15 minutes" in soon.content.decode()
    )


def test_a_dated_written_request_puts_an_address_on_the_list_at_once(cast: Cast) -> None:
    facts = {**WISH, "actor": cast.buyer, "now": cast.now}
    letter = {"written_on": date(2026, 11, 20), "written_how": "Letter of the clerk, file 26-14"}
    for lacking, field in (
        ({"written_on": None}, "written_on"),
        ({"written_how": " "}, "written_how"),
        ({"written_on": date(2026, 11, 24)}, "written_on"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.add_subscriber(**facts, **letter | lacking)  # type: ignore[arg-type]
        assert refusal.value.field == field
    subscription = actions.add_subscriber(**facts, **letter)  # type: ignore[arg-type]
    assert subscription.status == SubscriptionStatus.CONFIRMED
    assert subscription.source == "Written request of 2026-11-20: Letter of the clerk, file 26-14"
    (told,) = Message.objects.all()
    assert "November 20, 2026" in told.text
    assert told.headers == queries.list_headers(subscription)
    with pytest.raises(Refused, match="on the list already"):
        actions.add_subscriber(**facts, **letter)  # type: ignore[arg-type]


def test_only_the_countys_staff_keep_the_list(cast: Cast) -> None:
    subscription = make_subscription(now=cast.now, status=SubscriptionStatus.PENDING)
    acts: list[Callable[[Any], object]] = [
        lambda who: actions.add_subscriber(**WISH, actor=who, now=cast.now),
        lambda who: actions.end_subscription(
            subscription_id=subscription.pk, because="Asked", actor=who, now=cast.now
        ),
        lambda who: actions.send_confirmation_again(subscription_id=subscription.pk, actor=who, now=cast.now),
        lambda who: actions.note_list_taken(agency=cast.county, rows=1, asked="", actor=who, now=cast.now),
    ]
    for outsider in (cast.approver, cast.requester, cast.vendor, PUBLIC):
        for act in acts:
            with pytest.raises(Refused, match="purchasing staff"):
                act(outsider)
    for act in reversed(acts):
        act(cast.buyer)


def test_the_confirmation_is_sent_again_but_not_in_a_hurry(cast: Cast) -> None:
    asked = actions.ask_to_subscribe(**WISH, now=cast.now)
    assert asked is not None

    def again(minutes: int) -> Subscription:
        later = cast.now + timedelta(minutes=minutes)
        return actions.send_confirmation_again(subscription_id=asked.pk, actor=cast.buyer, now=later)

    with pytest.raises(Refused, match="Try again in 6 minutes"):
        again(10)
    again(20)
    assert Message.objects.filter(to=[CLEO]).count() == 2
    assert Ask.objects.filter(written=True).count() == 2
    Subscription.objects.update(status="confirmed", confirmed_at=cast.now)
    with pytest.raises(Refused, match="has not confirmed"):
        again(60)


def test_staff_end_it_with_a_reason_that_the_history_keeps(cast: Cast, client_for: ClientFor) -> None:
    subscription = make_subscription(CLEO, now=cast.now)
    client, url = client_for(cast.buyer), reverse("membership:end_subscription", args=[subscription.pk])
    assert client.post(url).status_code == 422
    page = client.post(url, {"because": "Asked by phone"}, follow=True).content.decode()
    assert "off the list" in page
    assert "Asked by phone" in page
    subscription.refresh_from_db()
    assert subscription.status == SubscriptionStatus.UNSUBSCRIBED
    assert "Take it off the list" not in page


def test_one_page_tells_all_that_happened_to_an_address(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    asked = actions.ask_to_subscribe(**WISH, now=cast.now)
    assert asked is not None
    token = queries.confirmation_address(asked, now=cast.now).split("/")[-2]
    actions.confirm_subscription(token=token, now=cast.now)
    for number in range(20):
        post(to=[CLEO], subject=f"News {number}", text="x", cause="test", now=cast.now)
    actions.unsubscribe(subscription_id=asked.pk, because="One click in a mail", now=cast.now)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("membership:subscriber", args=[asked.pk])).content.decode()
    for said in ("asked for bid notices", "confirmed from the mail", "Mail: News 19", "One click in a mail"):
        assert said in page
