"""The steps of an agency's agreement."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership import access, actions, forms
from commonlot.process.membership.models import Agency, Agreement
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
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
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record how the board voted."""
    agreement = _agreement_to_keep(request, pk)
    form = forms.BoardVote(request.POST or None)

    def record_it() -> None:
        actions.record_board_vote(
            agreement_id=agreement.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, record_it):
        return redirect("membership:agency", agreement.agency_id)
    status = 422 if form.is_bound else 200
    return render(request, "membership/vote.html", {"form": form, "agreement": agreement}, status=status)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def signed_copy(request: SeatedRequest, pk: int) -> HttpResponse:
    """Keep the signed copy."""
    agreement = _agreement_to_keep(request, pk)
    form = forms.Upload(request.POST or None, request.FILES or None)

    def keep_it() -> None:
        file = form.cleaned_data["file"]
        actions.attach_signed_copy(
            agreement_id=agreement.pk,
            name=file.name,
            content=file.read(),
            content_type=file.content_type or "application/octet-stream",
            actor=request.seat,
            now=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, keep_it):
        return redirect("membership:agency", agreement.agency_id)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "membership/signed_copy.html", {"form": form, "agreement": agreement}, status=status
    )
