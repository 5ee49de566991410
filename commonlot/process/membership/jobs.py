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
@app.task(name="membership.warn_of_lapsing_papers", queueing_lock="membership.warn_of_lapsing_papers")
def warn_of_lapsing_papers(timestamp: int) -> None:
    """Warn vendors and buyers of papers that lapse."""
    actions.warn_of_lapsing_papers(now=clock.now())


@app.periodic(cron="25 5 * * *")
@app.task(name="membership.forget_unproved", queueing_lock="membership.forget_unproved")
def forget_unproved(timestamp: int) -> None:
    """Forget the registrations of vendors that nobody confirmed."""
    actions.forget_unproved(now=clock.now())
