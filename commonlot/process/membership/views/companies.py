"""What a vendor says of itself: its facts and its contacts, kept by itself or by the county."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership import access, actions, forms
from commonlot.process.membership.models import Vendor
from commonlot.process.membership.views.vendors import visible_vendor
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form

KEPT = ("trade_name", "phone", "address", "commodity_codes", "commodities", "zones")


def kept_vendor(request: SeatedRequest, pk: int) -> Vendor:
    """Return a vendor whose facts may be kept from this seat."""
    vendor = visible_vendor(request, pk)
    if reason := access.keep_vendor.why_not(request.seat, vendor, now=clock.now()):
        raise PermissionDenied(reason)
    return vendor


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change what a vendor sells, where it delivers, and how it is reached."""
    vendor = kept_vendor(request, pk)
    finding = forms.FIND in request.POST and ("find" in request.POST or "HX-Request" in request.headers)
    context: dict[str, Any] = {"vendor": vendor}
    if request.method == "POST" and not finding:
        form = forms.CompanyFacts(request.POST)
        if form.is_valid() and attempt_with_form(
            form,
            lambda: actions.change_vendor(
                vendor_id=vendor.pk, actor=request.seat, now=clock.now(), **form.cleaned_data
            ),
        ):
            messages.success(request, "The facts are kept.")
            return redirect("membership:vendor", vendor.pk)
        return render(request, "membership/vendor_facts.html", {**context, "form": form}, status=422)
    form = as_typed(request) if finding else forms.CompanyFacts(initial={n: getattr(vendor, n) for n in KEPT})
    return render(request, "membership/vendor_facts.html", {**context, "form": form})


def as_typed(request: Any, kind: type[forms.CompanyFacts] = forms.CompanyFacts) -> forms.CompanyFacts:
    """Return a form as it was typed, with the commodities narrowed by words, and nothing checked yet."""
    lists = {"commodity_codes", "zones"}
    initial = {
        name: request.POST.getlist(name) if name in lists else request.POST.get(name, "")
        for name in request.POST
    }
    return kind(initial=initial, find=request.POST.get(forms.FIND, ""))


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SeatedRequest, pk: int, contact: int | None = None) -> HttpResponse:
    """Add or change a person at a vendor."""
    vendor = kept_vendor(request, pk)
    known = get_object_or_404(vendor.contacts.all(), pk=contact) if contact is not None else None
    initial = {name: getattr(known, name) for name in forms.Contact.base_fields} if known else {}
    form = forms.Contact(request.POST or None, initial=initial)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.keep_contact(
            vendor_id=vendor.pk, contact_id=contact, actor=request.seat, now=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, f"{form.cleaned_data['name']} is kept as a contact.")
        return redirect("membership:vendor", vendor.pk)
    context = {"vendor": vendor, "form": form, "known": known}
    return render(request, "membership/vendor_contact.html", context, status=422 if form.is_bound else 200)


@seat_required
@require_POST
def drop_contact(request: SeatedRequest, pk: int, contact: int) -> HttpResponse:
    """Take a person off a vendor's contacts."""
    vendor = kept_vendor(request, pk)
    attempt(
        request,
        lambda: actions.drop_contact(
            vendor_id=vendor.pk, contact_id=contact, actor=request.seat, now=clock.now()
        ),
        done="The contact is taken away.",
    )
    return redirect("membership:vendor", vendor.pk)
