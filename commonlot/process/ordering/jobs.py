"""What ordering does by itself each day."""

from procrastinate.contrib.django import app

from commonlot.process.ordering import actions
from commonlot.records import clock


@app.periodic(cron="50 4 * * *")
@app.task(name="ordering.tell_what_was_ordered", queueing_lock="ordering.tell_what_was_ordered")
def tell_what_was_ordered(timestamp: int) -> None:
    """Hand to the survey what agencies ordered in the last twelve months."""
    actions.tell_what_was_ordered(now=clock.now())
