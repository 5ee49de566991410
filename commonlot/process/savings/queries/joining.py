"""What an agency should know before it joins a pool: past pools of the same goods, its own share, and the law."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum

from commonlot.process.award.models import AwardLine
from commonlot.process.award.states import AwardStatus
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import has_agreement_in_force
from commonlot.process.ordering.models import OrderLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.pooling.queries.sheet import with_shares
from commonlot.process.pooling.rules.packing import Pack
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.savings.rules import Before, Evidence, OwnShare, weigh
from commonlot.records.access.models import AnySeat
from commonlot.records.legal.places import in_new_york_city
from commonlot.records.legal.queries import the_law
from commonlot.records.legal.rules import Answer

AWARDED = (AwardStatus.APPROVED, AwardStatus.ACTIVE)
PAST = (PoolStatus.AWARDED, PoolStatus.CLOSED)
PLACED = (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED, OrderStatus.RECEIVED, OrderStatus.CLOSED)
MOST_PAST = 4
MOST_CHOICES = 200
COOPERATIVE = "B"


def part_of(pool: Pool, actor: AnySeat) -> Participation | None:
    """Return the part of the actor's agency in a pool, if it was invited."""
    parts = Participation.objects.visible_to(actor).filter(
        pool=pool, agency__organisation_id=actor.organisation_pk or 0
    )
    return parts.select_related("pool", "agency__organisation").first()


def past_pools(pool: Pool) -> list[Pool]:
    """Return the pools of the same goods that were awarded, the latest first."""
    if not pool.commodity.strip():
        return []
    same = Pool.objects.filter(
        commodity__iexact=pool.commodity.strip(), lead_agency=pool.lead_agency_id, status__in=PAST
    )
    return list(same.exclude(pk=pool.pk).order_by("-term_starts_on", "-pk")[:MOST_PAST])


def award_prices(pool: Pool) -> dict[int, Fraction]:
    """Return what a base unit of each pooled line costs by the award: all that was bid by all that was asked for."""
    rows = _awarded(pool).values_list("line__pooled_line").annotate(
        cost=Sum(F("price__unit_price") * F("line__quantity")),
        units=Sum(F("line__quantity") * F("line__base_per_unit")),
    )  # fmt: skip
    return {line: Fraction(cost) / Fraction(units) for line, cost, units in rows}


def _awarded(pool: Pool) -> QuerySet[AwardLine]:
    lines = AwardLine.objects.filter(award__status__in=AWARDED, line__pooled_line__pool=pool)
    return lines.order_by()


def evidence_of(pool: Pool) -> Evidence:
    """Compare, line by line, what agencies said they paid before a past pool with what was awarded."""
    awards = award_prices(pool)
    has_price = Q(line__price_paid__isnull=False)
    agency = "line__participation__agency"
    rows = Share.objects.filter(pooled_line__in=awards).order_by().values_list("pooled_line").annotate(
        cost=Sum(F("line__quantity") * F("line__price_paid"), filter=has_price, default=Decimal(0)),
        priced=Sum("base_quantity", filter=has_price, default=Decimal(0)),
        agencies=Count(agency, distinct=True),
        stated_by=Count(agency, distinct=True, filter=has_price),
    )  # fmt: skip
    lines = PooledLine.objects.in_bulk(list(awards))
    return weigh(
        [
            Before(pk, lines[pk].name, lines[pk].base_unit, lines[pk].total, agencies, stated_by, cost, priced,
                   awards[pk])
            for pk, cost, priced, agencies, stated_by in rows
        ]
    )  # fmt: skip


def own_shares(pool: Pool, agency: Agency) -> list[OwnShare]:
    """Return what an agency stated in a past pool, its part of each total, and what it has ordered since."""
    awards = award_prices(pool)
    has_price = Q(line__price_paid__isnull=False)
    mine = Share.objects.filter(pooled_line__pool=pool, line__participation__agency=agency)
    rows = mine.order_by("pooled_line__position").values_list(
        "pooled_line", "pooled_line__name", "pooled_line__base_unit", "pooled_line__total"
    ).annotate(
        own=Sum("base_quantity"),
        cost=Sum(F("line__quantity") * F("line__price_paid"), filter=has_price),
        priced=Sum("base_quantity", filter=has_price),
    )  # fmt: skip
    ordered = _ordered(pool, agency)
    return [
        OwnShare(
            name, unit, own, total - own, awards.get(pk),
            Fraction(cost) / Fraction(priced) if cost and priced else None, ordered.get(pk),
        )
        for pk, name, unit, total, own, cost, priced in rows
    ]  # fmt: skip


def _ordered(pool: Pool, agency: Agency) -> dict[int, Decimal]:
    pooled = "price_line__bid_line__pooled_line"
    placed = OrderLine.objects.filter(
        **{pooled + "__pool": pool}, order__agency=agency, order__status__in=PLACED
    )
    return dict(
        placed.order_by()
        .values_list(pooled)
        .annotate(sum=Sum(F("quantity") * F("price_line__base_per_unit")))
    )


@dataclass(frozen=True)
class Choice:
    """A line of a past pool that somebody can try a quantity on, in the pack that most agencies counted it in."""

    line: PooledLine
    pack: Pack | None
    own: Decimal

    @property
    def holds(self) -> Decimal:
        """How many base units one of what is typed holds."""
        return self.pack.holds if self.pack else Decimal(1)


def choices_of(pool: Pool, agency: Agency | None = None) -> list[Choice]:
    """Return the lines of a past pool to try a quantity on, in the order of its sheet."""
    lines = list(PooledLine.objects.filter(pool=pool).order_by("position", "pk")[:MOST_CHOICES])
    own = agency.organisation_id if agency else None
    found = []
    for line, read in zip(lines, with_shares(lines), strict=True):
        mine = [each.quantity for each in read.shares if each.organisation == own]
        found.append(Choice(line, read.pack, sum(mine, Decimal(0))))
    return found


def what_if(choice: Choice, quantity: Decimal, price: Decimal | None) -> OwnShare:
    """Say what a typed quantity would have been of a past line, and what it would have cost at its award."""
    holds = Fraction(choice.holds)
    return OwnShare(
        choice.line.name, choice.line.base_unit, quantity * choice.holds, choice.line.total - choice.own,
        award_prices(choice.line.pool).get(choice.line.pk), Fraction(price) / holds if price is not None else None,
    )  # fmt: skip


def law_on_joining(pool: Pool, agency: Agency, *, on: date) -> Answer:
    """Ask the law whether an agency that joins today may order once the contract runs, on its first day."""
    return the_law(agency.state).assess(
        COOPERATIVE,
        {
            "contract_in_force": True,
            "state": agency.state,
            "agency_kind": agency.kind,
            "in_new_york_city": in_new_york_city(agency.county),
            "agreement_in_force": agency.organisation_id == pool.lead_agency_id
            or has_agreement_in_force(agency, on),
            "took_part": True,
        },
        on=pool.term_starts_on,
    )  # fmt: skip
