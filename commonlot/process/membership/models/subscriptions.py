"""The distribution list: who asked to hear of what."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from commonlot.process.membership import states
from commonlot.process.membership.models.agencies import Agency


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def wanting(self, topic: str) -> "SubscriptionQuerySet":
        """Addresses that may be written to and asked for a topic."""
        return self.reachable().filter(topics__contains=[topic])

    def reachable(self) -> "SubscriptionQuerySet":
        """Addresses that list mail may go to: confirmed, and not paused."""
        return self.filter(status=states.SubscriptionStatus.CONFIRMED, paused_at__isnull=True)

    def at(self, address: str) -> "SubscriptionQuerySet":
        """Return the subscription of an address, whatever its letters' size."""
        return self.annotate(lowered=Lower("email")).filter(lowered=address.strip().lower())


class Subscription(models.Model):
    """One address on the distribution list: it is written to once its owner confirmed, and until they end it."""

    class Topic(models.TextChoices):
        CALLS = "calls", "Calls for requirements"
        COMMODITIES = "commodities", "Bids and contracts for what I buy or sell"
        OPENINGS = "openings", "Bid openings"
        AWARDS = "awards", "Awards"
        SHARED_SERVICES = "shared_services", "Shared services"

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.SET_NULL, null=True, blank=True, related_name="subscriptions"
    )
    topics = ArrayField(models.CharField(max_length=16, choices=Topic.choices), default=list)
    commodities = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    status = models.CharField(
        max_length=12,
        choices=[(s, s) for s in states.SubscriptionStatus],
        default=states.SubscriptionStatus.PENDING,
    )
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was last asked for.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="How the address came here.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("email",)
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="an_address_stands_on_the_list_once"),
            models.CheckConstraint(
                name="a_confirmed_subscription_says_when",
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_ended_subscription_says_when",
                condition=~Q(status__in=["unsubscribed", "bounced"]) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        # not the address: the trail keeps these words for ever, and people may ask to be deleted
        return f"Subscription {self.pk}"

    @property
    def topic_names(self) -> list[str]:
        """The topics as a person reads them."""
        known = dict(self.Topic.choices)
        return [str(known.get(topic, topic)) for topic in self.topics]

    @property
    def is_reachable(self) -> bool:
        """Say whether list mail may go to the address."""
        return self.status == states.SubscriptionStatus.CONFIRMED and self.paused_at is None
