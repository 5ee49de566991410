"""What membership does by itself each day, and its long work."""

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.records import clock
from commonlot.records.access.models import Seat
from commonlot.records.jobs.doing import OUR_FAULT, doing
from commonlot.records.jobs.giving_up import when_given_up
from commonlot.records.jobs.models import Work


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


@app.periodic(cron="15 5 * * *")
@app.task(name="membership.lapse_delegations", queueing_lock="membership.lapse_delegations")
def lapse_delegations(timestamp: int) -> None:
    """Mark as lapsed the delegations whose dates have passed; their seats stopped acting by themselves."""
    actions.lapse_delegations(now=clock.now())


@app.task(name="membership.import_members")
def import_members(file_id: int, work_id: int) -> None:
    """Import a file of members, vendors or the list; if it cannot be done, say why on its page."""
    with doing(work_id) as work:
        try:
            file = actions.perform_member_import(
                file_id=file_id, actor=_starter(work_id), now=clock.now(), progress=work.report
            )
        except Exception as error:
            reason = error.reason if isinstance(error, Refused) else OUR_FAULT
            file = actions.refuse_member_import(file_id=file_id, reason=reason, now=clock.now())
            work.end_with(result_path=file.get_absolute_url())
            raise
        work.end_with(result_path=file.get_absolute_url(), note=file.outcome)


def _starter(work_id: int) -> Seat:
    work = Work.objects.select_related("started_by__user", "started_by__organisation").get(pk=work_id)
    return work.started_by


@app.periodic(cron="12 5 * * *")
@app.task(name="membership.remind_of_ends", queueing_lock="membership.remind_of_ends")
def remind_of_ends(timestamp: int) -> None:
    """Remind agencies and the county of agreements that end."""
    actions.remind_of_ends(now=clock.now())


@app.periodic(cron="30 5 * * *")
@app.task(name="membership.forget_applications", queueing_lock="membership.forget_applications")
def forget_applications(timestamp: int) -> None:
    """Forget applications that nobody confirmed."""
    actions.forget_applications(now=clock.now())
