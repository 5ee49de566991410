"""Valid rows of the solicitation stage, made straight through the models."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation.models import BidLine, Lot, Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast

SALT_LINES = (("Bulk road salt, north", "TON", "18400"), ("Bulk road salt, south", "TON", "22150"))
DUE_IN = timedelta(days=17)


def solicitation(
    cast: Cast,
    *,
    status: Status = Status.PUBLISHED,
    lines: Sequence[tuple[str, str, str]] = SALT_LINES,
    pool: Pool | None = None,
    **changes: Any,
) -> Solicitation:
    """Make a solicitation with one lot; published three days ago and due in 17 days unless told otherwise."""
    facts: dict[str, Any] = {
        "number": f"RFB 26-{Solicitation.objects.count() + 101}",
        "title": "Road salt and de-icers",
        "pool": pool,
        "lead_agency": cast.county.organisation,
        "opening_place": "County Office Building, Room 713",
        "term_starts_on": date(2027, 1, 1),
        "term_ends_on": date(2028, 1, 1),
        "drafted_by": cast.buyer,
        "created_at": cast.now - timedelta(days=10),
    }
    if status not in {Status.DRAFT, Status.IN_REVIEW}:
        facts |= {
            "published_at": cast.now - timedelta(days=3), "published_by": cast.purchasing_agent,
            "bids_due_at": cast.now + DUE_IN, "draw_seed": 7,
        }  # fmt: skip
    if status == Status.CANCELLED:
        facts["cancelled_because"] = "The need has gone."
    made = Solicitation.objects.create(status=status, **(facts | changes))
    lot = Lot.objects.create(solicitation=made, position=1, title="Road salt")
    for number, (description, unit, quantity) in enumerate(lines, start=1):
        bid_line(made, number, description, unit, quantity, lot=lot)
    return made


def bid_line(
    of: Solicitation, number: int, description: str, unit: str, quantity: str, **changes: Any
) -> BidLine:
    """Make one line."""
    return BidLine.objects.create(
        solicitation=of,
        number=number,
        description=description,
        unit=unit,
        quantity=Decimal(quantity),
        **changes,
    )


def from_pool(cast: Cast, pool: Pool, **changes: Any) -> Solicitation:
    """Make a solicitation with a line for every pooled line of a pool."""
    made = solicitation(cast, pool=pool, lines=(), **changes)
    for number, pooled in enumerate(pool.pooled_lines.all(), start=1):
        bid_line(
            made,
            number,
            pooled.name,
            pooled.base_unit,
            str(pooled.total),
            pooled_line=pooled,
            lot=made.lots.get(),
        )
    return made


def overdue(cast: Cast, **changes: Any) -> Solicitation:
    """Make a published solicitation whose deadline passed a minute ago."""
    return solicitation(cast, bids_due_at=cast.now - timedelta(minutes=1), **changes)
