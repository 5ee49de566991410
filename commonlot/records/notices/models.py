"""The outbox."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from commonlot.records.documents.models import Document
from commonlot.records.notices import states


class Message(models.Model):
    """One mail that is to be sent, written in the transaction of its cause."""

    message_id = models.CharField(max_length=120, unique=True)
    to = ArrayField(models.EmailField())
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, help_text="The same words as a page, for readers that show one.")
    headers = models.JSONField(default=dict, blank=True)
    cause = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    attachments = models.ManyToManyField(Document, related_name="+", blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    withheld_because = models.CharField(
        max_length=200, blank=True, help_text="Why it was not sent after all: its reader left the list."
    )

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(sent_at__isnull=True), name="mail_waiting"),
            GinIndex(fields=["to"], name="mail_by_recipient"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def status(self) -> states.Status:
        """Where the mail is."""
        return states.status_of(
            is_sent=self.sent_at is not None,
            attempts=self.attempts,
            is_withheld=bool(self.withheld_because),
        )


from commonlot.records.notices.bounces.models import Bounce, LastDelivery  # noqa: E402

__all__ = ["Bounce", "LastDelivery", "Message"]
