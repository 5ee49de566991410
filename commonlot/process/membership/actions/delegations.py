"""Delegations: proposed by the county, granted by the agency, ended by either at once, lapsed by themselves."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules, states
from commonlot.process.membership.actions import help_letters
from commonlot.process.membership.actions.assistance import lock_request
from commonlot.process.membership.models import AssistanceRequest, Delegation
from commonlot.process.membership.states import DelegationStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def propose_delegation(
    *,
    request_id: int,
    acts: Iterable[str],
    begins_on: date,
    ends_on: date,
    actor: Seat,
    now: datetime,
    pools: Sequence[str] = (),
    contracts: Sequence[str] = (),
    most_per_order: Decimal | None = None,
    most_in_all: Decimal | None = None,
    note: str = "",
) -> Delegation:
    """Propose to an agency what the buyer who has its request may do on its behalf, and for how long."""
    request = lock_request(request_id)
    access.propose_delegation.require(actor, request, now=now)
    buyer = request.taken_by
    if buyer is None:
        raise Refused("Take the request first.")
    most = (most_per_order, most_in_all)
    scope = _scope(request, acts=acts, pools=pools, contracts=contracts, most=most, now=now)
    _refuse_fault(rules.why_not_scope(scope))
    _refuse_fault(rules.why_not_dates(begins_on, ends_on, today=timezone.localdate(now)))
    delegation = Delegation.objects.create(
        request=request,
        agency=request.agency,
        buyer=buyer,
        **_stored(scope),
        begins_on=begins_on,
        ends_on=ends_on,
        note=note.strip(),
        proposed_by=actor,
        proposed_at=now,
    )
    _note(delegation, "proposed", actor=actor, now=now, **_facts(delegation))
    help_letters.proposed(delegation, now=now)
    return delegation


@transaction.atomic
def grant_delegation(*, delegation_id: int, actor: Seat, now: datetime) -> Delegation:
    """Grant a proposal: the buyer holds a marked seat from its first to its last moment."""
    delegation = _lock(delegation_id)
    access.grant_delegation.require(actor, delegation, now=now)
    workflow.check_move(states.DELEGATION_MOVES, delegation.status, DelegationStatus.GRANTED)
    delegation.seat = _seat(delegation, now=now)
    delegation.status, delegation.answered_by, delegation.answered_at = DelegationStatus.GRANTED, actor, now
    delegation.save(update_fields=["seat", "status", "answered_by", "answered_at"])
    _note(delegation, "granted", actor=actor, now=now, **_facts(delegation))
    help_letters.changed(delegation, "granted", now=now)
    return delegation


@transaction.atomic
def refuse_delegation(*, delegation_id: int, because: str, actor: Seat, now: datetime) -> Delegation:
    """Refuse a proposal; nothing was ever done under it."""
    delegation = _lock(delegation_id)
    access.refuse_delegation.require(actor, delegation, now=now)
    workflow.check_move(states.DELEGATION_MOVES, delegation.status, DelegationStatus.REFUSED)
    delegation.status, delegation.answered_by, delegation.answered_at = DelegationStatus.REFUSED, actor, now
    delegation.because = because.strip()
    delegation.save(update_fields=["status", "answered_by", "answered_at", "because"])
    _note(delegation, "refused", actor=actor, now=now, because=because.strip())
    help_letters.changed(delegation, "refused", now=now, because=because.strip())
    return delegation


@transaction.atomic
def withdraw_proposal(*, delegation_id: int, actor: Seat, now: datetime) -> Delegation:
    """Take a proposal back, to propose another or none."""
    delegation = _lock(delegation_id)
    access.withdraw_proposal.require(actor, delegation, now=now)
    workflow.check_move(states.DELEGATION_MOVES, delegation.status, DelegationStatus.WITHDRAWN)
    delegation.status = DelegationStatus.WITHDRAWN
    delegation.save(update_fields=["status"])
    _note(delegation, "taken_back", actor=actor, now=now)
    help_letters.changed(delegation, "taken back", now=now)
    return delegation


@transaction.atomic
def end_delegation(*, delegation_id: int, actor: AnySeat, now: datetime, because: str = "") -> Delegation:
    """End a delegation at once: the marked seat acts no more; what was drafted stays with the agency."""
    delegation = _lock(delegation_id)
    access.end_delegation.require(actor, delegation, now=now)
    workflow.check_move(states.DELEGATION_MOVES, delegation.status, DelegationStatus.ENDED)
    _end_seat(delegation, now=now)
    delegation.status, delegation.ended_at, delegation.because = DelegationStatus.ENDED, now, because.strip()
    delegation.ended_by_id = actor.pk
    delegation.save(update_fields=["status", "ended_by", "ended_at", "because"])
    _note(delegation, "ended", actor=actor, now=now, because=because.strip())
    help_letters.changed(delegation, "ended", now=now, because=because.strip())
    return delegation


@transaction.atomic
def lapse_delegations(*, now: datetime) -> int:
    """Mark as lapsed what passed its last day or whose buyer left; the marked seats stopped acting by themselves."""
    passed = Q(ends_on__lte=timezone.localdate(now)) | Q(buyer__ended_at__lte=now)
    open_ones = [DelegationStatus.PROPOSED, DelegationStatus.GRANTED]
    over = _locked().filter(passed, status__in=open_ones)
    for delegation in over:
        workflow.check_move(states.DELEGATION_MOVES, delegation.status, DelegationStatus.LAPSED)
        _end_seat(delegation, now=now)
        delegation.status = DelegationStatus.LAPSED
        delegation.ended_at = min(now, _first_moment(delegation.ends_on))
        delegation.save(update_fields=["status", "ended_at"])
        _note(delegation, "lapsed", actor=None, now=now)
        help_letters.changed(delegation, "lapsed", now=now)
    return len(over)


def _scope(
    request: AssistanceRequest,
    *,
    acts: Iterable[str],
    pools: Sequence[str],
    contracts: Sequence[str],
    most: tuple[Decimal | None, Decimal | None],
    now: datetime,
) -> rules.Scope:
    """Read the scope, leaving out what belongs to no chosen act; a number that nobody offered is refused."""
    try:
        chosen = frozenset(rules.Act(act) for act in acts)
    except ValueError as error:
        raise Refused("Choose from the list.", field="acts") from error
    orders = rules.Act.ORDERS in chosen
    offered = {
        "pools": {rules.ALL, *dict(queries.pools_to_delegate(request.agency, now=now))},
        "contracts": {rules.ALL, *dict(queries.contracts_to_delegate(request.agency, now=now))},
    }
    wanted = {
        "pools": frozenset(pools if rules.Act.NEEDS in chosen else ()),
        "contracts": frozenset(contracts if orders else ()),
    }
    for field, numbers in wanted.items():
        if not numbers <= offered[field]:
            raise Refused("Choose from the list.", field=field)
    return rules.Scope(
        acts=chosen,
        pools=wanted["pools"],
        contracts=wanted["contracts"],
        most_per_order=most[0] if orders else None,
        most_in_all=most[1] if orders else None,
    )


def _stored(scope: rules.Scope) -> dict[str, Any]:
    """Return a scope as the fields of a delegation."""
    return {
        "acts": [act.value for act in rules.Act if act in scope.acts],
        "pools": sorted(scope.pools),
        "contracts": sorted(scope.contracts),
        "most_per_order": scope.most_per_order,
        "most_in_all": scope.most_in_all,
    }


def _refuse_fault(fault: tuple[str, str] | None) -> None:
    if fault is not None:
        raise Refused(fault[1], field=fault[0])


def _seat(delegation: Delegation, *, now: datetime) -> Seat:
    """Make the marked seat: it begins now at the earliest, and is over by itself."""
    buyer, agency = delegation.buyer, delegation.agency
    if not access.is_buyer(buyer) or (buyer.ended_at is not None and buyer.ended_at <= now):
        raise Refused(
            f"{buyer.user} no longer buys for {buyer.organisation}. Ask the county for another buyer."
        )
    current = Seat.objects.current(now=now).filter(user=buyer.user_id, organisation=agency.organisation_id)
    if current.own().exists():
        raise Refused(f"{buyer.user} has a seat of their own at {agency}. End that one first.")
    begins_at, ends_at = _first_moment(delegation.begins_on), _first_moment(delegation.ends_on)
    return Seat.objects.create(
        user=buyer.user,
        organisation=agency.organisation,
        roles=rules.roles_of(delegation.scope.acts),
        lent_by=buyer.organisation,
        lent_for=rules.say_scope(delegation.scope.acts),
        created_at=now,
        begins_at=max(begins_at, now),
        ended_at=ends_at,
    )


def _end_seat(delegation: Delegation, *, now: datetime) -> None:
    """End the marked seat; one that has not begun never begins."""
    if delegation.seat_id is None:
        return
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=delegation.seat_id)
    if seat.begins_at is not None and (seat.ended_at is None or seat.ended_at > now):
        seat.ended_at = max(now, seat.begins_at)
        seat.save(update_fields=["ended_at"])


def _first_moment(day: date) -> datetime:
    """Return the first moment of a day in the county."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _locked() -> QuerySet[Delegation]:
    return Delegation.objects.select_for_update(of=("self",)).select_related(
        "agency__organisation", "buyer__user", "buyer__organisation", "request__asked_by__user"
    )


def _lock(delegation_id: int) -> Delegation:
    return _locked().get(pk=delegation_id)


def _facts(delegation: Delegation) -> dict[str, object]:
    """Return what a delegation covers, for the trail."""
    return {
        "acts": delegation.acts,
        "pools": delegation.pools,
        "contracts": delegation.contracts,
        "most_per_order": str(delegation.most_per_order or ""),
        "most_in_all": str(delegation.most_in_all or ""),
        "from": delegation.begins_on.isoformat(),
        "until_before": delegation.ends_on.isoformat(),
    }


def _note(
    delegation: Delegation, what: str, *, actor: AnySeat | None, now: datetime, **details: object
) -> None:
    record(
        at=now,
        actor=actor,
        verb=f"membership.delegation_{what}",
        subject=delegation,
        within=delegation.agency,
        **details,
    )
