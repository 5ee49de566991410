"""What came back, and what arrived."""

from typing import ClassVar

import pgtrigger
from django.db import models

from commonlot.records.notices.bounces.rules import Kind


class Bounce(models.Model):
    """One report that a mail was not wanted or could not be delivered; append only, the address as a hash."""

    key = models.CharField(max_length=64, unique=True, help_text="Mark of the report: told twice, kept once.")
    message = models.ForeignKey("notices.Message", on_delete=models.PROTECT, related_name="bounces")
    address_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=[(each, each) for each in Kind])
    at = models.DateTimeField(help_text="When it happened.")
    received_at = models.DateTimeField()
    source = models.CharField(max_length=40, help_text="The mail service, or the mail server itself.")
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "notices"
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=["address_hash", "at"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="bounces_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class LastDelivery(models.Model):
    """When mail to an address last arrived: from then on soft bounces are counted anew."""

    address_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "notices"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
