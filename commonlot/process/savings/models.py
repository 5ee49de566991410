"""Baselines fixed before the award, and the ledger of what was saved."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from commonlot.process.contracts.models import PriceLine
from commonlot.process.membership.models import Agency
from commonlot.process.ordering.models import ReceiptLine
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import RequirementLine


class Baseline(models.Model):
    """What one agency paid for a need before, per base unit, exact: fixed when bids go out."""

    class Grade(models.TextChoices):
        G1 = "G1", "own last price"
        G2 = "G2", "same season, own bid"
        G3 = "G3", "other contract, same day"
        G4 = "G4", "median bid"
        G5 = "G5", "list price, not totalled"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="baselines")
    pooled_line = models.ForeignKey(PooledLine, on_delete=models.PROTECT, related_name="baselines")
    requirement = models.OneToOneField(RequirementLine, on_delete=models.PROTECT, related_name="baseline")
    grade = models.CharField(max_length=2, choices=Grade.choices)
    price_paid = models.DecimalField(max_digits=14, decimal_places=4, help_text="As stated, per stated unit.")
    stated_quantity = models.DecimalField(max_digits=18, decimal_places=6)
    base_quantity = models.DecimalField(
        max_digits=24,
        decimal_places=6,
        help_text="The stated quantity in base units: gives the factor exactly.",
    )
    evidence = models.CharField(max_length=200, blank=True)
    fixed_at = models.DateTimeField()

    class Meta:
        ordering = ("pooled_line", "agency", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="baseline_quantities_are_positive",
                condition=Q(stated_quantity__gt=0, base_quantity__gt=0),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="a_baseline_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"Baseline of {self.agency} for {self.pooled_line}"


class LedgerEntry(models.Model):
    """What one delivered line saved, or cost more, against its baseline; ledgers are never added together."""

    class Ledger(models.TextChoices):
        CASH = "cash", "Cash"
        AVOIDANCE = "avoidance", "Price avoidance"

    ledger = models.CharField(max_length=10, choices=Ledger.choices)
    receipt_line = models.OneToOneField(ReceiptLine, on_delete=models.PROTECT, related_name="ledger_entry")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="ledger_entries")
    price_line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="ledger_entries")
    baselines = models.ManyToManyField(Baseline, related_name="ledger_entries")
    delivered = models.DecimalField(max_digits=18, decimal_places=6, help_text="In units of the price line.")
    baseline_cost = models.DecimalField(max_digits=16, decimal_places=2)
    paid = models.DecimalField(max_digits=16, decimal_places=2)
    saved = models.DecimalField(max_digits=16, decimal_places=2, help_text="Negative when it cost more.")
    delivered_on = models.DateField()
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-delivered_on", "-pk")
        verbose_name_plural = "ledger entries"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="saved_is_baseline_less_paid",
                condition=Q(saved=models.F("baseline_cost") - models.F("paid")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="the_ledger_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saved} on {self.price_line}"
