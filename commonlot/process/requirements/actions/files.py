"""Files of needs: uploaded, columns chosen, checked, imported whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django import app

from commonlot.engines.spreadsheets import Table, read_table
from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions as membership
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import reasons_after_a_lapse
from commonlot.process.requirements import access, states
from commonlot.process.requirements.actions.history import How, saying
from commonlot.process.requirements.actions.lines import NEED_FIELDS
from commonlot.process.requirements.actions.parts import lock_part
from commonlot.process.requirements.actions.pools import lock_pool
from commonlot.process.requirements.models import (
    DeliverySite,
    ImportBatch,
    Participation,
    Pool,
    RequirementLine,
)
from commonlot.process.requirements.queries import counting, files
from commonlot.process.requirements.queries.files import FilePlan, Planned
from commonlot.process.requirements.states import ImportStatus, LineStatus, ParticipationStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.jobs.actions import start_work
from commonlot.records.jobs.models import Work

Progress = Callable[[int, int, str], None]
CHUNK = 500
SHOWN = 8
CHANGED_FIELDS = [*NEED_FIELDS, "question", "batch", "batch_row", "import_key", "changed_at"]


def keep_quiet(done: int, total: int, note: str) -> None:
    """Report progress to nobody."""


@transaction.atomic
def upload_needs(
    *, pool_id: int, participation_id: int | None, name: str, content: bytes, actor: AnySeat, now: datetime
) -> ImportBatch:
    """Keep a file of needs and look at its columns; a file that cannot be read is refused and not kept."""
    pool = lock_pool(pool_id)
    part = lock_part(participation_id) if participation_id else None
    if part is not None and part.pool_id != pool.pk:
        raise Refused("This agency was not invited to this pool.")
    access.upload_needs.require(actor, pool, part, now=now)
    seat = access.seated(actor)
    table = read_table(content, name=name)
    document = keep(name=name, content=content, content_type="application/octet-stream", actor=actor, now=now)
    batch = ImportBatch.objects.create(
        pool=pool, participation=part, document=document, uploaded_by=seat, uploaded_at=now,
        rows_read=len(table.rows), columns=files.suggest_columns(table), findings=_first_look(table),
    )  # fmt: skip
    record(at=now, actor=actor, verb="requirements.file_uploaded", subject=batch, within=part or pool,
           rows=len(table.rows), sha256=document.sha256)  # fmt: skip
    return batch


def _first_look(table: Table) -> dict[str, object]:
    rows = [["" if cell is None else str(cell) for cell in row.cells] for row in table.rows[:SHOWN]]
    return {"headers": list(table.headers), "first_rows": rows, "notes": list(table.notes)}


@transaction.atomic
def choose_columns(
    *,
    batch_id: int,
    columns: Mapping[str, str],
    actor: AnySeat,
    now: datetime,
    enrol_unknown: bool = False,
    remove_missing: bool = False,
) -> ImportBatch:
    """Take the person's word for what each column means, and check every row."""
    batch = _lock(batch_id)
    access.work_on_file.require(actor, batch, now=now)
    workflow.check_move(states.IMPORT_MOVES, batch.status, ImportStatus.CHECKED)
    chosen = {name: header for name, header in columns.items() if header}
    _require_sound_columns(batch, chosen)
    batch.columns, batch.enrol_unknown = chosen, enrol_unknown and batch.participation_id is None
    batch.remove_missing = remove_missing and batch.participation_id is not None
    plan = files.plan_file(batch, files.table_of(batch))
    batch.problems, batch.status = plan.problems[: files.KEPT_PROBLEMS], ImportStatus.CHECKED
    batch.rows_read, batch.findings = plan.rows_read, batch.findings | _findings(batch.pool, plan)
    _note_counts(batch, plan)
    batch.save()
    record(at=now, actor=actor, verb="requirements.columns_chosen", subject=batch,
           within=batch.participation or batch.pool, problems=len(plan.problems))  # fmt: skip
    return batch


def _note_counts(batch: ImportBatch, plan: FilePlan) -> None:
    batch.lines_added, batch.lines_changed, batch.lines_same = len(plan.added), len(plan.changed), plan.same
    batch.lines_removed = len(plan.missing) if batch.remove_missing else 0


def _require_sound_columns(batch: ImportBatch, chosen: Mapping[str, str]) -> None:
    needed = files.REQUIRED if batch.participation_id else ("agency", *files.REQUIRED)
    for name in needed:
        if name not in chosen:
            raise Refused(f"Choose the column that holds the {name}.", field=name)
    seen: dict[str, str] = {}
    for name, header in chosen.items():
        if header not in batch.findings["headers"]:
            raise Refused(f"The file has no column “{header}”.", field=name)
        if header in seen:
            raise Refused(
                f"“{header}” cannot be both the {seen[header]} and the {name}.".replace("_", " "), field=name
            )
        seen[header] = name


def _findings(pool: Pool, plan: FilePlan) -> dict[str, object]:
    shown = [*plan.changed[: files.KEPT_CHANGES], *plan.added[: files.KEPT_CHANGES]]
    found = counting.comes_to(pool, {each.row: each.need for each in shown if not each.question})
    come = {row: each.said or f"Not counted yet. {each.question}" for row, each in found.items()}
    return {
        "problem_count": len(plan.problems),
        "unknown": sorted(plan.unknown.items()),
        "agencies": len(plan.owners),
        "asked": sum(1 for each in plan.lines if each.question),
        "changes": [
            {"row": each.row, "description": each.need.description, "unit": each.need.unit,
             "what": files.said_of(each), "comes_to": come.get(each.row, "")}
            for each in plan.changed[: files.KEPT_CHANGES]
        ],
        "added": [
            {"row": each.row, "description": each.need.description, "unit": each.need.unit,
             "quantity": f"{each.need.quantity.normalize():f}", "comes_to": come.get(each.row, "")}
            for each in plan.added[: files.KEPT_CHANGES]
        ],
        "missing": [
            {"description": line.description, "unit": line.unit, "quantity": f"{line.quantity.normalize():f}"}
            for line in plan.missing[: files.KEPT_CHANGES]
        ],
        "missing_count": len(plan.missing),
        "changes_cut": len(plan.changed) > files.KEPT_CHANGES,
        "added_cut": len(plan.added) > files.KEPT_CHANGES,
    }  # fmt: skip


@transaction.atomic
def import_needs(*, batch_id: int, actor: AnySeat, now: datetime) -> Work:
    """Start the import of a checked file as long work that can be left."""
    batch = _lock(batch_id)
    access.import_file.require(actor, batch, now=now)
    workflow.check_move(states.IMPORT_MOVES, batch.status, ImportStatus.IMPORTING)
    seat = access.seated(actor)
    batch.work = start_work(kind="requirements.import", title=f"Import {batch.document} into {batch.pool}",
                            actor=seat, now=now, total=batch.rows_read)  # fmt: skip
    batch.status = ImportStatus.IMPORTING
    batch.save(update_fields=["work", "status"])
    record(at=now, actor=actor, verb="requirements.import_started", subject=batch,
           within=batch.participation or batch.pool)  # fmt: skip
    app.configure_task("requirements.import_needs").defer(batch_id=batch.pk, work_id=batch.work.pk)
    return batch.work


@transaction.atomic
def perform_import(*, batch_id: int, now: datetime, progress: Progress = keep_quiet) -> ImportBatch:
    """Import all rows of a checked file, or raise Refused and import none; done twice, it changes nothing."""
    batch = _lock(batch_id)
    if batch.status != ImportStatus.IMPORTING or batch.work is None:
        return batch
    lock_pool(batch.pool_id)
    actor = batch.work.started_by
    access.upload_needs.require(actor, batch.pool, batch.participation, now=now)
    progress(0, batch.rows_read, "Reading the file")
    plan = files.plan_file(batch, files.table_of(batch))
    if plan.problems:
        raise Refused("Since the file was checked, something changed that no longer fits. Upload it again.")
    parts = _parts_for(batch, plan, actor, now)
    writer = _Writer(batch, parts, now)
    with saying(How.FILE, actor=actor, now=now, why=str(batch.document)):
        _write_all(batch, plan, writer, progress)
    workflow.check_move(states.IMPORT_MOVES, batch.status, ImportStatus.IMPORTED)
    batch.status, batch.imported_at = ImportStatus.IMPORTED, now
    _note_counts(batch, plan)
    batch.save()
    _record_import(batch, plan, parts, actor, now)
    return batch


def _write_all(batch: ImportBatch, plan: FilePlan, writer: "_Writer", progress: Progress) -> None:
    written = 0
    for chunk in _chunks([*plan.added, *plan.changed]):
        writer.write(chunk)
        written += len(chunk)
        progress(plan.same + written, plan.rows_read, f"{written:,} lines written")
    if batch.remove_missing:
        RequirementLine.objects.filter(pk__in=[line.pk for line in plan.missing]).delete()


@transaction.atomic
def refuse_import(*, batch_id: int, reason: str, now: datetime) -> ImportBatch:
    """End an import that could not be done; nothing of the file was taken in."""
    batch = _lock(batch_id)
    workflow.check_move(states.IMPORT_MOVES, batch.status, ImportStatus.REFUSED)
    batch.status = ImportStatus.REFUSED
    batch.findings = batch.findings | {"refused_because": reason}
    batch.save(update_fields=["status", "findings"])
    actor = batch.work.started_by if batch.work else None
    record(at=now, actor=actor, verb="requirements.import_refused", subject=batch,
           within=batch.participation or batch.pool, reason=reason)  # fmt: skip
    return batch


def _lock(batch_id: int) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related(
        "pool__lead_agency", "participation__agency__organisation", "participation__pool", "document",
        "work__started_by__user", "work__started_by__organisation",
    )  # fmt: skip
    return locked.get(pk=batch_id)


def _parts_for(batch: ImportBatch, plan: FilePlan, actor: Seat, now: datetime) -> dict[str, Participation]:
    """Return the part in the pool of every agency in the file, enrolling and adding agencies as agreed."""
    if batch.participation is not None:
        return dict.fromkeys(plan.owners, batch.participation)
    there = {
        part.agency_id: part
        for part in batch.pool.participations.select_for_update().select_related("agency")
    }
    _refuse_the_lapsed(plan, there, now)
    found: dict[str, Participation] = {}
    for owner, known in plan.owners.items():
        agency = known or membership.enrol_agency(name=owner, kind=Agency.Kind.OTHER, actor=actor, now=now)
        part = there.get(agency.pk) or Participation.objects.create(
            pool=batch.pool, agency=agency, invited_at=now
        )
        part.pool, part.agency = batch.pool, agency
        if part.status == ParticipationStatus.INVITED:
            _send_on_behalf(part, now)
        found[owner] = part
    return found


def _refuse_the_lapsed(plan: FilePlan, there: Mapping[int, Participation], now: datetime) -> None:
    """Refuse a file that would bring an agency whose agreement lapsed into a pool it had not joined."""
    open_for = {ParticipationStatus.INVITED, ParticipationStatus.DECLINED}
    in_already = {pk for pk, part in there.items() if part.status not in open_for}
    new = [agency for agency in plan.owners.values() if agency is not None and agency.pk not in in_already]
    reasons = reasons_after_a_lapse(new, on=timezone.localdate(now))
    if reasons:
        more = f" The same holds for {len(reasons) - 1} more." if len(reasons) > 1 else ""
        raise Refused(f"{next(iter(reasons.values()))}{more} Take it out of the file.")


def _send_on_behalf(part: Participation, now: datetime) -> None:
    """Join and send in one step: the county has the agency's needs in its hand."""
    for status in (ParticipationStatus.JOINED, ParticipationStatus.SUBMITTED):
        workflow.check_move(states.PARTICIPATION_MOVES, part.status, status)
        part.status = status
    part.answered_at = part.submitted_at = now
    part.save(update_fields=["status", "answered_at", "submitted_at"])


def _chunks(lines: Sequence[Planned]) -> list[Sequence[Planned]]:
    """Cut the lines into chunks, after each of which progress is told."""
    return [lines[start : start + CHUNK] for start in range(0, len(lines), CHUNK)]


class _Writer:
    """Writes planned lines in bulk."""

    def __init__(self, batch: ImportBatch, parts: Mapping[str, Participation], now: datetime) -> None:
        self.batch, self.parts, self.now = batch, parts, now
        ids = {part.pk for part in parts.values()}
        counts = RequirementLine.objects.filter(participation__in=ids).values_list("participation")
        self.last = dict(counts.annotate(last=Max("position")).order_by())
        agencies = {part.agency_id for part in parts.values()}
        self.sites = {
            (site.agency_id, site.name.casefold()): site
            for site in DeliverySite.objects.filter(agency__in=agencies)
        }

    def write(self, planned: Sequence[Planned]) -> None:
        """Write some lines: the new ones are added, the known ones changed."""
        new = [self._filled(each) for each in planned if each.line is None]
        known = [self._filled(each) for each in planned if each.line is not None]
        RequirementLine.objects.bulk_create(new)
        # an upsert of whole rows: bulk_update writes one CASE for each field and row, twenty times slower
        RequirementLine.objects.bulk_create(
            known, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED_FIELDS
        )

    def _filled(self, planned: Planned) -> RequirementLine:
        part = self.parts[planned.owner]
        line = planned.line or self._new(part, planned)
        names = NEED_FIELDS if planned.line is None else planned.changes
        for name in set(names) & set(NEED_FIELDS):
            setattr(line, name, getattr(planned.need, name))
        if planned.line is None or "site" in names:
            line.site = self._site(part, planned.site)
        line.question, line.batch, line.batch_row = planned.question, self.batch, planned.row
        line.import_key, line.changed_at = planned.key, self.now
        return line

    def _new(self, part: Participation, planned: Planned) -> RequirementLine:
        self.last[part.pk] = (self.last.get(part.pk) or 0) + 1
        sent = part.status == ParticipationStatus.SUBMITTED
        return RequirementLine(
            participation=part, position=self.last[part.pk], created_at=self.now,
            status=LineStatus.SUBMITTED if sent else LineStatus.DRAFT,
        )  # fmt: skip

    def _site(self, part: Participation, name: str) -> DeliverySite | None:
        if not name:
            return None
        key = (part.agency_id, name.casefold())
        if key not in self.sites:
            self.sites[key] = DeliverySite.objects.create(agency_id=part.agency_id, name=name)
        return self.sites[key]


def _record_import(
    batch: ImportBatch, plan: FilePlan, parts: Mapping[str, Participation], actor: Seat, now: datetime
) -> None:
    record(at=now, actor=actor, verb="requirements.needs_imported", subject=batch,
           within=batch.pool, added=len(plan.added), changed=len(plan.changed), same=plan.same,
           removed=batch.lines_removed)  # fmt: skip
    counts: dict[str, int] = {}
    for each in [*plan.added, *plan.changed]:
        counts[each.owner] = counts.get(each.owner, 0) + 1
    for owner, count in counts.items():
        part = parts[owner]
        on_behalf = actor.organisation_id != part.agency.organisation_id
        record(at=now, actor=actor, verb="requirements.needs_imported", subject=part, within=batch.pool,
               lines=count, file=str(batch.document), on_behalf_of=str(part.agency) if on_behalf else "")  # fmt: skip
