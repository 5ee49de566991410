"""What the screens of a solicitation read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from commonlot.kernel.quantity import find_unit
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.models import Entry
from commonlot.records.audit.queries import trail_of

MOST_SHARES_SHOWN = 400


@dataclass(frozen=True)
class Part:
    """One agency's part of a line, in the unit bid on."""

    agency: str
    quantity: Decimal


@dataclass
class LineRow:
    """A bid line as a page shows it."""

    line: BidLine
    unit: str
    parts: list[Part] = field(default_factory=list)

    @property
    def shares(self) -> list[tuple[str, Decimal]]:
        """The parts as the drawings take them."""
        return [(part.agency, part.quantity) for part in self.parts]

    @property
    def base_unit(self) -> str:
        """The unit in which agencies' needs were pooled."""
        return unit_words(self.line.pooled_line.base_unit) if self.line.pooled_line else ""

    @property
    def smallest(self) -> Decimal:
        return min(part.quantity for part in self.parts)

    @property
    def largest(self) -> Decimal:
        return max(part.quantity for part in self.parts)


def unit_words(unit: str, quantity: Decimal | None = None) -> str:
    """Write a unit's code as the word people use; a unit the table does not know stays as it was typed."""
    known = find_unit(unit)
    if known is None or known.code.casefold() != unit.casefold():
        return unit
    return known.name if quantity == 1 else known.plural


STATE_FILTERS: dict[str, str] = {
    "open": "Open for bids",
    "closed": "Closed, not opened yet",
    "opened": "Opened",
    "awarded": "Awarded",
    "ended": "Ended without award",
}
DESK_FILTERS: dict[str, str] = {"draft": "Being written"}


def in_state(state: str, *, now: datetime) -> Q:
    """Return the condition of one filter; the clock counts, even before the state was written down."""
    published = Q(status=Status.PUBLISHED)
    return {
        "draft": Q(status__in=[Status.DRAFT, Status.IN_REVIEW]),
        "open": published & Q(bids_due_at__gt=now),
        "closed": Q(status=Status.CLOSED) | (published & Q(bids_due_at__lte=now)),
        "opened": Q(status__in=[Status.OPENED, Status.EVALUATED]),
        "awarded": Q(status=Status.AWARDED),
        "ended": Q(status__in=[Status.REJECTED_ALL, Status.CANCELLED]),
    }.get(state, Q())


def find_solicitations(actor: AnySeat, *, state: str, text: str, now: datetime) -> QuerySet[Solicitation]:
    """Return the solicitations that this actor may know of, by state and words; those due soonest first."""
    found = Solicitation.objects.visible_to(actor).filter(in_state(state, now=now))
    for word in text.split()[:8]:
        found = found.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(description__icontains=word)
            | Q(pk__in=BidLine.objects.filter(description__icontains=word).values("solicitation"))
        )  # fmt: skip
    counted = found.annotate(line_count=Count("lines")).select_related("pool")
    return counted.order_by("bids_due_at" if state == "open" else "-bids_due_at", "-pk")


def count_states(actor: AnySeat, *, now: datetime) -> dict[str, int]:
    """Count the solicitations under each filter."""
    names = [*STATE_FILTERS, *(DESK_FILTERS if actor.is_county else {})]
    counts = {name: Count("pk", filter=in_state(name, now=now)) for name in names}
    return Solicitation.objects.visible_to(actor).aggregate(**counts)


def frozen_pools(actor: AnySeat) -> QuerySet[Pool]:
    """Return the pools from which a solicitation can be drafted now."""
    over = [Status.CANCELLED, Status.REJECTED_ALL]
    busy = Solicitation.objects.exclude(status__in=over).filter(pool__isnull=False).values("pool")
    return (
        Pool.objects.visible_to(actor)
        .filter(status__in=[PoolStatus.FROZEN, PoolStatus.OUT_TO_BID])
        .exclude(pk__in=busy)
        .annotate(line_count=Count("pooled_lines"))
    )


def lines_of(solicitation: Solicitation) -> QuerySet[BidLine]:
    """Return the lines with their lots, in the order of their numbers."""
    return solicitation.lines.select_related("lot", "pooled_line").order_by("number")


def rows_of(lines: Iterable[BidLine]) -> list[LineRow]:
    """Put each line beside its agencies' parts, in two queries for any number of lines."""
    rows = [LineRow(line, unit_words(line.unit, line.quantity)) for line in lines]
    parts: dict[int, list[Part]] = defaultdict(list)
    per_unit = {row.line.pooled_line_id: row.line.base_per_unit for row in rows if row.line.pooled_line_id}
    shares = (
        Share.objects.filter(pooled_line__in=per_unit.keys())
        .values("pooled_line_id", "line__participation__agency__organisation__name")
        .annotate(total=Sum("base_quantity"))
        .order_by("pooled_line_id", "-total", "line__participation__agency__organisation__name")
    )
    for pooled_line_id, agency, total in shares.values_list(
        "pooled_line_id", "line__participation__agency__organisation__name", "total"
    ):
        parts[pooled_line_id].append(Part(agency, total / per_unit[pooled_line_id]))
    for row in rows:
        row.parts = parts.get(row.line.pooled_line_id or 0, [])
    return rows


def count_agencies(solicitation: Solicitation) -> int:
    """Count the agencies that have a share in any line."""
    if solicitation.pool_id is None:
        return 0
    shares = Share.objects.filter(pooled_line__bid_lines__solicitation=solicitation)
    return shares.values("line__participation__agency").distinct().count()


def lines_left_out(solicitation: Solicitation) -> QuerySet[PooledLine]:
    """Return the pooled lines of its pool that this solicitation does not ask for."""
    if solicitation.pool_id is None:
        return PooledLine.objects.none()
    return PooledLine.objects.filter(pool_id=solicitation.pool_id).exclude(
        bid_lines__solicitation=solicitation
    )


def shown_state(solicitation: Solicitation, *, now: datetime) -> str:
    """Say in which state the public sees it: the clock counts, even before the state was written down."""
    if (
        solicitation.status == Status.PUBLISHED
        and solicitation.bids_due_at
        and now >= solicitation.bids_due_at
    ):
        return Status.CLOSED
    return solicitation.status


def trail_for(actor: AnySeat, solicitation: Solicitation) -> QuerySet[Entry]:
    """Return the acts of this stage; whoever is not of the county sees those since it was published."""
    acts = trail_of(solicitation).filter(verb__startswith="solicitation.")
    if not actor.is_county:
        acts = acts.filter(at__gte=solicitation.published_at) if solicitation.published_at else acts.none()
    return acts[:50]
