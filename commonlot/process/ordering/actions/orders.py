"""Sending a basket for approval, back to its basket, and cancelling an order."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.ordering import access, queries
from commonlot.process.ordering.actions import baskets
from commonlot.process.ordering.actions.approvals import ask_approvers, void_approvals
from commonlot.process.ordering.actions.locks import lock_order
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.process.requirements.models import DeliverySite
from commonlot.records.access.lent import require_held
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


@transaction.atomic
def submit_order(
    *,
    order_id: int,
    actor: Seat,
    now: datetime,
    deliver_to_id: int | None = None,
    budget_code: str = "",
    note: str = "",
    beyond_because: str = "",
) -> Order:
    """Send a basket for approval at today's contract prices."""
    order = lock_order(order_id)
    require_held(actor, at=now)  # two orders of one marked seat are added up one after the other
    access.change_basket.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.SUBMITTED)
    baskets.reprice(order, now=now)
    access.submit_order.require(actor, order, now=now)
    _require_lines_within_room(order, beyond_because)
    if deliver_to_id is not None:
        order.deliver_to = DeliverySite.objects.filter(agency=order.agency, pk=deliver_to_id).first()

    order.status, order.submitted_at, order.returned_because = OrderStatus.SUBMITTED, now, ""
    order.budget_code, order.note, order.beyond_because = budget_code, note, beyond_because
    order.save()
    record(
        at=now,
        actor=actor,
        verb="ordering.order_submitted",
        subject=order,
        total=str(queries.total_of(order)),
        beyond=beyond_because,
    )
    ask_approvers(order, now=now)
    return order


@transaction.atomic
def return_order(*, order_id: int, because: str, actor: Seat, now: datetime) -> Order:
    """Send an order back to its basket, with the reason; approvals given before no longer count."""
    order = lock_order(order_id)
    access.return_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.DRAFT)
    if not because.strip():
        raise Refused("Say why the order goes back.", field="because")
    if Order.objects.filter(
        participation=order.participation, requested_by=order.requested_by, status=OrderStatus.DRAFT
    ).exists():
        raise Refused(
            "The requester has begun another basket for this contract; send or empty that one first."
        )
    void_approvals(order, because="The order went back to its basket.", actor=actor, now=now)
    order.status, order.returned_because, order.submitted_at = OrderStatus.DRAFT, because.strip(), None
    order.save(update_fields=["status", "returned_because", "submitted_at"])
    record(at=now, actor=actor, verb="ordering.order_returned", subject=order, because=because.strip())
    return order


@transaction.atomic
def cancel_order(*, order_id: int, because: str, actor: Seat, now: datetime) -> Order:
    """Cancel an order with a reason; a vendor who already has it is told."""
    order = lock_order(order_id)
    access.cancel_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.CANCELLED)
    if not because.strip():
        raise Refused("Say why the order is cancelled.", field="because")
    order.status, order.cancelled_because = OrderStatus.CANCELLED, because.strip()
    order.save(update_fields=["status", "cancelled_because"])
    record(at=now, actor=actor, verb="ordering.order_cancelled", subject=order, because=because.strip())
    if order.sent_at is not None:
        post(
            to=[order.contract.vendor.email],
            subject=f"Cancelled: purchase order {order.number} from {order.agency}",
            text=f"{order.agency} cancels purchase order {order.number}.\n\nReason: {because.strip()}\n",
            cause="ordering.order_cancelled",
            about=order,
            now=now,
        )
    return order


def _require_lines_within_room(order: Order, beyond_because: str) -> None:
    lines = queries.lines_of(order)
    if not lines:
        raise Refused("The basket is empty.")
    beyond = [view.line.price_line.description for view in lines if view.goes_beyond]
    if beyond and not beyond_because.strip():
        raise Refused(
            f"This is more than your agency stated before the bid: {'; '.join(beyond)}. Say why.",
            field="beyond_because",
        )
