"""Files of needs: choose the file, say what its columns mean, look at every problem, import."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.engines.spreadsheets import FileRefused, Problem
from commonlot.kernel.errors import Refused
from commonlot.process.requirements import access, actions, forms
from commonlot.process.requirements.models import ImportBatch, Participation, Pool
from commonlot.process.requirements.states import ImportStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt_with_form

SHOWN_PROBLEMS = 100
STEPS = ("Choose the file", "Say what the columns mean", "Check", "Import")


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def upload(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a file: an agency's own needs, or, from a buyer, the needs of many agencies or of one."""
    pool = get_object_or_404(Pool.objects.visible_to(request.seat), pk=pk)
    part, now = _part_for(request, pool), clock.now()
    form = forms.UploadFile(request.POST or None, request.FILES or None) if request.method == "POST" else None
    problems: Sequence[Problem] = ()
    if form is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.upload_needs(
                pool_id=pool.pk, participation_id=part.pk if part else None, name=file.name, content=file.read(),
                actor=request.seat, now=now,
            )  # fmt: skip
            return redirect(batch)
        except FileRefused as refusal:
            problems = refusal.problems
            form.add_error("file", _first(problems))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "pool": pool, "part": part, "form": form or forms.UploadFile(), "problems": problems[:SHOWN_PROBLEMS],
        "steps": STEPS, "reason": access.upload_needs.why_not(request.seat, pool, part, now=now),
    }  # fmt: skip
    return render(request, "requirements/upload.html", context, status=422 if form and form.errors else 200)


def _first(problems: Sequence[Problem]) -> str:
    first = problems[0]
    place = f"row {first.row}: " if first.row else ""
    more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
    return f"{first.file}, {place}found {first.found}, expected {first.expected}.{more} Nothing was kept."


def _part_for(request: SeatedRequest, pool: Pool) -> Participation | None:
    parts = Participation.objects.visible_to(request.seat).select_related("agency__organisation", "pool")
    if not request.seat.is_county:
        return get_object_or_404(parts, pool=pool)
    asked = request.POST.get("part") or request.GET.get("part") or ""
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(parts, pool=pool, pk=int(asked))


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show an uploaded file at its step; posting says what its columns mean."""
    batch, now = _batch(request, pk), clock.now()
    form = _columns_form(request, batch)
    if request.method == "POST" and form.is_valid():
        ticks = {name: form.cleaned_data.get(name, False) for name in ("enrol_unknown", "remove_missing")}
        if attempt_with_form(
            form,
            lambda: actions.choose_columns(
                batch_id=batch.pk, columns=form.columns, **ticks, actor=request.seat, now=now
            ),
        ):
            return redirect(batch)
    choosing = request.method == "POST" or batch.status == ImportStatus.UPLOADED or "columns" in request.GET
    open_still = batch.status in {ImportStatus.UPLOADED, ImportStatus.CHECKED}
    context = {
        "batch": batch, "pool": batch.pool, "part": batch.participation, "form": form, "steps": STEPS,
        "choosing": choosing and open_still, "step": 2 if choosing and open_still else _step(batch),
        "problems": batch.problems[:SHOWN_PROBLEMS], "reason": access.import_file.why_not(request.seat, batch, now=now),
        "more_problems": max(batch.findings.get("problem_count", 0) - SHOWN_PROBLEMS, 0),
        "why_not_work": access.work_on_file.why_not(request.seat, batch, now=now) if open_still else None,
        "trail": trail_of(batch)[:20],
    }  # fmt: skip
    return render(request, "requirements/import.html", context, status=422 if form.errors else 200)


def _columns_form(request: SeatedRequest, batch: ImportBatch) -> forms.ChooseColumns:
    chosen: dict[str, Any] = {
        **batch.columns, "enrol_unknown": batch.enrol_unknown, "remove_missing": batch.remove_missing,
    }  # fmt: skip
    return forms.ChooseColumns(
        batch.findings.get("headers", []), request.POST or None, initial=chosen,
        with_agency=batch.participation_id is None,
    )  # fmt: skip


def _step(batch: ImportBatch) -> int:
    return 3 if batch.status == ImportStatus.CHECKED else 4


@require_POST
@seat_required
def start(request: SeatedRequest, pk: int) -> HttpResponse:
    """Start the import of a checked file, and go to the page that shows how far it is."""
    batch = _batch(request, pk)
    try:
        work = actions.import_needs(batch_id=batch.pk, actor=request.seat, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(batch)
    return redirect("jobs:work", work.pk)


def _batch(request: SeatedRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.seat).select_related(
        "pool", "participation__agency__organisation", "participation__pool", "document", "work",
        "uploaded_by__user",
    )  # fmt: skip
    return get_object_or_404(batches, pk=pk)
