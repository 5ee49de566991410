"""Who gets what from each address of the short-pool phase."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from commonlot.process.pooling import actions
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool, Want
from tests.cast import Cast
from tests.factories import pooling as make
from tests.factories import requirements
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row


def _frozen(cast: Cast) -> Pool:
    pool = requirements.pool_with_needs(
        cast, status="frozen", needs=[(cast.town, "Gloves", "BX", "5", "8.10")]
    )
    make.confirmed(pool, make.lines_of(pool), ["500"], cast, base_unit="EA")
    return pool


def _pool(cast: Cast) -> Arguments:
    return {"pool_id": _frozen(cast).pk}


def _open(cast: Cast) -> Pool:
    pool = _frozen(cast)
    step = actions.Step(Want.Kind.PACK, Decimal(1200))
    actions.open_short_pool(
        pool_id=pool.pk, steps={PooledLine.objects.get(pool=pool).pk: step}, ends_at=cast.now + timedelta(days=5),
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    return pool


def _opened(cast: Cast) -> Arguments:
    return {"pool_id": _open(cast).pk}


def _phase(cast: Cast) -> Arguments:
    return {"pk": _open(cast).short_pools.get().pk}


def _want_line(cast: Cast) -> Arguments:
    return {"pk": _open(cast).short_pools.get().wants.get().lines.get().pk}


def _steps(cast: Cast, arguments: Arguments) -> Arguments:
    line = PooledLine.objects.get(pool=arguments["pool_id"])
    ends_at = timezone.localtime(cast.now + timedelta(days=5))
    return {f"pack-{line.pk}": "1200", "ends_at": f"{ends_at:%Y-%m-%dT%H:%M}"}


ROWS = [
    Row(url="pooling:short_pool", given=_opened, buyer=THROUGH, member=THROUGH, other_member=HIDDEN, vendor=HIDDEN,
        rival=HIDDEN, public=REFUSED),
    Row(url="pooling:short_pool", method="POST", given=_pool, data=_steps, buyer=THROUGH, member=HIDDEN,
        other_member=HIDDEN, vendor=HIDDEN, rival=HIDDEN, public=REFUSED),
    Row(url="pooling:add_to_fill", method="POST", given=_want_line, data={"more": "2"}, buyer=REFUSED, member=THROUGH,
        other_member=HIDDEN, vendor=HIDDEN, rival=HIDDEN, public=REFUSED),
    Row(url="pooling:close_short_pool", method="POST", given=_phase, buyer=THROUGH, member=HIDDEN, other_member=HIDDEN,
        vendor=HIDDEN, rival=HIDDEN, public=REFUSED),
]  # fmt: skip
