"""The audit trail: append only, enforced by the database."""

from typing import ClassVar

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models

from commonlot.records.access.models import Seat

NOT_BEYOND_A_LENT_SEAT = """
    IF EXISTS (
        SELECT 1 FROM access_seat
        WHERE id = NEW.seat_id AND lent_by_id IS NOT NULL AND (NEW.at < begins_at OR NEW.at >= ended_at)
    ) THEN RAISE EXCEPTION 'nobody acts from a lent seat before it begins or after it ended';
    END IF;
    RETURN NEW;
"""


class Entry(models.Model):
    """One act: who did what to which record, when, and from which seat."""

    at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=120, help_text="The person's name on that day.")
    acting_for = models.CharField(max_length=200, help_text="The organisation's name on that day.")
    lent_by = models.CharField(
        max_length=200, blank=True, help_text="Whose person did it, where it was done on behalf."
    )
    verb = models.CharField(max_length=80)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=300)
    within_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    within_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "-id"]),
            models.Index(fields=["within_type", "within_id", "-id"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_act_beyond_a_lent_seat",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOT_BEYOND_A_LENT_SEAT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.who}"
