"""Reading what decides who may approve an order: the agency's rules, the order's amount, the approvals that stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Sum
from django.utils import timezone

from commonlot.kernel.money import Money
from commonlot.process.membership import queries as membership
from commonlot.process.membership import rules as approvals
from commonlot.process.ordering.models import Approval, Order, OrderLine
from commonlot.process.ordering.queries.orders import total_of
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import AnySeat, Seat


@dataclass(frozen=True)
class Approving:
    """An order, the approval rules of its agency, and the day on which they are read."""

    rules: approvals.ApprovalRules
    request: approvals.Request
    on: date

    @property
    def standing(self) -> approvals.ApprovalStanding:
        """How many approvals the order needs and has, and who may give the next."""
        return approvals.standing(self.rules, self.request, on=self.on)

    def why_not(self, actor: AnySeat) -> str | None:
        """Say why this person may not approve it now, or None."""
        person = getattr(actor, "user_id", 0)  # a request's seat is lazy, and the public has no person
        return approvals.why_not_approve(self.rules, self.request, person=person, on=self.on)

    def is_authority(self, actor: AnySeat) -> bool:
        """Say whether this person approves orders at all today, whatever the amount."""
        everyone = approvals.authorities(self.rules, on=self.on)
        return any(each.person == getattr(actor, "user_id", 0) for each in everyone)

    def authority_of(self, actor: Seat) -> approvals.Authority | None:
        """Return by which right this person may approve it now."""
        return approvals.authority_of(self.rules, self.request, person=actor.user_id, on=self.on)

    @property
    def why_nobody(self) -> str | None:
        """Say why it cannot get the approvals it needs, with what to do, or None."""
        return approvals.why_nobody(self.rules, self.request, on=self.on)

    def read_again(self, order: Order) -> "Approving":
        """Return the same with the approvals that stand now; neither the rules nor the amount are asked again."""
        given = order.approvals.standing().select_related("seat")
        return replace(self, request=_request(order, given, self.request.amount))


def approving(order: Order, *, now: datetime) -> Approving:
    """Read what decides who may approve an order."""
    known = membership.approval_rules(order.agency.organisation_id, now=now)
    given = order.approvals.standing().select_related("seat")
    return Approving(known, _request(order, given, total_of(order)), timezone.localdate(now))


def approving_many(orders: Iterable[Order], organisation_id: int, *, now: datetime) -> dict[int, Approving]:
    """Read the same for all orders of one agency that wait, in five queries."""
    waiting = [order for order in orders if order.status == OrderStatus.SUBMITTED]
    if not waiting:
        return {}
    given: dict[int, list[Approval]] = {}
    for each in Approval.objects.standing().filter(order__in=waiting).select_related("seat"):
        given.setdefault(each.order_id, []).append(each)
    sums = OrderLine.objects.filter(order__in=waiting).values_list("order").annotate(sum=Sum("amount"))
    totals = {order_id: Money.of(amount) for order_id, amount in sums.order_by("order")}
    known, today = membership.approval_rules(organisation_id, now=now), timezone.localdate(now)
    return {
        order.pk: Approving(known, _request(order, given.get(order.pk, []), totals[order.pk]), today)
        for order in waiting
        if order.pk in totals
    }


def _request(order: Order, given: Iterable[Approval], amount: Money) -> approvals.Request:
    return approvals.Request(
        amount=amount,
        asked_by=order.requested_by.user_id,
        given=tuple(approvals.Given(each.seat.user_id, each.acted_for_id or each.seat_id) for each in given),
    )


def addresses_of(seats: Iterable[int]) -> list[str]:
    """Return the addresses of people by their seats, each once."""
    found = Seat.objects.filter(pk__in=list(seats)).order_by("user__email")
    return list(found.values_list("user__email", flat=True).distinct())


def approvals_of(order: Order) -> list[Approval]:
    """Return every approval of an order, those that no longer count too, in the order they were given."""
    return list(order.approvals.select_related("seat__user", "acted_for__user"))
