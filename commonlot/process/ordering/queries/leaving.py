"""Reading what is open in the name of a person who leaves, or has left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from commonlot.kernel.actor import Role
from commonlot.process.membership import queries as membership
from commonlot.process.membership import rules as approvals
from commonlot.process.membership.models import ApprovalBackup
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.queries.approving import approving_many
from commonlot.process.ordering.queries.orders import with_totals
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import Seat


@dataclass(frozen=True)
class WaitingOrder:
    """An order that a person may approve, and why nobody could once they are gone."""

    order: Order
    why_nobody: str | None


@dataclass(frozen=True)
class LeftBy:
    """What is open in a person's name, and who could take it over."""

    baskets: list[Order]
    asked: list[Order]
    waiting: list[WaitingOrder]
    backups: list[ApprovalBackup]
    colleagues: list[Seat]

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing is open."""
        return not (self.baskets or self.asked or self.waiting or self.backups)


def left_by(seat: Seat, *, now: datetime) -> LeftBy:
    """Return what is open in the name of a seat, whether it is still held or not."""
    own = with_totals(Order.objects.filter(requested_by=seat)).order_by("pk")
    backups = membership.backups_of(seat.organisation_id, now=now)
    return LeftBy(
        baskets=list(own.filter(status=OrderStatus.DRAFT)),
        asked=list(own.filter(status=OrderStatus.SUBMITTED)),
        waiting=_waiting_for(seat, now=now),
        backups=[each for each in backups if seat.pk in (each.approver_id, each.backup_id)],
        colleagues=list(_requesters(seat, now=now)),
    )


def _waiting_for(seat: Seat, *, now: datetime) -> list[WaitingOrder]:
    submitted = Order.objects.filter(
        agency__organisation=seat.organisation_id, status=OrderStatus.SUBMITTED
    ).order_by("pk")
    orders = list(with_totals(submitted))
    states = approving_many(orders, seat.organisation_id, now=now)
    found = []
    for order in orders:
        state = states.get(order.pk)
        if state is None or not any(
            seat.pk in (each.seat, each.right.seat) for each in state.standing.open_to
        ):
            continue
        after = replace(state, rules=approvals.without(state.rules, seat=seat.pk))
        found.append(WaitingOrder(order, after.why_nobody))
    return found


def _requesters(seat: Seat, *, now: datetime) -> QuerySet[Seat]:
    held = Seat.objects.current(now=now).filter(
        organisation=seat.organisation_id, roles__contains=[Role.REQUESTER.value]
    )
    return held.exclude(pk=seat.pk).select_related("user").order_by("user__name")


def left_baskets(organisation_id: int, *, now: datetime) -> dict[Seat, int]:
    """Count the baskets of people who have left an organisation, by their seats."""
    orders: Iterable[Order] = Order.objects.filter(
        agency__organisation=organisation_id, status=OrderStatus.DRAFT, requested_by__ended_at__lte=now
    ).select_related("requested_by__user")
    counted: dict[Seat, int] = {}
    for order in orders:
        counted[order.requested_by] = counted.get(order.requested_by, 0) + 1
    return counted
