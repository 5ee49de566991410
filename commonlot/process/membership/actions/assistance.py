"""Requests for help: asked, taken or given to a buyer, declined, withdrawn, done."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.kernel.policy import Policy
from commonlot.process.membership import access, states
from commonlot.process.membership.actions import help_letters
from commonlot.process.membership.models import Agency, AssistanceRequest
from commonlot.process.membership.states import RequestStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep

Paper = tuple[str, bytes, str]
MOST_PAPERS = 10


@transaction.atomic
def ask_for_help(
    *,
    kind: str,
    words: str,
    needed_by: date,
    actor: Seat,
    now: datetime,
    papers: Sequence[Paper] = (),
) -> AssistanceRequest:
    """Ask the county's procurement professionals for help, with papers (name, content, type)."""
    access.ask_for_help.require(actor, now=now)
    if kind not in AssistanceRequest.Kind.values:
        raise Refused("Choose what the county is to do.", field="kind")
    if not words.strip():
        raise Refused("Say in a few words what it is for.", field="words")
    if needed_by < timezone.localdate(now):
        raise Refused("That day has passed. Give the day by which you need it.", field="needed_by")
    agency = Agency.objects.select_related("organisation").get(organisation=actor.organisation_id)
    request = AssistanceRequest.objects.create(
        agency=agency, kind=kind, words=words.strip(), needed_by=needed_by, asked_by=actor, asked_at=now
    )
    for paper in papers:
        _keep(request, paper, actor=actor, now=now)
    _note(request, "asked", actor=actor, now=now, needed_by=needed_by.isoformat(), papers=len(papers))
    help_letters.asked(request, now=now)
    return request


@transaction.atomic
def add_paper(*, request_id: int, paper: Paper, actor: AnySeat, now: datetime) -> AssistanceRequest:
    """Add a paper to a request that is not over: the agency's, or what the buyer wrote."""
    request = _lock_if(access.add_paper, request_id, actor, now=now)
    _keep(request, paper, actor=actor, now=now)
    _note(request, "paper_added", actor=actor, now=now, name=paper[0])
    return request


@transaction.atomic
def take_request(*, request_id: int, actor: Seat, now: datetime) -> AssistanceRequest:
    """Take a request: from now on it is this buyer's."""
    request = _lock_if(access.take_request, request_id, actor, now=now)
    _give(request, actor, now=now)
    _note(request, "taken", actor=actor, now=now)
    help_letters.answered(request, now=now)
    return request


@transaction.atomic
def assign_request(*, request_id: int, buyer_id: int, actor: AnySeat, now: datetime) -> AssistanceRequest:
    """Give a request to a buyer, also one that another buyer has."""
    request = _lock_if(access.assign_request, request_id, actor, now=now)
    buyer = (
        Seat.objects.current(now=now).own().select_related("user", "organisation").filter(pk=buyer_id).first()
    )
    if buyer is None or not access.is_buyer(buyer):
        raise Refused("Choose one of the county's buyers.", field="buyer")
    if request.taken_by_id == buyer.pk:
        raise Refused(f"{buyer.user} has this request already.", field="buyer")
    _give(request, buyer, now=now)
    _note(request, "assigned", actor=actor, now=now, to=str(buyer.user))
    help_letters.answered(request, now=now)
    help_letters.given_to(request, buyer, now=now)
    return request


@transaction.atomic
def decline_request(*, request_id: int, because: str, actor: AnySeat, now: datetime) -> AssistanceRequest:
    """Decline a request with the reason; the agency is told."""
    request = _lock_if(access.decline_request, request_id, actor, now=now)
    if not because.strip():
        raise Refused(
            "Say why the county cannot take it, and what the agency can do instead.", field="because"
        )
    request.answered_at = now
    _close(request, RequestStatus.DECLINED, because.strip(), now=now)
    _note(request, "declined", actor=actor, now=now, because=because.strip())
    help_letters.answered(request, now=now)
    return request


@transaction.atomic
def withdraw_request(*, request_id: int, actor: AnySeat, now: datetime) -> AssistanceRequest:
    """Withdraw a request, also one that a buyer has; the hours that were worked for it stay."""
    request = _lock_if(access.withdraw_request, request_id, actor, now=now)
    _close(request, RequestStatus.WITHDRAWN, "", now=now)
    _note(request, "withdrawn", actor=actor, now=now)
    help_letters.withdrawn(request, now=now)
    return request


@transaction.atomic
def finish_request(*, request_id: int, outcome: str, actor: AnySeat, now: datetime) -> AssistanceRequest:
    """Say that a request is done, and what came of it."""
    request = _lock_if(access.finish_request, request_id, actor, now=now)
    if not outcome.strip():
        raise Refused("Say what came of it.", field="outcome")
    _close(request, RequestStatus.DONE, outcome.strip(), now=now)
    _note(request, "done", actor=actor, now=now, outcome=outcome.strip())
    help_letters.done(request, now=now)
    return request


def lock_request(request_id: int) -> AssistanceRequest:
    """Lock a request until the end of the transaction."""
    locked = AssistanceRequest.objects.select_for_update(of=("self",)).select_related(
        "agency__organisation", "asked_by__user", "taken_by__user"
    )
    return locked.get(pk=request_id)


def _lock_if(may: Policy, request_id: int, actor: AnySeat, *, now: datetime) -> AssistanceRequest:
    """Lock a request for an actor whom a policy lets act on it."""
    request = lock_request(request_id)
    may.require(actor, request, now=now)
    return request


def _give(request: AssistanceRequest, buyer: Seat, *, now: datetime) -> None:
    if request.status != RequestStatus.ACCEPTED:
        workflow.check_move(states.REQUEST_MOVES, request.status, RequestStatus.ACCEPTED)
        request.status, request.answered_at = RequestStatus.ACCEPTED, now
    request.taken_by = buyer
    request.save(update_fields=["status", "taken_by", "answered_at"])


def _close(request: AssistanceRequest, to: RequestStatus, outcome: str, *, now: datetime) -> None:
    workflow.check_move(states.REQUEST_MOVES, request.status, to)
    request.status, request.outcome, request.closed_at = to, outcome[:500], now
    request.save(update_fields=["status", "outcome", "answered_at", "closed_at"])


def _keep(request: AssistanceRequest, paper: Paper, *, actor: AnySeat, now: datetime) -> None:
    if request.papers.count() >= MOST_PAPERS:
        raise Refused(f"A request holds at most {MOST_PAPERS} papers.", field="papers")
    name, content, content_type = paper
    request.papers.add(keep(name=name, content=content, content_type=content_type, actor=actor, now=now))


def _note(request: AssistanceRequest, what: str, *, actor: AnySeat, now: datetime, **details: object) -> None:
    record(
        at=now,
        actor=actor,
        verb=f"membership.help_{what}",
        subject=request,
        within=request.agency,
        **details,
    )
