"""Who may take in files of members, vendors and the list."""

from datetime import datetime

from commonlot.kernel import workflow
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import MemberFile
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import AnySeat


@Policy
def import_members(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county’s purchasing staff take in files of members."


@Policy
def work_on_file(actor: AnySeat, file: MemberFile, *, now: datetime) -> str | None:
    """The county's purchasing staff, until the file is taken in or refused."""
    if reason := import_members.why_not(actor, now=now):
        return reason
    if file.status not in {FileStatus.UPLOADED, FileStatus.CHECKED}:
        return f"This file is {workflow.words(file.status)}. Upload it again to work on it."
    return None


@Policy
def take_in_file(actor: AnySeat, file: MemberFile, *, now: datetime) -> str | None:
    """The county's purchasing staff, once every row was checked, none is wrong, and something would change."""
    if reason := work_on_file.why_not(actor, file, now=now):
        return reason
    if file.status != FileStatus.CHECKED:
        return "Say first what the columns mean."
    if file.rows_wrong:
        return "Put the problems right in your file and upload it again. Nothing is taken in by halves."
    if not file.rows_new and not file.rows_changed:
        return "Nothing would change: all of this is known already."
    return None
