"""The county's other shared services, and what agencies ask of the offices that give them."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonlot.process.membership import rules, states
from commonlot.process.membership.models.agencies import Agency
from commonlot.records.access.models import AnySeat, Seat


class SharedServiceQuerySet(models.QuerySet["SharedService"]):
    def visible_to(self, actor: AnySeat) -> "SharedServiceQuerySet":
        """Everyone sees what is published; the county's people see all."""
        return self if actor.is_county else self.filter(status=states.ServiceStatus.PUBLISHED)


class SharedService(models.Model):
    """Something an office of the county does for other governments: what, for whom, at what cost, how to ask."""

    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, help_text="What it is, in one or two sentences.")
    description = models.TextField(blank=True)
    for_kinds = ArrayField(
        models.CharField(max_length=16, choices=Agency.Kind.choices), default=list, blank=True,
        help_text="The kinds of agency that may use it; none means every kind.",
    )  # fmt: skip
    office = models.CharField(max_length=120, help_text="The county office that gives it.")
    office_email = models.EmailField(help_text="Requests go here.")
    office_phone = models.CharField(max_length=40, blank=True)
    how_to_ask = models.TextField(blank=True)
    cost = models.CharField(max_length=300, blank=True, help_text="In words, such as: $64 an hour and parts.")
    link = models.URLField(blank=True)
    words = models.CharField(max_length=300, blank=True, help_text="Words by which people look for it.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    days_to_answer = models.PositiveSmallIntegerField(default=rules.DAYS_TO_ANSWER)
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in states.ServiceStatus], default=states.ServiceStatus.DRAFT
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SharedServiceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shared_service_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="an_office_has_a_few_days_to_answer",
                condition=Q(days_to_answer__gte=1, days_to_answer__lte=rules.MOST_DAYS_TO_ANSWER),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_names(self) -> list[str]:
        """The kinds of agency it is for, as a person reads them."""
        labels = [str(Agency.Kind(kind).label) for kind in Agency.Kind.values if kind in self.for_kinds]
        return [label if label.isupper() else label.lower() for label in labels]

    def is_offered(self, *, on: date) -> bool:
        """Say whether it can be asked for on a day."""
        published = self.status == states.ServiceStatus.PUBLISHED
        return published and rules.is_offered(self.starts_on, self.ends_on, on=on)


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def visible_to(self, actor: AnySeat) -> "ServiceRequestQuerySet":
        """The county sees all; an agency only its own; others none."""
        if actor.is_county:
            return self
        if actor.is_agency:
            return self.filter(agency__organisation_id=actor.organisation_pk or 0)
        return self.none()

    def waiting(self) -> "ServiceRequestQuerySet":
        """Requests that the office has not answered."""
        return self.filter(status=states.ServiceRequestStatus.ASKED)


class ServiceRequest(models.Model):
    """What one agency asked of one office, by when it is to be answered, and what came of it."""

    service = models.ForeignKey(SharedService, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="service_requests")
    wanted = models.TextField(help_text="What the agency needs, in its words.")
    wanted_by = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    status = models.CharField(
        max_length=12,
        choices=[(s, s) for s in states.ServiceRequestStatus],
        default=states.ServiceRequestStatus.ASKED,
    )
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_due_on = models.DateField(help_text="The last day for the office's answer.")
    answer = models.TextField(blank=True)
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_service_request_has_ended_exactly_when_it_is_no_longer_asked",
                condition=Q(status="asked", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(status="asked") & Q(ended_at__isnull=False, ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_office_that_answers_or_declines_says_what",
                condition=~Q(status__in=["answered", "declined"]) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, for {self.agency}"

    def is_overdue(self, *, on: date) -> bool:
        """Say whether the office should have answered before this day."""
        return self.status == states.ServiceRequestStatus.ASKED and self.answer_due_on < on
