"""Saying which group a buyer has open, so that two buyers do not take the same one."""

from datetime import datetime, timedelta

from django.db import transaction

from commonlot.process.pooling import access
from commonlot.process.pooling.models import Looking, Match
from commonlot.records.access.models import AnySeat

SAID_AGAIN_AFTER = timedelta(seconds=30)


@transaction.atomic
def look_at_group(*, match: Match, actor: AnySeat, now: datetime) -> None:
    """Note that a buyer who may decide has a group open; it is a courtesy, so nothing is recorded."""
    if actor.pk is None or not access.decide.allows(actor, match.pool, now=now):
        return
    fresh = Looking.objects.filter(seat=actor.pk, match=match, seen_at__gt=now - SAID_AGAIN_AFTER)
    if fresh.exists():
        return
    Looking.objects.bulk_create(
        [Looking(pool_id=match.pool_id, seat_id=actor.pk, match=match, seen_at=now)],
        update_conflicts=True, unique_fields=["pool", "seat"], update_fields=["match", "seen_at"],
    )  # fmt: skip
