"""Vendors, and the papers they must hold."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.records.access.models import Organisation
from commonlot.records.documents.models import Document


class Vendor(models.Model):
    """A supplier: registered free of charge."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="vendor")
    number = models.CharField(max_length=12, unique=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    commodities = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("organisation__name", "number")

    def __str__(self) -> str:
        return self.organisation.name


class Certificate(models.Model):
    """A paper a vendor must hold, such as insurance, and the day it lapses."""

    class Kind(models.TextChoices):
        LIABILITY_INSURANCE = "liability_insurance", "Liability insurance"
        WORKERS_COMPENSATION = "workers_compensation", "Workers’ compensation"
        NON_COLLUSION = "non_collusion", "Non-collusion certification"
        OTHER = "other", "Other certificate"

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The first day on which it no longer counts.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("vendor", "kind", "-ends_on")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certificate_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.vendor}"
