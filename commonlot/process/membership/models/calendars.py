"""Private addresses at which a person's own dates are read by a calendar program."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.records.access.models import Seat


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    def open(self, *, now: datetime) -> "CalendarAddressQuerySet":
        """Addresses that still answer: not switched off, of a seat that is still held."""
        held = Q(seat__ended_at__isnull=True) | Q(seat__ended_at__gt=now)
        return self.filter(held, ended_at__isnull=True, seat__user__is_active=True)


class CalendarAddress(models.Model):
    """A secret address for the dates of one seat. The secret is signed, not kept; the row can be switched off."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="calendar_addresses")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name_plural = "calendar addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_calendar_address_per_seat", fields=["seat"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="calendar_address_ends_after_it_was_made",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar address of {self.seat}"
