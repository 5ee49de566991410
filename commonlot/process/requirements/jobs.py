"""The worker's part of importing needs."""

from procrastinate.contrib.django import app

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import actions
from commonlot.records import clock
from commonlot.records.jobs.doing import OUR_FAULT, doing


@app.task(name="requirements.import_needs")
def import_needs(batch_id: int, work_id: int) -> None:
    """Import a file; if it cannot be done, say why on its page."""
    with doing(work_id) as work:
        try:
            batch = actions.perform_import(batch_id=batch_id, now=clock.now(), progress=work.report)
        except Exception as error:
            reason = error.reason if isinstance(error, Refused) else OUR_FAULT
            batch = actions.refuse_import(batch_id=batch_id, reason=reason, now=clock.now())
            work.end_with(result_path=batch.get_absolute_url())
            raise
        work.end_with(result_path=batch.get_absolute_url(), note=batch.outcome)


@app.periodic(cron="5 12 * * *")
@app.task(name="requirements.remind_agencies", queueing_lock="requirements.remind_agencies")
def remind_agencies(timestamp: int) -> None:
    """Remind agencies that have not answered, on the morning of each mark."""
    actions.remind_before_deadlines(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="requirements.end_short_pools", queueing_lock="requirements.end_short_pools")
def end_short_pools(timestamp: int) -> None:
    """End the short-pool phases whose deadline has passed."""
    actions.end_short_pools(now=clock.now())
