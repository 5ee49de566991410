"""An agency that took no part in the bid adopts a contract, by a path that the law allows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.contracts import access, papers
from commonlot.process.contracts.actions import letters
from commonlot.process.contracts.models import Contract, ContractParticipation, PathMemo
from commonlot.process.contracts.queries.paths import PathView, path_of
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import agency_of
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.legal.rules import Outcome


@transaction.atomic
def adopt_contract(
    *,
    contract_id: int,
    statement: str,
    actor: Seat,
    now: datetime,
    counsel_advice: str = "",
    own_bids: str = "none",
) -> ContractParticipation:
    """Adopt a contract for an agency, with a memo that is frozen as it is filed.

    own_bids: none, higher or lower, as the agency's own bids in hand compare on the same terms.
    """
    contract = Contract.objects.select_for_update().select_related("vendor__organisation").get(pk=contract_id)
    access.adopt.require(actor, contract, now=now)
    agency = agency_of(actor)
    if agency is None:
        raise Refused("Only an agency adopts a contract.")
    path = path_of(contract, agency, timezone.localdate(now), statement=statement.strip(), own_bids=own_bids)
    _refuse_what_may_not_be(path, statement, counsel_advice)

    part = ContractParticipation.objects.create(
        contract=contract, agency=agency, path=path.letter, adopted_at=now, adopted_by=actor
    )
    memo = _file(part, path, statement.strip(), counsel_advice.strip(), actor=actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="contracts.adopted",
        subject=contract,
        agency=str(agency),
        path=f"{path.letter}, {path.name}",
        answer=str(path.outcome),
        memo=memo.document.sha256[:16] if memo.document is not None else "",
    )
    _tell(agency, contract, memo, actor=actor, now=now)
    return part


def _refuse_what_may_not_be(path: PathView, statement: str, counsel_advice: str) -> None:
    if path.outcome is Outcome.BLOCKED:
        found = path.answer.because[0]
        field = "own_bids" if found.rule.code == "CNTY-3" else None
        raise Refused(f"{found.sentence} {found.rule.code}, {found.rule.citation}.", field=field)
    if not statement.strip():
        raise Refused("Write down why this contract saves cost after all factors.", field="statement")
    if path.awaits_the_agency:
        missing = next(each for each in path.answer.missing if each.decides)
        raise Refused(f"Still to be stated: {missing.sentence}", field="own_bids")
    if path.outcome is Outcome.UNCERTAIN and not counsel_advice.strip():
        raise Refused("The law is uncertain here. Write down who advised what.", field="counsel_advice")


def _file(
    part: ContractParticipation, path: PathView, statement: str, advice: str, *, actor: Seat, now: datetime
) -> PathMemo:
    uncertain = path.outcome is Outcome.UNCERTAIN
    memo = PathMemo(
        participation=part,
        answer=path.outcome,
        reasons=path.answer.as_reasons(),
        statement=statement,
        counsel_advice=advice if uncertain else "",
        filed_by=actor,
        filed_at=now,
    )
    memo.document = keep(
        name=f"memo-{part.contract.number}-{part.agency.number}.pdf",
        content=papers.set_memo(memo, path, now=now),
        content_type="application/pdf",
        actor=actor,
        now=now,
    )
    memo.save()
    return memo


def _tell(agency: Agency, contract: Contract, memo: PathMemo, *, actor: Seat, now: datetime) -> None:
    lead = Agency.objects.filter(organisation_id=contract.lead_agency_id).first()
    addresses = [agency.contact_email, actor.user.email, lead.contact_email if lead is not None else ""]
    letters.tell_of_adoption(agency, contract, memo, to=list(dict.fromkeys(filter(None, addresses))), now=now)
