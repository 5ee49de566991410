"""The life of a subscription to the distribution list."""

from enum import StrEnum


class SubscriptionStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


SUBSCRIPTION_MOVES: dict[SubscriptionStatus, frozenset[SubscriptionStatus]] = {
    SubscriptionStatus.PENDING: frozenset(
        {SubscriptionStatus.CONFIRMED, SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED}
    ),
    SubscriptionStatus.CONFIRMED: frozenset({SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED}),
    SubscriptionStatus.UNSUBSCRIBED: frozenset({SubscriptionStatus.PENDING}),
    SubscriptionStatus.BOUNCED: frozenset({SubscriptionStatus.PENDING}),
}
