"""Who may do what with an order, and why not."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, QuerySet

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.contracts.models import ContractParticipation
from commonlot.process.membership import access as membership
from commonlot.process.membership.access import on_behalf, take_new_order_lines
from commonlot.process.ordering import queries
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document


def _same_agency(actor: AnySeat, order: Order) -> bool:
    return actor.pk is not None and order.agency.organisation_id == actor.organisation_pk


@Policy
def order_from(actor: AnySeat, participation: ContractParticipation, *, now: datetime) -> str | None:
    """A requester of an agency that takes part in the contract, while the vendor's papers are in force."""
    if participation.agency.organisation_id != actor.organisation_pk:
        return "Your agency does not take part in this contract."
    if not actor.has(Role.REQUESTER):
        return "Only a requester of your agency fills a basket."
    return take_new_order_lines.why_not(
        actor, participation.contract.vendor, now=now
    ) or on_behalf.place_order.why_not(actor, participation.contract.number, now=now)


@Policy
def change_basket(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """The requester whose basket it is, while it is a basket."""
    if order.requested_by_id != actor.pk:
        return "Only the person whose basket this is may change it."
    if order.status != OrderStatus.DRAFT:
        return "This order was sent for approval; ask for it back to change it."
    return on_behalf.place_order.why_not(actor, order.contract.number, now=now)


@Policy
def order_more(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """The requester whose basket it is, while the vendor's papers are in force."""
    return change_basket.why_not(actor, order, now=now) or take_new_order_lines.why_not(
        actor, order.contract.vendor, now=now
    )


@Policy
def submit_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """The requester whose basket it is, while the vendor's papers are in force; on behalf, up to what was delegated."""
    reason = order_more.why_not(actor, order, now=now)
    if reason or not actor.is_lent:
        return reason
    amount, before = queries.total_of(order).amount, queries.ordered_from(order.requested_by, besides=order)
    return on_behalf.place_order.why_not(actor, order.contract.number, amount, before, now=now)


@Policy
def take_over_basket(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """A requester of the agency, where somebody drafted the basket on its behalf."""
    if not _same_agency(actor, order) or not actor.has(Role.REQUESTER):
        return "Only a requester of the agency takes over its basket."
    if order.status != OrderStatus.DRAFT or not order.requested_by.is_lent:
        return "Only a basket that was drafted on your behalf is taken over."
    return on_behalf.do_as_agency.why_not(actor, now=now)


@Policy
def approve_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """Whom the agency's approval rules let approve this amount now; never the person who asked."""
    if not _same_agency(actor, order):
        return "Only an approver of the agency approves its orders."
    if order.status != OrderStatus.SUBMITTED:
        return "Only an order that waits for approval can be approved."
    if reason := queries.approving(order, now=now).why_not(actor):
        return reason
    if isinstance(actor, Seat) and order.requested_by.user_id == actor.user_id:
        return "You asked for this order, so another person must approve it."
    return take_new_order_lines.why_not(actor, order.contract.vendor, now=now)


@Policy
def return_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """An approver, somebody who stands in for one today, or the requester who wants it back."""
    if order.status != OrderStatus.SUBMITTED:
        return "Only an order that waits for approval can go back to its basket."
    if order.requested_by_id == actor.pk:
        return None
    if _same_agency(actor, order) and queries.approving(order, now=now).is_authority(actor):
        return None
    return "Only an approver of the agency or the requester can send this back."


@Policy
def acknowledge_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """A representative of the vendor who got the order."""
    if actor.organisation_pk != order.contract.vendor.organisation_id or not actor.has(
        Role.VENDOR_REPRESENTATIVE, Role.VENDOR_ADMINISTRATOR
    ):
        return "Only the vendor acknowledges an order."
    if order.status != OrderStatus.SENT:
        return "Only an order that was sent and not yet acknowledged can be acknowledged."
    return None


@Policy
def record_receipt(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """A receiver of the agency; a requester where the agency has so few people that one does both."""
    if not _same_agency(actor, order) or not actor.has(Role.RECEIVER, Role.REQUESTER):
        return "Only a receiver or requester of the agency records a delivery."
    if order.status not in {OrderStatus.SENT, OrderStatus.ACKNOWLEDGED}:
        return "A delivery can be recorded once the order was sent, and until all of it has come."
    return on_behalf.do_as_agency.why_not(actor, now=now)


@Policy
def close_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """Anyone of the agency who may receive, once everything has come."""
    if not _same_agency(actor, order) or not actor.has(Role.RECEIVER, Role.REQUESTER, Role.APPROVER):
        return "Only the agency closes its order."
    if order.status != OrderStatus.RECEIVED:
        return "An order is closed once all of it has come."
    return on_behalf.do_as_agency.why_not(actor, now=now)


@Policy
def cancel_order(actor: AnySeat, order: Order, *, now: datetime) -> str | None:
    """The requester before it was sent; an approver until the first delivery."""
    if order.status in {OrderStatus.RECEIVED, OrderStatus.CLOSED, OrderStatus.CANCELLED}:
        return "This order is over and cannot be cancelled."
    if order.receipts.exists():
        return "A part of this order was delivered, so it cannot be cancelled."
    if order.requested_by_id == actor.pk and order.sent_at is None:
        return None
    if _same_agency(actor, order) and actor.has(Role.APPROVER):
        return None
    return "Only the requester before it was sent, or an approver, can cancel this order."


@Policy
def hand_over(actor: AnySeat, leaver: Seat, *, now: datetime) -> str | None:
    """Whoever gives and takes the seats of the organisation."""
    return membership.manage_people.why_not(actor, leaver.organisation, now=now)


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """A purchase order is read by everyone who may see its order."""
    return Order.objects.visible_to(actor).filter(purchase_order=document).exists()


def own_orders(organisation_id: int) -> Iterable[QuerySet[Model]]:
    """Give the orders of an agency."""
    yield Order.objects.filter(agency__organisation=organisation_id)
