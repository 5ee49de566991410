"""Reading orders, who may approve them, and what people who leave have open."""

from commonlot.process.ordering.queries.approving import (
    Approving,
    addresses_of,
    approvals_of,
    approving,
    approving_many,
)
from commonlot.process.ordering.queries.leaving import LeftBy, WaitingOrder, left_baskets, left_by
from commonlot.process.ordering.queries.orders import (
    LineView,
    baskets_of,
    drafted_on_behalf,
    everything_has_come,
    lines_of,
    one_order,
    ordered_from,
    orders_for,
    received_by_line,
    rooms_for,
    total_of,
    with_totals,
)

__all__ = [
    "Approving",
    "LeftBy",
    "LineView",
    "WaitingOrder",
    "addresses_of",
    "approvals_of",
    "approving",
    "approving_many",
    "baskets_of",
    "drafted_on_behalf",
    "everything_has_come",
    "left_baskets",
    "left_by",
    "lines_of",
    "one_order",
    "ordered_from",
    "orders_for",
    "received_by_line",
    "rooms_for",
    "total_of",
    "with_totals",
]
