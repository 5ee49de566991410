"""Requests for help and delegations, taken as far as a test needs them, by the acts themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership import actions
from commonlot.process.membership.models import AssistanceRequest, Delegation
from commonlot.records.access.models import Seat
from tests.cast import Cast, seat

WORDS = "We need about 40 sets of turnout gear and nobody here has written a specification."


def commissioner(cast: Cast) -> Seat:
    """Seat Gus Albano, who approves for the fire district."""
    return seat(
        cast.fire_district.organisation, "Gus Albano", Role.APPROVER, now=cast.now - timedelta(days=90)
    )


def asked(
    cast: Cast, *, by: Seat | None = None, kind: str = "needs", now: datetime | None = None
) -> AssistanceRequest:
    """Let the fire district's chief, or another, ask for help."""
    at = now or cast.now
    day = timezone.localdate(at) + timedelta(days=10)
    return actions.ask_for_help(kind=kind, words=WORDS, needed_by=day, actor=by or cast.fire, now=at)


def taken(
    cast: Cast, *, by: Seat | None = None, kind: str = "needs", buyer: Seat | None = None
) -> AssistanceRequest:
    """Let a buyer take a request."""
    request = asked(cast, by=by, kind=kind)
    return actions.take_request(request_id=request.pk, actor=buyer or cast.buyer, now=cast.now)


def proposed(
    cast: Cast,
    *,
    acts: Sequence[str] = ("needs",),
    pools: Sequence[str] = ("*",),
    contracts: Sequence[str] = ("*",),
    per_order: str = "1000",
    in_all: str = "2500",
    begins_on: date | None = None,
    days: int = 30,
    by: Seat | None = None,
    buyer: Seat | None = None,
) -> Delegation:
    """Let a buyer propose what to do for the fire district, or for the agency of who asks."""
    request = taken(cast, by=by, buyer=buyer)
    first = begins_on or timezone.localdate(cast.now)
    return actions.propose_delegation(
        request_id=request.pk,
        acts=acts,
        pools=pools,
        contracts=contracts,
        most_per_order=Decimal(per_order),
        most_in_all=Decimal(in_all),
        begins_on=first,
        ends_on=first + timedelta(days=days),
        actor=buyer or cast.buyer,
        now=cast.now,
    )


def granted(
    cast: Cast,
    *,
    acts: Sequence[str] = ("needs",),
    pools: Sequence[str] = ("*",),
    contracts: Sequence[str] = ("*",),
    per_order: str = "1000",
    in_all: str = "2500",
    begins_on: date | None = None,
    days: int = 30,
    by: Seat | None = None,
    grants: Seat | None = None,
    buyer: Seat | None = None,
) -> Delegation:
    """Let the fire district's chief, or another agency's administrator, grant a delegation."""
    proposal = proposed(
        cast,
        acts=acts,
        pools=pools,
        contracts=contracts,
        per_order=per_order,
        in_all=in_all,
        begins_on=begins_on,
        days=days,
        by=by,
        buyer=buyer,
    )
    return actions.grant_delegation(delegation_id=proposal.pk, actor=grants or by or cast.fire, now=cast.now)


def marked_seat(delegation: Delegation) -> Seat:
    """Return the marked seat as a new request would read it."""
    return Seat.objects.select_related("user", "organisation", "lent_by").get(delegation=delegation)
