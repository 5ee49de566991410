"""Every change to an order."""

from commonlot.process.ordering.actions.approvals import approve_order
from commonlot.process.ordering.actions.baskets import (
    add_to_basket,
    remove_line,
    set_quantity,
    take_over_basket,
)
from commonlot.process.ordering.actions.deliveries import acknowledge_order, close_order, record_receipt
from commonlot.process.ordering.actions.handing_over import end_seat_and_hand_over, hand_over_baskets
from commonlot.process.ordering.actions.orders import cancel_order, return_order, submit_order
from commonlot.process.ordering.actions.past_orders import tell_what_was_ordered

__all__ = [
    "acknowledge_order",
    "add_to_basket",
    "approve_order",
    "cancel_order",
    "close_order",
    "end_seat_and_hand_over",
    "hand_over_baskets",
    "record_receipt",
    "remove_line",
    "return_order",
    "set_quantity",
    "submit_order",
    "take_over_basket",
    "tell_what_was_ordered",
]
