"""What agencies are told about a pool, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from commonlot.process.requirements import access
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.states import ParticipationStatus
from commonlot.records.access.models import Seat
from commonlot.records.notices.actions import post


class Letter(NamedTuple):
    """A mail: why it is sent, its subject and its text, with {pool}, {title}, {due}, {link} and {reason}."""

    cause: str
    subject: str
    text: str


INVITED = Letter(
    "requirements.pool_opened",
    "State your needs by {day}: {title}",
    "The county is pooling needs for {title} ({number}).\n\n"
    "Say what your agency needs, or that it needs nothing, by {due}.\n{link}\n\n"
    "The prices you state that you pay now are not shown to vendors.\n",
)
DEADLINE_MOVED = Letter(
    "requirements.deadline_moved",
    "New deadline for your needs: {title}",
    "The deadline for needs in {title} ({number}) is now {due}.\n{link}\n",
)
RETURNED = Letter(
    "requirements.needs_returned",
    "Please look at your needs again: {title}",
    "The county returned your needs for {title} ({number}):\n\n{reason}\n\n"
    "Change them and send them again by {due}.\n{link}\n",
)
RECEIVED = Letter(
    "requirements.needs_sent",
    "Your needs were received: {title}",
    "The county has your needs for {title} ({number}): {reason}.\n\n"
    "You can take them back and change them until {due}.\n{link}\n",
)
CANCELLED = Letter(
    "requirements.pool_cancelled",
    "Cancelled: {title}",
    "The county cancelled the pool {title} ({number}):\n\n{reason}\n\nYou need to do nothing more.\n",
)
GONE = (ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN)


def tell_agencies(
    pool: Pool, letter: Letter, *, now: datetime, only: set[int] | None = None, reason: str = ""
) -> None:
    """Write to every agency that was invited and did not decline, or to the named ones."""
    parts = pool.participations.exclude(status__in=GONE).select_related("agency")
    chosen = [part for part in parts if only is None or part.agency_id in only]
    people = _people_of({part.agency.organisation_id for part in chosen}, now=now)
    for part in chosen:
        part.pool = pool
        _write(part, letter, people.get(part.agency.organisation_id, []), now=now, reason=reason)


def tell_agency(part: Participation, letter: Letter, *, now: datetime, reason: str = "") -> None:
    """Write to one agency."""
    people = _people_of({part.agency.organisation_id}, now=now)
    _write(part, letter, people.get(part.agency.organisation_id, []), now=now, reason=reason)


def _people_of(organisations: set[int], *, now: datetime) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    seats = Seat.objects.current(now=now).filter(
        organisation_id__in=organisations, roles__overlap=[role.value for role in access.STATERS]
    )
    for seat in seats.select_related("user"):
        found.setdefault(seat.organisation_id, []).append(seat.user.email)
    return found


def _write(part: Participation, letter: Letter, people: list[str], *, now: datetime, reason: str) -> None:
    to = list(dict.fromkeys([*people, *filter(None, [part.agency.contact_email])]))
    if not to:
        return
    pool = part.pool
    due = access.local(pool.needs_due_at)
    words = {
        "number": pool.number, "title": " ".join(pool.title.split()), "reason": reason, "due": due,
        "day": ", ".join(due.split(", ")[:2]),
        "link": f"{settings.COMMONLOT_ADDRESS}{part.get_absolute_url()}",
    }  # fmt: skip
    post(to=to, subject=letter.subject.format(**words)[:200], text=letter.text.format(**words),
         cause=letter.cause, about=part, now=now)  # fmt: skip
