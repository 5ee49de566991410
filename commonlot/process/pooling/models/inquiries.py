"""Questions that went to an agency by mail, each with a link at which it is answered without signing in."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonlot.process.requirements.models import RequirementLine
from commonlot.records.access.models import Seat


class Inquiry(models.Model):
    """How much does your unit hold? One question about one line, its link answered once or never."""

    line = models.ForeignKey(RequirementLine, on_delete=models.CASCADE, related_name="inquiries")
    question = models.CharField(max_length=300)
    base_unit = models.CharField(max_length=10)
    sent_to = ArrayField(models.EmailField(), help_text="Whoever holds the link answers for these addresses.")
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=240, blank=True, help_text="As it was typed, and how they know.")

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "inquiries"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_inquiry_expires_after_it_was_asked", condition=Q(expires_at__gt=F("asked_at"))
            ),
            models.CheckConstraint(
                name="an_answered_inquiry_holds_its_answer",
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def who(self) -> str:
        """Who answers by this link, as the records say it."""
        return f"by link sent to {' and '.join(self.sent_to)}"
