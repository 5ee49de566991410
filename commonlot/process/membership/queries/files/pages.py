"""The pages of uploaded files."""

from django.db.models import QuerySet

from commonlot.engines.spreadsheets import Limits, Table, read_table
from commonlot.process.membership.models import MemberFile, MemberFileRow
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import AnySeat

LIMITS = Limits(rows=50_000, columns=100)


def table_of(file: MemberFile) -> Table:
    """Read an uploaded file again, exactly as it was kept."""
    with file.document.file.open("rb") as content:
        return read_table(content.read(), name=file.document.name, limits=LIMITS)


def file_list(actor: AnySeat) -> QuerySet[MemberFile]:
    """Return the uploaded files that the actor may see, the newest first."""
    return MemberFile.objects.visible_to(actor).select_related("document", "uploaded_by__user")


def open_files(actor: AnySeat) -> QuerySet[MemberFile]:
    """Return the files that wait for somebody to go on with them, the longest waiting first."""
    return file_list(actor).filter(status__in=[FileStatus.UPLOADED, FileStatus.CHECKED]).order_by("pk")


def rows_of(file: MemberFile, outcome: str = "") -> QuerySet[MemberFileRow]:
    """Return the rows of a file: all of them, or those of one outcome."""
    rows = file.rows.all()
    return rows.filter(outcome=outcome) if outcome in MemberFileRow.Outcome.values else rows
