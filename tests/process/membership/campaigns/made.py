"""Campaigns as a buyer makes them, for the tests."""

from datetime import datetime
from typing import Any

from commonlot.process.membership import actions, queries
from commonlot.process.membership.actions import Words
from commonlot.process.membership.models import Campaign, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.states import ParticipationStatus
from tests.cast import Cast
from tests.factories import requirements as needs

BODY = "Hello {name},\n\nthe **shared** yard opens. See https://county.example/yard for:\n\n- hours\n- prices"


def words(**changes: Any) -> Words:
    """Return what a buyer writes to the list, unless told otherwise."""
    return Words(**{"subject": "The shared yard opens", "body": BODY, "audience": "list", **changes})


def campaign(cast: Cast, **changes: Any) -> Campaign:
    """Write a draft as the buyer."""
    return actions.write_campaign(words=words(**changes), actor=cast.buyer, now=cast.now)


def subscriber(
    email: str, now: datetime, *, status: str = SubscriptionStatus.CONFIRMED, **more: Any
) -> Subscription:
    """Put an address on the list."""
    ended = status in {SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED}
    facts = {
        "topics": ["openings"],
        "created_at": now,
        "confirmed_at": now,
        "ended_at": now if ended else None,
    }
    return Subscription.objects.create(**{"email": email, "status": status, **facts, **more})


def call(cast: Cast) -> Campaign:
    """Begin a call to the town and the school district, both invited to the pool of road salt."""
    pool = needs.pool(cast.buyer, cast.now)
    needs.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    needs.part(pool, cast.school_district, cast.now, status=ParticipationStatus.INVITED)
    return requirements.write_to_invited(pool_id=pool.pk, actor=cast.buyer, now=cast.now)


def send(campaign: Campaign, cast: Cast) -> None:
    """Start a campaign with as many readers as it has."""
    readers = queries.readers_of(queries.segment_of(campaign), now=cast.now).chosen
    actions.send_campaign(campaign_id=campaign.pk, expected=len(readers), actor=cast.buyer, now=cast.now)
