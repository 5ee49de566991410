"""The acts of this stage, as a person reads them."""

VERBS: dict[str, str] = {
    "ordering.basket_filled": "put into the basket",
    "ordering.basket_changed": "changed the basket",
    "ordering.basket_taken_over": "took over the basket that was drafted on its behalf",
    "ordering.order_submitted": "sent the order for approval",
    "ordering.order_returned": "sent the order back to its basket",
    "ordering.order_approved": "approved the order",
    "ordering.approvals_voided": "voided the approvals of",
    "ordering.basket_handed_over": "handed over the basket",
    "ordering.order_sent": "sent the purchase order to the vendor",
    "ordering.order_acknowledged": "acknowledged the order",
    "ordering.delivery_recorded": "recorded a delivery",
    "ordering.order_received": "had all of the order",
    "ordering.order_closed": "closed the order",
    "ordering.order_cancelled": "cancelled the order",
}
