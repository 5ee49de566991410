"""Telling the survey what agencies ordered, so that next year's needs begin from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonlot.process.contracts.models import Allotment, PriceLine
from commonlot.process.ordering.models import OrderLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.actions import Ordered
from commonlot.process.requirements.models import RequirementLine

COUNTED = (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED, OrderStatus.RECEIVED, OrderStatus.CLOSED)
A_YEAR = timedelta(days=365)
Key = tuple[int, str]


@dataclass
class _Sum:
    """One agency's orders of one price line: the newest order line, how much in all, and all their days."""

    newest: OrderLine
    quantity: Decimal = Decimal(0)
    days: list[datetime] = field(default_factory=list)


@transaction.atomic
def tell_what_was_ordered(*, now: datetime) -> int:
    """Add up what each agency ordered of each price line in the last twelve months, and hand it to the survey."""
    lines = OrderLine.objects.filter(
        order__status__in=COUNTED, order__sent_at__gt=now - A_YEAR, order__sent_at__lte=now
    ).select_related("order", "price_line__contract__solicitation__pool")
    sums = _add_up(lines.order_by("order__sent_at", "pk"))
    needs = _needs_served(sums)
    rows = [_ordered(key, each, needs.get(key)) for key, each in sums.items()]
    return requirements.note_ordered(rows=rows, now=now) if rows else 0


def _add_up(lines: Iterable[OrderLine]) -> dict[Key, _Sum]:
    """Add up by agency and price line; a line whose unit changed in between is counted apart."""
    sums: dict[Key, _Sum] = {}
    for line in lines:
        key = (line.order.agency_id, _key_of(line.price_line))
        each = sums.setdefault(key, _Sum(line))
        each.newest, each.quantity = line, each.quantity + line.quantity
        each.days += [line.order.sent_at] if line.order.sent_at else []
    return sums


def _key_of(price: PriceLine) -> str:
    """Name a price line by its contract, number and unit: a new price is a new row of the same line."""
    return f"{price.contract_id}:{price.number}:{price.unit}"[:60]


def _needs_served(sums: dict[Key, _Sum]) -> dict[Key, RequirementLine]:
    """Return the one need that each sum served; where a price line serves several, none is named."""
    contracts = {each.newest.price_line.contract_id for each in sums.values()}
    allotments = Allotment.objects.filter(price_line__contract__in=contracts)
    found: dict[Key, set[RequirementLine]] = {}
    for allotment in allotments.select_related("requirement", "participation", "price_line"):
        key = (allotment.participation.agency_id, _key_of(allotment.price_line))
        found.setdefault(key, set()).add(allotment.requirement)
    return {key: needs.pop() for key, needs in found.items() if key in sums and len(needs) == 1}


def _ordered(key: Key, each: _Sum, need: RequirementLine | None) -> Ordered:
    price = each.newest.price_line
    contract = price.contract
    pool = contract.solicitation.pool if contract.solicitation else None
    same_unit = need is not None and need.unit.casefold().strip() == price.unit.casefold().strip()
    return Ordered(
        agency_id=key[0], source_key=key[1], source=f"Contract {contract.number}, line {price.number}",
        commodity=pool.commodity if pool else "", line_id=need.pk if need else None, description=price.description,
        unit=need.unit if need is not None and same_unit else price.unit_words[:40], quantity=each.quantity,
        unit_price=each.newest.unit_price, first_on=timezone.localdate(min(each.days)),
        last_on=timezone.localdate(max(each.days)),
    )  # fmt: skip
