"""Background work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.records.access.models import Seat
from commonlot.records.jobs import states


class WorkQuerySet(models.QuerySet["Work"]):
    def visible_to(self, actor: object) -> "WorkQuerySet":
        """Background work is seen from the organisation that started it."""
        return self.filter(started_by__organisation_id=getattr(actor, "organisation_pk", None) or 0)


class Work(models.Model):
    """A piece of long work: its title, how far it has come, and where its result is."""

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    status = models.CharField(
        max_length=8, choices=[(s, s) for s in states.Status], default=states.Status.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True, help_text="What it does now, or why it failed.")
    result_path = models.CharField(max_length=300, blank=True, help_text="The page to go to when done.")
    started_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="work_is_finished_exactly_when_it_has_ended",
                condition=Q(status__in=["done", "failed"], finished_at__isnull=False)
                | Q(status__in=["waiting", "running"], finished_at__isnull=True),
            ),
            models.CheckConstraint(name="work_done_is_within_its_total", condition=Q(done__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Say whether the work has ended, well or badly."""
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        """How far it has come, in whole percent."""
        return 100 * self.done // self.total if self.total else 0
