"""Choosing the pack in which a pooled line is ordered."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.models import PooledLine
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.rules.packing import Choice, Pack
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

USUAL = "the usual pack"


@transaction.atomic
def choose_pack(*, line_id: int, choice: Choice | None, actor: AnySeat, now: datetime) -> PooledLine:
    """Choose the pack in which a pooled line is ordered, from those that its lines state; none is the usual one."""
    pool = lock_pool(PooledLine.objects.values_list("pool_id", flat=True).get(pk=line_id))
    access.choose_pack.require(actor, pool, now=now)
    line = PooledLine.objects.select_for_update().get(pk=line_id)
    [shown] = queries.with_shares([line])
    if choice is not None and choice.pack is not None and choice.pack not in shown.stated_packs:
        raise Refused("No agency states this line in such a pack. Choose one of those that are stated.")
    before = queries.choice_of(line)
    if choice == before:
        return line

    pack = choice.pack if choice is not None else None
    line.pack_chosen = choice is not None
    line.pack_unit, line.pack_holds = (pack.unit, pack.holds) if pack is not None else ("", None)
    line.save(update_fields=["pack_chosen", "pack_unit", "pack_holds"])
    record(
        at=now, actor=actor, verb="pooling.pack_chosen", subject=line, within=pool,
        before=said(before, shown.base_unit), after=said(choice, shown.base_unit),
    )  # fmt: skip
    return line


def said(choice: Choice | None, base_unit: str) -> str:
    """Say a choice in words."""
    if choice is None:
        return USUAL
    return choice.pack.words(base_unit) if isinstance(choice.pack, Pack) else "as it is counted"
