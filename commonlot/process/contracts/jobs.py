"""What the worker does for contracts."""

from procrastinate.contrib.django import app

from commonlot.process.contracts import actions
from commonlot.records import clock


@app.periodic(cron="5 5 * * *")
@app.task(name="contracts.expire_ended", queueing_lock="contracts.expire_ended")
def expire_ended(timestamp: int) -> None:
    """End the contracts whose last day is over, a few minutes after midnight in the county."""
    actions.expire_contracts(now=clock.now())
