"""What membership does by itself each day."""

from procrastinate.contrib.django import app

from commonlot.process.membership import actions
from commonlot.records import clock


@app.periodic(cron="10 5 * * *")
@app.task(name="membership.lapse_agreements", queueing_lock="membership.lapse_agreements")
def lapse_agreements(timestamp: int) -> None:
    """Mark as lapsed the agreements that have run out."""
    actions.lapse_agreements(now=clock.now())
