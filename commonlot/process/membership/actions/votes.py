"""How an agency's board voted on its agreement, and the copies that were signed after it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules, states
from commonlot.process.membership.actions.agreements import bring_before_board, lock_agreement
from commonlot.process.membership.models import Agreement, AgreementPaper, BoardVote, CountyVote
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.legal.rules import Outcome


@transaction.atomic
def record_board_vote(
    *,
    agreement_id: int,
    resolution_number: str,
    voted_on: date,
    starts_on: date,
    ends_on: date | None,
    votes_for: int | None,
    votes_of: int | None,
    actor: AnySeat,
    now: datetime,
    counsel_advice: str = "",
) -> Agreement:
    """Record the vote by which the board joined: more of its full voting strength than the law asks."""
    agreement = _for_a_vote(agreement_id, actor=actor, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.ACTIVE)
    fault = rules.why_not_vote(voted_on=voted_on, starts_on=starts_on, ends_on=ends_on,
                               today=timezone.localdate(now), votes_for=votes_for, votes_of=votes_of)  # fmt: skip
    if fault is not None:
        raise Refused(fault[1], field=fault[0])
    cast = (votes_for or 0, votes_of or 0)
    require_majority(*cast, state=agreement.agency.state, on=voted_on, counsel_advice=counsel_advice)
    _refuse_a_start_before_the_countys_vote(agreement, starts_on)
    _refuse_overlap(agreement, starts_on)
    agreement.status, agreement.resolution_number = AgreementStatus.ACTIVE, resolution_number
    agreement.board_voted_on, agreement.starts_on, agreement.ends_on = voted_on, starts_on, ends_on
    agreement.votes_for, agreement.votes_of = cast
    agreement.save()
    _keep_vote(agreement, resolution_number, voted_on, cast, carried=True, actor=actor, now=now,
               counsel_advice=counsel_advice.strip())  # fmt: skip
    return agreement


@transaction.atomic
def record_failed_vote(
    *,
    agreement_id: int,
    resolution_number: str,
    voted_on: date,
    votes_for: int | None,
    votes_of: int | None,
    actor: AnySeat,
    now: datetime,
) -> Agreement:
    """Record a vote that did not carry: the agreement stays before the board, which may vote again."""
    agreement = _for_a_vote(agreement_id, actor=actor, now=now)
    workflow.check_move(states.AGREEMENT_MOVES, agreement.status, AgreementStatus.ACTIVE)
    fault = rules.why_not_count(
        voted_on=voted_on, today=timezone.localdate(now), votes_for=votes_for, votes_of=votes_of
    )
    if fault is not None:
        raise Refused(fault[1], field=fault[0])
    cast = (votes_for or 0, votes_of or 0)
    answer = queries.vote_carries(
        state=agreement.agency.state, votes_for=cast[0], votes_of=cast[1], on=voted_on
    )
    if answer.outcome is Outcome.ALLOWED and rules.is_more_than_half(*cast):
        raise Refused(
            f"{cast[0]} of {cast[1]} votes carry it. Record it as a vote that carried.", field="votes_for"
        )
    _keep_vote(agreement, resolution_number, voted_on, cast, carried=False, actor=actor, now=now)
    return agreement


def _for_a_vote(agreement_id: int, *, actor: AnySeat, now: datetime) -> Agreement:
    """Lock the agreement; a board that voted on a draft had it before it, on paper of its own."""
    agreement = lock_agreement(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    if agreement.status == AgreementStatus.DRAFT:
        bring_before_board(agreement=agreement, actor=actor, now=now)
    return agreement


def require_majority(
    votes_for: int, votes_of: int, *, state: str, on: date, counsel_advice: str = ""
) -> None:
    """Refuse a vote that the state's law does not let carry; where it is uncertain, ask what counsel advised."""
    answer = queries.vote_carries(state=state, votes_for=votes_for, votes_of=votes_of, on=on)
    because = next((f" {each.sentence} {each.rule.citation}." for each in answer.because), "")
    if answer.outcome is Outcome.BLOCKED:
        raise Refused(
            f"{votes_for} of {votes_of} votes is not a majority of the full voting strength.{because}",
            field="votes_for",
        )
    if not rules.is_more_than_half(votes_for, votes_of):
        raise Refused(
            f"{votes_for} of {votes_of} votes is half or less of the full voting strength. No agreement is "
            "recorded as adopted by that, whatever figure the rules of the state have here: have them checked.",
            field="votes_for",
        )
    if answer.outcome is Outcome.UNCERTAIN and not counsel_advice.strip():
        why = next((each.sentence for each in answer.because), "The law is uncertain here.")
        raise Refused(f"{why} Write down who advised what about this vote.", field="counsel_advice")


def _refuse_a_start_before_the_countys_vote(agreement: Agreement, starts_on: date) -> None:
    county = CountyVote.objects.filter(agreement=agreement).first()
    if county is not None and starts_on < county.voted_on:
        raise Refused(
            f"The county’s board voted on {queries.day_words(county.voted_on)}. "
            "The agreement counts from the later of the two votes: give that day or a later one.",
            field="starts_on",
        )


def _refuse_overlap(agreement: Agreement, starts_on: date) -> None:
    running = agreement.agency.agreements.filter(status=AgreementStatus.ACTIVE).exclude(pk=agreement.pk)
    for other in running:
        if other.ends_on is None or other.ends_on > starts_on:
            last = f"until {queries.day_words(other.ends_on)}" if other.ends_on else "until it is ended"
            raise Refused(
                f"The present term runs {last}. Let the renewal begin on that day: no gap, no overlap.",
                field="starts_on",
            )


def _keep_vote(
    agreement: Agreement,
    number: str,
    voted_on: date,
    votes: tuple[int, int],
    *,
    carried: bool,
    actor: AnySeat,
    now: datetime,
    counsel_advice: str = "",
) -> None:
    if not isinstance(actor, Seat):
        raise Refused("Sign in first.")
    BoardVote.objects.create(agreement=agreement, resolution_number=number, voted_on=voted_on,
                             votes_for=votes[0], votes_of=votes[1], carried=carried,
                             counsel_advice=counsel_advice, recorded_by=actor, recorded_at=now)  # fmt: skip
    record(
        at=now,
        actor=actor,
        verb="membership.board_voted" if carried else "membership.board_vote_failed",
        subject=agreement,
        within=agreement.agency,
        resolution=number,
        voted_on=voted_on.isoformat(),
        votes=f"{votes[0]} of {votes[1]}",
        **({"counsel_advice": counsel_advice} if counsel_advice else {}),
    )


@transaction.atomic
def attach_signed_copy(
    *,
    agreement_id: int,
    name: str,
    content: bytes,
    content_type: str,
    actor: AnySeat,
    now: datetime,
    signed_by: str = AgreementPaper.Signer.BOTH,
    signed_on: date | None = None,
) -> AgreementPaper:
    """Keep a signed copy of an agreement, beside those that were kept before."""
    agreement = lock_agreement(agreement_id)
    access.keep_agreement.require(actor, agreement.agency, now=now)
    if signed_by not in AgreementPaper.Signer.values:
        raise Refused("Say who signed this copy.", field="signed_by")
    if signed_on is not None and signed_on > timezone.localdate(now):
        raise Refused("A signature cannot lie in the future.", field="signed_on")
    document = keep(name=name, content=content, content_type=content_type, actor=actor, now=now)
    paper = AgreementPaper.objects.create(agreement=agreement, kind=AgreementPaper.Kind.SIGNED,
                                          signed_by=signed_by, signed_on=signed_on,
                                          document=document, kept_at=now)  # fmt: skip
    record(
        at=now,
        actor=actor,
        verb="membership.signed_copy_kept",
        subject=agreement,
        within=agreement.agency,
        name=name,
        signed_by=paper.get_signed_by_display(),
        signed_on=signed_on.isoformat() if signed_on else "",
        sha256=document.sha256,
    )
    return paper
