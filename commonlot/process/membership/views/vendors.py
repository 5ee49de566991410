"""The list of vendors, one vendor's page, and registering a vendor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import Vendor
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt_with_form

A_PAGE = 100
TRAIL = 40


@seat_required
@require_safe
def vendors(request: SeatedRequest) -> HttpResponse:
    """List the vendors for the county's staff, lapsed certificates marked."""
    if reason := access.register_vendor.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    words, only_lapsed = request.GET.get("q", "")[:100], request.GET.get("lapsed") == "1"
    found = queries.vendor_list(words, only_lapsed=only_lapsed, on=timezone.localdate(clock.now()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "membership/vendors.html", {"page": page, "words": words, "only_lapsed": only_lapsed}
    )


@seat_required
@require_safe
def company(request: SeatedRequest) -> HttpResponse:
    """Go to the page of the vendor that the person acts for."""
    vendor = queries.vendor_of(request.seat)
    if vendor is None:
        raise Http404
    return redirect("membership:vendor", vendor.pk)


def _vendor(request: SeatedRequest, pk: int) -> Vendor:
    """Return a vendor that may be seen; to others it has no page."""
    vendor = get_object_or_404(Vendor.objects.select_related("organisation"), pk=pk)
    if not access.see_vendor.allows(request.seat, vendor, now=clock.now()):
        raise Http404
    return vendor


@seat_required
@require_safe
def vendor(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one vendor: how to reach it, its certificates, its people, what was done."""
    return _vendor_page(request, _vendor(request, pk), forms.NewCertificate())


@seat_required
@require_http_methods(["POST"])
def add_certificate(request: SeatedRequest, pk: int) -> HttpResponse:
    """Add a certificate, with its copy if there is one."""
    vendor = _vendor(request, pk)
    form = forms.NewCertificate(request.POST, request.FILES)

    def add_it() -> None:
        facts = form.cleaned_data
        file = facts["file"]
        copy = (file.name, file.read(), file.content_type or "application/octet-stream") if file else None
        actions.add_certificate(
            vendor_id=vendor.pk,
            kind=facts["kind"],
            starts_on=facts["starts_on"],
            ends_on=facts["ends_on"],
            copy=copy,
            actor=request.seat,
            now=clock.now(),
        )

    if form.is_valid() and attempt_with_form(form, add_it):
        messages.success(request, "The certificate is added.")
        return redirect("membership:vendor", vendor.pk)
    return _vendor_page(request, vendor, form, status=422)


def _vendor_page(
    request: SeatedRequest, vendor: Vendor, form: forms.NewCertificate, *, status: int = 200
) -> HttpResponse:
    now = clock.now()
    context: dict[str, Any] = {
        "vendor": vendor,
        "form": form,
        "certificates": queries.certificates_of(vendor, on=timezone.localdate(now)),
        "people": queries.with_invitations(
            queries.people_of(vendor.organisation, request.seat, now=now), now=now
        ),
        "why_not_manage": access.manage_people.why_not(request.seat, vendor.organisation, now=now),
        "trail": (trail_of(vendor) | trail_of(vendor.organisation))[:TRAIL],
        "sees_vendors": access.register_vendor.allows(request.seat, now=now),
    }
    return render(request, "membership/vendor.html", context, status=status)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SeatedRequest) -> HttpResponse:
    """Register a vendor."""
    if reason := access.register_vendor.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.RegisterVendor(request.POST or None)
    made: list[Vendor] = []

    def register_it() -> None:
        made.append(actions.register_vendor(**form.cleaned_data, actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, register_it):
        return redirect("membership:vendor", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "membership/register.html", {"form": form}, status=status)
