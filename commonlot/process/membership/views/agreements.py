"""The steps of an agency's agreement."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import access, actions, forms, papers, queries
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.process.membership.views.joining import as_pdf
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.legal.queries import the_law
from commonlot.records.screens import attempt, attempt_with_form


@seat_required
@require_POST
def start(request: SeatedRequest, pk: int) -> HttpResponse:
    """Start an agency's agreement."""
    agency = get_object_or_404(Agency, pk=pk)
    attempt(
        request,
        lambda: actions.start_agreement(agency_id=agency.pk, actor=request.seat, now=clock.now()),
        done="The draft is started. Lay it before the board next.",
    )
    return redirect("membership:agency", agency.pk)


def _agreement(request: SeatedRequest, pk: int) -> Agreement:
    """Return an agreement with its agency; agreements are public, what may be done with them is not."""
    return get_object_or_404(Agreement.objects.select_related("agency__organisation"), pk=pk)


@seat_required
@require_POST
def lay_before_board(request: SeatedRequest, pk: int) -> HttpResponse:
    """Say that the board has the agreement before it."""
    return _step(
        request, pk, actions.lay_before_board, "It lies before the board. Record the vote once it is taken."
    )


@seat_required
@require_POST
def end(request: SeatedRequest, pk: int) -> HttpResponse:
    """End an agreement."""
    return _step(request, pk, actions.end_agreement, "The agreement is ended.")


def _step(request: SeatedRequest, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    agreement = _agreement(request, pk)
    attempt(
        request, lambda: action(agreement_id=agreement.pk, actor=request.seat, now=clock.now()), done=done
    )
    return redirect("membership:agency", agreement.agency_id)


def _agreement_to_keep(request: SeatedRequest, pk: int) -> Agreement:
    agreement = _agreement(request, pk)
    if reason := access.keep_agreement.why_not(request.seat, agreement.agency, now=clock.now()):
        raise PermissionDenied(reason)
    return agreement


@seat_required
@require_POST
def renew(request: SeatedRequest, pk: int) -> HttpResponse:
    """Start the renewal of an agreement."""
    return _step(
        request,
        pk,
        actions.start_renewal,
        "The renewal is drafted. Check its term, then lay it before the board.",
    )


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set the term that is proposed to the board."""
    agreement = _agreement_to_keep(request, pk)
    kept = {"starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    form = forms.Term(request.POST or None, initial=kept)

    def set_it() -> None:
        actions.set_term(agreement_id=agreement.pk, **form.cleaned_data, actor=request.seat, now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, set_it):
        return redirect("membership:agency", agreement.agency_id)
    status = 422 if form.is_bound else 200
    return render(request, "membership/term.html", {"form": form, "agreement": agreement}, status=status)


@seat_required
@require_safe
def paper(request: SeatedRequest, pk: int, paper: str) -> HttpResponse:
    """Hand out the agreement or the resolution as it would be laid before the board now."""
    agreement = _agreement(request, pk)
    inside = access.see_people.allows(request.seat, agreement.agency.organisation, now=clock.now())
    if paper not in papers.PAPERS or not inside:
        raise Http404
    content = papers.agreement_paper(agreement, paper, now=clock.now())
    return as_pdf(content, papers.file_name(agreement, paper))


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record how the board voted; a vote that did not carry is recorded by a button of its own."""
    agreement = _agreement_to_keep(request, pk)
    form = _vote_form(agreement, request.POST or None)
    failed = request.POST.get("outcome") == "failed"
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_with_form(form, _recorder(request, agreement, form))
    ):
        if failed:
            messages.success(
                request, "Recorded: the vote did not carry. The agreement stays before the board."
            )
        return redirect("membership:agency", agreement.agency_id)
    return _vote_page(request, agreement, form=form)


@seat_required
@require_POST
def county_vote(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record how the county's own board voted on the agreement."""
    agreement = _agreement(request, pk)
    if reason := access.record_county_vote.why_not(request.seat, agreement.agency, now=clock.now()):
        raise PermissionDenied(reason)
    form = _county_form(request.POST)

    def record_it() -> None:
        actions.record_county_vote(
            agreement_id=agreement.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if form.is_valid() and attempt_with_form(form, record_it):
        return redirect("membership:agency", agreement.agency_id)
    return _vote_page(request, agreement, county_form=form)


def _vote_form(agreement: Agreement, sent: Any = None) -> forms.BoardVote:
    kept = {"starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    uncertain = queries.is_vote_uncertain(state=agreement.agency.state, on=timezone.localdate(clock.now()))
    return forms.BoardVote(sent, initial=kept, uncertain=uncertain)


def _county_form(sent: Any = None) -> forms.Vote:
    uncertain = queries.is_vote_uncertain(state=queries.home_state(), on=timezone.localdate(clock.now()))
    return forms.Vote(sent, prefix="county", uncertain=uncertain)


def _vote_page(
    request: SeatedRequest,
    agreement: Agreement,
    *,
    form: forms.BoardVote | None = None,
    county_form: forms.Vote | None = None,
) -> HttpResponse:
    now = clock.now()
    form = form or _vote_form(agreement)
    is_due = not hasattr(agreement, "county_vote") and agreement.status in actions.OPEN_TO_THE_COUNTY
    may_county = is_due and access.record_county_vote.allows(request.seat, agreement.agency, now=now)
    failed = request.POST.get("outcome") == "failed"
    context = {
        "form": form,
        "agreement": agreement,
        "is_open": agreement.status in (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING),
        "majority": queries.rules_by_code(the_law(agreement.agency.state), on=timezone.localdate(now)).get(
            "COOP-1"
        ),
        "may_have_failed": form.is_bound and not failed and "votes_for" in form.errors and _is_counted(form),
        "county_form": (county_form or _county_form()) if may_county else county_form,
    }
    is_bound = form.is_bound or (county_form is not None and county_form.is_bound)
    return render(request, "membership/vote.html", context, status=422 if is_bound else 200)


def _recorder(request: SeatedRequest, agreement: Agreement, form: forms.BoardVote) -> Callable[[], object]:
    facts: dict[str, Any] = {"agreement_id": agreement.pk, "actor": request.seat, "now": clock.now()}
    if request.POST.get("outcome") != "failed":
        return lambda: actions.record_board_vote(**form.cleaned_data, **facts)
    count = {
        name: form.cleaned_data[name] for name in ("resolution_number", "voted_on", "votes_for", "votes_of")
    }
    return lambda: actions.record_failed_vote(**count, **facts)


def _is_counted(form: forms.BoardVote) -> bool:
    """Say whether both numbers are there, so that they may be the count of a vote that failed."""
    return all(form.data.get(name, "").isdigit() for name in ("votes_for", "votes_of"))


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def signed_copy(request: SeatedRequest, pk: int) -> HttpResponse:
    """Keep a signed copy."""
    agreement = _agreement_to_keep(request, pk)
    form = forms.SignedCopy(request.POST or None, request.FILES or None)

    def keep_it() -> None:
        file = form.cleaned_data["file"]
        actions.attach_signed_copy(
            agreement_id=agreement.pk,
            name=file.name,
            content=file.read(),
            content_type=file.content_type or "application/octet-stream",
            signed_by=form.cleaned_data["signed_by"],
            signed_on=form.cleaned_data["signed_on"],
            actor=request.seat,
            now=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, keep_it):
        return redirect("membership:agency", agreement.agency_id)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "membership/signed_copy.html", {"form": form, "agreement": agreement}, status=status
    )
