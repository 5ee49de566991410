"""A past pool that was bid and awarded, with what each agency paid before; and one that is open now."""

from collections.abc import Sequence

from commonlot.process.award.states import AwardStatus
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from tests.cast import Cast
from tests.factories import award, requirements
from tests.factories.award import Wanted

SALT = "Road salt"
# earlier price of the town, the school, the fire district; the winning bid
LINES = (
    ("Bulk salt", ("0.0400", "0.0420", "0.0460"), "0.0360"),
    ("Bagged salt", ("0.1000", "0.1100", "0.1200"), "0.0990"),
    ("Calcium chloride", ("0.3000", "0.3100", "0.3200"), "0.3410"),
    ("Sand", ("0.0200", "0.0200", "0.0200"), "0.0180"),
    ("Magnesium flake", ("0.4000", "0.4000", "0.4000"), "0.4000"),
)


def awarded(
    cast: Cast, *, lines: Sequence[tuple[str, tuple[str | None, ...], str]] = LINES, commodity: str = SALT
) -> Pool:
    """Make last year's pool: every line needed by three agencies, 1,000, 3,000 and 6,000 lb, and awarded."""
    agencies = (cast.town, cast.school_district, cast.fire_district)
    wants = {
        name: [
            Wanted(agency, quantity, paid)
            for agency, quantity, paid in zip(agencies, ("1000", "3000", "6000"), before, strict=True)
        ]
        for name, before, _ in lines
    }
    made = award.pooled_bids(cast, wants, {"salt_and_sons": [price for *_, price in lines]})
    award.award(made, cast, status=AwardStatus.APPROVED)
    pool = made.solicitation.pool
    assert pool is not None
    Pool.objects.filter(pk=pool.pk).update(
        commodity=commodity, status=PoolStatus.AWARDED, title="Salt last year"
    )
    pool.refresh_from_db()
    return pool


def open_now(cast: Cast, *, invited: bool = True, commodity: str = SALT) -> Pool:
    """Make this year's pool: it takes needs, and the town was invited and has not answered."""
    pool = requirements.pool(
        cast.buyer, cast.now, number="P-28-01", title="Salt this year", commodity=commodity
    )
    if invited:
        requirements.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    return pool


def part_of(pool: Pool, cast: Cast) -> Participation:
    """Return the town's part."""
    return pool.participations.get(agency=cast.town)
