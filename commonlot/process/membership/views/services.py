"""The directory of shared services, one service's page, and keeping them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.actions.services import SERVICE_FIELDS
from commonlot.process.membership.models import Agency, SharedService
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import AnyRequest, SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

A_PAGE = 50
TRAIL = 40


@require_safe
def directory(request: AnyRequest) -> HttpResponse:
    """Show what the county's offices do for other governments."""
    asked = queries.ServiceFilter(
        words=request.GET.get("q", "").replace("\x00", "")[:100],
        office=request.GET.get("office", "").replace("\x00", "")[:120],
        kind=request.GET.get("kind", "")[:16],
    )
    now = clock.now()
    found = queries.service_list(asked, request.seat, on=timezone.localdate(now))
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_filtered": asked != queries.ServiceFilter(),
        "offices": queries.offices(request.seat),
        "kinds": Agency.Kind.choices,
        "may_keep": access.keep_services.allows(request.seat, now=now),
        "sees_requests": request.seat.is_county or request.seat.is_agency,
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "membership/_services.html" if part else "membership/services.html", context)


def _service(request: AnyRequest | SeatedRequest, pk: int) -> SharedService:
    return get_object_or_404(SharedService.objects.visible_to(request.seat), pk=pk)


@require_safe
def service(request: AnyRequest, pk: int) -> HttpResponse:
    """Show one service: what, for whom, what it costs, how to ask."""
    found, now = _service(request, pk), clock.now()
    may_keep = access.keep_services.allows(request.seat, now=now)
    context: dict[str, Any] = {
        "service": found,
        "may_keep": may_keep,
        "why_not_ask": access.ask_service.why_not(request.seat, found, now=now),
        "is_offered": found.is_offered(on=timezone.localdate(now)),
    }
    if may_keep:
        context["trail"] = trail_of(found)[:TRAIL]
    return render(request, "membership/service.html", context)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SeatedRequest) -> HttpResponse:
    """Write a new entry."""
    _require_keeper(request)
    form = forms.ServiceFacts(request.POST or None)
    made: list[SharedService] = []

    def write_it() -> None:
        made.append(actions.write_service(facts=form.cleaned_data, actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, write_it):
        return redirect("membership:service", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "membership/write_service.html", {"form": form}, status=status)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    found = _service(request, pk)
    _require_keeper(request)
    form = forms.ServiceFacts(
        request.POST or None, initial={name: getattr(found, name) for name in SERVICE_FIELDS}
    )

    def change_it() -> None:
        actions.change_service(
            service_id=found.pk, facts=form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, change_it):
        return redirect("membership:service", found.pk)
    context = {"form": form, "service": found}
    return render(request, "membership/write_service.html", context, status=422 if form.is_bound else 200)


def _require_keeper(request: SeatedRequest) -> None:
    if reason := access.keep_services.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)


@seat_required
@require_POST
def publish(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show an entry to everyone."""
    return _step(request, pk, actions.publish_service, "Everyone can read it now.")


@seat_required
@require_POST
def unpublish(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take an entry off the directory."""
    return _step(request, pk, actions.unpublish_service, "It is off the public directory.")


def _step(request: SeatedRequest, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    found = _service(request, pk)
    attempt(request, lambda: action(service_id=found.pk, actor=request.seat, now=clock.now()), done=done)
    return redirect("membership:service", found.pk)
