"""Logging hours, taking them back, and their sums."""

from datetime import timedelta
from io import StringIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonlot.engines.spreadsheets import write_csv
from commonlot.kernel.period import Period
from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import HoursEntry
from commonlot.process.membership.views.assistance import find_request
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form

A_PAGE = 100
A_YEAR = timedelta(days=365)


def _period(request: SeatedRequest) -> Period:
    """Return the days that are asked for; the last year, where none are."""
    if request.seat.is_vendor:
        raise Http404
    if not request.seat.is_agency and (reason := access.see_queue.why_not(request.seat, now=clock.now())):
        raise PermissionDenied(reason)
    tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
    return Period(*forms.HoursPeriod(request.GET or None).chosen(tomorrow - A_YEAR, tomorrow))


@seat_required
@require_safe
def index(request: SeatedRequest) -> HttpResponse:
    """Show the hours that the county worked: an agency its own, the county all."""
    period = _period(request)
    entries = queries.entries_for(request.seat, period)
    context = {
        "form": forms.HoursPeriod({"start": period.start, "end": period.end}),
        "period": period,
        "sums": queries.sums_for(request.seat, period),
        "page": Paginator(entries, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "membership/help/hours.html", context)


@seat_required
@require_safe
def as_csv(request: SeatedRequest) -> HttpResponse:
    """Hand out the same entries as a file."""
    entries = queries.entries_for(request.seat, _period(request))
    text = StringIO()
    write_csv(text, queries.CSV_HEADERS, queries.csv_rows(entries))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hours.csv"'
    return response


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: SeatedRequest, pk: int) -> HttpResponse:
    """Log hours for a request."""
    asked, now = find_request(request, pk), clock.now()
    if reason := access.log_hours.why_not(request.seat, asked, now=now):
        raise PermissionDenied(reason)
    usual = {"worked_on": timezone.localdate(now), "work": asked.kind}
    form = forms.LogHours(request.POST or None, initial=usual)

    def log_it() -> None:
        actions.log_hours(request_id=asked.pk, **form.cleaned_data, actor=request.seat, now=now)

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, log_it):
        messages.success(request, f"Logged. {asked.agency} sees it.")
        return redirect("membership:help_request", asked.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "membership/help/log.html", {"form": form, "asked": asked}, status=status)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take hours back by a counter-entry."""
    entry = get_object_or_404(
        HoursEntry.objects.visible_to(request.seat).select_related("agency__organisation", "request"), pk=pk
    )
    if reason := access.take_back_hours.why_not(request.seat, entry, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.Because(request.POST or None)

    def take_it_back() -> None:
        because = form.cleaned_data["because"]
        actions.take_back_hours(entry_id=entry.pk, because=because, actor=request.seat, now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, take_it_back):
        messages.success(request, "Taken back. Log now what is right.")
        return redirect("membership:help_request", entry.request_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "membership/help/take_back.html", {"form": form, "entry": entry}, status=status)
