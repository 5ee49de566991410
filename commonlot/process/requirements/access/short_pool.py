"""Who may open and close the short-pool phase, and who may add in it."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access import on_behalf
from commonlot.process.requirements.access.needs import is_staff, local, speaks_for
from commonlot.process.requirements.models import Pool, ShortPool, WantLine
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import AnySeat


@Policy
def open_short_pool(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, once the needs are frozen and before they are out to bid."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency opens the short-pool phase."
    if pool.status == PoolStatus.SHORT_POOL:
        return "The short-pool phase is open already."
    if pool.status != PoolStatus.FROZEN:
        return "The short-pool phase comes after the needs are frozen and before they are out to bid."
    return None


@Policy
def close_short_pool(actor: AnySeat, short_pool: ShortPool, *, now: datetime) -> str | None:
    """A buyer, while the phase is open."""
    if not is_staff(actor, short_pool.pool):
        return "Only a buyer of the lead agency closes the short-pool phase."
    return "This phase is over." if short_pool.closed_at is not None else None


@Policy
def add_to_fill(actor: AnySeat, want_line: WantLine, *, now: datetime) -> str | None:
    """A requester or administrator of the agency whose need it is, until the phase ends."""
    phase, part = want_line.want.short_pool, want_line.line.participation
    if not speaks_for(actor, part.agency):
        return f"Only a requester of {part.agency} adds to its needs."
    if phase.closed_at is not None or phase.pool.status != PoolStatus.SHORT_POOL:
        return "The short-pool phase is over."
    if now >= phase.ends_at:
        return f"More could be added until {local(phase.ends_at)}."
    return on_behalf.state_needs.why_not(actor, phase.pool.number, now=now)
