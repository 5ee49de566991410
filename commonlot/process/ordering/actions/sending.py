"""The purchase order on its way to the vendor."""

from datetime import datetime

from commonlot.kernel import workflow
from commonlot.process.ordering import papers, queries
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.notices.actions import post


def send_to_vendor(order: Order, *, actor: Seat, now: datetime) -> None:
    """Keep the purchase order of an approved order as a paper and mail it to the vendor."""
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
