"""What membership does by itself each day."""

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from commonlot.process.membership import actions, queries
from commonlot.records import clock
from commonlot.records.jobs.doing import doing
from commonlot.records.jobs.giving_up import when_given_up


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


@app.periodic(cron="* * * * *")
@app.task(name="membership.start_campaigns", queueing_lock="membership.start_campaigns")
def start_campaigns(timestamp: int) -> None:
    """Start the campaigns whose moment has come."""
    for campaign_id in queries.due_campaigns(now=clock.now()):
        actions.start_scheduled(campaign_id=campaign_id, now=clock.now())


@app.task(name="membership.prepare_campaign")
def prepare_campaign(work_id: int, campaign_id: int) -> None:
    """Fix a campaign's readers and queue their mails; what goes wrong stops the campaign, and it says so."""
    with doing(work_id) as work:
        try:
            readers = actions.prepare_campaign(campaign_id=campaign_id, now=clock.now(), progress=work.report)
        except Exception:
            actions.stop_campaign(
                campaign_id=campaign_id, reason="Its mails could not be prepared.", now=clock.now()
            )
            raise
        page = queries.page_of_campaign(campaign_id)
        work.end_with(result_path=page, note=f"{readers:,} mails wait in the outbox and leave one by one.")


@when_given_up("membership.prepare_campaign")
def _stop_campaign(work_id: int, campaign_id: int, reason: str, now: datetime) -> None:
    actions.stop_campaign(campaign_id=campaign_id, reason=reason, now=now)
