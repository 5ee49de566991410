"""What the county's staff do for people on the distribution list: add on request, write again, end, take away."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules
from commonlot.process.membership.actions import list_letters
from commonlot.process.membership.actions.asks import count_ask, wait_for_letter
from commonlot.process.membership.actions.subscriptions import (
    Wish,
    ask_to_subscribe,
    checked_wish,
    confirm,
    unsubscribe,
)
from commonlot.process.membership.models import Agency, Ask, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

ON_REQUEST, FROM_FILE = "Staff, on request", "A file of the staff"


@transaction.atomic
def add_subscriber(
    *,
    email: str,
    topics: Collection[str],
    actor: AnySeat,
    now: datetime,
    commodities: Collection[str] = (),
    agency_id: int | None = None,
    name: str = "",
    written_on: date | None = None,
    written_how: str = "",
    from_file: bool = False,
) -> Subscription:
    """Add an address on request: its owner confirms by mail, unless a dated written request is stated.

    from_file: one row of many. An old file brings nobody back who left, and keeps nobody waiting on the public page.
    """
    access.keep_list.require(actor, now=now)
    wish = checked_wish(email=email, topics=topics, commodities=commodities, agency_id=agency_id, name=name)
    if reason := queries.why_not_add(wish.email, from_file=from_file):
        raise Refused(reason, field="email")
    if written_on is not None or written_how.strip():
        return _add_by_letter(wish, written_on, rules.one_line(written_how), actor=actor, now=now)
    _refuse_to_hurry(wish.email, now=now)
    asked = ask_to_subscribe(
        email=wish.email, topics=wish.topics, commodities=wish.commodities, agency_id=agency_id,
        name=wish.name, actor=actor, source=FROM_FILE if from_file else ON_REQUEST, alone=not from_file, now=now,
    )  # fmt: skip
    if asked is None:
        raise Refused("This address was written to a moment ago.", field="email")
    return asked


@transaction.atomic
def send_confirmation_again(*, subscription_id: int, actor: AnySeat, now: datetime) -> Subscription:
    """Write once more to an address that has not confirmed."""
    access.keep_list.require(actor, now=now)
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)
    if subscription.status != SubscriptionStatus.PENDING:
        raise Refused("Only an address that has not confirmed is asked again.")
    _refuse_to_hurry(subscription.email, now=now)
    count_ask(Ask.Door.LIST, email=subscription.email, network="", now=now)
    subscription.asked_at = now
    subscription.save(update_fields=["asked_at"])
    record(at=now, actor=actor, verb="membership.confirmation_sent_again", subject=subscription)
    list_letters.write_after_ask(subscription, now=now)
    return subscription


@transaction.atomic
def end_subscription(*, subscription_id: int, because: str, actor: AnySeat, now: datetime) -> Subscription:
    """Take an address off the list for its owner, and say why."""
    access.keep_list.require(actor, now=now)
    reason = rules.one_line(because, longest=200)
    if not reason:
        raise Refused("Say why it ends: the history keeps it.", field="because")
    return unsubscribe(subscription_id=subscription_id, because=reason, actor=actor, now=now)


@transaction.atomic
def note_list_taken(*, agency: Agency, rows: int, asked: str, actor: AnySeat, now: datetime) -> None:
    """Write down that somebody took a copy of the list away."""
    access.keep_list.require(actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="membership.list_taken",
        subject=agency,
        addresses=rows,
        filter=asked or "all",
    )


def _add_by_letter(
    wish: Wish, written_on: date | None, written_how: str, *, actor: AnySeat, now: datetime
) -> Subscription:
    if written_on is None or written_on > timezone.localdate(now):
        raise Refused("Give the day of the written request; it cannot lie ahead.", field="written_on")
    if not written_how:
        raise Refused("Say what the request is and where it is kept.", field="written_how")
    subscription = Subscription.objects.at(wish.email).select_for_update(of=("self",)).first()
    if subscription is None:
        subscription = Subscription(email=wish.email, created_at=now)
    subscription.status, subscription.asked_at = SubscriptionStatus.PENDING, now
    subscription.source = f"Written request of {written_on:%Y-%m-%d}: {written_how}"[:200]
    wish.put_on(subscription)
    subscription.save()
    confirm(subscription, now=now)
    record(
        at=now, actor=actor, verb="membership.subscriber_added", subject=subscription,
        written_on=written_on.isoformat(), request=written_how,
    )  # fmt: skip
    list_letters.write_welcome(subscription, written_on=written_on, now=now)
    return subscription


def _refuse_to_hurry(email: str, *, now: datetime) -> None:
    wait = wait_for_letter(Ask.Door.LIST, email, now=now)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        when = "tomorrow" if minutes >= 24 * 60 else f"in {minutes} minutes"
        raise Refused(f"This address was written to a moment ago. Try again {when}.", field="email")
