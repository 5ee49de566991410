"""Vendors: how they came here, how to reach them, and which two of them may be one company."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from commonlot.process.membership import states
from commonlot.records.access.models import Organisation, Seat


class VendorQuerySet(models.QuerySet["Vendor"]):
    def standing(self) -> "VendorQuerySet":
        """Vendors that are entries of their own: not folded into another."""
        return self.exclude(status=states.VendorStatus.FOLDED)

    def selling(self, commodity: str) -> "VendorQuerySet":
        """Vendors that sell a commodity of the list."""
        return self.filter(commodity_codes__contains=[commodity])

    def delivering_to(self, zone: str) -> "VendorQuerySet":
        """Vendors that deliver to a zone of the list."""
        return self.filter(zones__contains=[zone])


class Vendor(models.Model):
    """A supplier: registered free of charge. No tax number is kept: no act of this program needs one."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="vendor")
    number = models.CharField(max_length=12, unique=True)
    trade_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    commodities = models.CharField(max_length=300, blank=True)
    commodity_codes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    zones = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    status = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in states.VendorStatus],
        default=states.VendorStatus.CHECKED.value,
    )
    registered_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    folded_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="folded"
    )

    objects = VendorQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "number")
        indexes: ClassVar = [GinIndex(fields=["commodity_codes"]), GinIndex(fields=["zones"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_folded_vendor_says_into_whom",
                condition=Q(status="folded", folded_into__isnull=False)
                | (~Q(status="folded") & Q(folded_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_vendor_is_not_folded_into_itself", condition=~Q(folded_into=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class VendorContact(models.Model):
    """A person at a vendor: at most one takes its bid papers, and at most one its orders."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True, help_text="Such as sales manager.")
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    for_bids = models.BooleanField(default=False)
    for_orders = models.BooleanField(default=False)

    class Meta:
        ordering = ("-for_bids", "-for_orders", "name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_contact_for_bids_per_vendor", fields=["vendor"], condition=Q(for_bids=True)
            ),
            models.UniqueConstraint(
                name="one_contact_for_orders_per_vendor", fields=["vendor"], condition=Q(for_orders=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.vendor}"


class VendorRegistration(models.Model):
    """What a company typed on the public site, unseen by anyone until its e-mail address is proved."""

    email = models.EmailField()
    facts = models.JSONField()
    asked_at = models.DateTimeField(db_index=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    vendor = models.OneToOneField(
        Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="registration"
    )

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_registration_becomes_a_vendor_when_it_is_proved",
                condition=Q(proved_at__isnull=True, vendor__isnull=True)
                | Q(proved_at__isnull=False, vendor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Registration {self.pk}"


class LikelyTwin(models.Model):
    """Two vendors that may be one company, and what a person decided; a pair is asked about once."""

    newer = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="twins_found")
    older = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    because = ArrayField(models.CharField(max_length=200))
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in states.TwinStatus],
        default=states.TwinStatus.SUSPECTED.value,
    )
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("newer", "older"),
                Greatest("newer", "older"),
                name="a_pair_of_vendors_is_asked_about_once",
            ),
            models.CheckConstraint(name="no_vendor_is_its_own_twin", condition=~Q(newer=F("older"))),
            models.CheckConstraint(
                name="a_decided_pair_says_when_and_by_whom",
                condition=Q(status="suspected", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(status="suspected"), decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newer} and {self.older}"

    @property
    def reasons(self) -> str:
        """Why the two look alike, in one line."""
        return ", ".join(self.because)

    def other(self, vendor: Any) -> Vendor:
        """Return the one of the two that is not this vendor."""
        return self.older if self.newer_id == vendor.pk else self.newer
