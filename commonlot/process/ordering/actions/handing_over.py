"""When a person leaves: their baskets go to a colleague, and their seat ends in the same act."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions as membership
from commonlot.process.ordering import access, rules
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import ORDER_MOVES, OrderStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


@transaction.atomic
def end_seat_and_hand_over(*, seat_id: int, to_seat_id: int | None, actor: Seat, now: datetime) -> Seat:
    """End a seat and, if a colleague is named, hand over the baskets in the same act."""
    seat = membership.end_seat(seat_id=seat_id, actor=actor, now=now)
    if to_seat_id is not None:
        hand_over_baskets(seat_id=seat_id, to_seat_id=to_seat_id, actor=actor, now=now)
    return seat


@transaction.atomic
def hand_over_baskets(*, seat_id: int, to_seat_id: int, actor: Seat, now: datetime) -> list[Order]:
    """Give a person's baskets to a colleague who may ask for orders; what the colleague has of one is added up."""
    leaver = Seat.objects.select_related("organisation", "user").get(pk=seat_id)
    access.hand_over.require(actor, leaver, now=now)
    colleague = (
        Seat.objects.current(now=now)
        .select_related("user")
        .filter(pk=to_seat_id, organisation=leaver.organisation, roles__contains=[Role.REQUESTER.value])
        .exclude(pk=leaver.pk)
        .first()
    )
    if colleague is None:
        raise Refused("Choose a requester of the same agency.", field="to")
    baskets = list(
        Order.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(requested_by=leaver, status=OrderStatus.DRAFT)
        .order_by("pk")
    )
    for basket in baskets:
        _hand_over(basket, leaver, colleague, actor=actor, now=now)
    if baskets:
        _tell(colleague, leaver, baskets, now=now)
    return baskets


def _hand_over(basket: Order, leaver: Seat, colleague: Seat, *, actor: Seat, now: datetime) -> None:
    own = Order.objects.select_for_update().filter(
        participation=basket.participation_id, requested_by=colleague, status=OrderStatus.DRAFT
    )
    before = own.first()
    people: dict[str, Any] = {"from": str(leaver.user), "to": str(colleague.user)}
    if before is not None:
        _put_together(basket, before)
        workflow.check_move(ORDER_MOVES, basket.status, OrderStatus.CANCELLED)
        basket.status = OrderStatus.CANCELLED
        basket.cancelled_because = f"Its lines were put into {before.number}, the basket of {colleague.user}."
        basket.save(update_fields=["status", "cancelled_because"])
        record(
            at=now,
            actor=actor,
            verb="ordering.basket_handed_over",
            subject=basket,
            into=before.number,
            **people,
        )
        return
    basket.requested_by = colleague
    basket.save(update_fields=["requested_by"])
    record(at=now, actor=actor, verb="ordering.basket_handed_over", subject=basket, **people)


def _put_together(basket: Order, into: Order) -> None:
    """Add one basket's lines to another's; the line that stands already keeps its price until it is sent."""
    known = {line.price_line_id: line for line in into.lines.all()}
    for line in basket.lines.all():
        twin = known.get(line.price_line_id)
        if twin is None:
            line.pk, line.order = None, into
            line.save()
            continue
        twin.quantity += line.quantity
        twin.amount = rules.line_amount(twin.quantity, twin.unit_price).amount
        twin.save(update_fields=["quantity", "amount"])


def _tell(colleague: Seat, leaver: Seat, baskets: list[Order], *, now: datetime) -> None:
    numbers = ", ".join(basket.number for basket in baskets)
    post(
        to=[colleague.user.email],
        subject=f"You take over {numbers}"[:200],
        text=(
            f"{leaver.user} leaves {leaver.organisation}, and what was in their basket is now in yours: {numbers}.\n\n"
            "Sign in to send it for approval, change it, or throw it away.\n"
        ),
        cause="ordering.basket_handed_over",
        about=colleague,
        now=now,
    )
