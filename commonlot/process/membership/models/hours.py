"""Hours that the county's buyers worked for an agency: added to, never changed."""

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from commonlot.process.membership import rules
from commonlot.process.membership.models.agencies import Agency
from commonlot.process.membership.models.help import STAFF, AssistanceRequest, Delegation
from commonlot.records.access.models import AnySeat, Seat


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    def visible_to(self, actor: AnySeat) -> "HoursEntryQuerySet":
        """The county's purchasing staff see all; an agency those that were worked for it."""
        if actor.is_county and actor.has(*STAFF):
            return self
        return self.filter(agency__organisation_id=actor.organisation_pk or 0)


class HoursEntry(models.Model):
    """Quarter hours of one buyer on one day for one request; a counter-entry takes one back."""

    class Work(models.TextChoices):
        SPECIFICATION = "specification", "Writing a specification"
        BID = "bid", "Running a bid"
        CHECK = "check", "Checking a contract or an invoice"
        ORDERS = "orders", "Placing orders"
        NEEDS = "needs", "Stating needs"
        ADVICE = "advice", "Advice and meetings"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="hours")
    buyer = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="hours_worked")
    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="hours")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="hours"
    )
    work = models.CharField(max_length=16, choices=Work.choices)
    worked_on = models.DateField()
    quarters = models.SmallIntegerField(help_text="Quarter hours; less than none in a counter-entry.")
    note = models.CharField(max_length=300)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    logged_at = models.DateTimeField()

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-worked_on", "-pk")
        verbose_name_plural = "hours entries"
        indexes: ClassVar = [models.Index(fields=["agency", "worked_on"], name="hours_of_an_agency")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hours_are_taken_back_by_a_counter_entry_only",
                condition=Q(corrects__isnull=True, quarters__gt=0)
                | Q(corrects__isnull=False, quarters__lt=0),
            ),
            models.CheckConstraint(
                name="nobody_works_more_than_a_day_in_a_day",
                condition=Q(quarters__gte=-rules.A_DAY, quarters__lte=rules.A_DAY),
            ),
            models.CheckConstraint(name="hours_say_what_they_were_for", condition=~Q(note="")),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="hours_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.hours} hours for {self.agency}"

    @property
    def hours(self) -> Decimal:
        """The exact hours."""
        return rules.hours(self.quarters)
