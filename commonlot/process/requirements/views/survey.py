"""The survey: an agency's needs, line by line, until they are sent."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import Sheet, write_csv, write_xlsx
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, actions, forms, rules
from commonlot.process.requirements.actions import RowsRefused, Stated
from commonlot.process.requirements.forms import GridRow
from commonlot.process.requirements.models import Participation, RequirementLine
from commonlot.process.requirements.views.parts import find_part
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import helpers_of, trail_of
from commonlot.records.screens import attempt

PER_PAGE, BLANK, BLANK_AT_FIRST = 50, 3, 8
TRAIL = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache  # a page kept by the browser would give its blank rows' keys to other needs
@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show an agency's needs: as a grid while they can be changed, else to read."""
    part, now = find_part(request, pk), clock.now()
    page = _page(request, part)
    if request.method != "POST":
        blank = 0 if page.has_next() else BLANK if page.paginator.count else BLANK_AT_FIRST
        return _survey(request, part, page, _rows(page, blank), now)
    rows = forms.read_grid(request.POST, list(page), start=page.start_index() - 1 if page else 0)
    try:
        saved = _save(request, part, rows, now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(part)
    if any(row.errors for row in rows):
        return _survey(request, part, page, rows, now)
    if saved:
        messages.success(request, f"{saved} line{'s' if saved > 1 else ''} saved.")
    if "check" in request.POST:
        return redirect("requirements:check", part.pk)
    return redirect(f"{part.get_absolute_url()}?page={page.number}")


def _page(request: SeatedRequest, part: Participation) -> Page[RequirementLine]:
    return Paginator(part.lines.select_related("site"), PER_PAGE).get_page(request.GET.get("page"))


def _rows(page: Page[RequirementLine], blank: int) -> list[GridRow]:
    return forms.rows_of(page, start=page.start_index() - 1 if len(page) else 0, blank=blank)


@transaction.atomic
def _save(request: SeatedRequest, part: Participation, rows: Sequence[GridRow], now: datetime) -> int:
    """Save what differs and remove the one line whose button was pressed; all of it, or nothing."""
    removed = request.POST.get("remove", "")
    changed = [
        row for row in rows if forms.is_changed(row) and not (row.line and str(row.line.pk) == removed)
    ]
    stated = [(row, row.stated()) for row in changed]
    needs = [need for _, need in stated if need is not None]
    _note_problems(part, stated)
    if any(row.errors for row in rows):
        return 0
    saved = (
        actions.save_lines(participation_id=part.pk, rows=needs, actor=request.seat, now=now) if needs else []
    )
    if removed.isdecimal() and any(row.line and str(row.line.pk) == removed for row in rows):
        actions.remove_line(line_id=int(removed), actor=request.seat, now=now)
        messages.success(request, "1 line removed.")
    return len(saved)


def _note_problems(part: Participation, stated: Sequence[tuple[GridRow, Stated | None]]) -> None:
    """Put every problem beside its row, so that one look shows all of them."""
    for row, need in stated:
        if need is not None:
            row.errors |= rules.problems_of(need.need)


def _survey(
    request: SeatedRequest,
    part: Participation,
    page: Page[RequirementLine],
    rows: Sequence[GridRow],
    now: datetime,
) -> HttpResponse:
    reason = access.state_needs.why_not(request.seat, part, now=now)
    problems = [(f"l{row.index}-{name}", f"Line {row.number}: {said}")
                for row in rows for name, said in row.errors.items()]  # fmt: skip
    context: dict[str, Any] = {
        "part": part, "pool": part.pool, "page": page, "rows": rows, "reason": reason, "now": now,
        "problems": problems, "has_errors": bool(problems),
        "ours": part.agency.organisation_id == request.seat.organisation_pk,
        "sites": list(part.agency.sites.all()) if reason is None else [],
        "asked": part.lines.exclude(question="").count(),
        "trail": trail_of(part)[:TRAIL],
        "helpers": helpers_of(part),
        "acts": _acts(request, part, now),
    }  # fmt: skip
    return render(request, "requirements/survey.html", context, status=422 if problems else 200)


def _acts(request: SeatedRequest, part: Participation, now: datetime) -> dict[str, str | None]:
    seat = request.seat
    return {
        "join": access.join_pool.why_not(seat, part, now=now),
        "answer": access.answer_invitation.why_not(seat, part, now=now),
        "reopen": access.reopen_needs.why_not(seat, part, now=now),
        "judge": access.judge_needs.why_not(seat, part, now=now),
        "give_back": access.return_needs.why_not(seat, part, now=now),
        "upload": access.upload_needs.why_not(seat, part.pool, part, now=now),
    }


@require_POST
@seat_required
def save_row(request: SeatedRequest, pk: int) -> HttpResponse:
    """Save one row as soon as it is typed, and say how it stands; a row that is not whole yet waits."""
    part, now = find_part(request, pk), clock.now()
    # the page sends its whole form, as htmx does; only the row that was changed is read
    index, typed = (
        _count(request.POST.get("row")),
        _count(request.POST.get(f"line-{request.POST.get('row')}-id")),
    )
    lines = part.lines.select_related("site").filter(pk=typed)
    [row] = forms.read_grid(request.POST, lines, start=0, only=index)
    refused = ""
    if not row.errors and forms.is_changed(row):
        stated = row.stated()
        try:
            if stated is not None:
                row.line = actions.save_lines(
                    participation_id=part.pk, rows=[stated], actor=request.seat, now=now
                )[0]  # fmt: skip
        except RowsRefused as refusal:
            row.errors |= refusal.rows[0]
        except Refused as refusal:
            refused = str(refusal)
    context = {"row": row, "refused": refused, "live": True}
    return render(request, "requirements/_state.html", context, status=422 if refused else 200)


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def check(request: SeatedRequest, pk: int) -> HttpResponse:
    """Look at everything once more, then send it; “nothing needed” is an answer too."""
    part, now = find_part(request, pk), clock.now()
    if request.method == "POST":
        sent = attempt(
            request,
            lambda: actions.submit_needs(
                participation_id=part.pk,
                nothing_needed="nothing" in request.POST,
                actor=request.seat,
                now=now,
            ),
            done="Your needs were sent. A receipt is on its way by mail.",
        )
        return redirect(part) if sent else redirect("requirements:check", part.pk)
    page = Paginator(part.lines.select_related("site"), 200).get_page(request.GET.get("page"))
    context = {
        "part": part, "pool": part.pool, "page": page, "now": now,
        "reason": access.state_needs.why_not(request.seat, part, now=now),
        "asked": part.lines.exclude(question="").count(),
        "without_price": part.lines.filter(price_paid=None).count(),
    }  # fmt: skip
    return render(request, "requirements/check.html", context)


COLUMNS = ("description", "unit", "quantity", "price_paid", "part_number", "tolerance", "site", "needed_by",
           "budget_code")  # fmt: skip


@require_safe
@seat_required
def template(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out a spreadsheet with the agency's lines, to be filled in and uploaded again."""
    part = find_part(request, pk)
    rows = [_cells(line) for line in part.lines.select_related("site")]
    name = f"needs-{part.pool.number}-{part.agency.number}".lower()
    if request.GET.get("format") == "csv":
        text = io.StringIO()
        write_csv(text, COLUMNS, rows)
        return _download(text.getvalue().encode("utf-8-sig"), f"{name}.csv", "text/csv; charset=utf-8")
    book = io.BytesIO()
    formats = ("text", "text", "number", "price", "text", "number", "text", "date", "text")
    write_xlsx(
        book, [Sheet("Needs", COLUMNS, rows, widths=(48, 12, 12, 12, 18, 12, 24, 14, 16), formats=formats)]
    )
    return _download(book.getvalue(), f"{name}.xlsx", XLSX)


def _cells(line: RequirementLine) -> list[Any]:
    site = line.site.name if line.site else None
    return [line.description, line.unit, _short(line.quantity), _short(line.price_paid), line.part_number,
            _short(line.tolerance), site, line.needed_by_date, line.budget_code]  # fmt: skip


def _short(number: Any) -> Any:
    return None if number is None else type(number)(forms.plain(number))


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
