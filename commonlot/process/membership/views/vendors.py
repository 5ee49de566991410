"""The county's list of vendors, one vendor's page, and registering and checking a vendor."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import write_csv
from commonlot.process.membership import access, actions, forms, queries, rules
from commonlot.process.membership.models import Vendor
from commonlot.process.membership.states import TwinStatus, VendorStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

A_PAGE = 100
TRAIL = 40


def _require_staff(request: SeatedRequest) -> None:
    if reason := access.register_vendor.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)


@seat_required
@require_safe
def vendors(request: SeatedRequest) -> HttpResponse:
    """Find vendors for the county's staff: by what they sell, where, and how their papers stand."""
    _require_staff(request)
    form = forms.FindVendors(request.GET)
    asked = form.asked()
    found = queries.find_vendors(asked, on=timezone.localdate(clock.now()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "asked": asked,
        "rows": [
            (each, rules.commodity_names(each.commodity_codes), rules.zone_names(each.zones)) for each in page
        ],
        "unchecked": queries.unchecked_vendors().count(),
        "suspected": queries.suspected_twins().count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "membership/vendors.html", context)


@seat_required
@require_safe
def vendors_csv(request: SeatedRequest) -> HttpResponse:
    """Download whom to write to about a bid: the vendors that were found, each with the address for bid papers."""
    _require_staff(request)
    found = queries.find_vendors(forms.FindVendors(request.GET).asked(), on=timezone.localdate(clock.now()))
    text = io.StringIO(newline="")
    headers = ("number", "vendor", "contact_for_bids", "email", "sells", "delivers_to")
    write_csv(
        text,
        headers,
        (
            [
                vendor.number,
                str(vendor),
                name,
                email,
                "; ".join(rules.commodity_names(vendor.commodity_codes)) or vendor.commodities,
                "; ".join(rules.zone_names(vendor.zones)),
            ]
            for vendor, name, email in queries.to_notify(found)
        ),
    )
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="vendors.csv"'},
    )


@seat_required
@require_safe
def company(request: SeatedRequest) -> HttpResponse:
    """Go to the page of the vendor that the person acts for."""
    vendor = queries.vendor_of(request.seat)
    if vendor is None:
        raise Http404
    return redirect("membership:vendor", vendor.pk)


def visible_vendor(request: SeatedRequest, pk: int) -> Vendor:
    """Return a vendor that may be seen; to others it has no page."""
    known = Vendor.objects.select_related("organisation", "folded_into__organisation", "checked_by__user")
    vendor = get_object_or_404(known, pk=pk)
    if not access.see_vendor.allows(request.seat, vendor, now=clock.now()):
        raise Http404
    return vendor


@seat_required
@require_safe
def vendor(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one vendor: what is missing, how to reach it, its papers, its people, what was done."""
    return vendor_page(request, visible_vendor(request, pk))


def vendor_page(
    request: SeatedRequest,
    vendor: Vendor,
    *,
    form: forms.NewCertificate | None = None,
    refusing: tuple[int, forms.RefuseCertificate] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one vendor's page, with a certificate's form as it was sent."""
    now = clock.now()
    today, is_own = timezone.localdate(now), request.seat.organisation_pk == vendor.organisation_id
    context: dict[str, Any] = {
        "vendor": vendor,
        "is_own": is_own,
        "form": form or forms.NewCertificate(by_vendor=is_own, initial={"kind": request.GET.get("kind", "")}),
        "adding": "kind" in request.GET,
        "missing": _missing(vendor, today, is_own=is_own),
        **_certificates(request, vendor, today, refusing),
        "certifications": [
            (each, today < each.ends_on) for each in vendor.certifications.select_related("document")
        ],
        "contacts": vendor.contacts.all(),
        "sells": rules.commodity_names(vendor.commodity_codes),
        "delivers_to": rules.zone_names(vendor.zones),
        "statements": rules.STATEMENTS.values(),
        "people": queries.with_invitations(
            queries.people_of(vendor.organisation, request.seat, now=now), now=now
        ),
        "why_not_manage": access.manage_people.why_not(request.seat, vendor.organisation, now=now),
        "why_not_keep": access.keep_vendor.why_not(request.seat, vendor, now=now),
        "why_not_certify": access.certify.why_not(request.seat, vendor, now=now),
        "trail": (trail_of(vendor) | trail_of(vendor.organisation))[:TRAIL],
        "sees_vendors": access.register_vendor.allows(request.seat, now=now),
    }
    if context["sees_vendors"]:
        twins = [(each, each.other(vendor)) for each in queries.twins_of(vendor)]
        context["suspected"] = [each for each in twins if each[0].status == TwinStatus.SUSPECTED]
        context["why_not_check"] = access.check_vendor.why_not(request.seat, vendor, now=now)
    return render(request, "membership/vendor.html", context, status=status)


def _certificates(
    request: SeatedRequest, vendor: Vendor, today: date, refusing: tuple[int, forms.RefuseCertificate] | None
) -> dict[str, Any]:
    """Return the certificates, those that are over apart, each of the others with what a buyer may say of it."""
    papers = queries.certificates_of(vendor, on=today)
    return {
        "certificates": [(each, _look(request, each, refusing)) for each in papers if not each.is_past],
        "past_certificates": [each for each in papers if each.is_past],
    }


@dataclass(frozen=True)
class Look:
    """What a buyer may say of one certificate, with the form in which to say why not."""

    may_check: bool
    refusal: forms.RefuseCertificate | None


def _look(
    request: SeatedRequest, paper: queries.PaperView, refusing: tuple[int, forms.RefuseCertificate] | None
) -> Look:
    it, now = paper.it, clock.now()
    sent = refusing[1] if refusing and refusing[0] == it.pk else None
    may_refuse = access.refuse_certificate.allows(request.seat, it, now=now)
    return Look(
        access.check_certificate.allows(request.seat, it, now=now),
        (sent or forms.RefuseCertificate(prefix=str(it.pk))) if may_refuse else None,
    )


def _missing(vendor: Vendor, today: date, *, is_own: bool) -> list[tuple[queries.Missing, str]]:
    """Return what is missing, each with the page where it is done; who may not certify gets no link to it."""
    if vendor.status == VendorStatus.FOLDED:
        return []
    pages = {
        "facts": reverse("membership:vendor_facts", args=[vendor.pk]),
        "contact": reverse("membership:add_contact", args=[vendor.pk]),
        "certificate": reverse("membership:vendor", args=[vendor.pk]) + "?kind={kind}#h-papers",
        "certify": reverse("membership:certify", args=[vendor.pk, "KIND"]).replace("KIND", "{kind}")
        if is_own
        else "",
    }
    return [(each, pages[each.where].format(kind=each.kind)) for each in queries.missing_of(vendor, on=today)]


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SeatedRequest) -> HttpResponse:
    """Register a vendor."""
    _require_staff(request)
    form = forms.RegisterVendor(request.POST or None)
    made: list[Vendor] = []

    def register_it() -> None:
        made.append(actions.register_vendor(**form.cleaned_data, actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, register_it):
        return redirect("membership:vendor", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "membership/register.html", {"form": form}, status=status)


@seat_required
@require_POST
def check(request: SeatedRequest, pk: int) -> HttpResponse:
    """Note that the county looked at a registration."""
    vendor = visible_vendor(request, pk)
    attempt(
        request,
        lambda: actions.check_vendor(vendor_id=vendor.pk, actor=request.seat, now=clock.now()),
        done=f"{vendor} is checked.",
    )
    return redirect("membership:vendor", vendor.pk)
