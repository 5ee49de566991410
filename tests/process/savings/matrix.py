"""Everybody reads what was saved and what an open pool means; of a pool that is not open only its members do."""

from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import past_pools
from tests.house.matrix import HIDDEN, THROUGH, Arguments, Row, open_to_all


def _open(cast: Cast) -> Arguments:
    past_pools.awarded(cast)
    return {"pool_id": past_pools.open_now(cast).pk}


def _closed(cast: Cast) -> Arguments:
    pool = past_pools.open_now(cast)
    Pool.objects.filter(pk=pool.pk).update(status="pooling")
    return {"pool_id": pool.pk}


ROWS = [
    open_to_all("savings:public"),
    open_to_all("savings:csv"),
    open_to_all("savings:method"),
    open_to_all("savings:should_we_join", given=_open),
    Row(url="savings:should_we_join", given=_closed, buyer=THROUGH, member=THROUGH, other_member=HIDDEN,
        vendor=HIDDEN, rival=HIDDEN, public=HIDDEN),
]  # fmt: skip
