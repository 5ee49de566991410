"""The life of a subscription: asked for, confirmed by the owner of the address, changed, paused, ended."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import queries, rules
from commonlot.process.membership.actions import list_letters
from commonlot.process.membership.actions.asks import count_ask
from commonlot.process.membership.models import Ask, Subscription, Suppression
from commonlot.process.membership.states import SUBSCRIPTION_MOVES, SubscriptionStatus
from commonlot.records.access.models import PUBLIC, AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.notices.addresses import hash_of, hashes_of
from commonlot.records.notices.redaction import redact_mail_to
from commonlot.records.notices.rules import why_not_address

TOPICS = list(Subscription.Topic.values)
PUBLIC_PAGE = "The public page"
WISHED = ("topics", "commodities", "agency_id", "name")


@dataclass(frozen=True)
class Wish:
    """A wish as it is kept: checked, in order, harmless."""

    email: str
    topics: list[str]
    commodities: list[str]
    agency_id: int | None
    name: str

    def put_on(self, subscription: Subscription) -> None:
        """Write the wish on a row that is there already."""
        for field in WISHED:
            setattr(subscription, field, getattr(self, field))


@transaction.atomic
def ask_to_subscribe(
    *,
    email: str,
    topics: Collection[str],
    now: datetime,
    commodities: Collection[str] = (),
    agency_id: int | None = None,
    name: str = "",
    network: str = "",
    actor: AnySeat = PUBLIC,
    source: str = PUBLIC_PAGE,
    alone: bool = True,
) -> Subscription | None:
    """Keep a wish and write to the address; who asks learns nothing about who is on the list."""
    wish = checked_wish(email=email, topics=topics, commodities=commodities, agency_id=agency_id, name=name)
    ask = count_ask(Ask.Door.LIST, email=wish.email, network=network, now=now, alone=alone)
    if not ask.written:
        return None
    subscription = _keep_wish(wish, source=source, now=now)
    record(at=now, actor=actor, verb="membership.subscription_asked", subject=subscription)
    list_letters.write_after_ask(subscription, now=now)
    return subscription


@transaction.atomic
def confirm_subscription(*, token: str, now: datetime) -> Subscription:
    """Put an address on the list because its owner followed the link sent to it; each link works once."""
    known = queries.confirmable(token, now=now)
    if known is None:
        raise Refused("This link no longer works.")
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if queries.confirmable(token, now=now) is None:  # somebody was faster
        raise Refused("This link no longer works.")
    confirm(subscription, now=now)
    record(at=now, actor=PUBLIC, verb="membership.subscription_confirmed", subject=subscription)
    return subscription


@transaction.atomic
def change_preferences(
    *,
    subscription_id: int,
    topics: Collection[str],
    now: datetime,
    commodities: Collection[str] = (),
    agency_id: int | None = None,
    name: str = "",
    paused: bool = False,
) -> Subscription:
    """Change what the owner of an address hears of, or pause it; only while it is on the list."""
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)
    if subscription.status != SubscriptionStatus.CONFIRMED:
        raise Refused("This address is not on the list. Ask for it again first.")
    wish = checked_wish(
        email=subscription.email, topics=topics, commodities=commodities, agency_id=agency_id, name=name
    )
    wish.put_on(subscription)
    subscription.paused_at = (subscription.paused_at or now) if paused else None
    subscription.save(update_fields=[*WISHED, "paused_at"])
    record(
        at=now, actor=PUBLIC, verb="membership.subscription_changed", subject=subscription,
        topics=subscription.topics, paused=paused,
    )  # fmt: skip
    return subscription


@transaction.atomic
def unsubscribe(
    *, subscription_id: int, because: str, now: datetime, actor: AnySeat | None = PUBLIC
) -> Subscription:
    """End a subscription for good; ending it twice is one end."""
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)
    return end(subscription, SubscriptionStatus.UNSUBSCRIBED, because, actor=actor, now=now)


@transaction.atomic
def forget_subscription(*, subscription_id: int, now: datetime) -> None:
    """Delete all that is known of an address, but for a mark by which no import can add it again."""
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)
    Suppression.objects.get_or_create(address_hash=hash_of(subscription.email), defaults={"since": now})
    record(at=now, actor=PUBLIC, verb="membership.subscription_deleted", subject=subscription)
    redact_mail_to(address=subscription.email, causes=list_letters.CAUSES)
    subscription.delete()


@transaction.atomic
def forget_unconfirmed(*, before: datetime, now: datetime) -> int:
    """Forget the addresses whose owner never confirmed; one that was on the list earlier is ended again."""
    waiting = Subscription.objects.select_for_update(of=("self",)).filter(
        status=SubscriptionStatus.PENDING, asked_at__lte=before
    )
    for subscription in waiting:
        if subscription.confirmed_at or subscription.ended_at:
            end(subscription, SubscriptionStatus.UNSUBSCRIBED, "Not confirmed again", actor=None, now=now)
        else:
            record(at=now, actor=None, verb="membership.subscription_not_confirmed", subject=subscription)
            redact_mail_to(address=subscription.email, causes=list_letters.CAUSES)
            subscription.delete()
    return len(waiting)


# --- what the acts above and those of the staff share --------------------------------------------------------
def checked_wish(
    *, email: str, topics: Collection[str], commodities: Collection[str], agency_id: int | None, name: str
) -> Wish:
    """Return a wish as it is kept, or refuse it beside the field at fault."""
    address = email.strip().lower()
    if fault := why_not_address(address):
        raise Refused(fault, field="email")
    fault_of_wish = rules.why_not_wish(topics=topics, commodities=commodities, known_topics=TOPICS)
    if fault_of_wish is not None:
        raise Refused(fault_of_wish[1], field=fault_of_wish[0])
    return Wish(
        email=address,
        topics=rules.in_order(topics, TOPICS),
        commodities=rules.in_order(commodities, rules.COMMODITIES),
        agency_id=agency_id,
        name=rules.plain_name(name),
    )


def confirm(subscription: Subscription, *, now: datetime) -> None:
    """Move a locked subscription onto the list."""
    workflow.check_move(SUBSCRIPTION_MOVES, subscription.status, SubscriptionStatus.CONFIRMED)
    subscription.status, subscription.confirmed_at = SubscriptionStatus.CONFIRMED, now
    subscription.ended_at, subscription.ended_because, subscription.paused_at = None, "", None
    subscription.save(update_fields=["status", "confirmed_at", "ended_at", "ended_because", "paused_at"])
    Suppression.objects.filter(address_hash__in=hashes_of(subscription.email)).delete()


def end(
    subscription: Subscription,
    to: SubscriptionStatus,
    because: str,
    *,
    actor: AnySeat | None,
    now: datetime,
) -> Subscription:
    """Take a locked subscription off the list; one that is off it already stays as it is."""
    if subscription.status in (SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED):
        return subscription
    workflow.check_move(SUBSCRIPTION_MOVES, subscription.status, to)
    subscription.status, subscription.ended_at, subscription.ended_because = to, now, because[:200]
    subscription.save(update_fields=["status", "ended_at", "ended_because"])
    record(
        at=now, actor=actor, verb="membership.subscription_ended", subject=subscription,
        because=subscription.ended_because,
    )  # fmt: skip
    return subscription


def _keep_wish(wish: Wish, *, source: str, now: datetime) -> Subscription:
    """Make or renew the row of an address; one that is on the list keeps what it has."""
    known = Subscription.objects.at(wish.email).select_for_update(of=("self",)).first()
    if known is None:
        return Subscription.objects.create(**asdict(wish), source=source, created_at=now, asked_at=now)
    known.asked_at = now
    if known.status != SubscriptionStatus.CONFIRMED:
        if known.status != SubscriptionStatus.PENDING:
            workflow.check_move(SUBSCRIPTION_MOVES, known.status, SubscriptionStatus.PENDING)
            known.status = SubscriptionStatus.PENDING
        known.source = source
        wish.put_on(known)
    known.save()
    return known
