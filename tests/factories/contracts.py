"""Contracts with prices, and agencies that take part, made through the models."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from commonlot.process.contracts import rules
from commonlot.process.contracts.models import Contract, ContractParticipation, PriceLine
from commonlot.process.membership.models import Agency
from tests.cast import Cast

TERM = (date(2026, 3, 1), date(2027, 3, 1))


def contract(
    cast: Cast, *, number: str = "26-0288", term: tuple[date, date] = TERM, **facts: Any
) -> Contract:
    """Make a contract of the county that is in force; `facts` replaces what is usual."""
    usual: dict[str, Any] = {
        "title": "Road salt",
        "vendor": cast.salt_and_sons,
        "status": "active",
        "use_by_others": True,
        "signed_at": cast.now - timedelta(days=60),
    }
    return Contract.objects.create(
        number=number,
        lead_agency=cast.county.organisation,
        starts_on=term[0],
        ends_on=term[1],
        created_at=cast.now - timedelta(days=90),
        **{**usual, **facts},
    )


def price(
    of: Contract,
    description: str = "Bulk road salt",
    unit: str = "TON",
    amount: str = "71.9000",
    **facts: Any,
) -> PriceLine:
    """Put the next price on a contract."""
    base, per_unit = rules.base_of(unit)
    usual: dict[str, Any] = {"base_unit": base, "base_per_unit": per_unit, "valid_from": of.starts_on}
    return PriceLine.objects.create(
        contract=of,
        number=of.prices.count() + 1,
        description=description,
        unit=unit,
        unit_price=Decimal(amount),
        **{**usual, **facts},
    )


def takes_part(agency: Agency, of: Contract, cast: Cast, *, path: str = "B") -> ContractParticipation:
    """Let an agency order from a contract by a path."""
    return ContractParticipation.objects.create(
        contract=of, agency=agency, path=path, adopted_at=cast.now, adopted_by=cast.buyer
    )
