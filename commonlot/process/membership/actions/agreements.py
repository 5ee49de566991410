"""The cooperation agreement of an agency: started, renewed, laid before the board, lapsed or ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, papers, rules, states
from commonlot.process.membership.models import Agency, Agreement, AgreementPaper
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep

UNDER_WAY = (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING)


@transaction.atomic
def start_agreement(*, agency_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """Start the draft of an agency's first agreement, or of a new one after it was ended."""
    agency = _lock_agency(agency_id)
    access.keep_agreement.require(actor, agency, now=now)
    standing = agency.agreements.filter(status__in=(*UNDER_WAY, AgreementStatus.ACTIVE)).first()
    if standing is not None:
        raise Refused(f"{agency} has an agreement that is {workflow.words(standing.status)}.")
    agreement = Agreement.objects.create(agency=agency)
    record(at=now, actor=actor, verb="membership.agreement_started", subject=agreement, within=agency)
    return agreement


@transaction.atomic
def start_renewal(*, agreement_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """Start the draft of a renewal: a fresh term that begins, where that is still possible, without a gap."""
    before = lock_agreement(agreement_id)
    agency = _lock_agency(before.agency_id)
    access.keep_agreement.require(actor, agency, now=now)
    if before.status not in (AgreementStatus.ACTIVE, AgreementStatus.LAPSED):
        raise Refused(f"An agreement that is {workflow.words(before.status)} is not renewed.")
    if before.ends_on is None:
        raise Refused("This agreement holds until one side ends it, so it needs no renewal.")
    other = agency.agreements.filter(status__in=(*UNDER_WAY, AgreementStatus.ACTIVE)).exclude(pk=before.pk)
    if standing := other.first():
        raise Refused(f"{agency} has another agreement that is {workflow.words(standing.status)}.")
    seamless = before.ends_on >= timezone.localdate(now)
    renewal = Agreement.objects.create(
        agency=agency, renews=before, starts_on=before.ends_on if seamless else None
    )
    record(at=now, actor=actor, verb="membership.renewal_started", subject=renewal, within=agency)
    return renewal


@transaction.atomic
def set_term(
    *, agreement_id: int, starts_on: date | None, ends_on: date | None, actor: AnySeat, now: datetime
) -> Agreement:
    """Set the term that is proposed to the board, while the agreement is a draft."""
    agreement = lock_agreement(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    if agreement.status != AgreementStatus.DRAFT:
        raise Refused("The term is proposed while the agreement is a draft. The board has it already.")
    if fault := rules.why_not_term(starts_on=starts_on, ends_on=ends_on):
        raise Refused(fault[1], field=fault[0])
    agreement.starts_on, agreement.ends_on = starts_on, ends_on
    agreement.save(update_fields=["starts_on", "ends_on"])
    term = {
        "from": starts_on.isoformat() if starts_on else "",
        "until": ends_on.isoformat() if ends_on else "",
    }
    record(at=now, actor=actor, verb="membership.term_proposed", subject=agreement,
           within=agreement.agency, **term)  # fmt: skip
    return agreement


@transaction.atomic
def lay_before_board(*, agreement_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """Lay a draft before the agency's board, and keep the two papers as the board gets them."""
    agreement = lock_agreement(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    bring_before_board(agreement=agreement, actor=actor, now=now, prints=_keep_papers(agreement, actor, now))
    return agreement


def bring_before_board(
    *, agreement: Agreement, actor: AnySeat, now: datetime, prints: dict[str, str] | None = None
) -> None:
    """Move a locked agreement before the board; `prints` are the fingerprints of what the board got."""
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.BOARD_PENDING)
    agreement.status = AgreementStatus.BOARD_PENDING
    agreement.save(update_fields=["status"])
    record(at=now, actor=actor, verb="membership.agreement_before_board", subject=agreement,
           within=agreement.agency, **(prints or {}))  # fmt: skip


def _keep_papers(agreement: Agreement, actor: AnySeat, now: datetime) -> dict[str, str]:
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.BOARD_PENDING)
    prints = {}
    for paper in papers.PAPERS:
        content = papers.agreement_paper(agreement, paper, now=now)
        document = keep(name=papers.file_name(agreement, paper), content=content,
                        content_type="application/pdf", actor=actor, now=now)  # fmt: skip
        AgreementPaper.objects.create(agreement=agreement, kind=paper, document=document, kept_at=now)
        prints[paper] = document.sha256
    return prints


@transaction.atomic
def end_agreement(*, agreement_id: int, actor: AnySeat, now: datetime) -> Agreement:
    """End an agreement for good from today; what was bought under it stays bought."""
    agreement = lock_agreement(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.ENDED)
    agreement.status, agreement.ended_on = AgreementStatus.ENDED, timezone.localdate(now)
    agreement.save(update_fields=["status", "ended_on"])
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


def lock_agreement(agreement_id: int) -> Agreement:
    """Lock an agreement until the end of the transaction."""
    locked = Agreement.objects.select_for_update(of=("self",))
    return locked.select_related("agency__organisation", "renews").get(pk=agreement_id)


def _lock_agency(agency_id: int) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
