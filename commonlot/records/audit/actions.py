"""Writing the audit trail."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from commonlot.records.access.lent import require_held
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
    """Write down one act; without an actor the system did it. From a lent seat only while it is held."""
    require_held(actor, at=at)
    seated = actor is not None and actor.pk is not None
    lender = actor.lent_by if actor is not None and actor.is_lent else None  # type: ignore[union-attr]
    return Entry.objects.create(
        at=at,
        seat_id=actor.pk if seated and actor else None,
        who=actor.user.name if seated and actor else ("the public" if actor else "Commonlot"),  # type: ignore[union-attr]
        acting_for=actor.organisation.name if seated and actor else "",  # type: ignore[union-attr]
        lent_by=lender.name if lender is not None else "",
        verb=verb,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        within_type=ContentType.objects.get_for_model(within) if within is not None else None,
        within_id=within.pk if within is not None else None,
        details=details,
    )
