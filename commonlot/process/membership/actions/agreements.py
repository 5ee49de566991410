"""The cooperation agreement of an agency: started, laid before the board, in force, lapsed or ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules, states
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep

UNDER_WAY = (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING, AgreementStatus.ACTIVE)


@transaction.atomic
def start_agreement(*, agency_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """Start the draft of an agency's agreement; it has one at a time."""
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    access.keep_agreement.require(actor, agency, now=now)
    standing = agency.agreements.filter(status__in=UNDER_WAY).first()
    if standing is not None:
        raise Refused(f"{agency} has an agreement that is {workflow.words(standing.status)}.")
    agreement = Agreement.objects.create(agency=agency)
    record(at=now, actor=actor, verb="membership.agreement_started", subject=agreement, within=agency)
    return agreement


@transaction.atomic
def lay_before_board(*, agreement_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """Lay a draft, or a lapsed agreement that is to be renewed, before the agency's board."""
    agreement = _lock(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.BOARD_PENDING)
    agreement.status = AgreementStatus.BOARD_PENDING
    agreement.save(update_fields=["status"])
    record(
        at=now,
        actor=actor,
        verb="membership.agreement_before_board",
        subject=agreement,
        within=agreement.agency,
    )
    return agreement


@transaction.atomic
def record_board_vote(
    *,
    agreement_id: int,
    resolution_number: str,
    voted_on: date,
    starts_on: date,
    ends_on: date | None,
    actor: AnySeat,
    now: datetime,
    votes_for: int | None = None,
    votes_of: int | None = None,
) -> Agreement:
    """Record the vote by which the board joined: more than half of its full voting strength."""
    agreement = _lock(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    if agreement.status == AgreementStatus.DRAFT:  # a board that voted had the draft before it
        agreement = lay_before_board(agreement_id=agreement_id, actor=actor, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.ACTIVE)
    fault = rules.why_not_vote(
        voted_on=voted_on,
        starts_on=starts_on,
        ends_on=ends_on,
        today=timezone.localdate(now),
        votes_for=votes_for,
        votes_of=votes_of,
    )
    if fault is not None:
        raise Refused(fault[1], field=fault[0])
    agreement.status, agreement.resolution_number = AgreementStatus.ACTIVE, resolution_number
    agreement.board_voted_on, agreement.starts_on, agreement.ends_on = voted_on, starts_on, ends_on
    agreement.votes_for, agreement.votes_of = votes_for, votes_of
    agreement.save()
    vote = {"resolution": resolution_number, "voted_on": voted_on.isoformat()}
    record(
        at=now, actor=actor, verb="membership.board_voted", subject=agreement, within=agreement.agency, **vote
    )
    return agreement


@transaction.atomic
def attach_signed_copy(
    *, agreement_id: int, name: str, content: bytes, content_type: str, actor: AnySeat, now: datetime
) -> Agreement:
    """Keep the signed copy of an agreement."""
    agreement = _lock(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    agreement.signed_copy = keep(name=name, content=content, content_type=content_type, actor=actor, now=now)
    agreement.save(update_fields=["signed_copy"])
    record(
        at=now,
        actor=actor,
        verb="membership.signed_copy_kept",
        subject=agreement,
        within=agreement.agency,
        name=name,
        sha256=agreement.signed_copy.sha256,
    )
    return agreement


@transaction.atomic
def end_agreement(*, agreement_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """End an agreement for good; what was bought under it stays bought."""
    agreement = _lock(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.ENDED)
    agreement.status = AgreementStatus.ENDED
    agreement.save(update_fields=["status"])
    record(at=now, actor=actor, verb="membership.agreement_ended", subject=agreement, within=agreement.agency)
    return agreement


@transaction.atomic
def lapse_agreements(*, now: datetime) -> int:
    """Mark as lapsed every agreement whose last day has passed; they already stopped counting."""
    over = Agreement.objects.select_for_update().filter(
        status=AgreementStatus.ACTIVE, ends_on__lte=timezone.localdate(now)
    )
    for agreement in over:
        workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.LAPSED)
        agreement.status = AgreementStatus.LAPSED
        agreement.save(update_fields=["status"])
        record(
            at=now, actor=None, verb="membership.agreement_lapsed", subject=agreement, within=agreement.agency
        )
    return len(over)


def _lock(agreement_id: int) -> Agreement:
    locked = Agreement.objects.select_for_update(of=("self",)).select_related("agency__organisation")
    return locked.get(pk=agreement_id)
