"""The public pages for vendors: how to sell here, registering, and proving the e-mail address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, forms, rules
from commonlot.process.membership.models import Vendor
from commonlot.process.membership.views.companies import as_typed
from commonlot.records import clock
from commonlot.records.access.networks import network_of
from commonlot.records.access.requests import AnyRequest
from commonlot.records.screens import attempt_with_form


@require_safe
def sell(request: AnyRequest) -> HttpResponse:
    """Say how a company sells to the county and its towns: free, and what it takes."""
    asked = [each for each in access.demands() if each.is_required]
    today = timezone.localdate(clock.now())
    signed = {kind: actions.citation_of(each, on=today) for kind, each in rules.STATEMENTS.items()}
    context = {
        "insurance": [each for each in asked if each.kind in rules.INSURANCE],
        "signed": [(each, signed[each.kind]) for each in asked if each.kind in signed],
    }
    return render(request, "membership/sell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: AnyRequest) -> HttpResponse:
    """Register a company, free; a link in the mail proves the address."""
    finding = forms.FIND in request.POST and ("find" in request.POST or "HX-Request" in request.headers)
    if request.method != "POST":
        return render(request, "membership/join_as_vendor.html", {"form": forms.JoinAsVendor()})
    if finding:
        return render(
            request, "membership/join_as_vendor.html", {"form": as_typed(request, forms.JoinAsVendor)}
        )
    form = forms.JoinAsVendor(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.ask_to_register(facts=form.facts(), network=network_of(request), now=clock.now()),
    ):
        return redirect("membership:join_as_vendor_sent")
    return render(request, "membership/join_as_vendor.html", {"form": form}, status=422)


@require_safe
def sent(request: AnyRequest) -> HttpResponse:
    """Say where to look for the link; the same to everyone."""
    return render(request, "membership/join_as_vendor_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: AnyRequest, token: str) -> HttpResponse:
    """Ask, and note once the button is pressed, that the address is theirs: mail programs open links by themselves."""
    vendor: Vendor | None = None
    try:
        registration = actions.registration_of(token=token, now=clock.now())
        if request.method == "POST":
            vendor = actions.prove_registration(token=token, now=clock.now())
    except Refused as refusal:
        return render(request, "membership/prove_registration.html", {"refusal": refusal.reason}, status=422)
    context = {"registration": registration, "company": registration.facts["name"], "vendor": vendor}
    return render(request, "membership/prove_registration.html", context)
