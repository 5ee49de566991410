"""Ending the review: every need is in one pooled line, or openly left out."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.actions.register import register_needs
from commonlot.process.pooling.queries import pooled_lines, unfinished
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def freeze(*, pool_id: int, actor: Seat, now: datetime) -> Pool:
    """Freeze a pool once every group is decided and no question of a confirmed group is open."""
    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    reason = rules.why_not_freeze(unfinished(pool))
    if reason is not None:
        raise Refused(reason)
    lines = pooled_lines(pool).count()
    if not lines:
        raise Refused("There is no pooled line yet, so there is nothing to bid.")

    register_needs(pool, now=now)
    record(at=now, actor=actor, verb="pooling.pool_closed_for_review", subject=pool, pooled_lines=lines)
    requirements.freeze_pool(pool_id=pool.pk, actor=actor, now=now)
    pool.refresh_from_db()
    return pool
