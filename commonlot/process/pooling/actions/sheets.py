"""The files of a large pooled sheet: asked for by a person, made in the background, kept as they were that moment."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, files, papers
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.rules.sheet import SheetLine
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.documents.models import Document
from commonlot.records.jobs import actions as work_actions
from commonlot.records.jobs.models import Work

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
MADE = {"xlsx": "spreadsheet", "pdf": "PDF"}


def sheet_name(pool: Pool, kind: str) -> str:
    """Name the file of a pool's sheet."""
    return f"{slugify(pool.number)}-pooled-lines.{kind}"


def own_of(actor: AnySeat) -> int | None:
    """Return the organisation whose shares alone are shown; none for the county, which sees all."""
    return None if actor.is_county else actor.organisation_pk


def write_sheet(
    pool: Pool,
    kind: str,
    *,
    own: int | None,
    now: datetime,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _note: None,
) -> bytes:
    """Write the sheet of a pool as a workbook or a paper; both from the same rows."""
    total = queries.lines_in_order(pool).count()
    lines: list[SheetLine] = []
    for some in queries.in_pieces(pool, own=own):
        lines += some
        progress(len(lines), 2 * total, "Reading the lines")
    progress(total, 2 * total, f"Writing the {MADE[kind]}")
    if kind == "pdf":
        return papers.set_sheet(pool, lines, own=own, now=now)
    return files.xlsx_of(pool, lines, own=own)


@transaction.atomic
def ask_for_sheet(*, pool_id: int, kind: str, actor: Seat, now: datetime) -> Work:
    """Have the file of a large sheet made in the background, as its reader may see it."""
    from commonlot.process.pooling import jobs

    pool = Pool.objects.get(pk=pool_id)
    access.see_sheet.require(actor, pool, now=now)
    if kind not in MADE:
        raise Refused("The sheet is made as a spreadsheet or as a PDF.")
    lines = queries.lines_in_order(pool).count()
    if not lines:
        raise Refused("No line is pooled yet, so there is nothing to write.")

    title = f"Make the {MADE[kind]} of the pooled lines of {pool.number}"
    work = work_actions.start_work(kind="pooling.sheet", title=title, actor=actor, now=now, total=2 * lines)
    record(at=now, actor=actor, verb="pooling.sheet_asked", subject=pool, kind=kind)
    jobs.make_sheet.defer(pool_id=pool.pk, kind=kind, seat_id=actor.pk, work_id=work.pk)
    return work


def make_sheet(
    *,
    pool_id: int,
    kind: str,
    seat_id: int,
    now: datetime,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _note: None,
) -> Document:
    """Make and keep the file for whoever asked; only the organisation that asked reads it."""
    pool = Pool.objects.select_related("lead_agency").get(pk=pool_id)
    seat = Seat.objects.select_related("organisation").get(pk=seat_id)
    access.see_sheet.require(seat, pool, now=now)
    content = write_sheet(pool, kind, own=own_of(seat), now=now, progress=progress)
    with transaction.atomic():
        return keep(
            name=sheet_name(pool, kind), content=content, content_type=KINDS[kind], actor=seat, now=now
        )
