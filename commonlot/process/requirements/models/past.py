"""What an agency ordered before, told to this stage by the stage that orders."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.membership.models import Agency
from commonlot.process.requirements.models.pools import RequirementLine


class OrderedBefore(models.Model):
    """How much of one thing an agency ordered in a span of days, at what price, and where that is written."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="ordered_before")
    source_key = models.CharField(max_length=60, help_text="By which the same row is known again.")
    source = models.CharField(max_length=200, help_text="Such as: contract C-26-014, line 3.")
    commodity = models.CharField(max_length=120, blank=True)
    line = models.ForeignKey(
        RequirementLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="ordered",
        help_text="The need of an earlier pool that these orders served, if it is known.",
    )  # fmt: skip
    description = models.CharField(max_length=500)
    unit = models.CharField(max_length=40)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    first_on = models.DateField()
    last_on = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("agency", "description", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "source_key"], name="what_was_ordered_stands_once"),
            models.CheckConstraint(name="what_was_ordered_is_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="first_order_is_not_after_the_last", condition=Q(first_on__lte=F("last_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} of {self.description}"
