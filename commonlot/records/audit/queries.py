"""Reading the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commonlot.records.audit.concerning import concerns
from commonlot.records.audit.models import Entry


def trail_of(subject: models.Model) -> models.QuerySet[Entry]:
    """Return what was done to a record or within it, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    return Entry.objects.filter(
        Q(subject_type=kind, subject_id=subject.pk) | Q(within_type=kind, within_id=subject.pk)
    )


@dataclass(frozen=True)
class HistoryFilter:
    """What a reader of a history asks for; what makes no sense is left out."""

    person: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


def history_of(
    organisation_id: int, asked: HistoryFilter, *, by_its_people: bool = True
) -> models.QuerySet[Entry]:
    """Return what was done by an organisation's people and to its records, newest first.

    The entries are found from the organisation's side, by index: its people and its records, not the whole trail.
    """
    branches = [_numbers(seat__organisation_id=organisation_id)] if by_its_people else []
    for concern in concerns():
        for records in concern.records(organisation_id):
            kind = ContentType.objects.get_for_model(records.model)
            own = records.order_by().values("pk")
            branches.append(_numbers(subject_type=kind, subject_id__in=own))
            branches.append(_numbers(within_type=kind, within_id__in=own))
    found = Entry.objects.filter(pk__in=branches[0].union(*branches[1:], all=True))
    # who sat where before is the business of the other organisation
    return (
        _asked_for(found, asked)
        .exclude(verb="access.seat_taken")
        .select_related("seat")
        .order_by("-at", "-pk")
    )


def _numbers(**which: object) -> models.QuerySet[Entry, int]:
    return Entry.objects.filter(**which).order_by().values_list("pk", flat=True)


def _asked_for(found: models.QuerySet[Entry], asked: HistoryFilter) -> models.QuerySet[Entry]:
    for word in asked.person.split()[:6]:
        found = found.filter(who__icontains=word)
    kinds = [model for concern in concerns() if concern.name == asked.kind for model in concern.models]
    if kinds:
        found = found.filter(subject_type__in=ContentType.objects.get_for_models(*kinds).values())
    if asked.first_day:
        found = found.filter(at__gte=_midnight(asked.first_day))
    if asked.last_day:
        found = found.filter(at__lt=_midnight(asked.last_day + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
