"""Files of members, vendors and the list: uploaded, columns chosen, every row checked, taken in whole or not at all."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from commonlot.engines.spreadsheets import Table, read_table
from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, states
from commonlot.process.membership.actions.file_rows import TAKING_IN
from commonlot.process.membership.models import MemberFile, MemberFileRow
from commonlot.process.membership.queries import files
from commonlot.process.membership.queries.files.pages import LIMITS
from commonlot.process.membership.rules.files import field_names, required_of, suggest_columns
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.jobs.actions import start_work
from commonlot.records.jobs.models import Work
from commonlot.records.streams import write_rows

Progress = Callable[[int, int, str], None]
SHOWN = 8
ROWS_AT_ONCE = 500
CHANGED_MEANWHILE = "Since the file was checked, something changed that it speaks of. Check it again."


def keep_quiet(done: int, total: int, note: str) -> None:
    """Report progress to nobody."""


@transaction.atomic
def upload_members(*, kind: str, name: str, content: bytes, actor: Seat, now: datetime) -> MemberFile:
    """Keep a file and look at its columns; where all that are needed have usual names, check every row at once."""
    access.import_members.require(actor, now=now)
    if kind not in MemberFile.Kind.values:
        raise Refused("Say what the file holds: members, vendors, or the list.", field="kind")
    table = read_table(content, name=name, limits=LIMITS)
    document = keep(name=name, content=content, content_type="application/octet-stream", actor=actor, now=now)
    file = MemberFile.objects.create(
        kind=kind, document=document, uploaded_by=actor, uploaded_at=now, rows_read=len(table.rows),
        columns=suggest_columns(kind, table), findings=_first_look(table),
    )  # fmt: skip
    record(at=now, actor=actor, verb="membership.file_uploaded", subject=file, rows=len(table.rows),
           sha256=document.sha256)  # fmt: skip
    if set(required_of(kind)) <= set(file.columns):
        _check(file, table, now)
    return file


@transaction.atomic
def choose_member_columns(
    *, file_id: int, columns: Mapping[str, str], actor: Seat, now: datetime
) -> MemberFile:
    """Take the person's word for what each column means, and check every row."""
    file = _lock(file_id)
    access.work_on_file.require(actor, file, now=now)
    workflow.check_move(states.FILE_MOVES, file.status, FileStatus.CHECKED)
    chosen = {name: header for name, header in columns.items() if header}
    _require_sound_columns(file, chosen)
    file.columns = chosen
    _check(file, files.table_of(file), now)
    record(at=now, actor=actor, verb="membership.columns_chosen", subject=file, problems=file.rows_wrong)
    return file


@transaction.atomic
def start_member_import(*, file_id: int, actor: Seat, now: datetime) -> Work:
    """Start to take in a checked file as long work that can be left."""
    file = _begin(file_id, actor, now)
    title = f"Take in {file.rows_read:,} rows of {file.get_kind_display().lower()}: {file.document}"
    file.work = start_work(kind="membership.import", title=title, actor=actor, now=now, total=file.rows_read)
    file.save(update_fields=["work"])
    app.configure_task("membership.import_members").defer(file_id=file.pk, work_id=file.work.pk)
    return file.work


@transaction.atomic
def import_at_once(
    *, file_id: int, actor: Seat, now: datetime, progress: Progress = keep_quiet
) -> MemberFile:
    """Take in a checked file here and now, as a command does."""
    _begin(file_id, actor, now)
    return perform_member_import(file_id=file_id, actor=actor, now=now, progress=progress)


@transaction.atomic
def perform_member_import(
    *, file_id: int, actor: Seat, now: datetime, progress: Progress = keep_quiet
) -> MemberFile:
    """Take in all rows of a confirmed file, or raise Refused and none; done twice, it changes nothing."""
    file = _lock(file_id)
    if file.status != FileStatus.IMPORTING:
        return file
    access.import_members.require(actor, now=now)
    progress(0, file.rows_read, "Reading the file")
    plan = files.plan_table(
        file.kind, files.table_of(file), on=timezone.localdate(file.uploaded_at), chosen=file.columns
    )
    if plan.fingerprint != file.fingerprint:
        raise Refused(CHANGED_MEANWHILE)
    to_do, take = plan.to_do, TAKING_IN[file.kind]()
    for begin in range(0, len(to_do), ROWS_AT_ONCE):
        take(to_do[begin : begin + ROWS_AT_ONCE], actor, now)
        done = min(begin + ROWS_AT_ONCE, len(to_do))
        progress(len(plan.rows) - len(to_do) + done, len(plan.rows), f"{done:,} rows written")
    workflow.check_move(states.FILE_MOVES, file.status, FileStatus.IMPORTED)
    file.status, file.imported_at = FileStatus.IMPORTED, now
    file.save(update_fields=["status", "imported_at"])
    record(at=now, actor=actor, verb="membership.file_taken_in", subject=file, new=file.rows_new,
           changed=file.rows_changed, same=file.rows_same, left_out=file.rows_left_out)  # fmt: skip
    return file


@transaction.atomic
def refuse_member_import(*, file_id: int, reason: str, now: datetime) -> MemberFile:
    """End an import that could not be done; nothing of the file was taken in."""
    file = _lock(file_id)
    workflow.check_move(states.FILE_MOVES, file.status, FileStatus.REFUSED)
    file.status, file.findings = FileStatus.REFUSED, file.findings | {"refused_because": reason}
    file.save(update_fields=["status", "findings"])
    actor = file.work.started_by if file.work else None
    record(at=now, actor=actor, verb="membership.file_refused", subject=file, reason=reason)
    return file


def _begin(file_id: int, actor: Seat, now: datetime) -> MemberFile:
    file = _lock(file_id)
    access.take_in_file.require(actor, file, now=now)
    workflow.check_move(states.FILE_MOVES, file.status, FileStatus.IMPORTING)
    file.status = FileStatus.IMPORTING
    file.save(update_fields=["status"])
    record(at=now, actor=actor, verb="membership.import_started", subject=file)
    return file


def _lock(file_id: int) -> MemberFile:
    locked = MemberFile.objects.select_for_update(of=("self",)).select_related(
        "document", "work__started_by__user", "work__started_by__organisation"
    )
    return locked.get(pk=file_id)


def _first_look(table: Table) -> dict[str, object]:
    rows = [["" if cell is None else str(cell)[:200] for cell in row.cells] for row in table.rows[:SHOWN]]
    return {"headers": list(table.headers), "first_rows": rows, "notes": list(table.notes)}


def _require_sound_columns(file: MemberFile, chosen: Mapping[str, str]) -> None:
    names = field_names(file.kind)
    for name in required_of(file.kind):
        if name not in chosen:
            raise Refused(f"Choose the column for “{names[name]}”.", field=name)
    seen: dict[str, str] = {}
    for name, header in chosen.items():
        if name not in names or header not in file.findings["headers"]:
            raise Refused(f"The file has no column “{header}”.", field=name)
        if header in seen:
            raise Refused(
                f"“{header}” cannot be both “{names[seen[header]]}” and “{names[name]}”.", field=name
            )
        seen[header] = name


def _check(file: MemberFile, table: Table, now: datetime) -> None:
    """Write down what every row would do."""
    plan = files.plan_table(file.kind, table, on=timezone.localdate(file.uploaded_at), chosen=file.columns)
    counts = plan.count()
    file.rows.all().delete()
    write_rows([_row(file, each) for each in plan.rows])
    file.status, file.fingerprint = FileStatus.CHECKED, plan.fingerprint
    for outcome in MemberFileRow.Outcome.values:
        setattr(file, f"rows_{outcome}", counts[outcome])
    file.save()


def _row(file: MemberFile, planned: files.PlannedRow) -> MemberFileRow:
    problems = [[each.column or "", each.found, each.expected] for each in planned.problems]
    return MemberFileRow(
        file=file, number=planned.number, outcome=planned.outcome.value, label=planned.label[:300],
        changes=planned.said(), problems=problems, note=planned.note[:300],
    )  # fmt: skip
