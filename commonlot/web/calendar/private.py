"""A person's own dates in their own calendar: an address that only they know, and can switch off."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commonlot.process.membership import actions, queries
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import Seat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt
from commonlot.web.calendar import feeds
from commonlot.web.calendar.views import CALENDAR, answer
from commonlot.web.todo import desk_of
from commonlot.web.todo.task import Task

FOR_ONE = "private, max-age=900"


@seat_required
@require_safe
def show(request: SeatedRequest) -> HttpResponse:
    """Show the private address of the seat, or offer one."""
    now = clock.now()
    token = queries.calendar_token(request.seat, now=now)
    address = feeds.address(reverse("web:my_dates", args=[token])) if token else ""
    context: dict[str, Any] = {"address": address, "webcal": f"webcal://{address.partition('://')[2]}"}
    context["tasks"] = _with_a_date(request.seat, now=now)
    response = render(request, "web/my_calendar.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@seat_required
@require_POST
def make_address(request: SeatedRequest) -> HttpResponse:
    """Make the seat a new private address; an older one stops."""
    attempt(
        request,
        lambda: actions.make_calendar_address(actor=request.seat, now=clock.now()),
        done="The address is made. Keep it to yourself: whoever has it reads these dates.",
    )
    return redirect("web:my_calendar")


@seat_required
@require_POST
def end_address(request: SeatedRequest) -> HttpResponse:
    """Switch the private address off."""
    attempt(
        request,
        lambda: actions.end_calendar_address(actor=request.seat, now=clock.now()),
        done="The address is switched off. Calendars that have it get nothing any more.",
    )
    return redirect("web:my_calendar")


@require_safe
def my_dates(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the dates of the seat whose secret this is."""
    now = clock.now()
    seat = queries.seat_of_calendar(token, now=now)
    if seat is None:
        raise Http404
    tasks = _with_a_date(seat, now=now)
    content = feeds.write_tasks(tasks, name=f"To do: {seat.organisation}", now=now)
    mark = repr([(each.title, each.why, each.due, each.url) for each in tasks])
    return answer(request, content, CALENDAR, None, name="to-do.ics", caching=FOR_ONE, mark=mark)


def _with_a_date(seat: Seat, *, now: datetime) -> list[Task]:
    desk = desk_of(seat, now=now)
    return [task for task in desk.needs_you if task.due is not None] if desk else []
