"""Files of members, vendors and the list: uploaded, and waiting for somebody who may confirm them."""

from collections.abc import Iterator
from datetime import datetime

from commonlot.process.membership.access import take_in_file, work_on_file
from commonlot.process.membership.queries.files import open_files
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import Seat
from commonlot.web.todo.task import Task
from commonlot.web.words import count

MOST = 20


def files_to_confirm(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Give whoever may confirm a file those that wait; a file with problems waits for the person who has it."""
    for file in open_files(seat)[:MOST]:
        if not work_on_file.allows(seat, file, now=now):
            continue
        by = f"{file.get_kind_display()}; {file.uploaded_by.user} uploaded it."
        if file.status == FileStatus.UPLOADED:
            what, why, tag = "Say what the columns mean", by, "Not checked yet"
        elif file.rows_wrong and file.uploaded_by.user_id == seat.user_id:
            problems = f"{count(file.rows_wrong, 'row')} cannot be taken in."
            what, why, tag = "Put right and upload again", problems, "Problems"
        elif take_in_file.allows(seat, file, now=now):
            what, why, tag = "Confirm the file", f"{by} It would make {file.outcome}.", "To confirm"
        else:
            continue
        yield Task(f"{what}: {file.document.name}", why, tag=tag, url=file.get_absolute_url())
