"""Who has answered: the live board, reminders by hand, answers written down from a call, and objections."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, actions, forms, rules
from commonlot.process.requirements.actions import RowsRefused, Stated
from commonlot.process.requirements.forms import GridRow
from commonlot.process.requirements.models import Participation, SpokenAnswer
from commonlot.process.requirements.queries import board as boards
from commonlot.process.requirements.queries import counting
from commonlot.process.requirements.views.parts import find_part
from commonlot.process.requirements.views.pools import staff_pool
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form

BLANK = 5
TELEPHONE_LINES = 200


@require_safe
@seat_required
def board(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show who has answered; the part that changes asks for itself again."""
    pool, now = staff_pool(request, pk), clock.now()
    context = {
        "pool": pool, "board": boards.board_of(pool), "now": now, "paused": "paused" in request.GET,
        "remind": access.remind_agencies.why_not(request.seat, pool, now=now),
    }  # fmt: skip
    page = "requirements/_board.html" if request.headers.get("HX-Request") else "requirements/board.html"
    return render(request, page, context)


@require_POST
@seat_required
def remind(request: SeatedRequest, pk: int) -> HttpResponse:
    """Remind those that have not answered."""
    pool = staff_pool(request, pk)
    sent: list[int] = []
    try:
        sent.append(actions.remind_agencies(pool_id=pool.pk, actor=request.seat, now=clock.now()))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        agencies = "1 agency was" if sent == [1] else f"{sent[0]} agencies were"
        messages.success(request, f"{agencies} reminded by mail.")
    return redirect("requirements:board", pool.pk)


@never_cache  # a page kept by the browser would give its blank rows' keys to other needs
@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def write_down(request: SeatedRequest, pk: int) -> HttpResponse:
    """Write down what an agency says on the telephone, and send it on its behalf."""
    part, now = find_part(request, pk), clock.now()
    if not request.seat.is_county:
        raise PermissionDenied("Only the county writes down what an agency says on the telephone.")
    reason = access.write_down_answer.why_not(request.seat, part, now=now)
    lines = list(part.lines.select_related("site", "price_document")[:TELEPHONE_LINES])
    if request.method != "POST":
        rows = forms.rows_of(lines, start=0, blank=BLANK)
        return _call(request, part, rows, forms.Call(initial=forms.Call.begun(now)), reason)
    rows, form = forms.read_grid(request.POST, lines, start=0), forms.Call(request.POST)
    stated = _stated(rows)
    sound = form.is_valid() and not any(row.errors for row in rows)
    if sound and attempt_with_form(form, lambda: _write_down(request, part, rows, stated, form.cleaned_data)):
        messages.success(request, f"Sent for {part.agency}. It was mailed what you wrote down.")
        return redirect(part)
    return _call(request, part, rows, form, reason)


def _stated(rows: list[GridRow]) -> list[Stated]:
    """Read the rows that were filled in; what is wrong stands beside each."""
    needs = [(row, row.stated()) for row in rows if forms.is_changed(row)]
    for row, need in needs:
        if need is not None:
            row.errors |= rules.problems_of(need.need)
    return [need for _, need in needs if need is not None]


def _write_down(
    request: SeatedRequest,
    part: Participation,
    rows: list[GridRow],
    stated: list[Stated],
    call: dict[str, Any],
) -> None:
    try:
        actions.write_down_answer(
            participation_id=part.pk, rows=stated, nothing_needed="nothing" in request.POST, actor=request.seat,
            now=clock.now(), **call,
        )  # fmt: skip
    except RowsRefused as refusal:
        changed = [row for row in rows if forms.is_changed(row)]
        for index, found in refusal.rows.items():
            changed[index].errors |= found
        raise


def _call(
    request: SeatedRequest, part: Participation, rows: list[GridRow], form: forms.Call, reason: str | None
) -> HttpResponse:
    found = counting.lines_come_to(part.pool, [row.line for row in rows if row.line is not None])
    for row in rows:
        row.comes = found.get(row.line.pk) if row.line is not None and not row.errors else None
    problems = [(f"l{row.index}-{name}", f"Line {row.number}: {said}")
                for row in rows for name, said in row.errors.items()]  # fmt: skip
    context = {"part": part, "pool": part.pool, "rows": rows, "form": form, "reason": reason,
               "sites": list(part.agency.sites.all()), "problems": problems}  # fmt: skip
    wrong = bool(form.errors or problems)
    return render(request, "requirements/call.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def spoken_answer(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show what was written down from a call; the agency can object."""
    parts = Participation.objects.visible_to(request.seat)
    answers = SpokenAnswer.objects.filter(participation__in=parts).select_related(
        "participation__pool", "participation__agency__organisation", "taken_by__user", "taken_by__organisation",
        "taken_by__lent_by",
    )  # fmt: skip
    answer, now = get_object_or_404(answers, pk=pk), clock.now()
    form = forms.Objection(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.object_to_answer(
            answer_id=answer.pk, **form.cleaned_data, actor=request.seat, now=now
        ),
    ):
        messages.success(request, "The county was told. Put your needs right and send them again.")
        return redirect(answer.participation)
    context = {"answer": answer, "part": answer.participation, "pool": answer.participation.pool, "form": form,
               "reason": access.object_to_answer.why_not(request.seat, answer, now=now)}  # fmt: skip
    return render(request, "requirements/spoken.html", context, status=422 if form.errors else 200)
