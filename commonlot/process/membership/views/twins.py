"""Two entries that look like one company: compared side by side, decided by a person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, queries, rules
from commonlot.process.membership.models import LikelyTwin, Vendor
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt


def _twin(request: SeatedRequest, pk: int) -> LikelyTwin:
    """Return a pair; nobody but the county's staff knows that there is one."""
    if not access.register_vendor.allows(request.seat, now=clock.now()):
        raise Http404
    return get_object_or_404(
        LikelyTwin.objects.select_related(
            "newer__organisation", "older__organisation", "newer__folded_into", "decided_by__user"
        ),
        pk=pk,
    )


@seat_required
@require_safe
def twin(request: SeatedRequest, pk: int) -> HttpResponse:
    """Compare the two entries, with the reasons."""
    pair, now = _twin(request, pk), clock.now()
    context = {
        "twin": pair,
        "sides": [_side(request, each) for each in (pair.newer, pair.older)],
        "why_not": access.decide_twin.why_not(request.seat, pair, now=now),
    }
    return render(request, "membership/twin.html", context)


def _side(request: SeatedRequest, vendor: Vendor) -> dict[str, Any]:
    now = clock.now()
    return {
        "vendor": vendor,
        "contacts": vendor.contacts.all(),
        "people": queries.people_of(vendor.organisation, request.seat, now=now),
        "sells": rules.commodity_names(vendor.commodity_codes),
        "papers": queries.certificates_of(vendor, on=timezone.localdate(now)),
    }


@seat_required
@require_POST
def same(request: SeatedRequest, pk: int) -> HttpResponse:
    """Fold the newer entry into the older."""
    pair = _twin(request, pk)
    try:
        older = actions.fold_vendor(twin_id=pair.pk, actor=request.seat, now=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("membership:twin", pair.pk)
    messages.success(request, f"{pair.newer.number} was folded into {older.number}. Its people were told.")
    return redirect("membership:vendor", older.pk)


@seat_required
@require_POST
def different(request: SeatedRequest, pk: int) -> HttpResponse:
    """Say that the two are two companies."""
    pair = _twin(request, pk)
    attempt(
        request,
        lambda: actions.tell_apart(twin_id=pair.pk, actor=request.seat, now=clock.now()),
        done="They stay two entries. You are not asked about these two again.",
    )
    return redirect("membership:vendor", pair.newer_id)
