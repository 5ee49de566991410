"""Orders at the contract price, and what was received."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from commonlot.process.contracts.models import Contract, ContractParticipation, PriceLine
from commonlot.process.membership.models import Agency
from commonlot.process.ordering import states
from commonlot.process.requirements.models import DeliverySite
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: AnySeat) -> "OrderQuerySet":
        """An agency sees its own orders, the lead agency all, a vendor those that were sent to it."""
        if actor.is_county:
            return self.filter(contract__lead_agency_id=actor.organisation_pk)
        if actor.is_agency:
            return self.filter(agency__organisation_id=actor.organisation_pk or 0)
        if actor.is_vendor:
            return self.filter(
                contract__vendor__organisation_id=actor.organisation_pk or 0, sent_at__isnull=False
            )
        return self.none()


class Order(models.Model):
    """One agency's order from one contract; a draft is its basket."""

    number = models.CharField(max_length=24, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="orders")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="orders")
    participation = models.ForeignKey(ContractParticipation, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.OrderStatus], default=states.OrderStatus.DRAFT
    )
    deliver_to = models.ForeignKey(
        DeliverySite, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    budget_code = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)
    beyond_because = models.CharField(
        max_length=300, blank=True, help_text="Why more is ordered than the agency stated before the bid."
    )
    cancelled_because = models.CharField(max_length=300, blank=True)
    purchase_order = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_order_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("requested_by")),
            ),
            models.CheckConstraint(
                name="a_sent_order_was_approved_and_has_its_paper",
                condition=Q(sent_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, purchase_order__isnull=False),
            ),
            models.CheckConstraint(
                name="a_cancelled_order_says_why",
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""),
            ),
            models.UniqueConstraint(
                fields=["agency", "contract", "requested_by"],
                condition=Q(status="draft"),
                name="one_basket_per_person_and_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"Order {self.number}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> "ApprovalQuerySet":
        """Approvals that count: nothing changed since they were given."""
        return self.filter(voided_at__isnull=True)


# The people are compared, not their seats: somebody may come to hold another seat at the same agency.
NOT_THE_REQUESTER = """
    IF EXISTS (
        SELECT 1 FROM ordering_order o
        JOIN access_seat asked ON asked.id = o.requested_by_id
        JOIN access_seat mine ON mine.id IN (NEW.seat_id, NEW.acted_for_id)
        WHERE o.id = NEW.order_id AND asked.user_id = mine.user_id
    ) THEN
        RAISE EXCEPTION 'nobody approves an order they asked for' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Approval(models.Model):
    """One person's approval of an order, in their own right or for an approver they stand in for."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="approvals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    acted_for = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    amount = models.DecimalField(max_digits=16, decimal_places=2, help_text="What the order came to then.")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_because = models.CharField(max_length=200, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order", "seat"],
                condition=Q(voided_at__isnull=True),
                name="nobody_approves_an_order_twice",
            ),
            models.UniqueConstraint(
                "order",
                Coalesce("acted_for", "seat"),
                condition=Q(voided_at__isnull=True),
                name="the_right_of_an_approver_is_used_once_for_an_order",
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves",
                condition=Q(acted_for__isnull=True) | ~Q(acted_for=F("seat")),
            ),
            models.CheckConstraint(
                name="a_voided_approval_says_why",
                condition=Q(voided_at__isnull=True, voided_because="")
                | (Q(voided_at__isnull=False) & ~Q(voided_because="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="nobody_approves_what_they_asked_for",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=NOT_THE_REQUESTER,
            ),
            pgtrigger.Protect(name="an_approval_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.seat.user} for {self.acted_for.user}" if self.acted_for else str(self.seat.user)


class OrderLine(models.Model):
    """A quantity of one price line, at the price that held on the day of ordering."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    price_line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        ordering = ("order", "price_line__number", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order", "price_line"], name="a_price_line_stands_in_an_order_once"
            ),
            models.CheckConstraint(name="order_quantity_is_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return str(self.price_line)


class Receipt(models.Model):
    """A delivery as it came in."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts")
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"Delivery of {self.received_on} for {self.order}"


class ReceiptLine(models.Model):
    """How much of one order line a delivery brought."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="receipt_lines")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        ordering = ("receipt", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt", "order_line"], name="an_order_line_stands_in_a_receipt_once"
            ),
            models.CheckConstraint(name="received_quantity_is_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_line}"
