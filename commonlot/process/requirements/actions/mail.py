"""What agencies are told about a pool, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from commonlot.process.requirements import access
from commonlot.process.requirements.models import Participation, Pool, SpokenAnswer
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
REMINDER = Letter(
    "requirements.agencies_reminded",
    "Reminder: state your needs by {day}: {title}",
    "The county has no answer yet from {agency} for {title} ({number}).\n\n"
    "Say what you need by {due}. What you typed so far is kept; it counts once you send it.\n{link}\n\n"
    "If you need nothing, say so on the same page: “nothing needed” is an answer, and we will not ask again.\n",
)
SHORT_POOL = Letter(
    "requirements.short_pool_opened",
    "A little more would fill a pack: {title}",
    "The needs for {title} ({number}) are frozen. Some lines lack a little to a full pack or to a vendor’s minimum.\n\n"
    "If you can use more of what you stated, add it by {reason}. You need not.\n{link}\n",
)
WRITTEN_DOWN = Letter(
    "requirements.answer_written_down",
    "What you said on the telephone: {title}",
    "{taken_by} of the county wrote down what {said_by} said on {said_at} for {agency}, and sent it as your answer "
    "for {title} ({number}):\n\n{lines}\n\n"
    "If this is right, you need to do nothing. If it is not, say so here, or answer this mail:\n{link}\n\n"
    "Until {due} you can also take it back and change it yourself.\n",
)
OBJECTED = Letter(
    "requirements.answer_objected_to",
    "{agency} objects to what was written down: {title}",
    "{agency} says that what you wrote down from the call of {said_at} is not right:\n\n{reason}\n\n{link}\n",
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
        "agency": part.agency,
        "day": ", ".join(due.split(", ")[:2]),
        "link": f"{settings.COMMONLOT_ADDRESS}{part.get_absolute_url()}",
    }  # fmt: skip
    post(to=to, subject=letter.subject.format(**words)[:200], text=letter.text.format(**words),
         cause=letter.cause, about=part, now=now)  # fmt: skip


def tell_what_was_written_down(answer: SpokenAnswer, *, now: datetime) -> None:
    """Mail an agency what a buyer wrote down for it, with the page on which it can object."""
    part = answer.participation
    people = _people_of({part.agency.organisation_id}, now=now).get(part.agency.organisation_id, [])
    to = list(dict.fromkeys([*people, *filter(None, [part.agency.contact_email])]))
    lines = "\n".join(_line_in_words(line) for line in answer.lines) or "Nothing is needed."
    _post_about(answer, WRITTEN_DOWN, to, now=now, lines=lines)


def tell_of_objection(answer: SpokenAnswer, *, now: datetime) -> None:
    """Mail the buyer who wrote an answer down that the agency objects."""
    _post_about(answer, OBJECTED, [answer.taken_by.user.email], now=now, reason=answer.objection)


def _line_in_words(line: Mapping[str, str]) -> str:
    price = f", paid now {line['price']} dollars each" if line["price"] else ""
    site = f", to {line['site']}" if line["site"] else ""
    return f"- {line['quantity']} {line['unit']}: {line['description']}{price}{site}"


def _post_about(answer: SpokenAnswer, letter: Letter, to: list[str], *, now: datetime, **more: str) -> None:
    part = answer.participation
    words = {
        "number": part.pool.number, "title": " ".join(part.pool.title.split()), "agency": part.agency,
        "said_by": answer.said_by, "said_at": access.local(answer.said_at), "taken_by": answer.taken_by.user,
        "due": access.local(part.pool.needs_due_at),
        "link": f"{settings.COMMONLOT_ADDRESS}{reverse('requirements:spoken_answer', args=[answer.pk])}",
    }  # fmt: skip
    if to:
        post(to=to, subject=letter.subject.format(**words)[:200], text=letter.text.format(**words, **more),
             cause=letter.cause, about=part, now=now)  # fmt: skip
