"""The spreadsheet of an agency's own lines: taken away, filled in, and uploaded again."""

import io
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from commonlot.engines.spreadsheets import Sheet, write_csv, write_xlsx
from commonlot.process.requirements import forms
from commonlot.process.requirements.models import RequirementLine
from commonlot.process.requirements.queries import counting
from commonlot.process.requirements.views.parts import find_part
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("description", "unit", "quantity", "price_paid", "price_proof", "part_number", "tolerance", "site",
           "needed_by", "commitment", "budget_code", "unit_holds", "comes_to")  # fmt: skip
FORMATS = ("text", "text", "number", "price", "text", "text", "number", "text", "date", "text", "text", "text",
           "text")  # fmt: skip
WIDTHS = (48, 12, 12, 12, 24, 18, 12, 24, 14, 12, 16, 16, 40)


@require_safe
@seat_required
def template(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out a spreadsheet with the agency's lines, to be filled in and uploaded again."""
    part = find_part(request, pk)
    lines = list(part.lines.select_related("site"))
    found = counting.lines_come_to(part.pool, lines)
    rows = [
        [*_cells(line), found[line.pk].said or f"Not counted yet. {found[line.pk].question}"]
        for line in lines
    ]
    name = f"needs-{part.pool.number}-{part.agency.number}".lower()
    if request.GET.get("format") == "csv":
        text = io.StringIO()
        write_csv(text, COLUMNS, rows)
        return _download(text.getvalue().encode("utf-8-sig"), f"{name}.csv", "text/csv; charset=utf-8")
    book = io.BytesIO()
    write_xlsx(book, [Sheet("Needs", COLUMNS, rows, widths=WIDTHS, formats=FORMATS)])
    return _download(book.getvalue(), f"{name}.xlsx", XLSX)


def _cells(line: RequirementLine) -> list[Any]:
    site = line.site.name if line.site else None
    return [line.description, line.unit, _short(line.quantity), _short(line.price_paid),
            line.price_proof, line.part_number, _short(line.tolerance), site, line.needed_by_date, line.commitment,
            line.budget_code, line.holding]  # fmt: skip


def _short(number: Any) -> Any:
    return None if number is None else type(number)(forms.plain(number))


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
