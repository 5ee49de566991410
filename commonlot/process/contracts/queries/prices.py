"""What a line costs on a day."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from commonlot.process.contracts.models import Contract, PriceLine


def price_on(price_line: PriceLine, on: date) -> Decimal | None:
    """Return the unit price of a line on a day; None where the contract is not in force or holds no price."""
    if not price_line.contract.is_in_force(on):
        return None
    versions = valid_on(
        PriceLine.objects.filter(contract_id=price_line.contract_id, number=price_line.number), on
    )
    return versions.values_list("unit_price", flat=True).first()


def valid_on(lines: QuerySet[PriceLine], on: date) -> QuerySet[PriceLine]:
    """Keep the versions of price lines that hold on a day."""
    return lines.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def prices_of(contract: Contract, *, on: date) -> QuerySet[PriceLine]:
    """Return the prices of a contract on a day; of one that has not begun, those of its first day."""
    day = max(on, contract.starts_on)
    return valid_on(contract.prices.all(), day).order_by("number", "-valid_from")
