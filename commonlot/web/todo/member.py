"""What an agency has to do: needs to state, orders to approve, deliveries to record."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.contracts.models import ContractParticipation
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.ordering.models import Order, OrderLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.process.savings.models import LedgerEntry
from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry
from commonlot.web.todo.services import requests_waiting
from commonlot.web.todo.task import Desk, Task, annotated, by_date, page_of
from commonlot.web.words import count, dollars

MOST = 50
ORDERED = (
    OrderStatus.APPROVED,
    OrderStatus.SENT,
    OrderStatus.ACKNOWLEDGED,
    OrderStatus.RECEIVED,
    OrderStatus.CLOSED,
)


def member_desk(seat: Seat, *, now: datetime) -> Desk:
    """Gather what this agency's seat must do, what it waits for, and how it stands."""
    parts = list(
        Participation.objects.visible_to(seat)
        .exclude(status__in=[ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN])
        .select_related("pool")
        .annotate(line_count=Count("lines"))
    )
    orders = list(
        Order.objects.visible_to(seat)
        .exclude(status__in=[OrderStatus.CLOSED, OrderStatus.CANCELLED])
        .select_related("contract__vendor__organisation", "requested_by__user")
        .annotate(comes_to=Sum("lines__amount"))[:MOST]
    )
    needs = [*_needs(seat, parts, now), *_orders(seat, orders)]
    waiting = [*_pools_elsewhere(parts), *_orders_elsewhere(seat, orders), *requests_waiting(seat)]
    return Desk(by_date(needs), waiting, _beside(seat, parts, now))


def _needs(seat: Seat, parts: list[Participation], now: datetime) -> Iterator[Task]:
    for part in parts:
        pool = part.pool
        if pool.status != PoolStatus.COLLECTING or pool.needs_due_at <= now:
            continue
        url = page_of(part, "requirements:survey", index="requirements:pools")
        if part.status == ParticipationStatus.INVITED:
            yield Task(
                f"Say whether you take part: {pool.title}",
                "Your share is in the bid only if you join and state your needs.",
                pool.needs_due_at,
                tag="Invited",
                url=url,
            )
        elif part.status == ParticipationStatus.JOINED:
            lines = annotated(part, "line_count")
            tag = count(lines, "line") if lines else "No lines yet"
            yield Task(
                f"Finish your needs for {pool.title}",
                "State what you need and what you pay now, then check and send.",
                pool.needs_due_at,
                tag=tag,
                url=url,
            )


def _orders(seat: Seat, orders: list[Order]) -> Iterator[Task]:
    for order in orders:
        url = page_of(order, "ordering:detail", index="ordering:index")
        total = dollars(annotated(order, "comes_to"))
        vendor = order.contract.vendor
        if (
            order.status == OrderStatus.SUBMITTED
            and seat.has(Role.APPROVER)
            and order.requested_by_id != seat.pk
        ):
            yield Task(
                f"Approve order {order.number}",
                f"{total} from {vendor}, asked for by {order.requested_by.user}.",
                tag="Approve",
                url=url,
            )
        elif order.status == OrderStatus.DRAFT and order.requested_by_id == seat.pk:
            why = order.returned_because or f"{total} from {vendor}, not yet sent for approval."
            yield Task(
                f"Finish order {order.number}",
                why,
                tag="Returned" if order.returned_because else "In your basket",
                kind="needs" if order.returned_because else "info",
                url=url,
            )
        elif order.status in (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED) and seat.has(Role.RECEIVER):
            yield Task(
                f"Record what came in: order {order.number}",
                f"From {vendor}. Savings are counted from deliveries.",
                tag="When it comes",
                kind="plain",
                url=url,
            )


def _pools_elsewhere(parts: list[Participation]) -> Iterator[Task]:
    said = {
        PoolStatus.POOLING: ("Your needs are in. The county adds them up with the others’.", "Being pooled"),
        PoolStatus.FROZEN: ("Your share is fixed. The bid document is being written.", "Share fixed"),
        PoolStatus.OUT_TO_BID: (
            "Out to bid with your share in it. Nothing to do until the award.",
            "Out to bid",
        ),
    }
    for part in parts:
        if part.status not in (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED):
            continue
        status = PoolStatus(part.pool.status)
        if status == PoolStatus.COLLECTING:
            yield Task(
                part.pool.title,
                "You sent your needs. You can still change them until the deadline.",
                due_note="The county checks them next",
                tag="Sent",
                kind="plain",
                url=page_of(part, "requirements:survey", index="requirements:pools"),
            )
        elif status in said:
            why, tag = said[status]
            yield Task(part.pool.title, why, tag=tag, kind="plain")


def _orders_elsewhere(seat: Seat, orders: list[Order]) -> Iterator[Task]:
    for order in orders:
        url = page_of(order, "ordering:detail", index="ordering:index")
        if order.status == OrderStatus.SUBMITTED and not seat.has(Role.APPROVER):
            yield Task(
                f"Order {order.number}", "With your approver.", tag="With approver", kind="plain", url=url
            )
        elif order.status in (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED) and not seat.has(Role.RECEIVER):
            yield Task(
                f"Order {order.number}",
                f"With {order.contract.vendor}.",
                tag="With vendor",
                kind="plain",
                url=url,
            )


def _beside(seat: Seat, parts: list[Participation], now: datetime) -> dict[str, object]:
    organisation = seat.organisation_id
    year = timezone.localtime(now).year
    ordered = Q(
        order__agency__organisation=organisation, order__status__in=ORDERED, order__approved_at__year=year
    )
    spent = OrderLine.objects.filter(ordered).aggregate(
        spent=Sum("amount"), orders=Count("order", distinct=True)
    )
    ledger = LedgerEntry.objects.filter(
        ledger=LedgerEntry.Ledger.CASH, agency__organisation=organisation, delivered_on__year=year
    ).aggregate(cash=Sum("saved"), worse=Sum("saved", filter=Q(saved__lt=0)))
    contracts = ContractParticipation.objects.filter(
        agency__organisation=organisation,
        contract__status__in=[ContractStatus.ACTIVE, ContractStatus.EXTENDED],
    ).select_related("contract__vendor__organisation")
    return {
        "year": year,
        "orders": spent["orders"],
        "spent": spent["spent"] or Decimal(0),
        "saved": ledger["cash"],
        "worse": ledger["worse"],
        "contracts": contracts.order_by("contract__ends_on", "pk")[:MOST],
        "soon": timezone.localtime(now).date() + timedelta(days=120),
        "done": Entry.objects.filter(seat__organisation=organisation, at__gt=now - timedelta(days=30))[:8],
        "coming": [part.pool for part in parts if part.pool.status == PoolStatus.PLANNED],
    }
