"""Invitations: when a person was last written to."""

from django.db import models

from commonlot.records.access.models import Seat


class Invitation(models.Model):
    """The last mail that told a person how to take up their seat."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="invitation")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"Invitation of {self.seat}"
