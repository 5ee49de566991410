"""What membership does by itself each day."""

from procrastinate.contrib.django import app

from commonlot.process.membership import actions
from commonlot.records import clock


@app.periodic(cron="10 5 * * *")
@app.task(name="membership.lapse_agreements", queueing_lock="membership.lapse_agreements")
def lapse_agreements(timestamp: int) -> None:
    """Mark as lapsed the agreements that have run out."""
    actions.lapse_agreements(now=clock.now())


@app.periodic(cron="20 5 * * *")
@app.task(name="membership.remind_of_ends", queueing_lock="membership.remind_of_ends")
def remind_of_ends(timestamp: int) -> None:
    """Remind agencies and the county of agreements that end."""
    actions.remind_of_ends(now=clock.now())


@app.periodic(cron="30 5 * * *")
@app.task(name="membership.forget_unconfirmed", queueing_lock="membership.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    """Forget applications that nobody confirmed."""
    actions.forget_unconfirmed(now=clock.now())
