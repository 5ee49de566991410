"""Who may approve how much for an agency, who stands in for whom, and when two must approve."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from commonlot.process.membership.models.agencies import Agency
from commonlot.records.access.models import Seat


class ApprovalLimit(models.Model):
    """Up to which amount an approver may approve; an approver without one may approve any amount."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="approval_limit")
    up_to = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ("seat",)
        constraints: ClassVar = [
            models.CheckConstraint(name="an_approval_limit_is_positive", condition=Q(up_to__gt=0)),
        ]

    def __str__(self) -> str:
        return f"Limit of {self.seat}"


class TwoApprovals(models.Model):
    """Above which amount an order of an agency needs two approvals; an agency without one never does."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="two_approvals")
    above = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        verbose_name_plural = "two approvals"
        ordering = ("agency",)
        constraints: ClassVar = [
            models.CheckConstraint(name="two_approvals_start_at_nothing_or_more", condition=Q(above__gte=0)),
        ]

    def __str__(self) -> str:
        return f"Two approvals at {self.agency}"


class BackupQuerySet(models.QuerySet["ApprovalBackup"]):
    def standing(self) -> "BackupQuerySet":
        """Backups that nobody ended; whether they count on a day, their dates say."""
        return self.filter(ended_at__isnull=True)


class ApprovalBackup(models.Model):
    """A person who approves for a named approver, from a day up to but not including another."""

    approver = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="backups")
    backup = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="backup_for")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The first day on which it no longer counts.")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_backup_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="nobody_is_their_own_backup", condition=~Q(approver=F("backup"))),
            ExclusionConstraint(
                name="a_backup_stands_in_for_an_approver_once_at_a_time",
                expressions=[
                    ("approver", RangeOperators.EQUAL),
                    ("backup", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", function="DATERANGE", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.backup.user} for {self.approver.user}"
