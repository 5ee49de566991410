"""The files of a large pooled sheet: asked for by a person, made in the background, kept as they were that moment."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, files
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.documents.models import Document
from commonlot.records.jobs import actions as work_actions
from commonlot.records.jobs.models import Work


@transaction.atomic
def ask_for_sheet(*, pool_id: int, kind: str, actor: Seat, now: datetime) -> Work:
    """Have the file of a large sheet made in the background, as its reader may see it."""
    from commonlot.process.pooling import jobs

    pool = Pool.objects.get(pk=pool_id)
    access.see_sheet.require(actor, pool, now=now)
    if kind not in files.MADE:
        raise Refused("The sheet is made as a spreadsheet or as a PDF.")
    lines = queries.lines_in_order(pool).count()
    if not lines:
        raise Refused("No line is pooled yet, so there is nothing to write.")

    title = f"Make the {files.MADE[kind]} of the pooled lines of {pool.number}"
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
    content = files.write_sheet(pool, kind, own=queries.own_of(seat), now=now, progress=progress)
    with transaction.atomic():
        return keep(
            name=files.sheet_name(pool, kind),
            content=content,
            content_type=files.KINDS[kind],
            actor=seat,
            now=now,
        )
