"""A small county in which something has happened at every stage, for the pages that read across stages."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from commonlot.process.contracts.models import Contract, ContractParticipation, PriceLine
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.membership.models import Agency
from commonlot.process.ordering.models import Order, OrderLine, Receipt, ReceiptLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.process.requirements.states import LineStatus, ParticipationStatus, PoolStatus
from commonlot.process.savings.models import LedgerEntry
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.documents.models import Document
from tests.cast import Cast, agency

SHARES = {
    "County departments": 5_600_000,
    "Pine Hollow School District": 3_200_000,
    "Bedlow Central School District": 2_400_000,
    "City of Larkfield": 1_400_000,
    "Town of Rye Hill": 600_000,
    "Millbrook Fire District": 70_000,
}


def make_pool(cast: Cast, number: str, title: str, status: PoolStatus, *, due_in: int) -> Pool:
    """Plan a pool whose needs are due in some days."""
    frozen = status not in {PoolStatus.PLANNED, PoolStatus.COLLECTING, PoolStatus.POOLING}
    return Pool.objects.create(
        number=number,
        title=title,
        lead_agency=cast.county.organisation,
        status=status,
        needs_due_at=cast.now + timedelta(days=due_in),
        term_starts_on=date(2027, 3, 1),
        term_ends_on=date(2028, 3, 1),
        planned_by=cast.buyer,
        created_at=cast.now - timedelta(days=60),
        frozen_at=cast.now - timedelta(days=20) if frozen else None,
    )


def invite(cast: Cast, pool: Pool, member: Agency, status: ParticipationStatus) -> Participation:
    """Give an agency its part in a pool."""
    sent = status in {ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED}
    return Participation.objects.create(
        pool=pool,
        agency=member,
        status=status,
        invited_at=cast.now - timedelta(days=40),
        submitted_at=cast.now - timedelta(days=30) if sent else None,
    )


def pool_of_paper(cast: Cast) -> PooledLine:
    """Pool one line of copy paper for six agencies."""
    pool = make_pool(cast, "P-27-02", "Copy paper and envelopes", PoolStatus.OUT_TO_BID, due_in=-30)
    line = PooledLine.objects.create(
        pool=pool,
        position=1,
        name="Paper, letter, 20 lb, white",
        base_unit="SH",
        total=sum(SHARES.values()),
        created_at=cast.now,
    )
    known = {each.organisation.name: each for each in Agency.objects.select_related("organisation")}
    for index, (name, amount) in enumerate(SHARES.items()):
        member = known.get(name) or agency(name, f"X-{index:03}", Agency.Kind.OTHER, now=cast.now)
        part = invite(cast, pool, member, ParticipationStatus.ACCEPTED)
        need = RequirementLine.objects.create(
            participation=part,
            position=1,
            description="Copy paper, letter",
            unit="sheet",
            quantity=amount,
            status=LineStatus.FROZEN,
            created_at=cast.now,
            changed_at=cast.now,
        )
        Share.objects.create(pooled_line=line, line=need, base_quantity=amount)
    return line


def advertise(cast: Cast, number: str, title: str, line: PooledLine | None, *, due_in: int) -> Solicitation:
    """Publish a solicitation whose bids are due in some days."""
    made = Solicitation.objects.create(
        number=number,
        title=title,
        pool=line.pool if line else None,
        lead_agency=cast.county.organisation,
        status=Status.PUBLISHED,
        bids_due_at=cast.now + timedelta(days=due_in),
        questions_due_at=cast.now + timedelta(days=due_in - 10),
        opening_place="Room 713",
        term_starts_on=date(2027, 3, 1),
        term_ends_on=date(2028, 3, 1),
        drafted_by=cast.buyer,
        created_at=cast.now - timedelta(days=20),
        published_by=cast.purchasing_agent,
        published_at=cast.now - timedelta(days=7),
    )
    BidLine.objects.create(
        solicitation=made,
        number=1,
        description=title,
        unit="CT",
        quantity=100,
        pooled_line=line,
        base_per_unit=1,
    )
    return made


def contract_in_use(cast: Cast) -> Order:
    """Sign a contract, let the town order from it twice: one order received, one waiting for approval."""
    contract = _contract(cast)
    price = PriceLine.objects.create(
        contract=contract,
        number=1,
        description="Bulk salt, north",
        unit="ton",
        unit_price=Decimal("71.9000"),
        valid_from=date(2026, 3, 1),
    )
    part = ContractParticipation.objects.create(
        contract=contract, agency=cast.town, path="B", adopted_at=cast.now - timedelta(days=190)
    )
    _deliver(cast, _order(cast, part, price, "26-0361", OrderStatus.CLOSED), price)
    return _order(cast, part, price, "26-0391", OrderStatus.SUBMITTED)


def _contract(cast: Cast) -> Contract:
    return Contract.objects.create(
        number="26-0412",
        title="Road salt",
        vendor=cast.salt_and_sons,
        lead_agency=cast.county.organisation,
        status=ContractStatus.ACTIVE,
        starts_on=date(2026, 3, 1),
        ends_on=date(2027, 3, 1),
        created_at=cast.now - timedelta(days=200),
        signed_at=cast.now - timedelta(days=190),
    )


def _deliver(cast: Cast, order: Order, price: PriceLine) -> None:
    receipt = Receipt.objects.create(
        order=order, received_on=cast.now.date(), recorded_by=cast.receiver, recorded_at=cast.now
    )
    came = ReceiptLine.objects.create(receipt=receipt, order_line=order.lines.get(), quantity=100)
    LedgerEntry.objects.create(
        ledger=LedgerEntry.Ledger.CASH,
        receipt_line=came,
        agency=cast.town,
        price_line=price,
        delivered=100,
        baseline_cost=Decimal("8032.20"),
        paid=Decimal("7190.00"),
        saved=Decimal("842.20"),
        delivered_on=cast.now.date(),
        entered_at=cast.now,
    )


def _order(
    cast: Cast, part: ContractParticipation, price: PriceLine, number: str, status: OrderStatus
) -> Order:
    closed = status == OrderStatus.CLOSED
    paper = (
        Document.objects.create(
            name="order.pdf",
            file="order.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            kept_at=cast.now,
        )
        if closed
        else None
    )
    order = Order.objects.create(
        number=number,
        agency=cast.town,
        contract=part.contract,
        participation=part,
        status=status,
        requested_by=cast.requester,
        created_at=cast.now - timedelta(days=5),
        submitted_at=cast.now - timedelta(days=4),
        approved_by=cast.approver if closed else None,
        approved_at=cast.now - timedelta(days=3) if closed else None,
        sent_at=cast.now - timedelta(days=3) if closed else None,
        purchase_order=paper,
    )
    OrderLine.objects.create(
        order=order, price_line=price, quantity=100, unit_price=price.unit_price, amount=Decimal("7190.00")
    )
    return order


@transaction.atomic
def make_county(cast: Cast) -> None:
    """Let something happen at every stage."""
    paper = pool_of_paper(cast)
    advertise(cast, "RFB 26-118", "Copy paper and envelopes", paper, due_in=17)
    advertise(cast, "RFB 26-121", "Police and fire vehicles, model year 2027", None, due_in=23)
    contract_in_use(cast)
    supplies = make_pool(cast, "P-27-03", "Custodial supplies", PoolStatus.COLLECTING, due_in=11)
    invite(cast, supplies, cast.town, ParticipationStatus.JOINED)
    invite(cast, supplies, cast.school_district, ParticipationStatus.INVITED)
    make_pool(cast, "P-27-04", "Turf and landscape", PoolStatus.PLANNED, due_in=53)
