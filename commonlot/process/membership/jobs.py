"""What membership does by itself each day."""

from procrastinate.contrib.django import app

from commonlot.process.membership import actions
from commonlot.records import clock


@app.periodic(cron="10 5 * * *")
@app.task(name="membership.lapse_agreements", queueing_lock="membership.lapse_agreements")
def lapse_agreements(timestamp: int) -> None:
    """Mark as lapsed the agreements that have run out."""
    actions.lapse_agreements(now=clock.now())


@app.periodic(cron="15 5 * * *")
@app.task(name="membership.lapse_delegations", queueing_lock="membership.lapse_delegations")
def lapse_delegations(timestamp: int) -> None:
    """Mark as lapsed the delegations whose dates have passed; their seats stopped acting by themselves."""
    actions.lapse_delegations(now=clock.now())
