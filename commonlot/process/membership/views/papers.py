"""The papers of vendors: certificates, standings, what is certified once a year, and what is asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership import access, actions, forms, rules
from commonlot.process.membership.models import Certificate, Vendor
from commonlot.process.membership.views.companies import kept_vendor
from commonlot.process.membership.views.vendors import vendor_page, visible_vendor
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form


@seat_required
@require_POST
def add_certificate(request: SeatedRequest, pk: int) -> HttpResponse:
    """Add a certificate, with its copy if there is one."""
    vendor = visible_vendor(request, pk)
    is_own = request.seat.organisation_pk == vendor.organisation_id
    form = forms.NewCertificate(request.POST, request.FILES, by_vendor=is_own)

    def add_it() -> None:
        facts = dict(form.cleaned_data)
        copy = forms.copy_of(facts.pop("file"))
        actions.add_certificate(vendor_id=vendor.pk, copy=copy, actor=request.seat, now=clock.now(), **facts)

    if form.is_valid() and attempt_with_form(form, add_it):
        messages.success(request, "The certificate is added.")
        return redirect("membership:vendor", vendor.pk)
    return vendor_page(request, vendor, form=form, status=422)


@seat_required
@require_POST
def check(request: SeatedRequest, pk: int, certificate: int) -> HttpResponse:
    """Mark as checked what a vendor states."""
    paper = _paper_of(visible_vendor(request, pk), certificate)
    attempt(
        request,
        lambda: actions.check_certificate(certificate_id=paper.pk, actor=request.seat, now=clock.now()),
        done=f"{paper.get_kind_display()} is checked.",
    )
    return redirect("membership:vendor", pk)


@seat_required
@require_POST
def refuse(request: SeatedRequest, pk: int, certificate: int) -> HttpResponse:
    """Refuse a certificate with the reason, which the vendor reads."""
    vendor = visible_vendor(request, pk)
    paper = _paper_of(vendor, certificate)
    form = forms.RefuseCertificate(request.POST, prefix=str(paper.pk))
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.refuse_certificate(
            certificate_id=paper.pk,
            because=form.cleaned_data["because"],
            actor=request.seat,
            now=clock.now(),
        ),
    ):
        messages.success(request, f"{paper.get_kind_display()} is refused, and {vendor} was told why.")
        return redirect("membership:vendor", pk)
    return vendor_page(request, vendor, refusing=(paper.pk, form), status=422)


def _paper_of(vendor: Vendor, certificate: int) -> Certificate:
    return get_object_or_404(vendor.certificates, pk=certificate)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_certification(request: SeatedRequest, pk: int) -> HttpResponse:
    """Add a standing, such as woman-owned, with its proof."""
    vendor = kept_vendor(request, pk)
    form = forms.NewCertification(request.POST or None, request.FILES or None)

    def add_it() -> None:
        facts = dict(form.cleaned_data)
        copy = forms.copy_of(facts.pop("file")) or ("", b"", "")
        actions.add_certification(
            vendor_id=vendor.pk, copy=copy, actor=request.seat, now=clock.now(), **facts
        )

    if form.is_valid() and attempt_with_form(form, add_it):
        messages.success(request, "The certification is added.")
        return redirect("membership:vendor", vendor.pk)
    context = {"vendor": vendor, "form": form}
    return render(
        request, "membership/vendor_certification.html", context, status=422 if form.is_bound else 200
    )


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: SeatedRequest, pk: int, kind: str) -> HttpResponse:
    """Certify for the own company."""
    vendor = visible_vendor(request, pk)
    if kind not in rules.STATEMENTS:
        raise Http404
    now = clock.now()
    if reason := access.certify.why_not(request.seat, vendor, now=now):
        raise PermissionDenied(reason)
    form = forms.Certify(request.POST or None, initial={"name": request.seat.user.name})
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.certify(
            vendor_id=vendor.pk, kind=kind, actor=request.seat, now=now, **form.cleaned_data
        ),
    ):
        messages.success(request, "Certified. The paper is kept below, with its fingerprint.")
        return redirect("membership:vendor", vendor.pk)
    statement, today = rules.STATEMENTS[kind], timezone.localdate(now)
    context = {
        "vendor": vendor,
        "form": form,
        "statement": statement,
        "citation": actions.citation_of(statement, on=today),
        "until": rules.year_after(today),
    }
    return render(request, "membership/certify.html", context, status=422 if form.is_bound else 200)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def demands(request: SeatedRequest) -> HttpResponse:
    """Show, and let the purchasing agent change, which papers the county asks of its vendors."""
    now = clock.now()
    if reason := access.see_demands.why_not(request.seat, now=now):
        raise PermissionDenied(reason)
    why_not_change = access.change_demands.why_not(request.seat, now=now)
    form = forms.Demands(request.POST or None, demands=access.demands())
    if form.is_valid() and attempt_with_form(
        form, lambda: actions.change_demands(answers=form.answers(), actor=request.seat, now=now)
    ):
        messages.success(request, "The list is kept. It holds from now on.")
        return redirect("membership:paper_demands")
    context = {"form": form, "why_not_change": why_not_change}
    return render(request, "membership/paper_demands.html", context, status=422 if form.is_bound else 200)
