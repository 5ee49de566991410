"""The history of one organisation: what its people did, and what was done to its records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from commonlot.records.access.models import Seat
from commonlot.records.audit.concerning import concerns
from commonlot.records.audit.models import Entry

AT_A_TIME = 2000


@dataclass(frozen=True)
class HistoryFilter:
    """What a reader of a history asks for; what makes no sense is left out."""

    person: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None


class History(Sequence[Entry]):
    """Entries, newest first, of which only those of the asked page are read in full."""

    def __init__(self, branches: Sequence[models.QuerySet[Entry, Any]]) -> None:
        self.found = branches[0].union(*branches[1:])

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, place: Any) -> Any:
        wanted = place if isinstance(place, slice) else slice(place, place + 1)
        entries = list(self._read(wanted))
        return entries if isinstance(place, slice) else entries[0]

    def __iter__(self) -> Iterator[Entry]:
        return self._read(slice(None))

    def _read(self, wanted: slice) -> Iterator[Entry]:
        numbers = [pk for _, pk in self.found.order_by("-at", "-pk")[wanted]]
        for start in range(0, len(numbers), AT_A_TIME):
            part = numbers[start : start + AT_A_TIME]
            known = Entry.objects.select_related("seat").in_bulk(part)
            yield from (known[pk] for pk in part)


def history_of(organisation_id: int, asked: HistoryFilter, *, by_its_people: bool = True) -> History:
    """Return what was done by an organisation's people and to its records.

    The entries are found from the organisation's side, by index: its people and its records, not the whole trail.
    """
    wanted = _asked_for(asked)
    branches = [wanted.none().values_list("at", "pk")]
    if by_its_people:
        seats = list(Seat.objects.filter(organisation=organisation_id).values_list("pk", flat=True))
        branches.append(wanted.filter(seat__in=seats).values_list("at", "pk"))
    for concern in concerns():
        for records in concern.records(organisation_id):
            kind = ContentType.objects.get_for_model(records.model)
            own = records.order_by().values("pk")
            branches.append(wanted.filter(subject_type=kind, subject_id__in=own).values_list("at", "pk"))
            branches.append(wanted.filter(within_type=kind, within_id__in=own).values_list("at", "pk"))
    return History(branches)


def _asked_for(asked: HistoryFilter) -> models.QuerySet[Entry]:
    # who sat where before is the business of the other organisation
    found = Entry.objects.exclude(verb="access.seat_taken").order_by()
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
