"""The public pages of the ledger."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonlot.process.savings import queries


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """What was saved and what was not, by contract, for everyone."""
    chosen = _chosen(request)
    context = {
        "summary": queries.summary(**chosen),
        "example": queries.worked_example(**chosen),
        "years": queries.years(),
        "agencies": queries.agencies_with_entries(),
        **chosen,
    }
    return render(request, "savings/public.html", context)


@require_GET
def recompute(request: HttpRequest) -> HttpResponse:
    """Every entry of the ledger with what is needed to recompute it, as CSV."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(queries.CSV_HEADERS)
    writer.writerows(queries.csv_rows(**_chosen(request)))
    response = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="savings.csv"'
    return response


@require_GET
def method(request: HttpRequest) -> HttpResponse:
    """How savings are counted, in plain words."""
    return render(request, "savings/method.html")


def _chosen(request: HttpRequest) -> dict[str, int | None]:
    def whole(name: str) -> int | None:
        typed = request.GET.get(name, "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

    return {"year": whole("year"), "agency_id": whole("agency")}
