"""Files of members, vendors or the distribution list: checked row by row, then taken in whole or not at all."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from commonlot.process.membership import states
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document
from commonlot.records.jobs.models import Work


class MemberFileQuerySet(models.QuerySet["MemberFile"]):
    def visible_to(self, actor: AnySeat) -> "MemberFileQuerySet":
        """The county's people see all; nobody else sees any."""
        return self if actor.is_county else self.none()


class MemberFile(models.Model):
    """An uploaded spreadsheet: nothing of it counts until all of it was checked and confirmed."""

    class Kind(models.TextChoices):
        MEMBERS = "members", "Members"
        VENDORS = "vendors", "Vendors"
        LIST = "list", "Distribution list"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.FileStatus], default=states.FileStatus.UPLOADED
    )
    columns = models.JSONField(default=dict, help_text="Field to header of the file.")
    findings = models.JSONField(default=dict, help_text="What reading showed: headers, first rows, notes.")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of what was shown to be changed.")
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_left_out = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = MemberFileQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_file_of_members_is_taken_in_only_without_a_wrong_row",
                condition=~Q(status__in=["importing", "imported"]) | Q(rows_wrong=0),
            ),
            models.CheckConstraint(
                name="a_file_of_members_was_taken_in_at_a_moment",
                condition=Q(status="imported", imported_at__isnull=False)
                | (~Q(status="imported") & Q(imported_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        """The page of this file: its columns, its rows, its import."""
        return reverse("membership:member_file", args=[self.pk])

    @property
    def outcome(self) -> str:
        """What the import did, or would do, in a few words."""
        left_out = f", {self.rows_left_out:,} left out" if self.rows_left_out else ""
        return f"{self.rows_new:,} new, {self.rows_changed:,} changed, {self.rows_same:,} the same{left_out}"


class MemberFileRow(models.Model):
    """What one row of a file would do, or did: field by field, what stood there and what comes."""

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "The same"
        LEFT_OUT = "left_out", "Left out"
        WRONG = "wrong", "Problem"

    file = models.ForeignKey(MemberFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row of the sheet.")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    label = models.CharField(max_length=300)
    changes = models.JSONField(default=list, help_text="Field, what stood there, what comes.")
    problems = models.JSONField(default=list, help_text="Column, found, expected.")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("file", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_row_of_a_file_stands_once", fields=["file", "number"]),
            models.CheckConstraint(
                name="a_wrong_row_says_what_is_wrong", condition=~Q(outcome="wrong") | ~Q(problems=[])
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}, {self.label}"
