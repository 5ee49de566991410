"""Valid rows of the distribution list."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from commonlot.process.membership.models import Agency, Subscription
from commonlot.process.membership.states import SubscriptionStatus

_running = count(1)
ALL_TOPICS = tuple(Subscription.Topic.values)


def make_subscription(
    email: str = "",
    *,
    now: datetime,
    status: SubscriptionStatus = SubscriptionStatus.CONFIRMED,
    topics: Sequence[str] = ALL_TOPICS,
    commodities: Sequence[str] = (),
    agency: Agency | None = None,
    name: str = "",
    paused: bool = False,
) -> Subscription:
    """Make a subscription in a state, with the moments that the state calls for."""
    was_on = status != SubscriptionStatus.PENDING
    has_ended = status in (SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED)
    return Subscription.objects.create(
        email=email or f"reader-{next(_running)}@example.org",
        name=name,
        agency=agency,
        topics=list(topics),
        commodities=list(commodities),
        status=status,
        created_at=now,
        asked_at=now,
        confirmed_at=now if was_on else None,
        ended_at=now if has_ended else None,
        paused_at=now if paused else None,
        source="The public page",
    )
