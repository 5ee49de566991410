"""Approving an order: one person, or two where the agency's rules ask for two."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.contracts import queries as contract_queries
from commonlot.process.ordering import access, queries
from commonlot.process.ordering.actions.locks import lock_order
from commonlot.process.ordering.actions.sending import send_to_vendor
from commonlot.process.ordering.models import Approval, Order
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

PRICE_CHANGED = "The contract price changed since this was asked for."


def approve_order(*, order_id: int, actor: Seat, now: datetime) -> Order:
    """Approve an order; once its rules are met, keep its purchase order as a paper and mail it to the vendor."""
    # Two transactions: approvals that no longer count stay voided, although the new one is refused.
    if void_if_prices_changed(order_id=order_id, actor=actor, now=now):
        raise Refused(
            f"{PRICE_CHANGED} The approvals given before no longer count. Send it back to its basket."
        )
    return _approve(order_id=order_id, actor=actor, now=now)


@transaction.atomic
def void_if_prices_changed(*, order_id: int, actor: Seat, now: datetime) -> bool:
    """Void the approvals of an order whose contract prices are no longer those that were approved."""
    order = lock_order(order_id)
    if not order.approvals.standing().exists():
        return False
    access.approve_order.require(actor, order, now=now)
    if not _prices_changed(order, now=now):
        return False
    return bool(void_approvals(order, because="The contract price changed.", actor=actor, now=now))


@transaction.atomic
def _approve(*, order_id: int, actor: Seat, now: datetime) -> Order:
    order = lock_order(order_id)
    access.approve_order.require(actor, order, now=now)
    workflow.check_move(ORDER_MOVES, order.status, OrderStatus.APPROVED)
    if _prices_changed(order, now=now):
        raise Refused(f"{PRICE_CHANGED} Send it back to its basket.")
    if not order.contract.vendor.email:
        raise Refused("The vendor has no e-mail address for orders. Ask the county to add one.")
    state = queries.approving(order, now=now)
    _give_approval(order, state, actor=actor, now=now)
    if not state.read_again(order).standing.is_met:
        ask_approvers(order, now=now)
        return order
    order.status, order.approved_by, order.approved_at = OrderStatus.APPROVED, actor, now
    order.save(update_fields=["status", "approved_by", "approved_at"])
    send_to_vendor(order, actor=actor, now=now)
    return order


def _give_approval(order: Order, state: queries.Approving, *, actor: Seat, now: datetime) -> None:
    """Write down one approval; whoever approved before only lets go what needs no second approval any more."""
    right, total = state.authority_of(actor), state.request.amount
    if right is None:
        return
    Approval.objects.create(
        order=order,
        seat=actor,
        acted_for_id=right.right.seat if right.is_backup else None,
        at=now,
        amount=total.amount,
    )
    acted_for: dict[str, Any] = {"for": right.right.name} if right.is_backup else {}
    record(at=now, actor=actor, verb="ordering.order_approved", subject=order, amount=str(total), **acted_for)


def void_approvals(order: Order, *, because: str, actor: Seat, now: datetime) -> list[Approval]:
    """Void the approvals that stand, write it down, and tell who asked for the order."""
    voided = list(order.approvals.standing().select_related("seat__user", "acted_for__user"))
    if not voided:
        return []
    order.approvals.standing().update(voided_at=now, voided_because=because)
    people = [str(each) for each in voided]
    record(at=now, actor=actor, verb="ordering.approvals_voided", subject=order, of=people, because=because)
    post(
        to=[order.requested_by.user.email],
        subject=f"Order {order.number} must be approved again",
        text=(
            f"{because} So the approval by {' and '.join(people)} no longer counts.\n\n"
            "Send the order for approval again once its basket is right.\n"
        ),
        cause="ordering.approvals_voided",
        about=order,
        now=now,
    )
    return voided


def ask_approvers(order: Order, *, now: datetime) -> None:
    """Write to those who may give the next approval of this amount now; refuse an order that nobody can approve."""
    state = queries.approving(order, now=now)
    if state.why_nobody is not None:
        raise Refused(state.why_nobody)
    second = bool(state.request.given)
    post(
        to=queries.addresses_of(each.seat for each in state.standing.open_to),
        subject=f"Order {order.number} waits for {'a second' if second else 'your'} approval",
        text=(
            f"{order.requested_by.signature} asks to order from {order.contract.vendor}, contract "
            f"{order.contract.number}, for {state.request.amount}.\n\n"
            f"{_how_many(state.standing.needed, second=second)}"
            "Sign in to approve it or send it back.\n"
        ),
        cause="ordering.order_submitted",
        about=order,
        now=now,
    )


def _how_many(needed: int, *, second: bool) -> str:
    if second:
        return "One approval is given. Your agency’s rules ask for a second one, by another person.\n\n"
    return "Your agency’s rules ask for two approvals of this amount.\n\n" if needed > 1 else ""


def _prices_changed(order: Order, *, now: datetime) -> bool:
    """Say whether a line's price is no longer the contract's; refuse where the contract holds none any more."""
    today = timezone.localdate(now)
    for line in order.lines.select_related("price_line__contract"):
        price = contract_queries.price_on(line.price_line, today)
        if price is None:
            raise Refused(
                f"{line.price_line.contract} holds no price for this line today: it has not begun or has ended."
            )
        if price != line.unit_price:
            return True
    return False
