"""Who may do what with contracts, and the sentence that says why not."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts.models import Contract, PathMemo
from commonlot.process.contracts.states import ContractStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document

DESK = (Role.BUYER, Role.PURCHASING_AGENT)


@Policy
def make(actor: AnySeat, award: Award, *, now: datetime) -> str | None:
    """The desk of the lead agency, once the award is approved, once."""
    if actor.organisation_pk != award.solicitation.lead_agency_id or not actor.has(*DESK):
        return "Only a buyer of the lead agency makes contracts."
    if award.status not in {AwardStatus.APPROVED, AwardStatus.ACTIVE}:
        return "The award is not approved yet."
    if Contract.objects.filter(award=award).exists():
        return "The contracts of this award were made already."
    return None


@Policy
def enter(actor: AnySeat, *, now: datetime) -> str | None:
    """The desk of the lead agency."""
    if not actor.is_county or not actor.has(*DESK):
        return "Only a buyer of the lead agency enters a contract."
    return None


@Policy
def sign(actor: AnySeat, contract: Contract, *, now: datetime) -> str | None:
    """The purchasing agent of the lead agency."""
    if actor.organisation_pk != contract.lead_agency_id or not actor.has(Role.PURCHASING_AGENT):
        return "Only the purchasing agent of the lead agency puts a contract into force."
    return None


@Policy
def adopt(actor: AnySeat, contract: Contract, *, now: datetime) -> str | None:
    """An approver or the administrator of an agency that does not take part yet."""
    if not (actor.is_agency or actor.is_county):
        return "Only an agency adopts a contract."
    if contract.status == ContractStatus.DRAFT:
        return "The contract is not in force yet."
    if contract.participations.filter(agency__organisation_id=actor.organisation_pk or 0).exists():
        return "Your agency takes part in this contract already."
    if not actor.has(Role.APPROVER, Role.AGENCY_ADMINISTRATOR, Role.PURCHASING_AGENT):
        return "Only an approver or the administrator of your agency adopts a contract. Ask one of them."
    return None


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether an actor may read a memo: the agency that filed it, and the lead agency of its contract."""
    memo = PathMemo.objects.filter(document=document).select_related(
        "participation__agency", "participation__contract"
    )
    found = memo.first()
    if found is None or actor.organisation_pk is None:
        return False
    part = found.participation
    return actor.organisation_pk in {part.agency.organisation_id, part.contract.lead_agency_id}
