"""From basket to purchase order."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.ordering import access, papers, queries
from commonlot.process.ordering.actions import baskets
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.process.requirements.models import DeliverySite
from commonlot.records.access.lent import require_held
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.notices.actions import post


def lock_order(order_id: int) -> Order:
    """Return one order, locked, with its agency, contract and requester."""
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related(
            "agency__organisation",
            "contract__vendor__organisation",
            "requested_by__user",
            "requested_by__organisation",
            "requested_by__lent_by",
            "participation__agency",
        )
        .get(pk=order_id)
    )


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
    _ask_approvers(order, now=now)
    return order


@transaction.atomic
def return_order(*, order_id: int, because: str, actor: Seat, now: datetime) -> Order:
    """Send an order back to its basket, with the reason."""
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
    order.status, order.returned_because, order.submitted_at = OrderStatus.DRAFT, because.strip(), None
    order.save(update_fields=["status", "returned_because", "submitted_at"])
    record(at=now, actor=actor, verb="ordering.order_returned", subject=order, because=because.strip())
    return order


@transaction.atomic
def approve_order(*, order_id: int, actor: Seat, now: datetime) -> Order:
    """Approve an order, keep its purchase order as a paper, and mail it to the vendor."""
    order = lock_order(order_id)
    access.approve_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.APPROVED)
    prices_before = list(order.lines.values_list("pk", "unit_price"))
    baskets.reprice(order, now=now)
    if prices_before != list(order.lines.values_list("pk", "unit_price")):
        raise Refused("The contract price changed since this was asked for. Send it back to its basket.")
    if not order.contract.vendor.email:
        raise Refused("The vendor has no e-mail address for orders. Ask the county to add one.")

    order.status, order.approved_by, order.approved_at = OrderStatus.APPROVED, actor, now
    order.save(update_fields=["status", "approved_by", "approved_at"])
    record(at=now, actor=actor, verb="ordering.order_approved", subject=order)
    _send(order, actor=actor, now=now)
    return order


def _send(order: Order, *, actor: Seat, now: datetime) -> None:
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.SENT)
    order.purchase_order = keep(
        name=f"{order.number}.pdf",
        content=papers.purchase_order(order, now=now),
        content_type="application/pdf",
        actor=actor,
        now=now,
    )
    order.status, order.sent_at = OrderStatus.SENT, now
    order.save(update_fields=["purchase_order", "status", "sent_at"])
    post(
        to=[order.contract.vendor.email],
        subject=f"Purchase order {order.number} from {order.agency}",
        text=(
            f"{order.agency} orders from contract {order.contract.number}.\n\n"
            f"The purchase order is attached. It comes to {queries.total_of(order)}.\n"
            "Please acknowledge it on your page, or by answering this mail.\n"
        ),
        cause="ordering.order_sent",
        about=order,
        attachments=[order.purchase_order],
        now=now,
    )
    record(
        at=now,
        actor=actor,
        verb="ordering.order_sent",
        subject=order,
        to=order.contract.vendor.email,
        sha256=order.purchase_order.sha256,
    )


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


def _ask_approvers(order: Order, *, now: datetime) -> None:
    approvers = queries.approver_addresses(order.agency)
    if not approvers:
        raise Refused("Your agency has no approver yet. Ask its administrator to invite one.")
    post(
        to=approvers,
        subject=f"Order {order.number} waits for your approval",
        text=(
            f"{order.requested_by.signature} asks to order from {order.contract.vendor}, contract "
            f"{order.contract.number}, for {queries.total_of(order)}.\n\nSign in to approve it or send it back.\n"
        ),
        cause="ordering.order_submitted",
        about=order,
        now=now,
    )
