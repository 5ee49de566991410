"""What an agency states about itself, changed by its administrator or the county."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import Agency, AgencyFacts
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change what an agency states; a button adds a row to a list and keeps what was typed."""
    agency = _agency(request, pk)
    kept = AgencyFacts.objects.filter(agency=agency).first()
    sent = request.POST if request.method == "POST" else None
    form = forms.StatedForms(
        forms.Facts, sent, facts=kept.facts if kept is not None else None, more=request.POST.get("more", "")
    )

    def change_them() -> None:
        actions.change_facts(agency_id=agency.pk, facts=form.facts(), actor=request.seat, now=clock.now())

    if form.main.is_bound and form.is_valid() and attempt_with_form(form.main, change_them):
        messages.success(request, "Kept. What was stated before is in the record.")
        return redirect("membership:agency", agency.pk)
    context = {
        "form": form,
        "agency": agency,
        "limits": queries.legal_thresholds(state=agency.state, on=timezone.localdate(clock.now())),
    }
    return render(request, "membership/facts.html", context, status=422 if form.main.is_bound else 200)


def _agency(request: SeatedRequest, pk: int) -> Agency:
    """Return the agency; to outsiders it has no such page."""
    agency = get_object_or_404(Agency.objects.select_related("organisation"), pk=pk)
    if not access.see_people.allows(request.seat, agency.organisation, now=clock.now()):
        raise Http404
    if reason := access.keep_facts.why_not(request.seat, agency, now=clock.now()):
        raise PermissionDenied(reason)
    return agency
