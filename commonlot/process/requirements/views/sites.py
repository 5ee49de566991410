"""The delivery sites of the agency."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership.queries import agency_of
from commonlot.process.requirements import access, actions, forms, queries
from commonlot.process.requirements.models import DeliverySite
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """List the agency's delivery sites and add one."""
    agency, now = agency_of(request.seat), clock.now()
    if agency is None:
        raise PermissionDenied("Only agencies have delivery sites.")
    form = forms.Site(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.add_site(agency_id=agency.pk, **form.cleaned_data, actor=request.seat, now=now),
    ):
        return redirect("requirements:sites")
    context = {
        "agency": agency, "sites": agency.sites.all(), "form": form,
        "reason": access.manage_sites.why_not(request.seat, agency, now=now),
        "named": queries.named_sites_to_add(agency),
    }  # fmt: skip
    return render(request, "requirements/sites.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def rename(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change a delivery site."""
    sites = DeliverySite.objects.select_related("agency__organisation")
    site, now = (
        get_object_or_404(sites, pk=pk, agency__organisation_id=request.seat.organisation_pk),
        clock.now(),
    )
    form = forms.Site(request.POST or None, initial={"name": site.name, "address": site.address})
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.rename_site(site_id=site.pk, **form.cleaned_data, actor=request.seat, now=now),
    ):
        return redirect("requirements:sites")
    reason = access.manage_sites.why_not(request.seat, site.agency, now=now)
    context = {"site": site, "form": form, "reason": reason}
    return render(request, "requirements/rename_site.html", context, status=422 if form.errors else 200)


@require_POST
@seat_required
def add_named(request: SeatedRequest) -> HttpResponse:
    """Add the sites that the agency named when it joined."""
    agency = agency_of(request.seat)
    if agency is None:
        raise PermissionDenied("Only agencies have delivery sites.")
    attempt(
        request,
        lambda: actions.add_named_sites(agency_id=agency.pk, actor=request.seat, now=clock.now()),
        done="The sites that were named are added.",
    )
    return redirect("requirements:sites")
