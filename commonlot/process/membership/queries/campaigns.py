"""Reading campaigns: their counts, what became of each mail, and the personal links in them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from commonlot.process.membership import audiences
from commonlot.process.membership.models import Campaign, CampaignRecipient
from commonlot.process.membership.rules import Outcome
from commonlot.process.membership.states import CampaignStatus, SubscriptionStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.notices.bounces.models import Bounce
from commonlot.records.notices.models import Message
from commonlot.records.notices.queries import counts_of
from commonlot.records.notices.states import Status as MailStatus

PERSONAL_LINK = "commonlot.membership.personal_link"
LONGEST_TOKEN = 120
OPENED = "opened"
SHOWN_AS_TASK = timedelta(days=7)
CAME_BACK = Bounce.objects.filter(message=OuterRef("message"))
LEFT_AFTER_IT = Q(
    subscription__status=SubscriptionStatus.UNSUBSCRIBED, subscription__ended_at__gte=F("message__sent_at")
)


def campaigns_of(actor: AnySeat, status: str = "") -> QuerySet[Campaign]:
    """Return the campaigns of the actor's office, newest first; all, or those in one state."""
    rows = Campaign.objects.filter(lead_agency_id=actor.organisation_pk or 0)
    rows = rows.select_related("written_by__user", "mailing").defer("body")
    return rows.filter(status=status) if status in set(CampaignStatus) else rows


def page_of_campaign(campaign_id: int) -> str:
    """Return the page of a campaign."""
    return reverse("membership:campaign", args=[campaign_id])


def campaigns_about(occasion: str, occasion_id: int) -> QuerySet[Campaign]:
    """Return the calls about one occasion, newest first."""
    rows = Campaign.objects.filter(occasion=occasion, occasion_id=occasion_id)
    return rows.select_related("written_by__user", "mailing").defer("body")


def due_campaigns(*, now: datetime) -> list[int]:
    """Return the campaigns whose moment has come."""
    due = Campaign.objects.filter(status=CampaignStatus.SCHEDULED, scheduled_for__lte=now)
    return list(due.order_by("scheduled_for").values_list("pk", flat=True))


# --- what became of each mail -------------------------------------------------------------------------------
def recipients_of(campaign: Campaign, outcome: str = "") -> QuerySet[CampaignRecipient]:
    """Return the readers of a campaign, each with its `outcome`; all, or those with one."""
    return _told(_chosen(campaign, outcome))


def numbers_of_recipients(campaign: Campaign, outcome: str = "") -> QuerySet[CampaignRecipient, int]:
    """Return the keys of the readers of a campaign, to be shown a page at a time."""
    return _chosen(campaign, outcome).values_list("pk", flat=True)


def recipients_at(keys: Iterable[int]) -> QuerySet[CampaignRecipient]:
    """Return a page of readers: only these are joined with their mail, agency and person."""
    return _told(CampaignRecipient.objects.filter(pk__in=list(keys)).order_by("number"))


def _chosen(campaign: Campaign, outcome: str) -> QuerySet[CampaignRecipient]:
    rows: Any = campaign.recipients.order_by("number")
    if outcome == OPENED:
        rows = rows.filter(opened_at__isnull=False)
    elif outcome in set(Outcome):
        with_outcome: Any = _with_outcome(rows)
        rows = with_outcome.filter(outcome=outcome)
    chosen: QuerySet[CampaignRecipient] = rows
    return chosen


def _told(rows: QuerySet[CampaignRecipient]) -> QuerySet[CampaignRecipient]:
    joined = _with_outcome(rows).select_related(
        "message", "agency__organisation", "seat__user", "subscription"
    )
    return joined.defer("message__text", "message__html", "message__headers")


def counts_of_outcomes(campaign: Campaign) -> dict[str, int]:
    """Count a campaign's readers by what became of their mail, and how many opened their link.

    The few that did not arrive are counted, and those sent are the rest: 10,000 rows need not be joined for it.
    """
    counts = dict.fromkeys((*map(str, Outcome), OPENED), 0)
    if campaign.mailing is None:
        return counts
    mails = counts_of([campaign.mailing])[campaign.mailing.pk]
    counts[Outcome.WAITING] = mails[MailStatus.WAITING] + mails[MailStatus.TRYING_AGAIN]
    counts[Outcome.FAILED], counts[Outcome.SKIPPED] = mails[MailStatus.FAILED], mails[MailStatus.WITHHELD]
    arrived = Message.objects.filter(mailing=campaign.mailing, sent_at__isnull=False)
    counts[Outcome.BOUNCED] = arrived.filter(pk__in=Bounce.objects.values("message")).count()
    left = campaign.recipients.filter(LEFT_AFTER_IT).exclude(Exists(CAME_BACK))
    counts[Outcome.UNSUBSCRIBED] = left.count()
    counts[Outcome.SENT] = mails[MailStatus.SENT] - counts[Outcome.BOUNCED] - counts[Outcome.UNSUBSCRIBED]
    counts[OPENED] = campaign.recipients.filter(opened_at__isnull=False).count()
    return counts


def _with_outcome(rows: QuerySet[CampaignRecipient]) -> QuerySet[CampaignRecipient]:
    outcome = Case(
        When(~Q(message__withheld_because=""), then=Value(Outcome.SKIPPED)),
        When(message__given_up_at__isnull=False, then=Value(Outcome.FAILED)),
        When(message__sent_at__isnull=True, then=Value(Outcome.WAITING)),
        When(Exists(CAME_BACK), then=Value(Outcome.BOUNCED)),
        When(LEFT_AFTER_IT, then=Value(Outcome.UNSUBSCRIBED)),
        default=Value(Outcome.SENT),
        output_field=CharField(),
    )
    return rows.annotate(outcome=outcome)


def campaigns_in_trouble(actor: AnySeat, *, now: datetime, most: int) -> QuerySet[Campaign]:
    """Return the campaigns that stopped, and those of late with mails that failed: with `failures`."""
    of_late = Q(finished_at__isnull=True) | Q(finished_at__gt=now - SHOWN_AS_TASK)
    failed = Message.objects.filter(
        mailing=OuterRef("mailing"), sent_at__isnull=True, given_up_at__isnull=False
    )
    stopped = Q(status=CampaignStatus.PAUSED) & ~Q(stopped_because="")
    rows = campaigns_of(actor).filter(stopped | (of_late & Exists(failed)))
    counted = failed.order_by().values("mailing").annotate(how_many=Count("pk")).values("how_many")
    return rows.annotate(failures=Coalesce(Subquery(counted), 0))[:most]


def campaigns_to_come(actor: AnySeat, *, until: datetime, most: int) -> QuerySet[Campaign]:
    """Return the campaigns that start by themselves before a moment, the next first."""
    due = campaigns_of(actor, CampaignStatus.SCHEDULED).filter(scheduled_for__lt=until)
    return due.order_by("scheduled_for")[:most]


# --- personal links -----------------------------------------------------------------------------------------
def personal_address(campaign: Campaign, number: int) -> str:
    """Return the address of one reader's own link: signed, it names a place in a campaign and nobody."""
    token = _signer().sign(f"{campaign.pk}-{number}")
    return f"{settings.COMMONLOT_ADDRESS}{reverse('membership:personal_link', args=[token])}"


def recipient_of(token: str) -> CampaignRecipient | None:
    """Return whose link it is; none if it was not made here, or is no longer whole."""
    try:
        campaign, number = _signer().unsign(token[:LONGEST_TOKEN]).split("-")
    except BadSignature:
        return None
    rows = CampaignRecipient.objects.select_related("campaign", "agency__organisation")
    return rows.filter(campaign=int(campaign), number=int(number)).first()


def _signer() -> Signer:
    return Signer(salt=PERSONAL_LINK, sep=".")


def name_of(recipient: CampaignRecipient) -> str:
    """Return a reader's name, where one is known."""
    if recipient.seat is not None:
        return recipient.seat.user.name
    return recipient.subscription.name if recipient.subscription is not None else ""


def where_link_leads(recipient: CampaignRecipient, *, now: datetime) -> tuple[str, str]:
    """Return the page that a personal link leads to, or "" and why it leads nowhere any more."""
    campaign = recipient.campaign
    occasion = audiences.occasion(campaign.occasion)
    if occasion is None or campaign.occasion_id is None or recipient.agency_id is None:
        return "", "What this link was for is no longer here."
    if over := occasion.why_over(campaign.occasion_id, recipient.agency_id, now):
        return "", over
    path = occasion.path(campaign.occasion_id, recipient.agency_id)
    return path, "" if path else "Your agency is no longer invited."
