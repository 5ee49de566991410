"""Asking agencies again, and answers that were given by voice."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from commonlot.process.requirements.models.pools import Participation
from commonlot.records.access.models import Seat


class NeedsReminder(models.Model):
    """A reminder that left: for each mark before one deadline once, and those that a buyer sent by hand."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField(help_text="The deadline it spoke of; a new deadline is reminded of anew.")
    days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The mark before the deadline; empty when a buyer sent it by hand."
    )
    sent_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "due_at", "days"],
                condition=Q(days__isnull=False),
                name="an_agency_is_reminded_once_for_each_mark",
            ),
            models.CheckConstraint(
                name="a_reminder_has_a_mark_or_a_sender",
                condition=Q(days__isnull=False, sent_by__isnull=True)
                | Q(days__isnull=True, sent_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder of {self.sent_at:%Y-%m-%d} to {self.participation}"


class SpokenAnswer(models.Model):
    """An answer that a buyer wrote down for an agency: who said it, when, and whether the agency objected."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="spoken_answers")
    said_by = models.CharField(max_length=120, help_text="Name and office of whoever called.")
    said_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    nothing_needed = models.BooleanField(default=False)
    lines = models.JSONField(default=list, help_text="What was written down, as the mail shows it.")
    taken_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-taken_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(name="a_spoken_answer_names_its_speaker", condition=~Q(said_by="")),
            models.CheckConstraint(
                name="nobody_speaks_after_it_was_written_down", condition=Q(said_at__lte=models.F("taken_at"))
            ),
            models.CheckConstraint(
                name="an_objection_says_why",
                condition=Q(objected_at__isnull=True, objection="")
                | (Q(objected_at__isnull=False) & ~Q(objection="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} for {self.participation.agency}"
