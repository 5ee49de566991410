"""The survey: an agency's needs, line by line, until they are sent."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.kernel.errors import Refused
from commonlot.process.membership import rules as papers
from commonlot.process.requirements import access, actions, forms, rules
from commonlot.process.requirements.actions import RowsRefused, Stated
from commonlot.process.requirements.forms import GridRow
from commonlot.process.requirements.models import Participation, RequirementChange, RequirementLine
from commonlot.process.requirements.queries import counting, last_year
from commonlot.process.requirements.views.parts import find_part, listed
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import helpers_of, trail_of
from commonlot.records.screens import attempt

PER_PAGE, BLANK, BLANK_AT_FIRST = 50, 3, 8
TRAIL = 30
TOO_LARGE = "This file is larger than 10 MB. Save it smaller, or scan it in gray, and try again."


@never_cache  # a page kept by the browser would give its blank rows' keys to other needs
@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show an agency's needs: as a grid while they can be changed, else to read."""
    part, now = find_part(request, pk), clock.now()
    page = _page(request, part)
    if request.method != "POST":
        blank = 0 if page.has_next() else BLANK if page.paginator.count else BLANK_AT_FIRST
        return _survey(request, part, page, _rows(part, page, blank), now)
    rows = forms.read_grid(request.POST, list(page), start=page.start_index() - 1 if page else 0)
    _beside(part, rows)
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
    lines = part.lines.select_related("site", "price_document")
    return Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))


def _rows(part: Participation, page: Page[RequirementLine], blank: int) -> list[GridRow]:
    rows = forms.rows_of(page, start=page.start_index() - 1 if len(page) else 0, blank=blank)
    _beside(part, rows)
    return rows


def _beside(part: Participation, rows: Sequence[GridRow]) -> None:
    """Put last year beside the rows that continue it, and what each row comes to."""
    lines = [row.line for row in rows if row.line is not None]
    before = last_year.beside(lines, last_year.of_last_year(part)) if lines else {}
    come = counting.lines_come_to(part.pool, lines)
    for row in rows:
        row.last = before.get(row.line.pk) if row.line is not None else None
        row.comes = come.get(row.line.pk) if row.line is not None and not row.errors else None


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
    proofs = _proofs(request, rows)
    if any(row.errors for row in rows):
        return 0
    saved = (
        actions.save_lines(participation_id=part.pk, rows=needs, actor=request.seat, now=now) if needs else []
    )
    for row, line in zip(changed, saved, strict=True):
        row.line = line
    for row, name, content in proofs:
        if row.line is not None:
            actions.attach_proof(line_id=row.line.pk, name=name, content=content, actor=request.seat, now=now)
    if removed.isdecimal() and any(row.line and str(row.line.pk) == removed for row in rows):
        actions.remove_line(line_id=int(removed), actor=request.seat, now=now)
        messages.success(request, "1 line removed.")
    return len(saved)


def _proofs(request: SeatedRequest, rows: Sequence[GridRow]) -> list[tuple[GridRow, str, bytes]]:
    """Read the invoices and contracts that were chosen; what is none stands beside its row."""
    found = []
    for row in rows:
        file = request.FILES.get(f"line-{row.index}-proof")
        if file is None:
            continue
        content = file.read() if (file.size or 0) <= papers.LARGEST_PAPER else b""
        reason = papers.why_not_paper(content) if content or not file.size else TOO_LARGE
        if reason is None and row.line is None and row.is_blank:
            reason = "Say what you need first; then add the proof of its price."
        if reason is not None:
            row.errors["proof"] = reason
        else:
            found.append((row, (file.name or "proof")[:200], content))
    return found


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
        "left": last_year.not_yet_here(part) if reason is None else [],
        "with_last": any(row.last for row in rows),
        "spoken": part.spoken_answers.select_related("taken_by__user").first(),
        **listed(part, page if reason is not None else ()),
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
        "write_down": access.write_down_answer.why_not(seat, part, now=now),
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
    lines = part.lines.select_related("site", "price_document").filter(pk=typed)
    [row] = forms.read_grid(request.POST, lines, start=0, only=index)
    row.number = _count(request.POST.get("number")) or index + 1
    refused = ""
    try:
        _save_one(request, part, row, now)
    except RowsRefused as refusal:
        row.errors |= refusal.rows[0]
    except Refused as refusal:
        refused = str(refusal)
    if row.line is not None and not row.errors and not refused:
        row.cells |= {name: forms.cells_of(row.line)[name] for name in ("unit_holds", "unit_holds_of")}
    _beside(part, [row])
    sent_file = f"line-{index}-proof" in request.FILES
    context = {"row": row, "part": part, "refused": refused, "live": True, "sent_file": sent_file,
               "ask_again": _ask_again(request, row)}  # fmt: skip
    return render(request, "requirements/_state.html", context, status=422 if refused else 200)


def _ask_again(request: SeatedRequest, row: GridRow) -> bool:
    """Say whether the row's question about its pack must be drawn anew; else it is left to whoever types into it."""
    shown, typed = (request.POST.get(f"line-{row.index}-{name}", "") for name in ("holds_mark", "unit_holds"))
    dropped = bool(typed.strip()) and not row.errors and row.line is not None and row.line.unit_holds is None
    return dropped or shown != (row.holds["mark"] if row.holds else "")


@transaction.atomic
def _save_one(request: SeatedRequest, part: Participation, row: GridRow, now: datetime) -> None:
    """Save one row and the proof that was chosen for it."""
    if not row.errors and forms.is_changed(row):
        stated = row.stated()
        if stated is not None:
            row.line = actions.save_lines(
                participation_id=part.pk, rows=[stated], actor=request.seat, now=now
            )[0]  # fmt: skip
    for _, name, content in _proofs(request, [row]):
        if row.line is None or row.errors:
            row.errors.setdefault("proof", "The file is kept once the line is saved.")
            return
        row.line = actions.attach_proof(
            line_id=row.line.pk, name=name, content=content, actor=request.seat, now=now
        )


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
    lines = part.lines.select_related("site", "price_document")
    page = Paginator(lines, 200).get_page(request.GET.get("page"))
    rows = _rows(part, page, 0)
    context = {
        "part": part, "pool": part.pool, "page": page, "now": now,
        "reason": access.state_needs.why_not(request.seat, part, now=now),
        "listed": [(row.line, row.comes) for row in rows],
        "asked": _to_look_at(part, rows, lambda row: row.comes.question if row.comes else ""),
        "unusual": _to_look_at(part, rows, lambda row: row.unusual),
        "without_price": part.lines.filter(price_paid=None).count(),
        "without_proof": part.lines.filter(
            price_paid__isnull=False, price_proof="", price_document=None
        ).count(),
        "left": len(last_year.not_yet_here(part)),
    }  # fmt: skip
    return render(request, "requirements/check.html", context)


def _to_look_at(
    part: Participation, rows: Sequence[GridRow], said: Callable[[GridRow], str]
) -> list[tuple[str, str]]:
    """Return what is to be looked at once more: where in the survey, and the words."""
    found = []
    for row in rows:
        words = said(row)
        if words:
            page, index = divmod(row.number - 1, PER_PAGE)
            cell = "because" if words == row.unusual else "unit_holds" if row.asks else "quantity"
            where = f"{part.get_absolute_url()}?page={page + 1}#l{index}-{cell}"
            found.append((where, f"Line {row.number}: {words}"))
    return found


@require_POST
@seat_required
def start_from_last_year(request: SeatedRequest, pk: int) -> HttpResponse:
    """Begin lines from last year's: all of them, or the one whose button was pressed."""
    part = find_part(request, pk)
    keys = request.POST.getlist("key") or None
    attempt(
        request,
        lambda: actions.start_from_last_year(
            participation_id=part.pk, keys=keys, actor=request.seat, now=clock.now()
        ),
        done="Last year’s lines are here. Change what is different.",
    )
    return redirect(part)


@require_POST
@seat_required
def detach_proof(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take the proof of a price away from a line."""
    lines = RequirementLine.objects.filter(participation__in=Participation.objects.visible_to(request.seat))
    line = get_object_or_404(lines.select_related("participation"), pk=pk)
    attempt(
        request,
        lambda: actions.detach_proof(line_id=line.pk, actor=request.seat, now=clock.now()),
        done="The proof was taken away from the line.",
    )
    return redirect(line.participation)


@require_safe
@seat_required
def history(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show every quantity that an agency's needs ever had, or those of one line."""
    part = find_part(request, pk)
    changes = RequirementChange.objects.filter(participation=part).order_by("-pk")
    line_id = _count(request.GET.get("line"))
    if line_id:
        changes = changes.filter(line_id=line_id)
    shown = changes.select_related("by__user", "by__organisation", "by__lent_by")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {"part": part, "pool": part.pool, "page": page, "of_one": line_id and next(iter(page), None)}
    return render(request, "requirements/history.html", context)
