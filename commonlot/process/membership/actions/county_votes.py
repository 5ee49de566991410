"""How the lead agency's own board voted on an agreement: it is a party too, and its vote counts like the other."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules
from commonlot.process.membership.actions.agreements import lock_agreement
from commonlot.process.membership.actions.votes import require_majority
from commonlot.process.membership.models import Agreement, CountyVote
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record

OPEN_TO_THE_COUNTY = (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING, AgreementStatus.ACTIVE)


@transaction.atomic
def record_county_vote(
    *,
    agreement_id: int,
    resolution_number: str,
    voted_on: date,
    votes_for: int | None,
    votes_of: int | None,
    actor: AnySeat,
    now: datetime,
    counsel_advice: str = "",
) -> CountyVote:
    """Record, once, that the county's board adopted an agreement; it counts from the later of the two votes."""
    agreement = lock_agreement(agreement_id)
    access.record_county_vote.require(actor, agreement.agency, now=now)
    if agreement.status not in OPEN_TO_THE_COUNTY:
        raise Refused(f"An agreement that is {workflow.words(agreement.status)} is voted on no more.")
    if CountyVote.objects.filter(agreement=agreement).exists():
        raise Refused("The vote of the county’s board is recorded already.")
    fault = rules.why_not_count(
        voted_on=voted_on, today=timezone.localdate(now), votes_for=votes_for, votes_of=votes_of
    )
    if fault is not None:
        raise Refused(fault[1], field=fault[0])
    cast = (votes_for or 0, votes_of or 0)
    require_majority(*cast, state=queries.home_state(), on=voted_on, counsel_advice=counsel_advice)
    vote = _keep(agreement, resolution_number, voted_on, cast, counsel_advice, actor=actor, now=now)
    moved = _let_it_count_from(agreement, voted_on)
    record(at=now, actor=actor, verb="membership.county_voted", subject=agreement, within=agreement.agency,
           resolution=vote.resolution_number, voted_on=voted_on.isoformat(), votes=str(vote), **moved)  # fmt: skip
    return vote


def _keep(
    agreement: Agreement,
    number: str,
    voted_on: date,
    votes: tuple[int, int],
    advice: str,
    *,
    actor: AnySeat,
    now: datetime,
) -> CountyVote:
    if not isinstance(actor, Seat):
        raise Refused("Sign in first.")
    return CountyVote.objects.create(agreement=agreement, resolution_number=number.strip(), voted_on=voted_on,
                                     votes_for=votes[0], votes_of=votes[1], counsel_advice=advice.strip(),
                                     recorded_by=actor, recorded_at=now)  # fmt: skip


def _let_it_count_from(agreement: Agreement, voted_on: date) -> dict[str, str]:
    """Move the first day of a term that began before the county voted; return what the trail says of it."""
    if agreement.starts_on is None or agreement.starts_on >= voted_on:
        return {}
    if agreement.ends_on is not None and agreement.ends_on <= voted_on:
        raise Refused("The term was over on that day. Record the vote on its renewal.", field="voted_on")
    before, agreement.starts_on = agreement.starts_on, voted_on
    agreement.save(update_fields=["starts_on"])
    return {"counts_from": f"{voted_on.isoformat()} (was {before.isoformat()})"}
