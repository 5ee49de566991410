"""Writing the audit trail."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from commonlot.records.access.models import AnySeat
from commonlot.records.audit.models import Entry


def record(
    *,
    at: datetime,
    actor: AnySeat | None,
    verb: str,
    subject: models.Model,
    within: models.Model | None = None,
    **details: Any,
) -> Entry:
    """Write down one act; without an actor the system itself did it."""
    seated = actor is not None and actor.pk is not None
    return Entry.objects.create(
        at=at,
        seat_id=actor.pk if seated and actor else None,
        who=actor.user.name if seated and actor else ("the public" if actor else "Commonlot"),  # type: ignore[union-attr]
        acting_for=actor.organisation.name if seated and actor else "",  # type: ignore[union-attr]
        verb=verb,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        within_type=ContentType.objects.get_for_model(within) if within is not None else None,
        within_id=within.pk if within is not None else None,
        details=details,
    )
