"""Reading the distribution list: who may be written to, and what the county's staff see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Subscription, Suppression
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import PUBLIC
from commonlot.records.audit.queries import trail_of
from commonlot.records.audit.words import facts, what_was_done
from commonlot.records.notices.addresses import hashes_of
from commonlot.records.notices.bounces.queries import bounces_of
from commonlot.records.notices.models import Message


def is_suppressed(address: str) -> bool:
    """Say whether the owner of an address asked to be deleted: nobody but they may add it again."""
    return Suppression.objects.filter(address_hash__in=hashes_of(address)).exists()


DELETED = "Its owner asked to be deleted. Only they can subscribe again, on the public page."
LEFT = {
    SubscriptionStatus.UNSUBSCRIBED: "Asked not to be written to any more. Only they can come back.",
    SubscriptionStatus.BOUNCED: "Mail to this address came back. Only they can come back.",
}


def why_not_add(address: str, *, from_file: bool = False) -> str | None:
    """Return why somebody else may not put an address on the list (staff, a file), or None."""
    reason = why_not_bring_back(address)
    if reason is not None:
        return reason if from_file or reason == DELETED else None
    if Subscription.objects.at(address).filter(status=SubscriptionStatus.CONFIRMED).exists():
        return "This address is on the list already."
    return None


def why_not_bring_back(address: str) -> str | None:
    """Return how an address left the list, so that no old file brings it back, or None."""
    if is_suppressed(address):
        return DELETED
    status = Subscription.objects.at(address).values_list("status", flat=True).first()
    return LEFT.get(SubscriptionStatus(status)) if status else None


def suppressed_hashes() -> set[str]:
    """Return the marks of all addresses whose owners asked to be deleted, to look many up at once."""
    return set(Suppression.objects.values_list("address_hash", flat=True))


def why_not_write(address: str) -> str | None:
    """Return why list mail may not go to an address at this moment, or None."""
    subscription = Subscription.objects.at(address).first()
    if subscription is None:
        return "The address is not on the list any more."
    if subscription.is_reachable:
        return None
    if subscription.status == SubscriptionStatus.CONFIRMED:
        return "The list mail of this address is paused."
    return f"The subscription is {subscription.status}."


@dataclass(frozen=True)
class SubscriberFilter:
    """What a reader of the list asks for; what makes no sense is left out."""

    words: str = ""
    topic: str = ""
    kind: str = ""
    status: str = ""


def subscribers(asked: SubscriberFilter) -> QuerySet[Subscription]:
    """Return the subscriptions that match, by address."""
    found = Subscription.objects.select_related("agency__organisation").order_by("email")
    for word in asked.words.split()[:6]:
        found = found.filter(
            Q(email__icontains=word) | Q(name__icontains=word) | Q(agency__organisation__name__icontains=word)
        )
    if asked.topic in Subscription.Topic.values:
        found = found.filter(topics__contains=[asked.topic])
    if asked.kind in Agency.Kind.values:
        found = found.filter(agency__kind=asked.kind)
    if asked.kind == "none":
        found = found.filter(agency__isnull=True)
    if asked.status in set(SubscriptionStatus):
        found = found.filter(status=asked.status)
    return found


def count_by_topic() -> dict[str, int]:
    """Count for each topic the addresses that may be written to, in one question."""
    counts = Subscription.objects.reachable().aggregate(
        **{topic: Count("pk", filter=Q(topics__contains=[topic])) for topic in Subscription.Topic.values}
    )
    return {topic: counts[topic] for topic in Subscription.Topic.values}


def count_by_status() -> dict[str, int]:
    """Count the subscriptions in each state."""
    return dict(Subscription.objects.order_by("status").values_list("status").annotate(how_many=Count("pk")))


def names_of_commodities(codes: Iterable[str]) -> list[str]:
    """Return the names of commodities; a code that is no longer in the table stands for itself."""
    return [rules.COMMODITIES[code].name if code in rules.COMMODITIES else code for code in codes]


@dataclass(frozen=True)
class Happening:
    """One line of a subscription's history."""

    at: datetime
    title: str
    text: str = ""
    state: str = "done"


def mails_to(subscription: Subscription) -> QuerySet[Message]:
    """Return the mail to a subscriber, the newest first."""
    return Message.objects.filter(to__contains=[subscription.email]).defer("text", "html")


def history_of(subscription: Subscription, *, most: int = 60) -> list[Happening]:
    """Return what happened to a subscription, the newest first: acts, mails, and what came back."""
    acts = [
        Happening(
            entry.at,
            f"{'The reader' if entry.seat_id is None and entry.who == str(PUBLIC) else entry.who} "
            f"{what_was_done(entry.verb)}",
            ". ".join(f"{name}: {value}" for name, value in facts(entry.details)),
        )
        for entry in trail_of(subscription)[:most]
    ]
    mails = [
        Happening(
            mail.sent_at or mail.created_at, f"Mail: {mail.subject}", f"{mail.status}".replace("_", " ")
        )
        for mail in mails_to(subscription)[:most]
    ]
    back = [
        Happening(bounce.at, f"Came back ({bounce.kind}): {bounce.message.subject}", bounce.said)
        for bounce in bounces_of(subscription.email)[:most]
    ]
    return sorted([*acts, *mails, *back], key=lambda each: each.at, reverse=True)[:most]
