"""One order, locked."""

from commonlot.process.ordering.models import Order


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
