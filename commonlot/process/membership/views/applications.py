"""The county's desk for applications: who waits, one beside the directory, accepted or declined."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import Agency, Application
from commonlot.process.membership.states import ApplicationStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal.rules import Answer, Outcome
from commonlot.records.screens import attempt_with_form

MOST_DECIDED = 50
TRAIL = 40


@seat_required
@require_safe
def applications(request: SeatedRequest) -> HttpResponse:
    """List the applications that wait, then those that were decided."""
    if reason := access.see_applications.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    context = {
        "waiting": queries.waiting_applications(),
        "decided": queries.decided_applications()[:MOST_DECIDED],
    }
    return render(request, "membership/applications.html", context)


def _application(request: SeatedRequest, pk: int) -> Application:
    """Return an application the county may see; one that nobody confirmed is not there yet."""
    if reason := access.see_applications.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    confirmed = Application.objects.exclude(status=ApplicationStatus.UNCONFIRMED)
    return get_object_or_404(confirmed.select_related("agency", "decided_by__user"), pk=pk)


@seat_required
@require_safe
def verify(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one application beside what the directory holds."""
    return _page(request, _application(request, pk))


@seat_required
@require_POST
def accept(request: SeatedRequest, pk: int) -> HttpResponse:
    """Enrol the agency with what it stated."""
    application = _application(request, pk)
    form = forms.Acceptance(request.POST, uncertain=_answer(application).outcome is Outcome.UNCERTAIN)
    made: list[Agency] = []

    def accept_it() -> None:
        made.append(
            actions.accept_application(
                application_id=application.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
            )
        )

    if form.is_valid() and attempt_with_form(form, accept_it):
        contact = application.contact_name or application.contact_email
        messages.success(
            request, f"{made[0]} is enrolled as {made[0].number}. {contact} is invited as its administrator."
        )
        return redirect("membership:agency", made[0].pk)
    return _page(request, application, accepting=form, status=422)


@seat_required
@require_POST
def decline(request: SeatedRequest, pk: int) -> HttpResponse:
    """Decline the application with a reason."""
    application = _application(request, pk)
    form = forms.Declining(request.POST)

    def decline_it() -> None:
        actions.decline_application(
            application_id=application.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if form.is_valid() and attempt_with_form(form, decline_it):
        messages.success(request, f"Declined. The reason goes to {application.contact_email}.")
        return redirect("membership:applications")
    return _page(request, application, declining=form, status=422)


def _answer(application: Application) -> Answer:
    """Ask the law again, as it stands today."""
    return queries.may_join(
        kind=application.kind,
        county=application.county,
        state=application.state,
        on=timezone.localdate(clock.now()),
    )


def _page(
    request: SeatedRequest,
    application: Application,
    *,
    accepting: forms.Acceptance | None = None,
    declining: forms.Declining | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    answer = _answer(application)
    context: dict[str, Any] = {
        "application": application,
        "today": timezone.localdate(now),
        "near": queries.near_names(application),
        "why_not_decide": access.decide_application.why_not(request.seat, application, now=now),
        "outcome_today": answer.outcome,
        "reasons_today": answer.as_reasons(),
        "accepting": accepting or forms.Acceptance(uncertain=answer.outcome is Outcome.UNCERTAIN),
        "declining": declining or forms.Declining(),
        "trail": trail_of(application)[:TRAIL],
    }
    return render(request, "membership/verify.html", context, status=status)
