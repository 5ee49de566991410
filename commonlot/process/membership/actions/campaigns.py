"""Writing a campaign, trying it out, setting its moment, and calling it off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, audiences, queries, rules
from commonlot.process.membership.actions.campaign_letters import letters_of
from commonlot.process.membership.models import Agency, Campaign, Subscription
from commonlot.process.membership.queries import Reader
from commonlot.process.membership.states import CAMPAIGN_MOVES, CampaignStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

CAUSE = "membership.campaign"
CAUSE_TEST = "membership.campaign_test"
SOONEST = timedelta(minutes=1)
LATEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a buyer decides about a campaign: what it says and whom it is for."""

    subject: str
    body: str
    audience: str
    kinds: Collection[str] = ()
    topics: Collection[str] = ()
    commodity: str = ""
    county: str = ""
    group: str = ""

    def put_on(self, campaign: Campaign) -> None:
        """Write it on the record, checked."""
        campaign.subject, campaign.body = rules.one_line(self.subject, longest=150), self.body.strip()
        wrong = rules.why_not_words(campaign.subject, campaign.body, fields=campaign.fields)
        if wrong is not None:
            raise Refused(wrong[1], field=wrong[0])
        campaign.audience = self._audience(campaign)
        on_list = campaign.audience == rules.Audience.LIST
        campaign.kinds = rules.in_order(self.kinds, Agency.Kind.values)
        campaign.topics = rules.in_order(self.topics, Subscription.Topic.values) if on_list else []
        campaign.commodity = self.commodity if on_list and self.commodity in rules.COMMODITIES else ""
        campaign.county, campaign.group = rules.one_line(self.county, longest=60), self._group(campaign)

    def _audience(self, campaign: Campaign) -> str:
        allowed = (
            [rules.Audience.INVITED] if campaign.occasion else [rules.Audience.LIST, rules.Audience.AGENCIES]
        )
        if self.audience not in allowed:
            raise Refused("Choose whom to write to.", field="audience")
        return self.audience

    def _group(self, campaign: Campaign) -> str:
        occasion = audiences.occasion(campaign.occasion)
        known = occasion.parts if occasion else {each.key: each.words for each in audiences.groups()}
        if self.group and self.group not in known:
            raise Refused("Choose a group from the list.", field="group")
        return self.group


@transaction.atomic
def write_campaign(
    *, words: Words, actor: AnySeat, now: datetime, occasion: str = "", occasion_id: int | None = None
) -> Campaign:
    """Begin a campaign as a draft; a call also says what it is about."""
    access.write_campaign.require(actor, now=now)
    if not isinstance(actor, Seat):
        raise Refused("Sign in first.")
    if occasion and audiences.occasion(occasion) is None:
        raise Refused("Nothing is known of what this call is about.")
    campaign = Campaign(
        lead_agency=actor.organisation, written_by=actor, created_at=now, occasion=occasion,
        occasion_id=occasion_id,
    )  # fmt: skip
    words.put_on(campaign)
    campaign.save()
    record(at=now, actor=actor, verb="membership.campaign_written", subject=campaign)
    return campaign


@transaction.atomic
def change_campaign(*, campaign_id: int, words: Words, actor: AnySeat, now: datetime) -> Campaign:
    """Change what a campaign says and whom it is for, until it starts."""
    campaign = locked(campaign_id)
    access.change_campaign.require(actor, campaign, now=now)
    words.put_on(campaign)
    campaign.save()
    record(at=now, actor=actor, verb="membership.campaign_changed", subject=campaign)
    return campaign


@transaction.atomic
def remind_again(*, campaign_id: int, actor: AnySeat, now: datetime) -> Campaign:
    """Begin a draft that writes again to those who have not answered a call."""
    call = locked(campaign_id)
    access.remind_again.require(actor, call, now=now)
    occasion = audiences.occasion(call.occasion)
    part = next(iter(occasion.parts), "") if occasion else ""
    subject = call.subject if call.subject.startswith("Reminder: ") else f"Reminder: {call.subject}"
    words = Words(
        subject=subject[:150], body=call.body, audience=call.audience, kinds=call.kinds, county=call.county,
        group=part,
    )  # fmt: skip
    reminder = write_campaign(
        words=words, occasion=call.occasion, occasion_id=call.occasion_id, actor=actor, now=now
    )
    reminder.reminds_of = call
    reminder.save(update_fields=["reminds_of"])
    return reminder


@transaction.atomic
def send_test(*, campaign_id: int, actor: AnySeat, now: datetime) -> str:
    """Send a campaign as it stands to the writer alone; return the address."""
    campaign = locked(campaign_id)
    access.test_campaign.require(actor, campaign, now=now)
    if not isinstance(actor, Seat):
        raise Refused("Sign in first.")
    reader = queries.readers_of(queries.segment_of(campaign), now=now).chosen[:1]
    sample = [Reader(actor.user.email, actor.user.name, agency=reader[0].agency if reader else "")]
    (letter,) = letters_of(campaign, sample, to=actor.user.email)
    post(
        to=[letter.to], subject=letter.subject, text=letter.text, html=letter.html, headers=letter.headers,
        cause=CAUSE_TEST, about=campaign, now=now,
    )  # fmt: skip
    record(at=now, actor=actor, verb="membership.campaign_tested", subject=campaign)
    return actor.user.email


@transaction.atomic
def schedule_campaign(*, campaign_id: int, at: datetime, actor: AnySeat, now: datetime) -> Campaign:
    """Set the time at which a campaign starts by itself, or move it."""
    campaign = locked(campaign_id)
    access.change_campaign.require(actor, campaign, now=now)
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.SCHEDULED)
    if not now + SOONEST <= at <= now + LATEST:
        raise Refused("Choose a moment that lies ahead, within a year.", field="at")
    campaign.status, campaign.scheduled_for = CampaignStatus.SCHEDULED, at
    campaign.save(update_fields=["status", "scheduled_for"])
    record(at=now, actor=actor, verb="membership.campaign_scheduled", subject=campaign, start=at.isoformat())
    return campaign


@transaction.atomic
def cancel_campaign(*, campaign_id: int, actor: AnySeat, now: datetime) -> Campaign:
    """Call a campaign off before it starts."""
    campaign = locked(campaign_id)
    access.change_campaign.require(actor, campaign, now=now)
    workflow.check_move(CAMPAIGN_MOVES, campaign.status, CampaignStatus.CANCELLED)
    campaign.status, campaign.scheduled_for = CampaignStatus.CANCELLED, None
    campaign.save(update_fields=["status", "scheduled_for"])
    record(at=now, actor=actor, verb="membership.campaign_cancelled", subject=campaign)
    return campaign


def locked(campaign_id: int) -> Campaign:
    """Return a campaign that nobody else changes until this transaction ends."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("lead_agency", "written_by__user")
    return rows.get(pk=campaign_id)


@transaction.atomic
def note_copy_taken(*, campaign_id: int, actor: AnySeat, now: datetime) -> None:
    """Write down that somebody took a copy of a campaign's addresses."""
    access.see_campaigns.require(actor, now=now)
    campaign = locked(campaign_id)
    record(at=now, actor=actor, verb="membership.campaign_list_taken", subject=campaign)
