"""Puts the seat from which this request acts on the request."""

from collections.abc import Callable

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from commonlot.records import clock
from commonlot.records.access import queries
from commonlot.records.access.models import PUBLIC, AnySeat

SESSION_KEY = "seat"


class SeatMiddleware:
    """Sets request.seat to the chosen seat, else the person's first, else the public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.seat = SimpleLazyObject(lambda: _seat_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _seat_of(request: HttpRequest) -> AnySeat:
    if not request.user.is_authenticated:
        if auth.SESSION_KEY in request.session:  # the account was closed: its session is closed too
            request.session.flush()
        return PUBLIC
    seats = queries.current_seats(request.user, now=clock.now())
    chosen = request.session.get(SESSION_KEY)
    return next((seat for seat in seats if seat.pk == chosen), seats[0] if seats else PUBLIC)
