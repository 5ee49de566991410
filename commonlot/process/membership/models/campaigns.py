"""Campaigns: mail that a buyer writes to many, and what became of it for each reader."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from commonlot.process.membership import rules, states
from commonlot.process.membership.models.agencies import Agency
from commonlot.process.membership.models.subscriptions import Subscription
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.jobs.models import Work
from commonlot.records.notices.models import Mailing, Message

OVER = Q(status__in=["draft", "scheduled", "cancelled"])


class Campaign(models.Model):
    """One mail to many: its words, whom it is for, and how far it has come. Its readers are fixed when it starts."""

    subject = models.CharField(max_length=150)
    body = models.TextField(help_text="As it was typed, with its small markup.")
    audience = models.CharField(max_length=8, choices=[(a.value, n) for a, n in rules.AUDIENCE_NAMES.items()])
    kinds = ArrayField(models.CharField(max_length=16, choices=Agency.Kind.choices), default=list, blank=True)
    topics = ArrayField(
        models.CharField(max_length=16, choices=Subscription.Topic.choices), default=list, blank=True
    )
    commodity = models.CharField(max_length=16, blank=True)
    county = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=60, blank=True, help_text="A group that a later stage knows.")
    occasion = models.CharField(max_length=40, blank=True, help_text="What a call is about, such as a pool.")
    occasion_id = models.BigIntegerField(null=True, blank=True)
    status = models.CharField(
        max_length=9, choices=[(s, s) for s in states.CampaignStatus], default=states.CampaignStatus.DRAFT
    )
    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    scheduled_for = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.TextField(blank=True)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mailing = models.OneToOneField(
        Mailing, on_delete=models.PROTECT, null=True, blank=True, related_name="campaign"
    )
    reminds_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_scheduled_campaign_says_when",
                condition=~Q(status="scheduled") | Q(scheduled_for__isnull=False),
            ),
            models.CheckConstraint(
                name="a_campaign_that_began_says_when", condition=OVER | Q(started_at__isnull=False)
            ),
            models.CheckConstraint(
                name="a_sent_campaign_is_finished_and_no_other_is",
                condition=Q(status="sent", finished_at__isnull=False)
                | (~Q(status="sent") & Q(finished_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_campaign_ends_after_it_began",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="a_call_to_the_invited_says_to_what",
                condition=~Q(audience="invited") | (~Q(occasion="") & Q(occasion_id__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The page of this campaign."""
        return reverse("membership:campaign", args=[self.pk])

    @property
    def fields(self) -> list[str]:
        """The fields that its text may have filled in."""
        return [name for name in rules.FIELDS if name != "link" or self.occasion]


class CampaignRecipient(models.Model):
    """One reader of a campaign, fixed when it started. The address stands on the mail alone, once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients")
    number = models.PositiveIntegerField(help_text="Its place in the campaign; the personal link names it.")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="recipient")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When its link was first opened.")

    class Meta:
        ordering = ("campaign", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="a_reader_has_a_place_of_their_own_in_a_campaign"
            ),
        ]

    def __str__(self) -> str:
        return f"Reader {self.number} of {self.campaign}"
