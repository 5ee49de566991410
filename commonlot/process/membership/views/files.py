"""Files of members, vendors and the list: choose the file, look at what every row would do, take it in."""

import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import FileRefused, Problem, Sheet, write_csv, write_xlsx
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, forms
from commonlot.process.membership.models import MemberFile, MemberFileRow
from commonlot.process.membership.queries import files
from commonlot.process.membership.rules.files import FIELDS, field_names, sample_of
from commonlot.process.membership.states import FileStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt_with_form

A_PAGE = 100
LATEST = 30
SHOWN_PROBLEMS = 100
TRAIL = 20
STEPS = ("Choose the file", "Say what the columns mean", "Look at every row", "Take it in")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SeatedRequest) -> HttpResponse:
    """Take a file, and list those that were uploaded."""
    _require_keeper(request)
    form = forms.UploadMembers(request.POST or None, request.FILES or None, initial={"kind": "members"})
    made: list[MemberFile] = []
    problems: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        try:
            if attempt_with_form(form, lambda: made.append(_upload(request, form))):
                return redirect(made[0])
        except FileRefused as refusal:
            problems = refusal.problems
            form.add_error("file", f"{problems[0]}. Nothing was kept.")
    context = {
        "form": form,
        "problems": problems[:SHOWN_PROBLEMS],
        "files": files.file_list(request.seat)[:LATEST],
        "kinds": [(kind, name, FIELDS[kind]) for kind, name in MemberFile.Kind.choices],
        "steps": STEPS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "membership/member_files.html", context, status=status)


def _require_keeper(request: SeatedRequest) -> None:
    if reason := access.import_members.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)


def _upload(request: SeatedRequest, form: forms.UploadMembers) -> MemberFile:
    file = form.cleaned_data["file"]
    return actions.upload_members(
        kind=form.cleaned_data["kind"],
        name=file.name,
        content=file.read(),
        actor=request.seat,
        now=clock.now(),
    )


def _file(request: SeatedRequest, pk: int) -> MemberFile:
    _require_keeper(request)
    visible = MemberFile.objects.visible_to(request.seat).select_related(
        "document", "work", "uploaded_by__user"
    )
    return get_object_or_404(visible, pk=pk)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show a file at its step; posting says what its columns mean."""
    file, now = _file(request, pk), clock.now()
    form = forms.ChooseMemberColumns(
        file.kind, file.findings.get("headers", []), request.POST or None, initial=file.columns
    )

    def choose_them() -> None:
        actions.choose_member_columns(
            file_id=file.pk, columns=form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, choose_them):
        return redirect(file)
    is_open = access.work_on_file.allows(request.seat, file, now=now)
    asked = request.method == "POST" or file.status == FileStatus.UPLOADED or "columns" in request.GET
    context = _shown(request, file) | {
        "form": form,
        "choosing": asked and is_open,
        "step": 2 if asked and is_open else 3 if file.status == FileStatus.CHECKED else 4,
        "why_not_take_in": access.take_in_file.why_not(request.seat, file, now=now),
        "trail": trail_of(file)[:TRAIL],
    }
    return render(request, "membership/member_file.html", context, status=422 if form.errors else 200)


def _shown(request: SeatedRequest, file: MemberFile) -> dict[str, Any]:
    outcomes = MemberFileRow.Outcome
    outcome = request.GET.get("rows", "wrong" if file.rows_wrong else "")
    counts = [(each.value, each.label, getattr(file, f"rows_{each.value}")) for each in outcomes]
    page = Paginator(files.rows_of(file, outcome), A_PAGE).get_page(request.GET.get("page"))
    names = field_names(file.kind)
    for row in page.object_list:
        row.told = [(names.get(name, name.capitalize()), was, comes) for name, was, comes in row.changes]
    return {
        "file": file,
        "steps": STEPS,
        "page": page,
        "outcome": outcome,
        "chips": [(value, label, count, value == outcome) for value, label, count in counts if count],
    }


@seat_required
@require_POST
def start(request: SeatedRequest, pk: int) -> HttpResponse:
    """Start to take in a checked file, and go to the page that shows how far it is."""
    file = _file(request, pk)
    try:
        work = actions.start_member_import(file_id=file.pk, actor=request.seat, now=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(file)
    return redirect("jobs:work", work.pk)


@seat_required
@require_safe
def template(request: SeatedRequest, kind: str, ending: str) -> HttpResponse:
    """Give a file with the headers and an example, to fill in."""
    _require_keeper(request)
    if kind not in FIELDS or ending not in {"csv", "xlsx"}:
        raise Http404
    headers, rows = sample_of(kind)
    if ending == "csv":
        text = io.StringIO()
        write_csv(text, headers, rows)
        response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    else:
        content = io.BytesIO()
        write_xlsx(content, [Sheet(kind, headers, rows, widths=[24] * len(headers))])
        response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename={kind}.{ending}"
    return response
