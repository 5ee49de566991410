"""What was done by an agency and for it: as a page, and as a file."""

import io

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonlot.engines.spreadsheets import write_csv
from commonlot.process.membership import access, forms, queries
from commonlot.process.membership.models import Agency
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.concerning import concerns
from commonlot.records.audit.history import HistoryFilter
from commonlot.records.audit.models import Entry
from commonlot.records.audit.words import facts, what_was_done

A_PAGE = 50
MOST_ROWS = 50_000
HEADERS = ("When", "Who", "From", "For the agency by others", "What was done", "Record", "Details")


def _agency(request: SeatedRequest, pk: int) -> Agency:
    """Return the agency whose history may be read; to others it has none."""
    agency = get_object_or_404(Agency.objects.select_related("organisation"), pk=pk)
    if not access.see_history.allows(request.seat, agency, now=clock.now()):
        raise Http404
    return agency


def _asked(request: SeatedRequest) -> tuple[forms.HistoryFilter, HistoryFilter]:
    form = forms.HistoryFilter(request.GET or None, kinds=[each.name for each in concerns()])
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, HistoryFilter(
        person=given.get("person", ""),
        kind=given.get("kind", ""),
        first_day=given.get("first_day"),
        last_day=given.get("last_day"),
    )


@seat_required
@require_safe
def history(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show what was done by an agency and for it, a page at a time."""
    agency = _agency(request, pk)
    form, asked = _asked(request)
    page = Paginator(queries.agency_history(agency, asked), A_PAGE).get_page(request.GET.get("page"))
    context = {"agency": agency, "form": form, "page": page, "asked": asked, "most": MOST_ROWS}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "membership/history.html", context, status=status)


@seat_required
@require_safe
def history_csv(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give the same as a file."""
    agency = _agency(request, pk)
    entries = queries.agency_history(agency, _asked(request)[1])[:MOST_ROWS]
    text = io.StringIO()
    write_csv(text, HEADERS, (_cells(entry, agency) for entry in entries))
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="history-{agency.number}.csv"'.lower()
    return response


def _cells(entry: Entry, agency: Agency) -> list[str]:
    for_it = entry.seat is not None and entry.seat.organisation_id != agency.organisation_id
    return [
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        entry.who,
        entry.acting_for,
        "yes" if for_it else "no",
        what_was_done(entry.verb),
        entry.subject_name,
        "; ".join(f"{name}: {value}" for name, value in facts(entry.details)),
    ]
