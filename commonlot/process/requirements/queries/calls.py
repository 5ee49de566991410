"""What membership may ask about pools when it writes to agencies: whom they invite, and where each one answers."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from commonlot.process.membership.models import Agency
from commonlot.process.requirements.access import local
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus

POOL = "requirements.pool"
NOT_ANSWERED = "not_answered"
PARTS = {NOT_ANSWERED: "Has not answered"}
GONE = (ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN)
OPEN = (ParticipationStatus.INVITED, ParticipationStatus.JOINED)
TOOK_PART = (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED)


def took_part_before(now: datetime) -> Iterable[int]:
    """Return the agencies that stated needs in any pool."""
    parts = Participation.objects.filter(status__in=TOOK_PART, nothing_needed=False)
    return Agency.objects.filter(participations__in=parts).distinct().values_list("pk", flat=True)


def has_not_answered(now: datetime) -> Iterable[int]:
    """Return the agencies that owe an answer to a pool that is open."""
    parts = Participation.objects.filter(pool__in=Pool.objects.open_for_needs(now=now), status__in=OPEN)
    return Agency.objects.filter(participations__in=parts).distinct().values_list("pk", flat=True)


def title_of_pool(pool_id: int) -> str:
    """Return how staff know a pool."""
    return str(Pool.objects.filter(pk=pool_id).first() or "A pool that is gone")


def page_of_pool(pool_id: int) -> str:
    """Return the pool's page."""
    return reverse("requirements:pool", args=[pool_id])


def invited_to(pool_id: int, part: str) -> Iterable[int]:
    """Return the agencies that a pool invites and that did not decline; or of them those that owe an answer."""
    parts = Participation.objects.filter(pool=pool_id).exclude(status__in=GONE)
    if part == NOT_ANSWERED:
        parts = parts.filter(status__in=OPEN)
    return parts.order_by().values_list("agency", flat=True)


def survey_of(pool_id: int, agency_id: int) -> str:
    """Return the page on which an agency states its needs."""
    part = Participation.objects.filter(pool=pool_id, agency=agency_id).first()
    return part.get_absolute_url() if part else ""


def why_over(pool_id: int, agency_id: int, now: datetime) -> str:
    """Return why a pool takes no needs of an agency any more, or nothing."""
    pool = Pool.objects.filter(pk=pool_id).first()
    if pool is None or pool.status == PoolStatus.CANCELLED:
        return "The county called this pool off."
    if pool.status != PoolStatus.COLLECTING or pool.needs_due_at <= now:
        return f"Needs for {pool.title} could be stated until {local(pool.needs_due_at)}."
    return ""
