"""A bid document asks for what the pool comes to: not while agencies still add, and not with totals from before."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions as pooling
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Want, WantLine
from commonlot.process.solicitation import actions
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast
from tests.factories import pooling as pooled
from tests.factories import requirements as needs
from tests.factories import solicitation as make


@pytest.fixture
def drafted(cast: Cast) -> Solicitation:
    """A bid document that was drafted from a frozen pool ten days ago and reviewed."""
    pool = needs.pool_with_needs(cast, status="frozen", needs=[(cast.town, "Gloves", "BX", "5", "8.10")])
    pooled.confirmed(pool, pooled.lines_of(pool), ["500"], cast, base_unit="EA")
    return make.from_pool(cast, pool, status=Status.IN_REVIEW)


def open_phase(cast: Cast) -> int:
    line = PooledLine.objects.get()
    phase = pooling.open_short_pool(
        pool_id=line.pool_id, steps={line.pk: pooling.Step(Want.Kind.PACK, Decimal(1200))}, actor=cast.buyer,
        ends_at=cast.now + timedelta(days=4), now=cast.now,
    )  # fmt: skip
    return phase.pk


def publish(cast: Cast, it: Solicitation) -> Solicitation:
    return actions.publish_solicitation(
        solicitation_id=it.pk,
        bids_due_at=cast.now + timedelta(days=20),
        actor=cast.purchasing_agent,
        now=cast.now,
    )


def test_nothing_is_published_while_agencies_still_add(cast: Cast, drafted: Solicitation) -> None:
    phase = open_phase(cast)
    with pytest.raises(Refused, match="Agencies still add to this pool"):
        publish(cast, drafted)
    requirements.close_short_pool(short_pool_id=phase, actor=cast.buyer, now=cast.now)
    assert publish(cast, drafted).status == "published"


def test_totals_from_before_the_phase_are_not_published(cast: Cast, drafted: Solicitation) -> None:
    phase = open_phase(cast)
    pooling.add_to_fill(
        want_line_id=WantLine.objects.get().pk, more=Decimal(2), actor=cast.requester, now=cast.now
    )
    requirements.close_short_pool(short_pool_id=phase, actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="its totals are old"):
        publish(cast, drafted)
