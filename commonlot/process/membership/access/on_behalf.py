"""The one place that says what a marked seat may do. Own people of an agency pass; later stages ask here.

    reason = on_behalf.state_needs.why_not(actor, pool.number, now=now)

A later stage asks for each act that it lets a requester do. What is not delegated by name is the agency's own.
"""

from datetime import datetime
from decimal import Decimal

from commonlot.kernel.policy import Policy
from commonlot.process.membership import rules
from commonlot.process.membership.models import Delegation
from commonlot.records.access.models import AnySeat


def delegation_of(actor: AnySeat, *, now: datetime) -> Delegation | None:
    """Return the delegation under which the actor acts at this moment, if any."""
    if not actor.is_lent:
        return None
    held = Delegation.objects.running().filter(
        seat=actor.pk, seat__begins_at__lte=now, seat__ended_at__gt=now
    )
    return held.select_related("agency__organisation", "buyer__user").first()


def _scope(actor: AnySeat, *, now: datetime) -> rules.Scope:
    """Return what the actor may do on behalf at this moment: nothing, before it begins and once it ended."""
    delegation = delegation_of(actor, now=now)
    return delegation.scope if delegation is not None else rules.Scope(acts=frozenset())


@Policy
def state_needs(actor: AnySeat, pool: str = "", *, now: datetime) -> str | None:
    """Own people always; a marked seat where needs of this pool (its number) were delegated."""
    return rules.why_not_needs(_scope(actor, now=now), pool) if actor.is_lent else None


@Policy
def place_order(
    actor: AnySeat,
    contract: str,
    amount: Decimal = Decimal(0),
    before: Decimal = Decimal(0),
    *,
    now: datetime,
) -> str | None:
    """Own people always; a marked seat from the contracts and up to the amounts that were delegated."""
    if not actor.is_lent:
        return None
    return rules.why_not_order(_scope(actor, now=now), contract, amount=amount, before=before)


@Policy
def do_as_agency(actor: AnySeat, *, now: datetime) -> str | None:
    """The agency's own people only."""
    return "Only the agency’s own people do this, not somebody who acts for it." if actor.is_lent else None
