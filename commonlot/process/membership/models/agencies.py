"""Agencies, and the agreements by which they take part."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from commonlot.process.membership import states
from commonlot.records.access.models import Organisation
from commonlot.records.legal.models import DateRange


class Agency(models.Model):
    """A local government that buys: its number tells the Town of Rye from the City of Rye."""

    class Kind(models.TextChoices):
        COUNTY = "county", "County"
        CITY = "city", "City"
        TOWN = "town", "Town"
        VILLAGE = "village", "Village"
        SCHOOL_DISTRICT = "school_district", "School district"
        FIRE_DISTRICT = "fire_district", "Fire district"
        BOCES = "boces", "BOCES"
        OTHER = "other", "Other public body"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="agency")
    number = models.CharField(
        max_length=12, unique=True, help_text="Such as T-022: kind and a running number."
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    county = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, default="NY")
    note = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)

    class Meta:
        ordering = ("organisation__name", "number")
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.organisation.name


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, *, on: date) -> "AgreementQuerySet":
        """Agreements under which an agency may join something new on that day."""
        return self.filter(status=states.AgreementStatus.ACTIVE, starts_on__lte=on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on)
        )


class Agreement(models.Model):
    """The municipal cooperation agreement of one agency with the lead agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    status = models.CharField(
        max_length=16,
        choices=[(s, s) for s in states.AgreementStatus],
        default=states.AgreementStatus.DRAFT,
    )
    resolution_number = models.CharField(max_length=60, blank=True)
    board_voted_on = models.DateField(null=True, blank=True)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_of = models.PositiveIntegerField(
        null=True, blank=True, help_text="The board's full voting strength."
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="Ended early: the first day without it.")
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="active_agreement_was_voted_and_has_a_start",
                condition=~Q(status="active") | Q(starts_on__isnull=False, board_voted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="active_agreement_won_more_than_half_of_the_votes",
                condition=~Q(status="active")
                | Q(votes_for__isnull=True, votes_of__isnull=True)
                | Q(
                    votes_for__isnull=False,
                    votes_of__isnull=False,
                    votes_for__lte=F("votes_of"),
                    votes_of__lt=F("votes_for") * 2,
                ),
            ),
            models.CheckConstraint(
                name="agreement_counts_from_its_vote_at_the_earliest",
                condition=Q(board_voted_on__isnull=True) | Q(starts_on__gte=F("board_voted_on")),
            ),
            models.CheckConstraint(
                name="only_an_ended_agreement_was_ended_early",
                condition=Q(ended_on__isnull=True) | Q(status="ended"),
            ),
            models.UniqueConstraint(
                name="one_agreement_under_way_per_agency",
                fields=["agency"],
                condition=Q(status__in=["draft", "board_pending"]),
            ),
            ExclusionConstraint(
                name="terms_in_force_never_overlap",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="active"),
            ),
        ]

    def __str__(self) -> str:
        return f"Agreement of {self.agency}"

    def counted_on(self, day: date) -> bool:
        """Say whether the agreement was voted and in force on a day, whatever became of it since."""
        if self.board_voted_on is None or self.starts_on is None or day < self.starts_on:
            return False
        return all(end is None or day < end for end in (self.ends_on, self.ended_on))

    def days_left(self, on: date) -> int | None:
        """Return how many days remain on which it counts; None where no end is set."""
        return (self.ends_on - on).days if self.ends_on is not None else None
