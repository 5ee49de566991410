"""The worker's part of the ledger."""

from procrastinate.contrib.django import app

from commonlot.process.savings import actions
from commonlot.records import clock


@app.periodic(cron="* * * * *")
@app.task(name="savings.enter_deliveries", queueing_lock="savings.enter_deliveries")
def enter_deliveries(timestamp: int) -> int:
    """Enter what was delivered since the last minute."""
    return actions.enter_deliveries(now=clock.now())
