"""Reading the audit trail."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry


def trail_of(subject: models.Model) -> models.QuerySet[Entry]:
    """Return what was done to a record or within it, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    return Entry.objects.filter(
        Q(subject_type=kind, subject_id=subject.pk) | Q(within_type=kind, within_id=subject.pk)
    )


def acts_from(seat: Seat) -> models.QuerySet[Entry]:
    """Return what was done from a seat, newest first."""
    return Entry.objects.filter(seat=seat)


def helpers_of(subject: models.Model) -> list[str]:
    """Return who did something to a record on behalf of its organisation: "Priya Raman of Westchester County"."""
    helped = trail_of(subject).exclude(lent_by="").order_by("who", "lent_by")
    return [f"{who} of {lender}" for who, lender in helped.values_list("who", "lent_by").distinct()]
