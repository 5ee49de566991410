"""Who may write to many, and what may still be done with a campaign."""

from datetime import datetime

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Campaign
from commonlot.process.membership.states import CampaignStatus
from commonlot.records.access.models import AnySeat

WRITERS = (Role.BUYER, Role.PURCHASING_AGENT)
NOT_BEGUN = {CampaignStatus.DRAFT, CampaignStatus.SCHEDULED}


@Policy
def see_campaigns(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff see its mail to many."


@Policy
def write_campaign(actor: AnySeat, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent of the county."""
    if actor.is_county and actor.has(*WRITERS):
        return None
    return "Only a buyer or the purchasing agent of the county writes to many."


@Policy
def change_campaign(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    """Whoever writes for the office, until it starts: its words, its readers, its moment, or its end."""
    if reason := _why_not_ours(actor, campaign, now=now):
        return reason
    if campaign.status in NOT_BEGUN:
        return None
    return f"This campaign is {workflow.words(campaign.status)}. It can be changed only until it starts."


@Policy
def test_campaign(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    """Whoever writes for the office, until it starts."""
    return change_campaign.why_not(actor, campaign, now=now)


@Policy
def pause_campaign(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    """Whoever writes for the office, while mails leave."""
    if reason := _why_not_ours(actor, campaign, now=now):
        return reason
    if campaign.status != CampaignStatus.SENDING:
        return (
            f"This campaign is {workflow.words(campaign.status)}. Only one that is being sent can be paused."
        )
    return (
        None if campaign.mailing_id else "The mails are being prepared. Pause it when the first one leaves."
    )


@Policy
def resume_campaign(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    """Whoever writes for the office, while it is paused."""
    if reason := _why_not_ours(actor, campaign, now=now):
        return reason
    if campaign.status == CampaignStatus.PAUSED:
        return None
    return f"This campaign is {workflow.words(campaign.status)}. Only a paused one goes on."


@Policy
def remind_again(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    """Whoever writes for the office, once a call was sent."""
    if reason := _why_not_ours(actor, campaign, now=now):
        return reason
    if not campaign.occasion:
        return "Only a call that asks for an answer can be repeated to those who have not answered."
    return None if campaign.status == CampaignStatus.SENT else "Remind people once the call itself is sent."


def _why_not_ours(actor: AnySeat, campaign: Campaign, *, now: datetime) -> str | None:
    if reason := write_campaign.why_not(actor, now=now):
        return reason
    if actor.organisation_pk != campaign.lead_agency_id:
        return "This campaign belongs to another office."
    return None
