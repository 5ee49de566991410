"""Requests for shared services: what the county still has to answer, and what an agency waits for."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from commonlot.process.membership import queries
from commonlot.records.access.models import Seat
from commonlot.web.menu import find_url_of
from commonlot.web.todo.task import Task

MOST = 50


def requests_to_answer(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Return the requests that offices have not answered: overdue ones need the county, others are under way."""
    today = timezone.localdate(now)
    for request in queries.waiting_requests(seat)[:MOST]:
        overdue = request.is_overdue(on=today)
        what = "Get an answer" if overdue else "Waits for an answer"
        yield Task(
            f"{what}: {request.service}, for {request.agency}",
            f"Asked of {request.service.office}.",
            request.answer_due_on,
            tag="Overdue" if overdue else "With the office",
            kind="risk" if overdue else "plain",
            url=find_url_of("membership:service_request", request.pk),
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
