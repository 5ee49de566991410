"""The papers that vendors hold: insurance and other certificates, what they certify, and who was warned."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.membership import states
from commonlot.process.membership.models.vendors import Vendor
from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def standing(self) -> "CertificateQuerySet":
        """Certificates that the county did not refuse."""
        return self.exclude(status=states.CertificateStatus.REFUSED)

    def counting(self, *, on: date) -> "CertificateQuerySet":
        """Certificates that count on a day."""
        return self.standing().filter(starts_on__lte=on, ends_on__gt=on)

    def unchecked(self, *, on: date) -> "CertificateQuerySet":
        """What vendors state and nobody at the county looked at; what is over, or signed here, needs no look."""
        stated = self.filter(status=states.CertificateStatus.STATED, attestation__isnull=True)
        return stated.filter(ends_on__gt=on)


class Certificate(models.Model):
    """A paper a vendor must hold, such as insurance, and the day it lapses."""

    class Kind(models.TextChoices):
        LIABILITY_INSURANCE = "liability_insurance", "Liability insurance"
        WORKERS_COMPENSATION = "workers_compensation", "Workers’ compensation"
        AUTO_INSURANCE = "auto_insurance", "Automobile insurance"
        NON_COLLUSION = "non_collusion", "Non-collusion certification"
        IRAN_DIVESTMENT = "iran_divestment", "Iran divestment certification"
        OTHER = "other", "Other certificate"

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    insurer = models.CharField(max_length=200, blank=True)
    policy_number = models.CharField(max_length=60, blank=True)
    amount_each = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    amount_in_all = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    additional_insured = models.BooleanField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The first day on which it no longer counts.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in states.CertificateStatus],
        default=states.CertificateStatus.STATED.value,
    )
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_because = models.CharField(max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("vendor", "kind", "-ends_on")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certificate_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="an_insured_amount_is_more_than_nothing",
                condition=(Q(amount_each__isnull=True) | Q(amount_each__gt=0))
                & (Q(amount_in_all__isnull=True) | Q(amount_in_all__gt=0)),
            ),
            models.CheckConstraint(
                name="who_looked_at_a_certificate_is_known",
                condition=Q(status="stated", looked_at__isnull=True, looked_at_by__isnull=True)
                | (~Q(status="stated") & Q(looked_at__isnull=False, looked_at_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_refused_certificate_says_why",
                condition=(Q(status="refused") & ~Q(refused_because=""))
                | (~Q(status="refused") & Q(refused_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.vendor}"

    @property
    def is_refused(self) -> bool:
        """Say whether the county looked at it and refused it: it counts on no day."""
        return self.status == states.CertificateStatus.REFUSED


class Attestation(models.Model):
    """What a person at a vendor certified, word for word: the certificate counts because of it."""

    certificate = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="attestation")
    statement = models.TextField()
    citation = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    signed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="who_certifies_types_name_and_title", condition=~Q(name="") & ~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}, certified by {self.name}"


class Certification(models.Model):
    """A standing that a public body gave a vendor, such as woman-owned, with its proof."""

    class Kind(models.TextChoices):
        MINORITY_OWNED = "minority_owned", "Minority-owned"
        WOMAN_OWNED = "woman_owned", "Woman-owned"
        VETERAN_OWNED = "veteran_owned", "Service-disabled veteran-owned"
        SMALL_BUSINESS = "small_business", "Small business"

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="certifications")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    certified_by = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    ends_on = models.DateField(help_text="The first day on which it no longer counts.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "-ends_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vendor", "kind", "number", "ends_on"], name="a_certification_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.vendor}"


class CertificateAlert(models.Model):
    """A warning that went out: for each certificate once at each step."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="alerts")
    step = models.PositiveSmallIntegerField(
        help_text="At how many days before the day of lapse; 0 is that day."
    )
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "step"], name="a_certificate_is_warned_of_once_at_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}, {self.step} days before"


class PaperDemand(models.Model):
    """What the county's contracts ask of one kind of paper, where that differs from the list that ships."""

    class Answer(models.TextChoices):
        BLOCK = "block", "No new order lines"
        ASK = "ask", "Ask the vendor; orders go on"
        NO = "no", "Not required"

    kind = models.CharField(max_length=24, choices=Certificate.Kind.choices, unique=True)
    when_lapsed = models.CharField(max_length=5, choices=Answer.choices)
    when_missing = models.CharField(max_length=5, choices=Answer.choices)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.get_kind_display()
