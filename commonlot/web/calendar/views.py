"""The calendar as a page, as a calendar to subscribe to, as an Atom feed, and one date of it."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from commonlot.records import clock
from commonlot.web.calendar import feeds, sources
from commonlot.web.calendar.entries import KIND_NAMES, Asked, Entry, Kind

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
A_QUARTER_OF_AN_HOUR = "public, max-age=900"


def asked_of(request: HttpRequest) -> Asked:
    """Read which dates the reader wants."""
    return Asked.read(request.GET.getlist("kind"), request.GET.get("q", ""))


def _with_query(path: str, asked: Asked) -> str:
    return f"{path}?{asked.query}" if asked.query else path


def _name(asked: Asked) -> str:
    return "Cooperative purchasing" if asked == Asked() else f"Cooperative purchasing: {asked}"


def addresses(asked: Asked) -> dict[str, str]:
    """Return where these dates are had as a calendar and as a feed."""
    calendar = feeds.address(_with_query(reverse("web:calendar_ics"), asked))
    return {
        "ics": calendar,
        "webcal": f"webcal://{calendar.partition('://')[2]}",
        "atom": feeds.address(_with_query(reverse("web:calendar_atom"), asked)),
    }


@require_safe
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Show the dates that come, or those that were, month by month."""
    now, asked, was = clock.now(), asked_of(request), request.GET.get("when") == "past"
    found = sources.past(asked, now=now) if was else sources.coming(asked, now=now)
    context: dict[str, Any] = {
        "dates": found,
        "asked": asked,
        "kinds": [(kind.value, name, kind in asked.kinds) for kind, name in KIND_NAMES.items()],
        "was": was,
        "now": now,
        "most": sources.MOST if len(found) == sources.MOST else 0,
        "subscribe": addresses(asked),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "web/_calendar.html" if part else "web/calendar.html", context)


@require_safe
def show_subscribe(request: HttpRequest) -> HttpResponse:
    """Say how to have the dates in one's own calendar or feed reader, all of them or some."""
    asked = asked_of(request)
    each = [(name, addresses(Asked(frozenset({kind}), asked.words))) for kind, name in KIND_NAMES.items()]
    kinds = [(kind.value, name, kind in asked.kinds) for kind, name in KIND_NAMES.items()]
    context = {"asked": asked, "kinds": kinds, "chosen": addresses(asked), "each": each}
    return render(request, "web/subscribe.html", context)


@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponseBase:
    """Give the dates as iCalendar."""
    asked = asked_of(request)
    found = sources.in_feed(asked, now=clock.now())
    source = _with_query(reverse("web:calendar_ics"), asked)
    content = feeds.write_calendar(found, name=_name(asked), source=source)
    return answer(request, content, CALENDAR, last_change(found), name="dates.ics")


@require_safe
def calendar_atom(request: HttpRequest) -> HttpResponseBase:
    """Give the dates as an Atom feed."""
    asked = asked_of(request)
    found = sources.in_feed(asked, now=clock.now())
    page, feed = (_with_query(reverse(name), asked) for name in ("web:calendar", "web:calendar_atom"))
    content = feeds.write_atom(found, name=_name(asked), page=page, feed=feed)
    return answer(request, content, ATOM, last_change(found))


@require_safe
def one_date(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Give one date, to be put into a calendar by hand."""
    found = sources.find_entry(Kind(kind), pk, now=clock.now()) if kind in set(Kind) else None
    if found is None:
        raise Http404
    content = feeds.write_calendar([found], name=found.title)
    return answer(request, content, CALENDAR, last_change([found]), name=f"{found.key}.ics", saved=True)


def last_change(found: list[Entry]) -> datetime:
    """Return when any of these dates was last changed."""
    return max((each.changed_at for each in found if each.changed_at), default=feeds.BEGAN)


def answer(
    request: HttpRequest,
    content: bytes,
    kind: str,
    changed: datetime | None,
    *,
    name: str = "",
    saved: bool = False,
    caching: str = A_QUARTER_OF_AN_HOUR,
    mark: str = "",
) -> HttpResponseBase:
    """Answer with a feed, or tell a reader who has it already that nothing changed."""
    etag = f'"{hashlib.sha256(mark.encode() or content).hexdigest()[:32]}"'
    moment = int(changed.timestamp()) if changed else None
    response = HttpResponse(content, content_type=kind)
    response["ETag"], response["Cache-Control"] = etag, caching
    if moment is not None:
        response["Last-Modified"] = http_date(moment)
    if name:
        way = "attachment" if saved else "inline"
        response["Content-Disposition"] = f"{way}; filename={quote(name)}"
    found = get_conditional_response(request, etag, moment, response)
    return found if found is not None else response
