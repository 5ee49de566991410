"""The short-pool phase: after the needs were frozen, what still helps to fill packs and minimums may be added."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commonlot.process.requirements.models.pools import Pool, RequirementLine
from commonlot.records.access.models import Seat


class ShortPool(models.Model):
    """One phase of one pool: open until its deadline or until a buyer closes it."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="short_pools")
    ends_at = models.DateTimeField()
    opened_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool"], condition=Q(closed_at__isnull=True), name="one_open_short_pool_of_a_pool"
            ),
            models.CheckConstraint(
                name="a_short_pool_ends_after_it_opens", condition=Q(ends_at__gt=F("opened_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Short pool of {self.pool}"


class Want(models.Model):
    """What one pooled line lacks to a full pack or to a minimum, in its base unit, and how much of it came."""

    class Kind(models.TextChoices):
        PACK = "pack", "fills a pack"
        MINIMUM = "minimum", "reaches the minimum"

    short_pool = models.ForeignKey(ShortPool, on_delete=models.CASCADE, related_name="wants")
    name = models.CharField(max_length=300)
    base_unit = models.CharField(max_length=10)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    step = models.DecimalField(
        max_digits=24, decimal_places=6, help_text="Base units in a full pack, or the minimum."
    )
    total_before = models.DecimalField(max_digits=24, decimal_places=6)
    tolerance = models.DecimalField(
        max_digits=24, decimal_places=6, default=0, help_text="What agencies would take more, in base units."
    )
    missing = models.DecimalField(max_digits=24, decimal_places=6)
    filled = models.DecimalField(max_digits=24, decimal_places=6, default=0)

    class Meta:
        ordering = ("short_pool", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_want_lacks_something", condition=Q(missing__gt=0, step__gt=0, tolerance__gte=0)
            ),
            models.CheckConstraint(
                name="nothing_is_added_beyond_what_is_missing",
                condition=Q(filled__gte=0, filled__lte=F("missing")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WantLine(models.Model):
    """A need that can help with a want, and how many base units one of its own units holds."""

    want = models.ForeignKey(Want, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(RequirementLine, on_delete=models.PROTECT, related_name="want_lines")
    numerator = models.DecimalField(max_digits=30, decimal_places=0)
    denominator = models.DecimalField(max_digits=30, decimal_places=0, default=1)

    class Meta:
        ordering = ("want", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["want", "line"], name="a_need_helps_a_want_once"),
            models.CheckConstraint(
                name="a_unit_holds_something", condition=Q(numerator__gt=0, denominator__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} for {self.want}"


class Raise(models.Model):
    """What an agency added to one of its needs in the phase, in its own unit and in base units."""

    want_line = models.ForeignKey(WantLine, on_delete=models.PROTECT, related_name="raises")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    base_quantity = models.DecimalField(max_digits=24, decimal_places=6)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_need_is_only_raised", condition=Q(quantity__gt=0, base_quantity__gt=0)
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="raises_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} more of {self.want_line.line}"
