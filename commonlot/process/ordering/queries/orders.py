"""Reading orders for the screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from commonlot.kernel.money import Money
from commonlot.process.contracts.models import Allotment, ContractParticipation
from commonlot.process.ordering import rules
from commonlot.process.ordering.models import Order, OrderLine, ReceiptLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import AnySeat, Seat

ZERO = Value(Decimal(0), output_field=DecimalField(max_digits=24, decimal_places=6))
COUNTED = [status for status in OrderStatus if status not in {OrderStatus.DRAFT, OrderStatus.CANCELLED}]


def with_totals(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Let orders know what they come to, and the names beside them."""
    total = (
        OrderLine.objects.filter(order=OuterRef("pk"))
        .values("order")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    return orders.select_related(
        "agency__organisation",
        "contract__vendor__organisation",
        "requested_by__user",
        "requested_by__organisation",
        "requested_by__lent_by",
    ).annotate(total=Coalesce(Subquery(total), ZERO))


def orders_for(actor: AnySeat) -> QuerySet[Order]:
    """Return the orders this seat may see, newest first, with their totals."""
    return with_totals(Order.objects.visible_to(actor))


def one_order(actor: AnySeat, order_id: int) -> Order | None:
    """Return one order with everything its page shows, or None where the seat may not know of it."""
    return (
        orders_for(actor)
        .select_related(
            "approved_by__user", "deliver_to", "purchase_order", "participation__agency", "requested_by"
        )
        .filter(pk=order_id)
        .first()
    )


def baskets_of(actor: AnySeat) -> QuerySet[Order]:
    """Return a person's baskets: one for each contract."""
    return orders_for(actor).filter(status=OrderStatus.DRAFT, requested_by_id=actor.pk or 0)


@dataclass(frozen=True)
class LineView:
    """An order line as its page shows it: what was ordered, what has come, and the room for it."""

    line: OrderLine
    received: Decimal
    room: rules.Room

    @property
    def to_come(self) -> Decimal:
        """What is still to come."""
        return rules.still_to_come(self.line.quantity, self.received)

    @property
    def plain_quantity(self) -> str:
        """The quantity as it stands in a field: no needless zeros, no commas."""
        return f"{self.line.quantity.normalize():f}"

    @property
    def goes_beyond(self) -> bool:
        """Say whether the basket line goes beyond the stated amount."""
        return self.room.goes_beyond(self.line.quantity)


def lines_of(order: Order) -> list[LineView]:
    """Return an order's lines with what has come and what was stated, in three queries."""
    lines = list(order.lines.select_related("price_line"))
    rooms = rooms_for(order.participation, [line.price_line_id for line in lines], besides=order)
    came = received_by_line([line.pk for line in lines])
    return [LineView(line, came.get(line.pk, Decimal(0)), rooms[line.price_line_id]) for line in lines]


def received_by_line(line_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return how much of each order line has come."""
    rows = ReceiptLine.objects.filter(order_line_id__in=list(line_ids)).values_list("order_line_id")
    return dict(rows.annotate(sum=Sum("quantity")))


def rooms_for(
    participation: ContractParticipation, price_line_ids: Iterable[int], *, besides: Order | None = None
) -> dict[int, rules.Room]:
    """Return, per price line, what the agency stated and what it has ordered besides one order."""
    ids = list(price_line_ids)
    stated = dict(
        Allotment.objects.filter(participation=participation, price_line_id__in=ids)
        .values_list("price_line_id")
        .annotate(sum=Sum("quantity"))
    )
    others = OrderLine.objects.filter(
        order__participation=participation, order__status__in=COUNTED, price_line_id__in=ids
    )
    if besides is not None:
        others = others.exclude(order=besides)
    ordered = dict(others.values_list("price_line_id").annotate(sum=Sum("quantity")))
    return {pk: rules.Room(stated.get(pk), ordered.get(pk, Decimal(0))) for pk in ids}


def total_of(order: Order) -> Money:
    """Return an order's total."""
    return rules.order_total(order.lines.values_list("amount", flat=True))


def ordered_from(seat: Seat, *, besides: Order) -> Decimal:
    """Return what was ordered from a seat in all, without drafts, cancelled orders and one order."""
    lines = OrderLine.objects.filter(order__requested_by=seat, order__status__in=COUNTED)
    return lines.exclude(order=besides).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def drafted_on_behalf(actor: AnySeat) -> QuerySet[Order]:
    """Return the baskets that somebody of the county drafted for the actor's agency."""
    return orders_for(actor).filter(
        agency__organisation_id=actor.organisation_pk or 0,
        status=OrderStatus.DRAFT,
        requested_by__lent_by__isnull=False,
    )


def everything_has_come(order: Order) -> bool:
    """Say whether no line of the order is still to come."""
    came = (
        ReceiptLine.objects.filter(order_line=OuterRef("pk"))
        .values("order_line")
        .annotate(sum=Sum("quantity"))
    )
    return (
        not order.lines.annotate(came=Coalesce(Subquery(came.values("sum")), ZERO))
        .filter(came__lt=F("quantity"))
        .exists()
    )
