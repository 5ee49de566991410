"""From the vendor's acknowledgement to the closed order."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.ordering import access, queries, rules
from commonlot.process.ordering.actions.locks import lock_order
from commonlot.process.ordering.models import Order, Receipt, ReceiptLine
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def acknowledge_order(*, order_id: int, actor: Seat, now: datetime) -> Order:
    """Note that the vendor has seen the order and will deliver."""
    order = lock_order(order_id)
    access.acknowledge_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.ACKNOWLEDGED)
    order.status, order.acknowledged_at = OrderStatus.ACKNOWLEDGED, now
    order.save(update_fields=["status", "acknowledged_at"])
    record(at=now, actor=actor, verb="ordering.order_acknowledged", subject=order)
    return order


@transaction.atomic
def record_receipt(
    *,
    order_id: int,
    received_on: date,
    quantities: Mapping[int, Decimal],
    actor: Seat,
    now: datetime,
    note: str = "",
) -> Receipt:
    """Write down what a delivery brought; when all of it has come the order is received."""
    order = lock_order(order_id)
    access.record_receipt.require(actor, order, now=now)
    _require_day(order, received_on, today=timezone.localdate(now))
    _require_quantities(order, quantities)

    receipt = Receipt.objects.create(
        order=order, received_on=received_on, recorded_by=actor, recorded_at=now, note=note
    )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(receipt=receipt, order_line_id=line_id, quantity=quantity)
        for line_id, quantity in quantities.items()
        if quantity
    )
    record(
        at=now, actor=actor, verb="ordering.delivery_recorded", subject=order, received_on=str(received_on)
    )
    if queries.everything_has_come(order):
        workflow.check_move(ORDER_MOVES, order.status, OrderStatus.RECEIVED)
        order.status = OrderStatus.RECEIVED
        order.save(update_fields=["status"])
        record(at=now, actor=actor, verb="ordering.order_received", subject=order)
    return receipt


@transaction.atomic
def close_order(*, order_id: int, actor: Seat, now: datetime) -> Order:
    """Close an order of which everything has come."""
    order = lock_order(order_id)
    access.close_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.CLOSED)
    order.status, order.closed_at = OrderStatus.CLOSED, now
    order.save(update_fields=["status", "closed_at"])
    record(at=now, actor=actor, verb="ordering.order_closed", subject=order)
    return order


def _require_day(order: Order, received_on: date, *, today: date) -> None:
    if received_on > today:
        raise Refused("A delivery cannot be recorded before its day.", field="received_on")
    if order.sent_at is not None and received_on < timezone.localdate(order.sent_at):
        raise Refused("That day is before the order was sent.", field="received_on")


def _require_quantities(order: Order, quantities: Mapping[int, Decimal]) -> None:
    lines = {view.line.pk: view for view in queries.lines_of(order)}
    if not any(quantities.values()):
        raise Refused("Type how much came of at least one line.")
    for line_id, quantity in quantities.items():
        if line_id not in lines:
            raise Refused("That line is not in this order.")
        view = lines[line_id]
        reason = rules.why_not_receivable(
            ordered=view.line.quantity, before=view.received, now_received=quantity
        )
        if reason:
            raise Refused(f"{view.line.price_line.description}: {reason}", field=f"quantity-{line_id}")
