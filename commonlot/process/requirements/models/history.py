"""Every quantity that a need ever had. The database writes these rows itself and lets nobody change them."""

from typing import ClassVar

import pgtrigger
from django.db import models

from commonlot.process.requirements import rules
from commonlot.process.requirements.models.pools import Participation
from commonlot.records.access.models import Seat


class RequirementChange(models.Model):
    """One change of a need: who, when, from what to what, how and why.

    A trigger on the needs writes it, so that no way of changing a need, not even a statement typed into the
    database, leaves none. Actions say beforehand who changes and why (`actions.history.saying`).
    """

    class How(models.TextChoices):
        TYPED = "typed", "Typed in the grid"
        LAST_YEAR = "last_year", "Taken from last year"
        FILE = "file", "From a spreadsheet"
        SPOKEN = "spoken", "Said on the telephone"
        ANSWER = "answer", "Answer to a question"
        SHORT_POOL = "short_pool", "Added to fill a pack or a minimum"
        UNKNOWN = "unknown", "Changed in the database"

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="changes")
    line_id = models.BigIntegerField(help_text="The need; it may be gone by now.")
    description = models.CharField(max_length=500)
    quantity_before = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    quantity_after = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    unit_before = models.CharField(max_length=40, blank=True)
    unit_after = models.CharField(max_length=40, blank=True)
    tolerance_before = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    tolerance_after = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    price_before = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    price_after = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    holds_before = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    holds_after = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    holds_of_before = models.CharField(max_length=10, blank=True)
    holds_of_after = models.CharField(max_length=10, blank=True)
    how = models.CharField(max_length=12, choices=How.choices)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=["line_id", "id"], name="changes_of_a_need")]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="quantities_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description}: {self.quantity_before} to {self.quantity_after}"

    @property
    def held_before(self) -> str:
        """What one unit was said to hold before."""
        return rules.how_much(self.holds_before, self.holds_of_before)

    @property
    def held_after(self) -> str:
        """What one unit is said to hold since."""
        return rules.how_much(self.holds_after, self.holds_of_after)

    @property
    def is_new(self) -> bool:
        """Say whether the need was stated by this change."""
        return self.quantity_before is None

    @property
    def is_end(self) -> bool:
        """Say whether the need was removed by this change."""
        return self.quantity_after is None
