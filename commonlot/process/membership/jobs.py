"""What membership does by itself each day."""

from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from commonlot.process.membership import actions
from commonlot.records import clock


@app.periodic(cron="10 5 * * *")
@app.task(name="membership.lapse_agreements", queueing_lock="membership.lapse_agreements")
def lapse_agreements(timestamp: int) -> None:
    """Mark as lapsed the agreements that have run out."""
    actions.lapse_agreements(now=clock.now())


@app.task(name="membership.tell")
def tell(announcement_id: int) -> None:
    """Write an announcement to everybody who asked for its topic."""
    actions.tell(announcement_id=announcement_id, now=clock.now())


@app.periodic(cron="40 5 * * *")
@app.task(name="membership.tidy_list", queueing_lock="membership.tidy_list")
def tidy_list(timestamp: int) -> None:
    """Forget who asked, and who never confirmed."""
    now = clock.now()
    actions.forget_asks(now=now)
    before = now - timedelta(days=settings.COMMONLOT_LIST_LIMITS["pending_days"])
    actions.forget_unconfirmed(before=before, now=now)
