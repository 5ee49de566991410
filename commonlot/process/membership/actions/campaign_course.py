"""The course of a campaign: it starts, its readers are fixed and its mails queued, it pauses, goes on, and ends."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries
from commonlot.process.membership.actions.campaign_letters import letters_of
from commonlot.process.membership.actions.campaigns import CAUSE, locked
from commonlot.process.membership.models import Campaign, CampaignRecipient
from commonlot.process.membership.queries import Reader
from commonlot.process.membership.states import CAMPAIGN_MOVES, CampaignStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.jobs.actions import start_work
from commonlot.records.jobs.models import Work
from commonlot.records.notices import actions as outbox
from commonlot.records.notices.models import Mailing, Message
from commonlot.records.notices.states import MailingStatus
from commonlot.records.streams import write_rows

Progress = Callable[[int, int, str], None]
NOBODY = "Nobody was left to write to when it started."


@transaction.atomic
def send_campaign(*, campaign_id: int, expected: int, actor: AnySeat, now: datetime) -> Work:
    """Start a campaign now, if it still goes to as many people as were seen."""
    campaign = locked(campaign_id)
    access.change_campaign.require(actor, campaign, now=now)
    found = len(queries.readers_of(queries.segment_of(campaign), now=now).chosen)
    if not found:
        raise Refused("Nobody would get this mail. Choose other readers first.")
    if found != expected:
        raise Refused(f"It would now go to {found} people, not {expected}. Look again before you send it.")
    record(at=now, actor=actor, verb="membership.campaign_started", subject=campaign, readers=found)
    return _start(campaign, now=now)


@transaction.atomic
def start_scheduled(*, campaign_id: int, now: datetime) -> Work | None:
    """Start a campaign whose moment has come; one that was moved or called off meanwhile is left alone."""
    campaign = locked(campaign_id)
    due = campaign.scheduled_for is not None and campaign.scheduled_for <= now
    if campaign.status != CampaignStatus.SCHEDULED or not due:
        return None
    record(at=now, actor=None, verb="membership.campaign_started", subject=campaign)
    return _start(campaign, now=now)


def _start(campaign: Campaign, *, now: datetime) -> Work:
    """Say that it starts; the work itself is left to the worker, for it may take a while."""
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.SENDING)
    campaign.status, campaign.stopped_because = CampaignStatus.SENDING, ""
    campaign.started_at = campaign.started_at or now
    return _prepare(campaign, now=now)


def _prepare(campaign: Campaign, *, now: datetime) -> Work:
    from commonlot.process.membership import jobs

    title = f"Prepare the mails of “{campaign.subject}”"
    work = start_work(kind="membership.campaign", title=title, actor=campaign.written_by, now=now)
    campaign.work = work
    campaign.save(update_fields=["status", "stopped_because", "started_at", "work"])
    jobs.prepare_campaign.defer(work_id=work.pk, campaign_id=campaign.pk)
    return work


@transaction.atomic
def prepare_campaign(*, campaign_id: int, now: datetime, progress: Progress) -> int:
    """Fix the readers and put all their mails into the outbox, at once or not at all; return how many."""
    campaign = locked(campaign_id)
    if campaign.status != CampaignStatus.SENDING or campaign.mailing_id:
        return campaign.mailing.total if campaign.mailing else 0
    readers = list(queries.readers_of(queries.segment_of(campaign), now=now).chosen)
    if not readers:
        _end(campaign, NOBODY, now=now)
        return 0
    letters = []
    for letter in letters_of(campaign, readers):
        letters.append(letter)
        progress(len(letters), 2 * len(readers), "writing the mails")
    posted = outbox.post_many(
        letters=letters, subject=campaign.subject, cause=CAUSE, page=campaign.get_absolute_url(), now=now
    )
    _keep_readers(campaign, readers, posted.messages)
    campaign.mailing = posted.mailing
    campaign.save(update_fields=["mailing"])
    return len(readers)


def _keep_readers(campaign: Campaign, readers: list[Reader], messages: list[Message]) -> None:
    rows = [
        CampaignRecipient(
            campaign=campaign, number=number, message=message, agency_id=reader.agency_id, seat_id=reader.seat_id,
            subscription_id=reader.subscription_id,
        )
        for number, (reader, message) in enumerate(zip(readers, messages, strict=True), start=1)
    ]  # fmt: skip
    write_rows(rows)


@transaction.atomic
def pause_campaign(*, campaign_id: int, actor: AnySeat, now: datetime) -> Campaign:
    """Hold a campaign back before its next mail."""
    campaign = locked(campaign_id)
    access.pause_campaign.require(actor, campaign, now=now)
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.PAUSED)
    campaign.status = CampaignStatus.PAUSED
    campaign.save(update_fields=["status"])
    if campaign.mailing_id:
        outbox.pause(mailing_pk=campaign.mailing_id, now=now)
    record(at=now, actor=actor, verb="membership.campaign_paused", subject=campaign)
    return campaign


@transaction.atomic
def resume_campaign(*, campaign_id: int, actor: AnySeat, now: datetime) -> Campaign:
    """Let a campaign go on where it was held back or stopped."""
    campaign = locked(campaign_id)
    access.resume_campaign.require(actor, campaign, now=now)
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.SENDING)
    campaign.status, campaign.stopped_because = CampaignStatus.SENDING, ""
    if campaign.mailing is None:
        _prepare(campaign, now=now)
    else:
        campaign.save(update_fields=["status", "stopped_because"])
        if campaign.mailing.status == MailingStatus.PAUSED:
            outbox.resume(mailing_pk=campaign.mailing.pk, now=now)
    record(at=now, actor=actor, verb="membership.campaign_resumed", subject=campaign)
    return campaign


@transaction.atomic
def stop_campaign(*, campaign_id: int, reason: str, now: datetime) -> None:
    """Hold a campaign that cannot go on by itself, and say why."""
    campaign = locked(campaign_id)
    if campaign.status != CampaignStatus.SENDING:
        return
    campaign.status, campaign.stopped_because = CampaignStatus.PAUSED, reason
    campaign.save(update_fields=["status", "stopped_because"])
    record(at=now, actor=None, verb="membership.campaign_stopped", subject=campaign, reason=reason[:300])


def mailing_stopped(mailing: Mailing, *, now: datetime) -> None:
    """Hear from the outbox that the mails cannot leave."""
    campaign = Campaign.objects.filter(mailing=mailing).first()
    if campaign is not None:
        stop_campaign(campaign_id=campaign.pk, reason=mailing.last_error, now=now)


@transaction.atomic
def mailing_ended(mailing: Mailing, *, now: datetime) -> None:
    """Hear from the outbox that every mail has left, failed or was left out."""
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(mailing=mailing).first()
    if campaign is not None and campaign.status == CampaignStatus.SENDING:
        _end(campaign, "", now=now)


def _end(campaign: Campaign, reason: str, *, now: datetime) -> None:
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.SENT)
    campaign.status, campaign.finished_at, campaign.stopped_because = CampaignStatus.SENT, now, reason
    campaign.save(update_fields=["status", "finished_at", "stopped_because"])
    record(at=now, actor=None, verb="membership.campaign_sent", subject=campaign)


@transaction.atomic
def note_opened(*, recipient_id: int, now: datetime) -> CampaignRecipient:
    """Write down when a reader's own link was first opened."""
    recipient = CampaignRecipient.objects.select_for_update(of=("self",)).get(pk=recipient_id)
    if recipient.opened_at is None:
        recipient.opened_at = now
        recipient.save(update_fields=["opened_at"])
    return recipient
