"""Reminding agencies that have not answered: by itself once for each mark, and by hand."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership.rules import due_mark
from commonlot.process.requirements import access, queries
from commonlot.process.requirements.actions import mail
from commonlot.process.requirements.actions.pools import lock_pool
from commonlot.process.requirements.models import NeedsReminder, Participation, Pool
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

NOT_AGAIN_FOR = timedelta(hours=24)


@transaction.atomic
def remind_before_deadlines(*, now: datetime) -> int:
    """Send the reminders that are due today: to each agency once for each mark, and never two at once."""
    marks = tuple(settings.COMMONLOT_NEEDS_REMINDERS)
    pools = Pool.objects.open_for_needs(now=now).select_for_update().order_by("pk")
    return sum(_remind_of(pool, marks, now) for pool in pools)


def _remind_of(pool: Pool, marks: Iterable[int], now: datetime) -> int:
    due_on = timezone.localdate(pool.needs_due_at)
    mark = due_mark((due_on - timezone.localdate(now)).days, marks)
    if mark is None:
        return 0
    silent = queries.not_answered(pool).exclude(reminders__due_at=pool.needs_due_at, reminders__days=mark)
    # who was told later than the mark has not had the time to forget
    parts = [part for part in silent if _told_on(part, pool) <= due_on - timedelta(days=mark)]
    NeedsReminder.objects.bulk_create(
        NeedsReminder(participation=part, due_at=pool.needs_due_at, days=mark, sent_at=now) for part in parts
    )
    if parts:
        _write(pool, parts, now)
        record(at=now, actor=None, verb="requirements.agencies_reminded", subject=pool, agencies=len(parts),
               days_before=mark)  # fmt: skip
    return len(parts)


def _told_on(part: Participation, pool: Pool) -> date:
    return timezone.localdate(max(part.invited_at, pool.opened_at or part.invited_at))


@transaction.atomic
def remind_agencies(*, pool_id: int, actor: AnySeat, now: datetime) -> int:
    """Remind by hand every agency that has not answered and was not reminded within a day."""
    pool = lock_pool(pool_id)
    access.remind_agencies.require(actor, pool, now=now)
    silent = list(queries.not_answered(pool))
    if not silent:
        raise Refused("Every invited agency has answered.")
    since = NeedsReminder.objects.filter(participation__pool=pool, sent_at__gt=now - NOT_AGAIN_FOR)
    lately = set(since.values_list("participation", flat=True))
    parts = [part for part in silent if part.pk not in lately]
    if not parts:
        raise Refused("Every agency that has not answered was reminded within the last day.")
    seat = access.seated(actor)
    NeedsReminder.objects.bulk_create(
        NeedsReminder(participation=part, due_at=pool.needs_due_at, sent_by=seat, sent_at=now)
        for part in parts
    )
    _write(pool, parts, now)
    record(at=now, actor=actor, verb="requirements.agencies_reminded", subject=pool, agencies=len(parts))
    return len(parts)


def _write(pool: Pool, parts: Iterable[Participation], now: datetime) -> None:
    mail.tell_agencies(pool, mail.REMINDER, now=now, only={part.agency_id for part in parts})
