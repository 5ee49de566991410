"""Requests for shared services: what the county still has to answer, and what an agency waits for."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from commonlot.process.membership import queries
from commonlot.process.membership.access import answer_service_request
from commonlot.records.access.models import Seat
from commonlot.web.menu import find_url_of
from commonlot.web.todo.task import Task

MOST = 50


def requests_to_answer(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Return what an office should have answered by now; before that day nobody here can do anything."""
    today = timezone.localdate(now)
    for request in queries.waiting_requests(seat)[:MOST]:
        if not request.is_overdue(on=today) or not answer_service_request.allows(seat, request, now=now):
            continue
        yield Task(
            f"Get an answer: {request.service}, for {request.agency}",
            f"{request.service.office} has not answered. Remind it, or write down what it said.",
            request.answer_due_on,
            tag="Overdue",
            kind="risk",
            url=find_url_of("membership:service_request", request.pk),
            elsewhere=True,
        )


def requests_waiting(seat: Seat) -> Iterator[Task]:
    """Return what an agency asked of the county's offices and has no answer to."""
    for request in queries.waiting_requests(seat)[:MOST]:
        yield Task(
            f"{request.service}: your request",
            f"With {request.service.office}.",
            request.answer_due_on,
            tag="With the office",
            kind="plain",
            url=find_url_of("membership:service_request", request.pk),
        )
