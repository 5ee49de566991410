"""Opened bids and awards, made directly: solicitation, lines, envelopes, prices, and what was recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from commonlot.process.award import queries
from commonlot.process.award.actions.awards import _keep_findings, _keep_lines
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.bidding.models import BidPrice, OpenedBid, Opening, PaperBid
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast

Asked = Mapping[str, str | None]


@dataclass
class Opened:
    """An opened solicitation with what belongs to it."""

    solicitation: Solicitation
    lines: dict[int, BidLine]
    bids: dict[str, OpenedBid] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """A need of one agency: quantity in the base unit, and the price it pays for one today."""

    agency: Agency
    quantity: str
    price_paid: str | None = None


def solicitation(
    cast: Cast, *, now: datetime, pool: Pool | None = None, number: str = "RFB 26-118"
) -> Solicitation:
    """Make a solicitation whose bids were opened just now."""
    due = now - timedelta(hours=1)
    return Solicitation.objects.create(
        number=number,
        title="Road salt and ice melt",
        pool=pool,
        lead_agency=cast.county.organisation,
        status=Status.OPENED,
        bids_due_at=due,
        opening_place="Room 528, county office building",
        term_starts_on=date(2027, 1, 1),
        term_ends_on=date(2028, 1, 1),
        draw_seed=7,
        drafted_by=cast.buyer,
        created_at=now - timedelta(days=30),
        published_by=cast.purchasing_agent,
        published_at=now - timedelta(days=20),
        opened_at=due,
    )


def bid(
    made: Opened, cast: Cast, vendor: Vendor, prices: Mapping[int, str | None], *, now: datetime
) -> OpenedBid:
    """Read one vendor's bid: a unit price for each line number, None for a no-bid."""
    due = made.solicitation.bids_due_at or now
    paper = PaperBid.objects.create(
        solicitation=made.solicitation,
        vendor=vendor,
        envelope=len(made.bids) + 1,
        status="read",
        received_at=due - timedelta(hours=3),
        received_by=cast.buyer,
    )
    opened = OpenedBid.objects.create(
        solicitation=made.solicitation,
        vendor=vendor,
        paper_bid=paper,
        typed_by=cast.buyer,
        typed_at=due,
        checked_by=cast.second_buyer,
        checked_at=due,
    )
    BidPrice.objects.bulk_create(
        BidPrice(
            bid=opened, line=made.lines[number], unit_price=Decimal(price) if price is not None else None
        )
        for number, price in prices.items()
    )
    made.bids[str(vendor)] = opened
    return opened


def opened_bids(
    cast: Cast,
    prices: Mapping[str, Sequence[str | None]],
    *,
    quantities: Sequence[str] = ("100", "40", "12.5"),
    number: str = "RFB 26-118",
    finished: bool = True,
) -> Opened:
    """Make an opened solicitation: `prices` gives, by name in the cast, the unit price of every line in turn."""
    now = cast.now
    made = Opened(solicitation(cast, now=now, number=number), {})
    made.lines = {
        i: BidLine.objects.create(
            solicitation=made.solicitation,
            number=i,
            description=f"Salt, grade {i}",
            unit="TON",
            quantity=quantity,
        )
        for i, quantity in enumerate(quantities, start=1)
    }
    for name, asked in prices.items():
        bid(made, cast, getattr(cast, name), dict(enumerate(asked, start=1)), now=now)
    _open(made, cast, finished=finished)
    return made


def _open(made: Opened, cast: Cast, *, finished: bool) -> None:
    Opening.objects.create(
        solicitation=made.solicitation,
        opened_at=made.solicitation.opened_at or cast.now,
        opened_by=cast.buyer,
        witness="Owen Bright",
        finished_at=cast.now if finished else None,
    )


def pooled_bids(
    cast: Cast,
    wants: Mapping[str, Sequence[Wanted]],
    prices: Mapping[str, Sequence[str | None]],
    *,
    per_unit: str = "1",
) -> Opened:
    """Make opened bids for a pool: `wants` gives each line's needs, `per_unit` its base units in a unit bid on."""
    now = cast.now
    pool = Pool.objects.create(
        number="P-27-02",
        title="Road salt",
        lead_agency=cast.county.organisation,
        status="out_to_bid",
        needs_due_at=now - timedelta(days=60),
        term_starts_on=date(2027, 1, 1),
        term_ends_on=date(2028, 1, 1),
        planned_by=cast.buyer,
        created_at=now - timedelta(days=90),
        frozen_at=now - timedelta(days=40),
    )
    made = Opened(solicitation(cast, now=now, pool=pool), {})
    for i, (name, needs) in enumerate(wants.items(), start=1):
        made.lines[i] = _pooled_line(made.solicitation, pool, i, name, needs, Decimal(per_unit), now)
    for name, asked in prices.items():
        bid(made, cast, getattr(cast, name), dict(enumerate(asked, start=1)), now=now)
    _open(made, cast, finished=True)
    return made


@transaction.atomic
def _pooled_line(
    where: Solicitation,
    pool: Pool,
    i: int,
    name: str,
    needs: Sequence[Wanted],
    per_unit: Decimal,
    now: datetime,
) -> BidLine:
    total = sum((Decimal(each.quantity) for each in needs), Decimal(0))
    pooled = PooledLine.objects.create(
        pool=pool, position=i, name=name, base_unit="LB", total=total, created_at=now
    )
    for each in needs:
        line = _need(pool, each, name, now)
        Share.objects.create(pooled_line=pooled, line=line, base_quantity=Decimal(each.quantity))
    return BidLine.objects.create(
        solicitation=where,
        number=i,
        description=name,
        unit="LB" if per_unit == 1 else "BG",
        quantity=total / per_unit,
        pooled_line=pooled,
        base_per_unit=per_unit,
    )


def _need(pool: Pool, wanted: Wanted, name: str, now: datetime) -> RequirementLine:
    participation, _ = Participation.objects.get_or_create(
        pool=pool,
        agency=wanted.agency,
        defaults={
            "status": "accepted",
            "invited_at": now - timedelta(days=80),
            "answered_at": now - timedelta(days=79),
            "submitted_at": now - timedelta(days=65),
        },
    )
    return RequirementLine.objects.create(
        participation=participation,
        position=participation.lines.count() + 1,
        description=name,
        unit="LB",
        quantity=Decimal(wanted.quantity),
        price_paid=Decimal(wanted.price_paid) if wanted.price_paid is not None else None,
        status="frozen",
        created_at=now - timedelta(days=70),
        changed_at=now - timedelta(days=70),
    )


def award(made: Opened, cast: Cast, *, status: AwardStatus = AwardStatus.RECOMMENDED) -> Award:
    """Make the award of opened bids as the published rule gives it, in the wanted state."""
    tabulated = queries.tabulation(made.solicitation)
    posted = status != AwardStatus.RECOMMENDED
    approved = status in {AwardStatus.APPROVED, AwardStatus.ACTIVE}
    where = Solicitation.objects.filter(pk=made.solicitation.pk)
    where.update(status=Status.AWARDED if approved else Status.EVALUATED)
    made.solicitation.refresh_from_db()
    given = Award.objects.create(
        solicitation=made.solicitation,
        status=status,
        total=tabulated.result.total.amount,
        answer=tabulated.result.answer,
        recommended_by=cast.buyer,
        recommended_at=cast.now,
        intent_posted_at=cast.now if posted else None,
        approved_by=cast.purchasing_agent if approved else None,
        approved_at=cast.now if approved else None,
    )
    _keep_lines(given, tabulated)
    _keep_findings(made.solicitation, tabulated, now=cast.now)
    return given
