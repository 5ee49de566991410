"""Writing the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from commonlot.records.access.lent import require_held
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.models import Entry
from commonlot.records.streams import write_rows


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
    entry = _entry(Act(verb, subject, details, within), at=at, actor=actor)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True, slots=True)
class Act:
    """One of many acts of one moment: what was done to which record."""

    verb: str
    subject: models.Model
    details: Mapping[str, Any] = field(default_factory=dict)
    within: models.Model | None = None


def record_many(acts: Sequence[Act], *, at: datetime, actor: AnySeat | None) -> None:
    """Write down many acts of one moment, each as `record` does, as one stream."""
    require_held(actor, at=at)
    write_rows([_entry(act, at=at, actor=actor) for act in acts])


def _entry(act: Act, *, at: datetime, actor: AnySeat | None) -> Entry:
    seated = actor is not None and actor.pk is not None
    lender = actor.lent_by if actor is not None and actor.is_lent else None  # type: ignore[union-attr]
    within = act.within
    return Entry(
        at=at,
        seat_id=actor.pk if seated and actor else None,
        who=actor.user.name if seated and actor else ("the public" if actor else "Commonlot"),  # type: ignore[union-attr]
        acting_for=actor.organisation.name if seated and actor else "",  # type: ignore[union-attr]
        lent_by=lender.name if lender is not None else "",
        verb=act.verb,
        subject_type=ContentType.objects.get_for_model(act.subject),
        subject_id=act.subject.pk,
        subject_name=str(act.subject)[:300],
        within_type=ContentType.objects.get_for_model(within) if within is not None else None,
        within_id=within.pk if within is not None else None,
        details=dict(act.details),
    )
