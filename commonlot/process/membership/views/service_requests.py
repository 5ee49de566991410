"""Asking an office for a shared service, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import ServiceRequest, SharedService
from commonlot.process.membership.states import ServiceRequestStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

A_PAGE = 50
TRAIL = 20


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SeatedRequest, pk: int) -> HttpResponse:
    """Ask an office for a service."""
    service = get_object_or_404(SharedService.objects.visible_to(request.seat), pk=pk)
    if reason := access.ask_service.why_not(request.seat, service, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.AskService(request.POST or None)
    made: list[ServiceRequest] = []

    def ask_it() -> None:
        made.append(
            actions.ask_service(
                service_id=service.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
            )
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, ask_it):
        messages.success(request, f"Your request went to {service.office} by mail.")
        return redirect("membership:service_request", made[0].pk)
    context = {"form": form, "service": service}
    return render(request, "membership/ask_service.html", context, status=422 if form.is_bound else 200)


@seat_required
@require_safe
def index(request: SeatedRequest) -> HttpResponse:
    """List requests: an agency its own, the county all."""
    if not (request.seat.is_county or request.seat.is_agency):
        raise Http404
    status = request.GET.get("status", "")
    found = queries.request_list(request.seat, status)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "status": status,
        "statuses": [(each.value, each.value == status) for each in ServiceRequestStatus],
        "today": timezone.localdate(clock.now()),
    }
    return render(request, "membership/service_requests.html", context)


def _request(request: SeatedRequest, pk: int) -> ServiceRequest:
    """Return a request that may be seen; to others there is none."""
    visible = ServiceRequest.objects.visible_to(request.seat).select_related(
        "service", "agency__organisation", "asked_by__user", "asked_by__organisation", "ended_by__user"
    )
    return get_object_or_404(visible, pk=pk)


@seat_required
@require_safe
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one request."""
    return _page(request, _request(request, pk), forms.Answer())


def _page(
    request: SeatedRequest, found: ServiceRequest, form: forms.Answer, *, status: int = 200
) -> HttpResponse:
    now = clock.now()
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "waits": found.status == ServiceRequestStatus.ASKED,
        "overdue": found.is_overdue(on=timezone.localdate(now)),
        "may_answer": access.answer_service_request.allows(request.seat, found, now=now),
        "why_not_withdraw": access.withdraw_service_request.why_not(request.seat, found, now=now),
        "trail": trail_of(found)[:TRAIL],
    }
    return render(request, "membership/service_request.html", context, status=status)


@seat_required
@require_POST
def answer(request: SeatedRequest, pk: int) -> HttpResponse:
    """Write down what the office says, and tell the person who asked."""
    found = _request(request, pk)
    if reason := access.answer_service_request.why_not(request.seat, found, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.Answer(request.POST)

    def answer_it() -> None:
        declined = form.cleaned_data["verdict"] == ServiceRequestStatus.DECLINED
        action = actions.decline_service_request if declined else actions.answer_service_request
        action(request_id=found.pk, answer=form.cleaned_data["answer"], actor=request.seat, now=clock.now())

    if form.is_valid() and attempt_with_form(form, answer_it):
        messages.success(request, f"We wrote to {found.asked_by.user}.")
        return redirect("membership:service_request", found.pk)
    return _page(request, found, form, status=422)


@seat_required
@require_POST
def withdraw(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    found = _request(request, pk)
    attempt(
        request,
        lambda: actions.withdraw_service_request(request_id=found.pk, actor=request.seat, now=clock.now()),
        done="The request is taken back. We wrote to the office.",
    )
    return redirect("membership:service_request", found.pk)
