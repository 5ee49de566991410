"""The directory, one agency's page, and enrolling an agency."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import Agency, AgencyFacts
from commonlot.process.membership.views.agreement_views import agreement_views
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import AnyRequest, SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt_with_form

A_PAGE = 150
TRAIL = 40


@require_safe
def directory(request: AnyRequest) -> HttpResponse:
    """Show everybody who takes part, with number, kind and agreement."""
    asked = queries.DirectoryFilter(
        words=request.GET.get("q", "")[:100],
        kind=request.GET.get("kind", ""),
        standing=request.GET.get("standing", ""),
    )
    now = clock.now()
    found = queries.directory(asked, on=timezone.localdate(now))
    counts = queries.count_by_kind()
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "kinds": [(value, name, counts[value]) for value, name in Agency.Kind.choices if value in counts],
        "standings": list(queries.STANDING_NAMES.items()),
        "total": sum(counts.values()),
        "may_enrol": access.enrol_agency.allows(request.seat, now=now),
        "sees_vendors": access.register_vendor.allows(request.seat, now=now),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "membership/_directory.html" if part else "membership/directory.html", context)


@seat_required
@require_safe
def own_agency(request: SeatedRequest) -> HttpResponse:
    """Go to the page of the agency that the person acts for."""
    agency = queries.agency_of(request.seat)
    if agency is None:
        raise Http404
    return redirect("membership:agency", agency.pk)


@require_safe
def agency(request: AnyRequest, pk: int) -> HttpResponse:
    """Show one agency: to all what is public, to itself and the county also its people and what was done."""
    found = get_object_or_404(Agency.objects.select_related("organisation"), pk=pk)
    now = clock.now()
    today = timezone.localdate(now)
    inside = access.see_people.allows(request.seat, found.organisation, now=now)
    stated = AgencyFacts.objects.filter(agency=found).first()
    is_lead, reason = access.is_lead(found), queries.why_nothing_new(found, on=today)
    context: dict[str, Any] = {
        "agency": found,
        "inside": inside,
        "in_force": reason is None,
        "why_nothing_new": reason,
        "agreements": agreement_views(found, request.seat, now=now),
        "is_lead": is_lead,
        "stated": stated,
        "law": queries.authorities(stated.facts, state=found.state, on=today) if stated else {},
        "why_not_keep": access.keep_agreement.why_not(request.seat, found, now=now),
        "why_not_facts": access.keep_facts.why_not(request.seat, found, now=now),
        "why_not_manage": access.manage_people.why_not(request.seat, found.organisation, now=now),
    }
    if inside:
        context["delegations"] = queries.delegations_of(found)
        context["why_not_ask"] = access.ask_for_help.why_not(request.seat, now=now)
        context["people"] = queries.with_invitations(
            queries.people_of(found.organisation, request.seat, now=now), now=now
        )
        context["trail"] = (trail_of(found) | trail_of(found.organisation))[:TRAIL]
    return render(request, "membership/agency.html", context)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: SeatedRequest) -> HttpResponse:
    """Enrol an agency."""
    if reason := access.enrol_agency.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.EnrolAgency(request.POST or None)
    made: list[Agency] = []

    def enrol_it() -> None:
        made.append(actions.enrol_agency(**form.cleaned_data, actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, enrol_it):
        return redirect("membership:agency", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "membership/enrol.html", {"form": form}, status=status)
