"""What keeps the public doors and the list honest: who asked how often, who was deleted, what was announced."""

from typing import ClassVar

from django.db import models

from commonlot.process.membership.models.subscriptions import Subscription


class DailySalt(models.Model):
    """The salt of one day, by which network addresses are hashed; once it is deleted nobody can look them up."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Ask(models.Model):
    """One time that somebody outside had the program write to an address; kept for two days, to count."""

    class Door(models.TextChoices):
        LIST = "list", "To be on the distribution list"
        JOINING = "joining", "To join as an agency"
        VENDOR = "vendor", "To register as a vendor"

    what = models.CharField(max_length=8, choices=Door.choices)
    address_hash = models.CharField(max_length=64)
    network_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    written = models.BooleanField(help_text="Whether a letter went to the address.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["what", "address_hash", "at"]),
            models.Index(fields=["what", "network_hash", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address that asked to be deleted, kept as a hash so that no import adds it again."""

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"Suppression {self.pk}"


class Announcement(models.Model):
    """News of a later stage for those who asked for its topic; it is told once."""

    topic = models.CharField(max_length=16, choices=Subscription.Topic.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    goods = models.CharField(
        max_length=600, blank=True, help_text="Words that say which commodities it is about."
    )
    about = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=300, blank=True, help_text="The page that says more.")
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject
