"""Contracts in force that can be ordered from, orders, and deliveries, made through the models."""

from datetime import date, timedelta
from decimal import Decimal

from commonlot.kernel.money import UnitPrice, extend
from commonlot.process.contracts.models import Allotment, Contract, ContractParticipation, PriceLine
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.ordering.models import Order, OrderLine, Receipt, ReceiptLine
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document
from tests.cast import Cast

TERM = (date(2026, 3, 1), date(2027, 3, 1))


def contract(
    cast: Cast,
    *,
    number: str = "26-0412",
    vendor: Vendor | None = None,
    title: str = "Road salt",
    term: tuple[date, date] = TERM,
) -> Contract:
    """Make a contract that is in force."""
    return Contract.objects.create(
        number=number,
        title=title,
        vendor=vendor or cast.salt_and_sons,
        lead_agency=cast.county.organisation,
        status="active",
        starts_on=term[0],
        ends_on=term[1],
        use_by_others=True,
        created_at=cast.now,
        signed_at=cast.now - timedelta(days=60),
    )


def price_line(
    of: Contract,
    *,
    number: int = 1,
    description: str = "Bulk road salt",
    unit: str = "TON",
    price: str = "71.9000",
) -> PriceLine:
    """Put a price on a contract."""
    return PriceLine.objects.create(
        contract=of,
        number=number,
        description=description,
        unit=unit,
        unit_price=Decimal(price),
        valid_from=of.starts_on,
    )


def takes_part(agency: Agency, of: Contract, cast: Cast, *, path: str = "B") -> ContractParticipation:
    """Let an agency order from a contract."""
    return ContractParticipation.objects.create(
        contract=of, agency=agency, path=path, adopted_at=cast.now, adopted_by=cast.buyer
    )


def order(
    participation: ContractParticipation,
    line: PriceLine,
    *,
    by: Seat,
    cast: Cast,
    quantity: str = "10",
    status: str = "draft",
    approved_by: Seat | None = None,
    number: str = "PO-26-90001",
) -> Order:
    """Make an order of one line in a given state."""
    sent = status in {"sent", "acknowledged", "received", "closed"}
    made = Order.objects.create(
        number=number,
        agency=participation.agency,
        contract=participation.contract,
        participation=participation,
        status=status,
        requested_by=by,
        created_at=cast.now,
        submitted_at=None if status == "draft" else cast.now,
        approved_by=approved_by if sent else None,
        approved_at=cast.now if sent else None,
        sent_at=cast.now if sent else None,
        purchase_order=_paper(cast) if sent else None,
    )
    OrderLine.objects.create(
        order=made,
        price_line=line,
        quantity=Decimal(quantity),
        unit_price=line.unit_price,
        amount=extend(Decimal(quantity), UnitPrice.of(line.unit_price)).amount,
    )
    return made


def _paper(cast: Cast) -> Document:
    return Document.objects.create(
        name="order.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        file="none",
        kept_at=cast.now,
    )


def delivery(of: Order, *, by: Seat, cast: Cast, quantity: str) -> ReceiptLine:
    """Write down a delivery of an order's only line."""
    receipt = Receipt.objects.create(
        order=of, received_on=cast.now.date(), recorded_by=by, recorded_at=cast.now
    )
    return ReceiptLine.objects.create(receipt=receipt, order_line=of.lines.get(), quantity=Decimal(quantity))


def pooled_price_line(
    cast: Cast, agency: Agency, *, stated: str, price_paid: str | None, price: str, of: Contract | None = None
) -> PriceLine:
    """Make a contract line that came from a pool in which an agency stated a quantity and an old price."""
    pool = _awarded_pool(cast)
    need = _need(cast, pool, agency, stated=stated, price_paid=price_paid)
    pooled = PooledLine.objects.create(
        pool=pool,
        position=1,
        name="Road salt, bulk",
        base_unit="TON",
        total=Decimal(stated),
        created_at=cast.now,
    )
    Share.objects.create(pooled_line=pooled, line=need, base_quantity=Decimal(stated))
    return _priced(cast, agency, need, pooled, price=price, of=of or contract(cast))


def _awarded_pool(cast: Cast) -> Pool:
    return Pool.objects.create(
        number=f"P-{Pool.objects.count() + 1}",
        title="Road salt",
        lead_agency=cast.county.organisation,
        status="awarded",
        needs_due_at=cast.now - timedelta(days=90),
        term_starts_on=TERM[0],
        term_ends_on=TERM[1],
        planned_by=cast.buyer,
        created_at=cast.now - timedelta(days=120),
        frozen_at=cast.now - timedelta(days=80),
    )


def _need(cast: Cast, pool: Pool, agency: Agency, *, stated: str, price_paid: str | None) -> RequirementLine:
    participation = Participation.objects.create(
        pool=pool, agency=agency, status="accepted", invited_at=cast.now, submitted_at=cast.now
    )
    return RequirementLine.objects.create(
        participation=participation,
        position=1,
        description="Road salt, bulk",
        unit="TON",
        quantity=Decimal(stated),
        price_paid=Decimal(price_paid) if price_paid else None,
        price_proof="Invoice 881, Feb 2025",
        status="frozen",
        created_at=cast.now,
        changed_at=cast.now,
    )


def _priced(
    cast: Cast, agency: Agency, need: RequirementLine, pooled: PooledLine, *, price: str, of: Contract
) -> PriceLine:
    solicitation = Solicitation.objects.create(
        number=f"RFB 26-{pooled.pk:03}",
        title="Road salt",
        pool=pooled.pool,
        lead_agency=cast.county.organisation,
        term_starts_on=TERM[0],
        term_ends_on=TERM[1],
        drafted_by=cast.buyer,
        created_at=cast.now,
    )
    bid_line = BidLine.objects.create(
        solicitation=solicitation, number=1, description=pooled.name, unit="TON", quantity=pooled.total,
        pooled_line=pooled,
    )  # fmt: skip
    line = price_line(of, number=of.prices.count() + 1, description=pooled.name, price=price)
    line.bid_line = bid_line
    line.save(update_fields=["bid_line"])
    part = ContractParticipation.objects.filter(contract=of, agency=agency).first() or takes_part(
        agency, of, cast
    )
    Allotment.objects.create(participation=part, price_line=line, requirement=need, quantity=pooled.total)
    return line
