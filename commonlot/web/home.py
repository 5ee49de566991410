"""What the home page shows: read from the stages, shown to anyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from commonlot.kernel.quantity import find_unit
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.pooling.models import PooledLine
from commonlot.process.pooling.models import Share as PooledShare
from commonlot.process.requirements.models import Pool
from commonlot.process.savings.models import LedgerEntry
from commonlot.process.solicitation import states
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import PUBLIC
from commonlot.web.drawings import Share

SAMPLE_OF_AGENCIES = 5


@dataclass(frozen=True)
class PooledExample:
    """One pooled line that the public may see, with each agency's share."""

    name: str
    unit: str
    total: Decimal
    shares: list[Share]
    solicitation: Solicitation | None


@dataclass(frozen=True)
class Saved:
    """What the cash ledger holds: the sum, and how many contracts lost money."""

    total: Decimal
    losses: int
    contracts: int


def open_solicitations(*, now: datetime) -> QuerySet[Solicitation]:
    """Return what is open for bids, the next deadline first, with its number of lines and agencies."""
    agency = "lines__pooled_line__shares__line__participation__agency"
    return (
        Solicitation.objects.visible_to(PUBLIC)
        .filter(status=states.Status.PUBLISHED, bids_due_at__gt=now)
        .annotate(line_count=Count("lines", distinct=True), agency_count=Count(agency, distinct=True))
        .order_by("bids_due_at", "pk")
    )


def coming_pools(*, now: datetime) -> QuerySet[Pool]:
    """Return the pools that still take needs, the next deadline first."""
    return Pool.objects.open_for_needs(now=now).order_by("needs_due_at", "pk")


def unit_words(code: str) -> str:
    """Return the plural of a unit for reading, or the code where the table does not know it."""
    unit = find_unit(code) if code else None
    return unit.plural if unit else code


def pooled_example() -> PooledExample | None:
    """Return the published pooled line that the most agencies share."""
    public = Q(bid_lines__solicitation__in=Solicitation.objects.visible_to(PUBLIC))
    line = (
        PooledLine.objects.filter(public)
        .annotate(agencies=Count("shares__line__participation__agency", distinct=True))
        .order_by("-agencies", "-total", "pk")
        .first()
    )
    if line is None:
        return None
    agency = "line__participation__agency"
    rows = (
        PooledShare.objects.filter(pooled_line=line)
        .order_by()
        .values(f"{agency}__organisation__name", f"{agency}__number")
        .annotate(amount=Sum("base_quantity"))
    )
    shares = [Share(row[f"{agency}__organisation__name"], row["amount"]) for row in rows]
    shares.sort(key=lambda share: (-share.amount, share.name))
    shown = Solicitation.objects.visible_to(PUBLIC).filter(lines__pooled_line=line).order_by("pk").first()
    return PooledExample(line.name, unit_words(line.base_unit), line.total, shares, shown)


def saved() -> Saved | None:
    """Return what the cash ledger adds up to, losses counted; None while nothing was delivered."""
    cash = LedgerEntry.objects.filter(ledger=LedgerEntry.Ledger.CASH)
    by_contract = list(cash.order_by().values("price_line__contract").annotate(saved=Sum("saved")))
    if not by_contract:
        return None
    amounts = [row["saved"] for row in by_contract]
    return Saved(sum(amounts, Decimal(0)), sum(1 for amount in amounts if amount < 0), len(amounts))


def taking_part(*, now: datetime) -> QuerySet[Agency]:
    """Return the agencies whose agreement is in force today."""
    today = timezone.localtime(now).date()
    return Agency.objects.filter(agreements__in=Agreement.objects.in_force(on=today)).distinct()


def directory_sample(agencies: Iterable[Agency]) -> list[Agency]:
    """Return a few agencies, names that occur twice first: they show why each has a number."""
    listed = sorted(agencies, key=lambda agency: (_place(agency), agency.number))
    places = [_place(agency) for agency in listed]
    repeated = [agency for agency, place in zip(listed, places, strict=True) if places.count(place) > 1]
    rest = [agency for agency in listed if agency not in repeated]
    return (repeated + rest)[:SAMPLE_OF_AGENCIES]


def _place(agency: Agency) -> str:
    name = agency.organisation.name
    return name.partition(" of ")[2] or name
