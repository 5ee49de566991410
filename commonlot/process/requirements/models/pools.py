"""Pools, who takes part in them, and what each agency needs."""

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from commonlot.process.membership.models import Agency
from commonlot.process.requirements import rules, states
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.documents.models import Document
from commonlot.records.jobs.models import Work

# Once for each statement, whatever the number of its rows: once for each row, an import takes six times as long.
REMEMBER_QUANTITIES = """
    DECLARE
        said jsonb := COALESCE(NULLIF(current_setting('commonlot.needs_change', true), ''), '{{}}')::jsonb;
    BEGIN
        INSERT INTO requirements_requirementchange (
            participation_id, line_id, description, quantity_before, quantity_after, unit_before, unit_after,
            tolerance_before, tolerance_after, price_before, price_after, holds_before, holds_after,
            holds_of_before, holds_of_after, how, why, by_id, at
        )
        SELECT COALESCE(becomes.participation_id, was.participation_id), COALESCE(becomes.id, was.id),
            COALESCE(becomes.description, was.description), was.quantity, becomes.quantity,
            COALESCE(was.unit, ''), COALESCE(becomes.unit, ''), was.tolerance, becomes.tolerance,
            was.price_paid, becomes.price_paid, was.unit_holds, becomes.unit_holds,
            COALESCE(was.unit_holds_of, ''), COALESCE(becomes.unit_holds_of, ''),
            COALESCE(said->>'how', 'unknown'),
            COALESCE(said->>'why', ''), (said->>'by')::bigint, COALESCE((said->>'at')::timestamptz, now())
        FROM {rows}
        WHERE (was.quantity, was.unit, was.tolerance, was.price_paid, was.unit_holds, was.unit_holds_of)
            IS DISTINCT FROM (becomes.quantity, becomes.unit, becomes.tolerance, becomes.price_paid,
                becomes.unit_holds, becomes.unit_holds_of)
        ORDER BY COALESCE(becomes.id, was.id);
        RETURN NULL;
    END;
"""
NOTHING = "(SELECT (NULL::requirements_requirementline).*) AS"
STATED = f"becomes LEFT JOIN {NOTHING} was ON false"
CHANGED = "was FULL JOIN becomes USING (id)"
REMOVED = f"was LEFT JOIN {NOTHING} becomes ON false"


class DeliverySite(models.Model):
    """A place of an agency to which goods are delivered."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_site_of_a_name_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class PoolQuerySet(models.QuerySet["Pool"]):
    def visible_to(self, actor: AnySeat) -> "PoolQuerySet":
        """The lead agency sees every pool; an agency those it was invited to, once open; others none."""
        if actor.is_county:
            return self.filter(lead_agency_id=actor.organisation_pk or 0)
        if actor.is_agency:
            mine = self.filter(participations__agency__organisation_id=actor.organisation_pk or 0)
            return mine.exclude(status=states.PoolStatus.PLANNED)
        return self.none()

    def open_for_needs(self, *, now: datetime) -> "PoolQuerySet":
        """Pools to which agencies can still send needs."""
        return self.filter(status=states.PoolStatus.COLLECTING, needs_due_at__gt=now)


class Pool(models.Model):
    """One call for requirements: agencies state needs, like needs are added up and bid once."""

    number = models.CharField(max_length=20, unique=True, help_text="Such as P-27-02.")
    title = models.CharField(max_length=160)
    commodity = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.PoolStatus], default=states.PoolStatus.PLANNED
    )
    needs_due_at = models.DateTimeField(help_text="The one deadline for stating needs.")
    term_starts_on = models.DateField()
    term_ends_on = models.DateField()
    planned_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When agencies were first told.")
    frozen_at = models.DateTimeField(null=True, blank=True)

    objects = PoolQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pool_term_ends_after_it_starts", condition=Q(term_ends_on__gt=F("term_starts_on"))
            ),
            models.CheckConstraint(
                name="pool_is_frozen_once_it_is_out_to_bid",
                condition=Q(frozen_at__isnull=False)
                | Q(status__in=["planned", "collecting", "pooling", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.title}"

    def get_absolute_url(self) -> str:
        """The page of this pool."""
        return reverse("requirements:pool", args=[self.pk])


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: AnySeat) -> "ParticipationQuerySet":
        """The lead agency sees all; an agency only its own, once the pool is open."""
        if actor.is_county:
            return self.filter(pool__lead_agency_id=actor.organisation_pk or 0)
        if actor.is_agency:
            mine = self.filter(agency__organisation_id=actor.organisation_pk or 0)
            return mine.exclude(pool__status=states.PoolStatus.PLANNED)
        return self.none()


class Participation(models.Model):
    """One agency's part in one pool."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="participations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    status = models.CharField(
        max_length=12,
        choices=[(s, s) for s in states.ParticipationStatus],
        default=states.ParticipationStatus.INVITED,
    )
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    nothing_needed = models.BooleanField(default=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ("agency__organisation__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "agency"], name="an_agency_takes_part_in_a_pool_once"),
            models.CheckConstraint(
                name="submitted_participation_has_its_time",
                condition=~Q(status__in=["submitted", "accepted"]) | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} in {self.pool}"

    def get_absolute_url(self) -> str:
        """The page on which the agency states its needs."""
        return reverse("requirements:survey", args=[self.pk])


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, actor: AnySeat) -> "ImportBatchQuerySet":
        """The lead agency sees all; an agency only the files for its own needs."""
        if actor.is_county:
            return self.filter(pool__lead_agency_id=actor.organisation_pk or 0)
        if actor.is_agency:
            return self.filter(participation__agency__organisation_id=actor.organisation_pk or 0)
        return self.none()


class ImportBatch(models.Model):
    """An uploaded spreadsheet of needs: nothing of it counts until all of it was checked and confirmed."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="imports")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="imports",
        help_text="Whose needs these are; empty when the file names an agency in each row.",
    )  # fmt: skip
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.ImportStatus], default=states.ImportStatus.UPLOADED
    )
    columns = models.JSONField(default=dict, help_text="Field to header of the file.")
    problems = models.JSONField(default=list, help_text="Row, column, found, expected.")
    findings = models.JSONField(
        default=dict, help_text="What reading the file showed: headers, first rows, notes."
    )
    rows_read = models.PositiveIntegerField(default=0)
    lines_added = models.PositiveIntegerField(default=0)
    lines_changed = models.PositiveIntegerField(default=0)
    lines_same = models.PositiveIntegerField(default=0)
    lines_removed = models.PositiveIntegerField(default=0)
    enrol_unknown = models.BooleanField(default=False, help_text="Add agencies that are not yet known.")
    remove_missing = models.BooleanField(
        default=False, help_text="Remove the lines of the agency that are not in the file."
    )
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="needs_are_imported_only_without_a_problem",
                condition=~Q(status__in=["importing", "imported"]) | Q(problems=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} for {self.pool}"

    def get_absolute_url(self) -> str:
        """The page of this file: its columns, its problems, its import."""
        return reverse("requirements:import", args=[self.pk])

    @property
    def outcome(self) -> str:
        """What the import did, or would do, in a few words."""
        removed = f", {self.lines_removed:,} removed" if self.lines_removed else ""
        return f"{self.lines_added:,} added, {self.lines_changed:,} changed, {self.lines_same:,} the same{removed}"


class RequirementLineQuerySet(models.QuerySet["RequirementLine"]):
    def counted(self) -> "RequirementLineQuerySet":
        """Lines that count: nothing about them must still be asked."""
        return self.filter(question="")


class RequirementLine(models.Model):
    """One need of one agency, as the agency counts it, and what it pays for it today."""

    class Commitment(models.TextChoices):
        ESTIMATE = "estimate", "Estimate"
        FIRM = "firm", "Firm"

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=500)
    unit = models.CharField(max_length=40, help_text="As the agency typed it.")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    tolerance = models.DecimalField(
        max_digits=18, decimal_places=6, null=True, blank=True, help_text="Would take up to this much more."
    )
    site = models.ForeignKey(DeliverySite, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    needed_by_date = models.DateField(null=True, blank=True)
    commitment = models.CharField(max_length=8, choices=Commitment.choices, default=Commitment.ESTIMATE)
    price_paid = models.DecimalField(
        max_digits=14, decimal_places=4, null=True, blank=True, help_text="Dollars per unit, freight in."
    )
    price_proof = models.CharField(max_length=200, blank=True, help_text="Invoice or contract and its date.")
    price_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The invoice or contract itself.",
    )  # fmt: skip
    because = models.CharField(
        max_length=200, blank=True, help_text="Why it is so far from last year’s quantity."
    )
    began_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by",
        help_text="Last year’s need from which this one was begun.",
    )  # fmt: skip
    part_number = models.CharField(max_length=80, blank=True)
    budget_code = models.CharField(max_length=40, blank=True)
    unit_holds = models.DecimalField(
        max_digits=18, decimal_places=6, null=True, blank=True,
        help_text="How many one unit holds, as the agency says where neither line nor unit does.",
    )  # fmt: skip
    unit_holds_of = models.CharField(
        max_length=10, blank=True, help_text="Of what: the code of a unit, EA for pieces."
    )
    question = models.CharField(
        max_length=300,
        blank=True,
        help_text="What must be answered before the line counts; it is in no total.",
    )
    status = models.CharField(
        max_length=9, choices=[(s, s) for s in states.LineStatus], default=states.LineStatus.DRAFT
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="lines"
    )
    batch_row = models.PositiveIntegerField(null=True, blank=True)
    import_key = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint by which the same row is known again."
    )
    form_key = models.UUIDField(
        null=True, blank=True, help_text="Key of the blank row it was typed into: sent twice, it stands once."
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = RequirementLineQuerySet.as_manager()

    class Meta:
        ordering = ("participation", "position", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="requirement_quantity_is_positive_unless_it_is_asked_about",
                condition=Q(quantity__gt=0) | ~Q(question=""),
            ),
            models.CheckConstraint(
                name="requirement_is_accepted_only_without_a_question",
                condition=~Q(status__in=["accepted", "frozen"]) | Q(question=""),
            ),
            models.CheckConstraint(
                name="requirement_tolerance_is_not_negative",
                condition=Q(tolerance__isnull=True) | Q(tolerance__gte=0),
            ),
            models.CheckConstraint(
                name="requirement_price_is_not_negative",
                condition=Q(price_paid__isnull=True) | Q(price_paid__gte=0),
            ),
            models.CheckConstraint(
                name="a_unit_holds_something_of_something",
                condition=Q(unit_holds__isnull=True, unit_holds_of="")
                | (Q(unit_holds__gt=0) & ~Q(unit_holds_of="")),
            ),
            models.UniqueConstraint(
                fields=["participation", "import_key"],
                condition=~Q(import_key=""),
                name="an_imported_row_stands_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "form_key"], name="a_row_that_is_sent_twice_stands_once"
            ),
        ]

        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="what_is_stated_is_remembered",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="becomes"),  # type: ignore[no-untyped-call]
                func=REMEMBER_QUANTITIES.format(rows=STATED),
            ),
            pgtrigger.Trigger(
                name="what_is_changed_is_remembered",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="was", new="becomes"),  # type: ignore[no-untyped-call]
                func=REMEMBER_QUANTITIES.format(rows=CHANGED),
            ),
            pgtrigger.Trigger(
                name="what_is_removed_is_remembered",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="was"),  # type: ignore[no-untyped-call]
                func=REMEMBER_QUANTITIES.format(rows=REMOVED),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def holding(self) -> str:
        """What one unit holds, as the agency says."""
        return rules.how_much(self.unit_holds, self.unit_holds_of)
