"""The desk where a solicitation is written, reviewed and published."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.engines.spreadsheets import FileRefused
from commonlot.kernel.errors import Refused
from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation import access, actions, queries
from commonlot.process.solicitation.actions.line import LineRefused
from commonlot.process.solicitation.forms import (
    FaceForm,
    LineForm,
    LotForm,
    PublishForm,
    ReasonForm,
    UploadForm,
    grid_of,
)
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.views.public import LINES_PER_PAGE, detail_context
from commonlot.records import clock
from commonlot.records.access.models import PUBLIC, Seat
from commonlot.records.screens import attempt, attempt_with_form

FORM_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def _seat(request: HttpRequest) -> Seat:
    return cast(Seat, getattr(request, "seat", PUBLIC))


def own_solicitation(request: HttpRequest, pk: int) -> Solicitation:
    """Return a solicitation of this lead agency, or say there is none."""
    seat = _seat(request)
    known = Solicitation.objects.visible_to(seat).filter(lead_agency_id=seat.organisation_pk or 0)
    return get_object_or_404(known.select_related("pool", "drafted_by__user", "lead_agency"), pk=pk)


@FORM_OR_SEND
def draft(request: HttpRequest) -> HttpResponse:
    """Start a solicitation that comes from no pool."""
    return _start(request, None)


@FORM_OR_SEND
def draft_from_pool(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a solicitation from a frozen pool."""
    return _start(request, get_object_or_404(Pool.objects.visible_to(_seat(request)), pk=pk))


def _start(request: HttpRequest, pool: Pool | None) -> HttpResponse:
    seat, now = _seat(request), clock.now()
    reason = access.draft.why_not(seat, now=now)
    if reason is not None:
        return render(request, "solicitation/draft.html", {"reason": reason, "pool": pool}, status=403)
    initial: dict[str, Any] = {"use_by_others": True}
    if pool is not None:
        initial |= {name: getattr(pool, name) for name in ("title", "description", "term_starts_on")}
        initial["last_day"] = pool.term_ends_on - timedelta(days=1)
    form = FaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            facts = form.facts()
            if pool is None:
                made = actions.draft_solicitation(actor=seat, now=now, **facts)
            else:
                made = actions.draft_from_pool(pool_id=pool.pk, actor=seat, now=now, **facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{made.number} is drafted. Nobody outside the county sees it yet.")
            return redirect("solicitation:edit", made.pk)
    lines = pool.pooled_lines.count() if pool is not None else 0
    context = {"form": form, "pool": pool, "line_count": lines}
    return render(request, "solicitation/draft.html", context, status=422 if form.errors else 200)


@FORM_OR_SEND
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft's facts, lots and lines; a POST saves the facts."""
    solicitation = own_solicitation(request, pk)
    form = FaceForm(
        request.POST if request.method == "POST" else None, initial=FaceForm.facts_of(solicitation)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_facts(solicitation_id=pk, actor=_seat(request), now=clock.now(), **form.facts())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("solicitation:edit", pk)
    return _show_edit(request, solicitation, face=form)


def _show_edit(request: HttpRequest, solicitation: Solicitation, **forms: Any) -> HttpResponse:
    seat, now = _seat(request), clock.now()
    page = Paginator(queries.lines_of(solicitation), LINES_PER_PAGE).get_page(request.GET.get("page"))
    lots = list(solicitation.lots.order_by("position"))
    context: dict[str, Any] = {
        "solicitation": solicitation,
        "reason": access.edit.why_not(seat, solicitation, now=now),
        "page": page,
        "lots": lots,
        "left_out": list(queries.lines_left_out(solicitation)[:20]),
        "pooled": any(line.pooled_line_id for line in page.object_list),
        "trail": queries.trail_for(seat, solicitation),
        "now": now,
        "problems": [],
        **forms,
    }
    context.setdefault("face", FaceForm(initial=FaceForm.facts_of(solicitation)))
    context.setdefault("rows", grid_of(list(page.object_list), lots))
    context.setdefault("lot_form", LotForm())
    context.setdefault("upload_form", UploadForm())
    bound = [context["face"], context["lot_form"], context["upload_form"], *context["rows"]]
    context["has_errors"] = bool(context["problems"]) or any(form.is_bound and form.errors for form in bound)
    return render(request, "solicitation/edit.html", context, status=422 if context["has_errors"] else 200)


@require_POST
def save_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the grid: every row that was typed, or none."""
    solicitation = own_solicitation(request, pk)
    lots = list(solicitation.lots.order_by("position"))
    page = Paginator(queries.lines_of(solicitation), LINES_PER_PAGE).get_page(request.GET.get("page"))
    rows = grid_of(list(page.object_list), lots, request.POST)
    if not _save_rows(request, pk, rows):
        return _show_edit(request, solicitation, rows=rows)
    messages.success(request, "The lines are saved.")
    return redirect(f"{reverse('solicitation:edit', args=[pk])}?page={page.number}#lines")


def _save_rows(request: HttpRequest, pk: int, rows: list[LineForm]) -> bool:
    """Try the rows one after the other, so that a refusal stands beside its row; all are kept or none."""
    valid = [row.is_valid() for row in rows]
    if not all(valid):
        return False
    wanted = [row for row in rows if not row.is_blank]
    for row in wanted:
        typed = row.typed()
        if not typed.description.strip():
            row.add_error("description", "Say what is needed.")
        if not typed.unit.strip():
            row.add_error("unit", "Say the unit.")
    if any(row.errors for row in wanted):
        return False
    try:
        actions.save_bid_lines(
            solicitation_id=pk, lines=[row.typed() for row in wanted], actor=_seat(request), now=clock.now()
        )
    except LineRefused as refusal:
        row = wanted[refusal.index]
        row.add_error(refusal.field if refusal.field in row.fields else None, refusal.reason)
        return False
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@require_POST
def remove_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    line = get_object_or_404(BidLine, pk=pk)
    solicitation = own_solicitation(request, line.solicitation_id)
    attempt(
        request,
        lambda: actions.remove_bid_line(line_id=pk, actor=_seat(request), now=clock.now()),
        done=f"Line {line.number} is out. {line.description}",
    )
    return redirect("solicitation:edit", solicitation.pk)


@require_POST
def add_lot(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a lot."""
    solicitation = own_solicitation(request, pk)
    form = LotForm(request.POST)
    if form.is_valid():
        try:
            actions.add_lot(
                solicitation_id=pk, title=form.cleaned_data["title"], actor=_seat(request), now=clock.now()
            )
            return redirect(f"{reverse('solicitation:edit', args=[pk])}#lines")
        except Refused as refusal:
            form.add_error("title", refusal.reason)
    return _show_edit(request, solicitation, lot_form=form)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in lines from a file, all of them or none."""
    solicitation = own_solicitation(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_edit(request, solicitation, upload_form=form)
    file = form.cleaned_data["file"]
    try:
        lines = actions.upload_lines(
            solicitation_id=pk, name=file.name, content=file.read(), actor=_seat(request), now=clock.now()
        )
    except FileRefused as refusal:
        form.add_error("file", f"{file.name} was not taken in. Nothing has changed.")
        return _show_edit(request, solicitation, upload_form=form, problems=refusal.problems[:100])
    except Refused as refusal:
        form.add_error("file", refusal.reason)
        return _show_edit(request, solicitation, upload_form=form)
    messages.success(request, f"{len(lines)} lines of {file.name} are in.")
    return redirect(f"{reverse('solicitation:edit', args=[pk])}#lines")


@require_POST
def send_for_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft to the purchasing agent."""
    own_solicitation(request, pk)
    sent = attempt(
        request,
        lambda: actions.send_for_review(solicitation_id=pk, actor=_seat(request), now=clock.now()),
        done="Sent. The purchasing agent was told by mail.",
    )
    return redirect("solicitation:detail" if sent else "solicitation:edit", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a solicitation to its drafter."""
    solicitation = own_solicitation(request, pk)
    form = ReasonForm(request.POST, prefix="back")
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.send_back(
            solicitation_id=pk, **form.cleaned_data, actor=_seat(request), now=clock.now()
        ),
    ):
        messages.success(request, "Sent back. It is a draft again.")
        return redirect("solicitation:detail", pk)
    return _show_detail(request, solicitation, back_form=form)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a solicitation with a reason."""
    solicitation = own_solicitation(request, pk)
    form = ReasonForm(request.POST, prefix="cancel")
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.cancel_solicitation(
            solicitation_id=pk, **form.cleaned_data, actor=_seat(request), now=clock.now()
        ),
    ):
        messages.success(request, "Cancelled. The page keeps the reason.")
        return redirect("solicitation:detail", pk)
    return _show_detail(request, solicitation, cancel_form=form)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish with the one deadline."""
    solicitation = own_solicitation(request, pk)
    form = PublishForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.publish_solicitation(
            solicitation_id=pk, actor=_seat(request), now=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Published. Everyone can read it and bid.")
        return redirect("solicitation:detail", pk)
    return _show_detail(request, solicitation, publish_form=form)


def _show_detail(request: HttpRequest, solicitation: Solicitation, **forms: Any) -> HttpResponse:
    context = detail_context(request, solicitation, _seat(request), has_errors=True, **forms)
    return render(request, "solicitation/detail.html", context, status=422)
