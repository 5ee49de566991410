"""Filling the register of confirmed needs when a pool is frozen."""

from datetime import datetime

from commonlot.process.pooling.actions.sums import BATCH
from commonlot.process.pooling.models import RegisteredNeed, Share
from commonlot.process.pooling.rules import register
from commonlot.process.requirements.models import Pool


def register_needs(pool: Pool, *, now: datetime) -> int:
    """Write down each wording that was confirmed in a pool, and as what; return how many wordings."""
    RegisteredNeed.objects.filter(pool=pool).delete()
    shares = Share.objects.filter(pooled_line__pool=pool).order_by("pooled_line__position", "pk")
    facts = shares.values_list(
        "pooled_line", "pooled_line__name", "pooled_line__base_unit", "line__description", "line__part_number"
    )
    rows: dict[tuple[str, int], RegisteredNeed] = {}
    for need, name, base_unit, typed, part_number in facts:
        key = register.key_of(typed, part_number)
        rows.setdefault(
            (key, need),
            RegisteredNeed(
                lead_agency_id=pool.lead_agency_id,
                pool=pool,
                need=need,
                key=key,
                typed=typed,
                name=name,
                base_unit=base_unit,
                registered_at=now,
            ),
        )
    RegisteredNeed.objects.bulk_create(rows.values(), batch_size=BATCH)
    return len(rows)
