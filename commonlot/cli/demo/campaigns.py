"""What the county's buyer wrote to many: news that was sent, a call with its answers, one set for later, one draft."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from commonlot.cli.demo.county import County
from commonlot.process.membership import actions, queries
from commonlot.process.membership.actions import Words
from commonlot.process.membership.models import Campaign, Subscription
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.jobs.actions import finish_work
from commonlot.records.notices import actions as outbox
from commonlot.records.notices.models import UNDONE, Mailing

FAIR = """Hello {name},

On the first Thursday of next month the county shows what its contracts hold: paper, salt, lamps and mulch, with
prices and samples. You can:

- meet the buyers and ask how your town orders
- see **what it costs today**, and what it cost before
- leave a list of what you would like to buy together next

It is free. Answer this mail to say that you come."""
YARD = """Hello {name},

From the first of the month {agency} can use the county's salt yard at weekends too. Bring your agency's card.

- Saturday, 6 a.m. to noon
- Sunday, on call

The rules have not changed."""
THANKS = """Hello {name},

Thank you for stating what {agency} needs. Next we add up like needs."""
GONE = SMTPRecipientsRefused({"": (550, b"5.1.1 The mailbox does not exist")})


def write_to_many(county: County) -> None:
    """Send two campaigns as they would have gone, set a third, and leave a fourth unfinished."""
    _sent(county, _fair(county), offset=-9, hour=10, refused=3)
    _call(county)
    _scheduled(county)
    _draft(county, "Thank you for your needs", THANKS, group="requirements.took_part")


def _draft(county: County, subject: str, body: str, *, group: str = "") -> Campaign:
    words = Words(subject=subject, body=body, audience="agencies", group=group)
    return actions.write_campaign(words=words, actor=county.buyer, now=county.days.at(-2, 9))


def _fair(county: County) -> Campaign:
    topics = [Subscription.Topic.COMMODITIES.value, Subscription.Topic.AWARDS.value]
    words = Words(subject="See what the county's contracts hold", body=FAIR, audience="list", topics=topics)
    return actions.write_campaign(words=words, actor=county.buyer, now=county.days.at(-10, 15))


def _call(county: County) -> None:
    """Write to the agencies of the pool that collects; some open their links the day after."""
    pool = Pool.objects.filter(status=PoolStatus.COLLECTING).latest("needs_due_at")
    call = requirements.write_to_invited(pool_id=pool.pk, actor=county.buyer, now=county.days.at(-4, 9))
    _sent(county, call, offset=-4, hour=10, refused=1)
    for reader in call.recipients.filter(message__sent_at__isnull=False)[::2]:
        actions.note_opened(recipient_id=reader.pk, now=county.days.at(-3, 9, reader.number % 60))


def _scheduled(county: County) -> None:
    campaign = _draft(county, "The salt yard opens at weekends", YARD)
    actions.schedule_campaign(
        campaign_id=campaign.pk, at=county.days.at(6, 8), actor=county.buyer, now=county.days.at(-2, 10)
    )


def _sent(county: County, campaign: Campaign, *, offset: int, hour: int, refused: int) -> None:
    """Let a campaign go out as the worker would send it, with a few addresses that the mail server refuses."""
    at = county.days.at(offset, hour)
    expected = len(queries.readers_of(queries.segment_of(campaign), now=at).chosen)
    work = actions.send_campaign(campaign_id=campaign.pk, expected=expected, actor=county.buyer, now=at)
    actions.prepare_campaign(campaign_id=campaign.pk, now=at, progress=lambda *_: None)
    finish_work(
        work_id=work.pk, now=at + timedelta(seconds=2), note=f"{expected} mails wait in the outbox.",
        result_path=campaign.get_absolute_url(),
    )  # fmt: skip
    campaign.refresh_from_db()
    if campaign.mailing is not None:
        _deliver(campaign.mailing, refused, at=at + timedelta(minutes=1))
    campaign.refresh_from_db()


def _deliver(mailing: Mailing, refused: int, *, at: datetime) -> None:
    for message in mailing.messages.order_by("to")[:refused]:
        said = {message.to[0]: GONE.recipients[""]}
        outbox.note_failure(message_pk=message.pk, error=SMTPRecipientsRefused(said), now=at)
    mailing.messages.filter(UNDONE).update(sent_at=at, attempts=1)
    outbox.go_on(mailing_pk=mailing.pk, turn=mailing.turn, now=at + timedelta(minutes=1))
