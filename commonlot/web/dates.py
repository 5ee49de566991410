"""The public calendar: every coming date that someone may have to keep, in order."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from commonlot.process.contracts.models import Contract
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import states
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import PUBLIC
from commonlot.web.menu import find_url_of

MOST = 200


@dataclass(frozen=True)
class ComingDate:
    """One date: when, what, about what, and where to read more."""

    at: datetime
    what: str
    about: str
    note: str = ""
    url: str = ""
    whole_day: bool = False


def coming(*, now: datetime, most: int = MOST) -> list[ComingDate]:
    """Return the dates that lie ahead, soonest first."""
    found = [*_of_pools(now), *_of_solicitations(now), *_of_contracts(now)]
    return sorted(found, key=lambda each: (each.at, each.what, each.about))[:most]


def _of_pools(now: datetime) -> list[ComingDate]:
    pools = Pool.objects.filter(status__in=[PoolStatus.PLANNED, PoolStatus.COLLECTING], needs_due_at__gt=now)
    return [
        ComingDate(
            pool.needs_due_at,
            "Last day to state needs" if pool.status == PoolStatus.COLLECTING else "Needs will be due",
            pool.title,
            f"Pool {pool.number}",
        )
        for pool in pools.order_by("needs_due_at")[:MOST]
    ]


def _of_solicitations(now: datetime) -> list[ComingDate]:
    found: list[ComingDate] = []
    public = Solicitation.objects.visible_to(PUBLIC).filter(
        status=states.Status.PUBLISHED, bids_due_at__gt=now
    )
    for each in public.order_by("bids_due_at")[:MOST]:
        url = find_url_of("solicitation:detail", each.pk)
        if each.questions_due_at and each.questions_due_at > now:
            found.append(ComingDate(each.questions_due_at, "Questions close", each.title, each.number, url))
        if each.bids_due_at:
            where = (
                f"Opened in public: {each.opening_place}"
                if each.opening_place
                else "Opened in public the same day"
            )
            found.append(ComingDate(each.bids_due_at, "Bids due", each.title, f"{each.number}. {where}", url))
    return found


def _of_contracts(now: datetime) -> list[ComingDate]:
    running = Contract.objects.visible_to(PUBLIC).filter(
        status__in=[ContractStatus.ACTIVE, ContractStatus.EXTENDED],
        ends_on__gt=timezone.localtime(now).date(),
    )
    return [
        ComingDate(
            _start_of(each.ends_on),
            "Contract no longer takes orders",
            each.title,
            f"Contract {each.number}, {each.vendor}",
            find_url_of("contracts:detail", each.pk),
            whole_day=True,
        )
        for each in running.select_related("vendor__organisation").order_by("ends_on")[:MOST]
    ]


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
