"""What membership does by itself each day, and its long work."""

from procrastinate.contrib.django import app

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.records import clock
from commonlot.records.access.models import Seat
from commonlot.records.jobs.doing import OUR_FAULT, doing
from commonlot.records.jobs.models import Work


@app.periodic(cron="10 5 * * *")
@app.task(name="membership.lapse_agreements", queueing_lock="membership.lapse_agreements")
def lapse_agreements(timestamp: int) -> None:
    """Mark as lapsed the agreements that have run out."""
    actions.lapse_agreements(now=clock.now())


@app.task(name="membership.import_members")
def import_members(file_id: int, work_id: int) -> None:
    """Take in a file of members, vendors or the list; if it cannot be done, say why on its page."""
    with doing(work_id) as work:
        try:
            file = actions.perform_member_import(
                file_id=file_id, actor=_starter(work_id), now=clock.now(), progress=work.report
            )
        except Exception as error:
            reason = error.reason if isinstance(error, Refused) else OUR_FAULT
            file = actions.refuse_member_import(file_id=file_id, reason=reason, now=clock.now())
            work.end_with(result_path=file.get_absolute_url())
            raise
        work.end_with(result_path=file.get_absolute_url(), note=file.outcome)


def _starter(work_id: int) -> Seat:
    work = Work.objects.select_related("started_by__user", "started_by__organisation").get(pk=work_id)
    return work.started_by
