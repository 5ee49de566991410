"""The outbox."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from commonlot.records.documents.models import Document
from commonlot.records.notices import states

UNDONE = Q(sent_at__isnull=True, given_up_at__isnull=True, withheld_because="")


class Mailing(models.Model):
    """Many mails of one cause, sent one after the other; its jobs carry a turn, and only the last turn counts."""

    subject = models.CharField(max_length=200)
    cause = models.CharField(max_length=80)
    page = models.CharField(max_length=300, blank=True, help_text="The page of what it belongs to.")
    total = models.PositiveIntegerField()
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="Failed calls of the mail server in a row."
    )
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_finished_mailing_is_not_paused",
                condition=Q(finished_at__isnull=True) | Q(paused_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def status(self) -> states.MailingStatus:
        """Where the mailing is."""
        return states.mailing_status_of(
            is_paused=self.paused_at is not None, is_finished=self.finished_at is not None
        )


class Message(models.Model):
    """One mail that is to be sent, written in the transaction of its cause."""

    message_id = models.CharField(max_length=120, unique=True)
    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
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
    given_up_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
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
            models.Index(fields=["mailing", "id"], condition=UNDONE, name="mail_of_mailing_waiting"),
            models.Index(
                fields=["mailing"], condition=Q(sent_at__isnull=True), name="mail_of_mailing_not_sent"
            ),
            models.Index(fields=["-id"], condition=Q(mailing__isnull=True), name="mail_by_itself"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_mail_that_was_sent_is_not_given_up",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def status(self) -> states.Status:
        """Where the mail is."""
        return states.status_of(
            is_sent=self.sent_at is not None,
            is_withheld=bool(self.withheld_because),
            is_given_up=self.given_up_at is not None,
            attempts=self.attempts,
        )


from commonlot.records.notices.bounces.models import Bounce, LastDelivery  # noqa: E402

__all__ = ["Bounce", "LastDelivery", "Mailing", "Message"]
