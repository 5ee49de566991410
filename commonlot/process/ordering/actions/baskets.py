"""Filling a basket at contract prices."""

from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.contracts import queries as contract_queries
from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering import access, rules
from commonlot.process.ordering.models import Order, OrderLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def add_to_basket(*, price_line_id: int, quantity: Decimal, actor: Seat, now: datetime) -> Order:
    """Put a quantity of a contract line into the person's basket for that contract."""
    price_line = PriceLine.objects.select_related("contract").get(pk=price_line_id)
    participation = (
        ContractParticipation.objects.select_for_update(of=("self",))
        .select_related("agency__organisation")
        .filter(contract=price_line.contract, agency__organisation_id=actor.organisation_id)
        .first()
    )
    if participation is None:
        raise Refused("Your agency does not take part in this contract yet. Adopt it first.")
    access.order_from.require(actor, participation, now=now)
    _require_quantity(quantity)
    unit_price = _price_today(price_line, now=now)

    order = _basket(participation, actor=actor, now=now)
    line = order.lines.filter(price_line=price_line).first()
    if line is None:
        line = OrderLine(order=order, price_line=price_line, quantity=Decimal(0))
    line.quantity += quantity
    line.unit_price = unit_price
    line.amount = rules.line_amount(line.quantity, unit_price).amount
    line.save()
    record(
        at=now,
        actor=actor,
        verb="ordering.basket_filled",
        subject=order,
        line=price_line.description,
        quantity=f"{quantity:f}",
    )
    return order


@transaction.atomic
def set_quantity(*, order_line_id: int, quantity: Decimal, actor: Seat, now: datetime) -> OrderLine:
    """Change how much of a line is in the basket, at today's contract price."""
    line = _lock_line(order_line_id)
    access.change_basket.require(actor, line.order, now=now)
    _require_quantity(quantity)
    if quantity > line.quantity:
        _require_papers(line.order, actor=actor, now=now)
    line.quantity, line.unit_price = quantity, _price_today(line.price_line, now=now)
    line.amount = rules.line_amount(quantity, line.unit_price).amount
    line.save(update_fields=["quantity", "unit_price", "amount"])
    _note_change(line, quantity=f"{quantity:f}", actor=actor, now=now)
    return line


@transaction.atomic
def remove_line(*, order_line_id: int, actor: Seat, now: datetime) -> Order:
    """Take a line out of the basket."""
    line = _lock_line(order_line_id)
    access.change_basket.require(actor, line.order, now=now)
    _note_change(line, quantity="0", actor=actor, now=now)
    line.delete()
    return line.order


@transaction.atomic
def take_over_basket(*, order_id: int, actor: Seat, now: datetime) -> Order:
    """Take over a basket that was drafted on the agency's behalf: what was drafted stays with the agency."""
    order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("agency", "requested_by__user", "requested_by__lent_by", "requested_by__organisation")
        .get(pk=order_id)
    )
    access.take_over_basket.require(actor, order, now=now)
    own = Order.objects.filter(
        participation=order.participation_id, requested_by=actor, status=OrderStatus.DRAFT
    )
    if own.exists():
        raise Refused(
            "You have a basket for this contract. Send it or throw it away; then take this one over."
        )
    drafted_by, order.requested_by = order.requested_by.signature, actor
    order.save(update_fields=["requested_by"])
    record(at=now, actor=actor, verb="ordering.basket_taken_over", subject=order, drafted_by=drafted_by)
    return order


def reprice(order: Order, *, now: datetime) -> None:
    """Give every line of a basket the contract price of the day."""
    for line in order.lines.select_related("price_line"):
        line.unit_price = _price_today(line.price_line, now=now)
        line.amount = rules.line_amount(line.quantity, line.unit_price).amount
        line.save(update_fields=["unit_price", "amount"])


def _basket(participation: ContractParticipation, *, actor: Seat, now: datetime) -> Order:
    basket = Order.objects.filter(
        participation=participation, requested_by=actor, status=OrderStatus.DRAFT
    ).first()
    return basket or Order.objects.create(
        number=_next_number(timezone.localdate(now)),
        agency=participation.agency,
        contract=participation.contract,
        participation=participation,
        requested_by=actor,
        created_at=now,
    )


def _next_number(day: date) -> str:
    """Give the next order number of the year; the lock keeps two baskets from getting the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ordering.number'))")
    prefix = f"PO-{day:%y}-"
    last = (
        Order.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    )
    return f"{prefix}{int(last[0][len(prefix) :]) + 1 if last else 1:05d}"


def _price_today(price_line: PriceLine, *, now: datetime) -> Decimal:
    today = timezone.localdate(now)
    price = contract_queries.price_on(price_line, today)
    if price is None:
        raise Refused(
            f"{price_line.contract} holds no price for this line today: it has not begun or has ended."
        )
    return price


def _require_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise Refused("Type how much you need, more than zero.", field="quantity")
    if quantity > Decimal("1e9"):
        raise Refused("That is more than a billion. Check the quantity.", field="quantity")


def _require_papers(order: Order, *, actor: Seat, now: datetime) -> None:
    """Refuse more from a vendor whose papers are not in force: less can always be asked for."""
    reason = access.order_more.why_not(actor, order, now=now)
    if reason is not None:
        raise Refused(reason, field="quantity")


def _lock_line(order_line_id: int) -> OrderLine:
    line = OrderLine.objects.select_related("price_line__contract").get(pk=order_line_id)
    line.order = Order.objects.select_for_update(of=("self",)).get(pk=line.order_id)
    return line


def _note_change(line: OrderLine, *, quantity: str, actor: Seat, now: datetime) -> None:
    record(
        at=now,
        actor=actor,
        verb="ordering.basket_changed",
        subject=line.order,
        line=line.price_line.description,
        quantity=quantity,
    )
