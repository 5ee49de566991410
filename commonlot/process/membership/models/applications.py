"""Agencies that ask to join, and what they and the members state about themselves."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commonlot.process.membership import rules, states
from commonlot.process.membership.models.agencies import Agency
from commonlot.records.access.models import Seat


class Stated(models.Model):
    """What an agency states about itself, in an application and later on its own page."""

    class Authority(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    contact_name = models.CharField(max_length=120, blank=True)
    contact_title = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    newspapers = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    sites = models.JSONField(default=list, blank=True, help_text="Named when joining: name, address, note.")
    purchase_threshold = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    public_work_threshold = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    policy_dated = models.DateField(null=True, blank=True)
    best_value = models.CharField(max_length=8, choices=Authority.choices, default=Authority.UNKNOWN)
    best_value_law = models.CharField(max_length=120, blank=True)
    best_value_dated = models.DateField(null=True, blank=True)
    electronic_bids = models.CharField(max_length=8, choices=Authority.choices, default=Authority.UNKNOWN)
    electronic_bids_law = models.CharField(max_length=120, blank=True)
    electronic_bids_dated = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def facts(self) -> rules.StatedFacts:
        """What is stated, as plain values."""
        values: dict[str, Any] = {
            name: getattr(self, name) for name in rules.StatedFacts.__dataclass_fields__
        }
        values["newspapers"] = tuple(self.newspapers)
        values["sites"] = self.named_sites
        return rules.StatedFacts(**values)

    @property
    def named_sites(self) -> tuple[rules.NamedSite, ...]:
        """The delivery sites that were named."""
        return tuple(rules.NamedSite(**row) for row in self.sites)


def columns_of(facts: rules.StatedFacts) -> dict[str, Any]:
    """Return facts as the columns in which they are kept."""
    values: dict[str, Any] = {name: getattr(facts, name) for name in rules.StatedFacts.__dataclass_fields__}
    values["newspapers"] = list(facts.newspapers)
    values["sites"] = [site.as_row() for site in facts.sites]
    return values


class AgencyFacts(Stated):
    """What a member states about itself; its administrator and the county keep it."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="stated")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "agency facts"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_members_threshold_is_an_amount_above_zero",
                condition=(Q(purchase_threshold__isnull=True) | Q(purchase_threshold__gt=0))
                & (Q(public_work_threshold__isnull=True) | Q(public_work_threshold__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"Facts of {self.agency}"


class Application(Stated):
    """An agency that asks to take part; without an account, by a contact whose address is proved first."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Agency.Kind.choices)
    county = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, default="NY")
    status = models.CharField(
        max_length=12,
        choices=[(s, s) for s in states.ApplicationStatus],
        default=states.ApplicationStatus.UNCONFIRMED,
    )
    answer = models.CharField(max_length=10, choices=[(a, a) for a in ("allowed", "blocked", "uncertain")])
    reasons = models.JSONField(help_text="What the law said on the day it was filed.")
    answered_on = models.DateField()
    applied_at = models.DateTimeField()
    confirm_by = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_answer = models.CharField(max_length=10, blank=True, help_text="What the law said on that day.")
    decision = models.TextField(blank=True, help_text="Why it was declined, as the contact read it.")
    counsel_advice = models.TextField(blank=True, help_text="Who advised what, where the law is uncertain.")
    agency = models.OneToOneField(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="application"
    )

    class Meta:
        ordering = ("applied_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_application_reaches_the_county_once_its_address_is_proved",
                condition=~Q(status__in=["submitted", "accepted", "declined"])
                | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_accepted_application_became_an_agency",
                condition=Q(status="accepted", agency__isnull=False)
                | (~Q(status="accepted") & Q(agency__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_declined_application_says_why",
                condition=~Q(status="declined") | ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="a_decided_application_says_who_and_when",
                condition=~Q(status__in=["accepted", "declined"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="no_application_is_accepted_against_the_law",
                condition=~Q(status="accepted")
                | Q(decided_answer="allowed")
                | (Q(decided_answer="uncertain") & ~Q(counsel_advice="")),
            ),
            models.CheckConstraint(
                name="an_applicants_threshold_is_an_amount_above_zero",
                condition=(Q(purchase_threshold__isnull=True) | Q(purchase_threshold__gt=0))
                & (Q(public_work_threshold__isnull=True) | Q(public_work_threshold__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def body(self) -> tuple[str, str, str, str]:
        """What tells one body from another."""
        return self.name, self.kind, self.county, self.state
