"""What an agency stated and ordered last year, beside what it states now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q

from commonlot.process.requirements import rules
from commonlot.process.requirements.models import OrderedBefore, Participation, RequirementLine
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus

SENT = (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED)
NEVER_USED = (PoolStatus.PLANNED, PoolStatus.COLLECTING, PoolStatus.CANCELLED)
AT_LEAST_BEFORE = timedelta(days=180)  # two pools of one commodity in one season are no two years
OLDEST_ORDER = timedelta(days=730)
Mark = tuple[str, str]


@dataclass(frozen=True)
class LastYear:
    """One thing of last year: as it was stated, and as it was ordered since."""

    line: RequirementLine | None
    ordered: OrderedBefore | None

    @property
    def key(self) -> str:
        """The name by which a page speaks of it."""
        return f"need-{self.line.pk}" if self.line else f"order-{self.ordered.pk if self.ordered else 0}"

    @property
    def description(self) -> str:
        """What it was."""
        return (self.line or self.ordered).description  # type: ignore[union-attr]

    @property
    def unit(self) -> str:
        """What it was counted in."""
        return (self.line or self.ordered).unit  # type: ignore[union-attr]

    @property
    def quantity(self) -> Decimal:
        """How much was stated, or, where nothing was, ordered."""
        return (self.line or self.ordered).quantity  # type: ignore[union-attr]

    @property
    def price_now(self) -> Decimal | None:
        """What was paid in the last orders, where they count in the same unit."""
        if self.ordered is None or rules.fold(self.ordered.unit) != rules.fold(self.unit):
            return None
        return self.ordered.unit_price

    @property
    def source(self) -> str:
        """Where the orders are written."""
        return self.ordered.source if self.ordered else ""

    @property
    def where(self) -> str:
        """Where it comes from, in a few words."""
        return str(self.line.participation.pool) if self.line else f"orders, {self.source}"


def mark_of(description: str, unit: str) -> Mark:
    """Return by what two lines are the same in words."""
    return rules.fold(description), rules.fold(unit)


def last_part(part: Participation) -> Participation | None:
    """Return the agency's part in the last pool of the same commodity before this one."""
    commodity = part.pool.commodity.strip()
    if not commodity:
        return None
    before = Participation.objects.filter(
        agency=part.agency_id, status__in=SENT, pool__commodity__iexact=commodity,
        pool__term_starts_on__lte=part.pool.term_starts_on - AT_LEAST_BEFORE,
    ).exclude(pool__status__in=NEVER_USED)  # fmt: skip
    return before.select_related("pool").order_by("-pool__term_starts_on", "-pk").first()


def of_last_year(part: Participation) -> list[LastYear]:
    """Return everything that the agency stated in the last pool of this commodity, or ordered since without it."""
    last = last_part(part)
    lines = list(last.lines.counted().select_related("site", "participation__pool")) if last else []
    commodity = part.pool.commodity.strip()
    # what was ordered of this commodity, or for a need of that pool; of years ago nothing
    of_them = Q(line__in=[line.pk for line in lines])
    if commodity:
        of_them |= Q(commodity__iexact=commodity)
    since = part.pool.term_starts_on - OLDEST_ORDER
    orders = list(OrderedBefore.objects.filter(of_them, agency=part.agency_id, last_on__gte=since))
    by_line = {order.line_id: order for order in orders if order.line_id}
    stated = [LastYear(line, by_line.get(line.pk)) for line in lines]
    said = {line.pk for line in lines}
    return stated + [LastYear(None, order) for order in orders if order.line_id not in said]


def not_yet_here(part: Participation) -> list[LastYear]:
    """Return what of last year is in no line of this year: neither begun from it nor the same in words."""
    begun, marks = set(), set()
    for line in part.lines.all():
        begun.add(line.began_from_id)
        marks.add(mark_of(line.description, line.unit))
    return [
        each
        for each in of_last_year(part)
        if (each.line is None or each.line.pk not in begun)
        and mark_of(each.description, each.unit) not in marks
    ]


def beside(lines: Iterable[RequirementLine], before: Iterable[LastYear]) -> dict[int, LastYear]:
    """Return for each of this year's lines (by its number) what it was last year, where that is known."""
    known = list(before)
    by_line = {each.line.pk: each for each in known if each.line}
    by_mark = {mark_of(each.description, each.unit): each for each in known}
    found = {}
    for line in lines:
        last = by_line.get(line.began_from_id or 0) or by_mark.get(mark_of(line.description, line.unit))
        if last is not None:
            found[line.pk] = last
    return found
