"""Reading the audit trail."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from commonlot.records.audit.models import Entry


def trail_of(subject: models.Model) -> models.QuerySet[Entry]:
    """Return what was done to a record or within it, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    return Entry.objects.filter(
        Q(subject_type=kind, subject_id=subject.pk) | Q(within_type=kind, within_id=subject.pk)
    )
