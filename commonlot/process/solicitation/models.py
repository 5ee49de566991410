"""Solicitations, their lots and their lines."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation import states
from commonlot.records.access.models import AnySeat, Organisation, Seat


class SolicitationQuerySet(models.QuerySet["Solicitation"]):
    def visible_to(self, actor: AnySeat) -> "SolicitationQuerySet":
        """The lead agency sees its own in every state; everyone sees what was published."""
        public = Q(status__in=states.PUBLIC, published_at__isnull=False)
        if actor.is_county:
            return self.filter(public | Q(lead_agency_id=actor.organisation_pk))
        return self.filter(public)


class Solicitation(models.Model):
    """One request for bids. It has one deadline, and everything reads that one."""

    class Basis(models.TextChoices):
        LINE = "line", "By line, to the lowest responsible bidder"

    number = models.CharField(max_length=20, unique=True, help_text="Such as RFB 26-118.")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, null=True, blank=True, related_name="solicitations"
    )
    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.Status], default=states.Status.DRAFT
    )
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.LINE)
    bids_due_at = models.DateTimeField(null=True, blank=True)
    questions_due_at = models.DateTimeField(null=True, blank=True)
    opening_place = models.CharField(max_length=200, blank=True)
    term_starts_on = models.DateField()
    term_ends_on = models.DateField()
    use_by_others = models.BooleanField(
        default=True, help_text="Other governments may use the contract: the clause that piggybacking needs."
    )
    draw_seed = models.PositiveBigIntegerField(default=0, help_text="Published: decides a tie by drawing.")
    drafted_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)

    objects = SolicitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="solicitation_never_opened_early",
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("bids_due_at")),
            ),
            models.CheckConstraint(
                name="solicitation_term_ends_after_it_starts",
                condition=Q(term_ends_on__gt=F("term_starts_on")),
            ),
            models.CheckConstraint(
                name="published_solicitation_has_deadline_and_publisher",
                condition=Q(status__in=["draft", "in_review", "cancelled"])
                | Q(published_at__isnull=False, published_by__isnull=False, bids_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="solicitation_is_published_before_bids_are_due",
                condition=Q(published_at__isnull=True) | Q(bids_due_at__gt=F("published_at")),
            ),
            models.CheckConstraint(
                name="cancelled_solicitation_says_why",
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.title}"

    @property
    def last_day(self) -> date:
        """The last day of the term."""
        return self.term_ends_on - timedelta(days=1)


class Lot(models.Model):
    """A part of a solicitation: lines that belong together."""

    solicitation = models.ForeignKey(Solicitation, on_delete=models.CASCADE, related_name="lots")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ("solicitation", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["solicitation", "position"], name="lots_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Lot {self.position}, {self.title}"


class BidLine(models.Model):
    """One line that bidders price: a quantity of a unit, perhaps made of pooled base units."""

    solicitation = models.ForeignKey(Solicitation, on_delete=models.CASCADE, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    number = models.PositiveIntegerField()
    description = models.CharField(max_length=500)
    unit = models.CharField(max_length=40)
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    pooled_line = models.ForeignKey(
        PooledLine, on_delete=models.PROTECT, null=True, blank=True, related_name="bid_lines"
    )
    base_per_unit = models.DecimalField(
        max_digits=18, decimal_places=6, default=1, help_text="Pooled base units in one unit bid on."
    )

    class Meta:
        ordering = ("solicitation", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["solicitation", "number"], name="bid_lines_are_numbered_once"),
            models.CheckConstraint(name="bid_quantity_is_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="bid_unit_holds_something", condition=Q(base_per_unit__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.description}"
