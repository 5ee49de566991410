"""Writing dates as iCalendar (RFC 5545) and as an Atom feed (RFC 4287).

Both are made of the entries alone: the same entries give the same bytes, so that a reader who has them is told so.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText, vUri

from commonlot.web import words
from commonlot.web.calendar.entries import KIND_NAMES, Entry
from commonlot.web.todo.task import Task

ZONE = "America/New_York"
PRODUCT = "-//Commonlot//Calendar of the county//EN"
ASK_AGAIN = timedelta(hours=1)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)  # its year is part of the names in feeds: it never changes


def address(path: str) -> str:
    """Return the whole address of a page of this installation."""
    return settings.COMMONLOT_ADDRESS.rstrip("/") + path


def host() -> str:
    """Return the name of this installation, which every name in a feed carries."""
    return urlsplit(settings.COMMONLOT_ADDRESS).hostname or "localhost"


def write_calendar(entries: Iterable[Entry], *, name: str, source: str = "") -> bytes:
    """Write entries as one calendar; an empty one still holds the county's time zone, and is valid."""
    return _calendar(map(_event, entries), name=name, source=source)


def write_tasks(tasks: Iterable[Task], *, name: str, now: datetime) -> bytes:
    """Write a person's things to do as a calendar, each on the date by which it must be done."""
    return _calendar((_task(task, now) for task in tasks), name=name)


def _calendar(events: Iterable[Event], *, name: str, source: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for spelled in ("name", "x-wr-calname"):
        calendar.add(spelled, vText(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT1H"))
    if source:
        calendar.add("source", vUri(address(source)), parameters={"VALUE": "URI"})
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _task(task: Task, now: datetime) -> Event:
    event = Event()
    name = hashlib.sha256(f"{task.url}|{task.title}".encode()).hexdigest()[:24]
    event.add("uid", f"task-{name}@{host()}")
    # A task keeps no history. It is written anew only when a task changed, so the moment of writing is its version:
    # it rises with every change, and a calendar that has an older one takes the new date over.
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", now.astimezone(UTC))
    event.add("sequence", max(0, int((now - BEGAN).total_seconds())))
    event.add("dtstart", timezone.localtime(task.due) if isinstance(task.due, datetime) else task.due)
    event.add("summary", task.title)
    event.add("description", "\n".join(filter(None, (task.why, address(task.url) if task.url else ""))))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if task.url:
        event.add("url", address(task.url))
    return event


def _event(entry: Entry) -> Event:
    event, changed = Event(), (entry.changed_at or entry.at).astimezone(UTC)
    event.add("uid", f"{entry.key}@{host()}")
    # without a METHOD, the stamp of an entry is the moment of its last change (RFC 5545, 3.8.7.2)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.version)
    at = timezone.localtime(entry.at)
    event.add("dtstart", at.date() if entry.whole_day else at)
    event.add("summary", f"Cancelled: {entry.title}" if entry.cancelled else entry.title)
    event.add("description", _said(entry))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [KIND_NAMES[entry.kind]])
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", address(entry.url))
    return event


def _said(entry: Entry) -> str:
    when = words.day(entry.at) if entry.whole_day else words.moment(entry.at)
    lines = [f"{when}.", f"{entry.note}." if entry.note else "", address(entry.url) if entry.url else ""]
    return "\n".join(line for line in lines if line)


def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", ZONE)
    to_summer = datetime(2007, 3, 11, 2), timedelta(hours=-5), timedelta(hours=-4)  # noqa: DTZ001 - local by its nature
    to_winter = datetime(2007, 11, 4, 2), timedelta(hours=-4), timedelta(hours=-5)  # noqa: DTZ001 - local by its nature
    zone.add_component(_turn(TimezoneDaylight(), "EDT", *to_summer, month=3, day="2SU"))
    zone.add_component(_turn(TimezoneStandard(), "EST", *to_winter, month=11, day="1SU"))
    return zone


def _turn(
    turn: Component, name: str, first: datetime, before: timedelta, after: timedelta, *, month: int, day: str
) -> Component:
    turn.add("dtstart", first)
    turn.add("rrule", {"freq": "yearly", "bymonth": month, "byday": day})
    turn.add("tzname", vText(name))
    turn.add("tzoffsetfrom", before)
    turn.add("tzoffsetto", after)
    return turn


class _Feed(Atom1Feed):
    """An Atom feed that, while it is empty, was last changed when feeds began, not just now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEGAN


def write_atom(entries: Sequence[Entry], *, name: str, page: str, feed: str) -> bytes:
    """Write entries as an Atom feed, what changed last first."""
    atom = _Feed(
        title=name,
        link=address(page),
        description="Every date of the county’s cooperative purchasing that someone may have to keep.",
        language="en-us",
        author_name=getattr(settings, "COMMONLOT_COUNTY", "The county"),
        feed_url=address(feed),
        feed_guid=f"tag:{host()},{BEGAN.year}:{feed}",
    )
    for entry in sorted(entries, key=lambda each: (each.changed_at or BEGAN, each.key), reverse=True):
        atom.add_item(
            title=f"Cancelled: {entry.title}" if entry.cancelled else entry.title,
            link=address(entry.url or page),
            description=linebreaksbr(_said(entry), autoescape=True),
            unique_id=f"tag:{host()},{BEGAN.year}:calendar/{entry.key}",
            updateddate=entry.changed_at or BEGAN,
            categories=[KIND_NAMES[entry.kind]],
        )
    return str(atom.writeString("utf-8")).encode()
