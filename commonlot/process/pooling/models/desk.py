"""What buyers do on the review desk: each step, so that it can be undone, and who is looking at what."""

from typing import ClassVar

from django.db import models

from commonlot.process.pooling.models.groups import Match
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import Seat


class DeskStep(models.Model):
    """One step of one buyer, with what stood before it and the mark of what stood after it."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="desk_steps")
    done_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    said = models.CharField(max_length=400, help_text="What undoing it undoes, in words.")
    groups = models.JSONField(default=list, help_text="The groups that the step touched or made.")
    before = models.TextField(
        help_text="Those groups as they stood; empty if taking back their decision is all."
    )
    mark_after = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=["pool", "done_by", "-id"], name="desk_steps_of_a_buyer"),
        ]

    def __str__(self) -> str:
        return self.said


class Looking(models.Model):
    """Which group a buyer has open; a courtesy between buyers, no record."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="lookers")
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "seat"], name="a_buyer_looks_at_one_group_of_a_pool"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} at {self.match}"
