"""Watching long work."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.jobs import queries
from commonlot.records.jobs.models import Work

LATEST = 50


@seat_required
@require_safe
def index(request: SeatedRequest) -> HttpResponse:
    """List the long work that was started from this seat's organisation."""
    works = Work.objects.visible_to(request.seat).select_related("started_by__user")[:LATEST]
    given_up = queries.jobs_given_up(LATEST) if request.seat.is_county else []
    return render(request, "jobs/index.html", {"works": works, "given_up": given_up})


@seat_required
@never_cache
@require_safe
def work(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show how far one piece of work is; script asks again each second, a page without script reloads itself."""
    found = get_object_or_404(Work.objects.visible_to(request.seat).select_related("started_by__user"), pk=pk)
    page = "jobs/_work.html" if request.headers.get("HX-Request") else "jobs/work.html"
    return render(request, page, {"work": found})
