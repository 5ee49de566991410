"""Valid rows of the requirements stage, made straight through the models."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from commonlot.process.membership.models import Agency
from commonlot.process.requirements.models import DeliverySite, Participation, Pool, RequirementLine
from commonlot.process.requirements.states import LineStatus, ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast

DUE_IN = timedelta(days=11)


def pool(planned_by: Seat, now: datetime, **changes: Any) -> Pool:
    """Make a pool that is collecting needs, unless told otherwise."""
    facts: dict[str, Any] = {
        "number": f"P-27-{Pool.objects.count() + 1:02d}",
        "title": "Road salt 2027",
        "commodity": "Road salt",
        "lead_agency": planned_by.organisation,
        "status": PoolStatus.COLLECTING,
        "needs_due_at": now + DUE_IN,
        "term_starts_on": date(2027, 4, 1),
        "term_ends_on": date(2028, 4, 1),
        "planned_by": planned_by,
        "created_at": now,
    }
    status = changes.get("status", PoolStatus.COLLECTING)
    if status not in {PoolStatus.PLANNED, PoolStatus.COLLECTING, PoolStatus.POOLING, PoolStatus.CANCELLED}:
        facts["frozen_at"] = now
    return Pool.objects.create(**(facts | changes))


def part(
    in_pool: Pool, agency: Agency, now: datetime, *, status: str = ParticipationStatus.JOINED, **changes: Any
) -> Participation:
    """Make an agency's part in a pool; it joined and sent nothing yet, unless told otherwise."""
    sent = status in {ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED}
    facts: dict[str, Any] = {
        "invited_at": now - timedelta(days=5),
        "answered_at": None if status == ParticipationStatus.INVITED else now - timedelta(days=4),
        "submitted_at": now - timedelta(days=1) if sent else None,
    }
    return Participation.objects.create(pool=in_pool, agency=agency, status=status, **(facts | changes))


def line(of: Participation, now: datetime, **changes: Any) -> RequirementLine:
    """Make one need of an agency: 40 tons of bulk road salt for which it pays 61.50 now."""
    facts: dict[str, Any] = {
        "position": of.lines.count() + 1,
        "description": "Road salt, bulk, delivered",
        "unit": "TON",
        "quantity": Decimal(40),
        "price_paid": Decimal("61.5000"),
        "price_proof": "Invoice of March 3, 2026",
        "created_at": now,
        "changed_at": now,
    }
    usual = {
        ParticipationStatus.SUBMITTED: LineStatus.SUBMITTED,
        ParticipationStatus.ACCEPTED: LineStatus.ACCEPTED,
    }
    facts["status"] = usual.get(ParticipationStatus(of.status), LineStatus.DRAFT)
    return RequirementLine.objects.create(participation=of, **(facts | changes))


def site(agency: Agency, name: str = "Highway garage") -> DeliverySite:
    """Make a delivery site."""
    return DeliverySite.objects.create(agency=agency, name=name, address="1 Garage Road")


def pool_with_needs(
    cast: Cast, *, status: str = PoolStatus.POOLING, needs: Sequence[tuple[Agency, str, str, str, str]] = ()
) -> Pool:
    """Make a pool whose accepted needs are (agency, description, unit, quantity, price), for later stages."""
    made = pool(cast.buyer, cast.now, status=status)
    frozen = made.frozen_at is not None
    needs = needs or (
        (cast.town, "Road salt, bulk", "TON", "40", "61.50"),
        (cast.school_district, "Salt, road, bulk", "TON", "25.5", "64.00"),
    )
    parts: dict[int, Participation] = {}
    for agency, description, unit, quantity, price in needs:
        if agency.pk not in parts:
            parts[agency.pk] = part(made, agency, cast.now, status=ParticipationStatus.ACCEPTED)
        line(
            parts[agency.pk], cast.now, description=description, unit=unit, quantity=Decimal(quantity),
            price_paid=Decimal(price), status=LineStatus.FROZEN if frozen else LineStatus.ACCEPTED,
        )  # fmt: skip
    return made
