"""Puts the seat from which this request acts on the request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from commonlot.records import clock
from commonlot.records.access import queries
from commonlot.records.access.models import PUBLIC, AnySeat, Seat

SESSION_KEY = "seat"


class SeatMiddleware:
    """Sets request.seat to the chosen seat, else the person's first own one, else the public.

    Where the chosen seat is over, nothing is done from another one: the person is told first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.seat = SimpleLazyObject(lambda: _seat_of(request))  # type: ignore[attr-defined]
        chosen = _chosen(request)
        if chosen is not None and request.seat.pk != chosen:  # type: ignore[attr-defined]
            return _tell_that_it_is_over(request, chosen)
        return self.get_response(request)


def _chosen(request: HttpRequest) -> int | None:
    """Return the seat that the person chose in this session, if they chose one."""
    if (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
    ):  # so that a public page can be cached for everyone
        return None
    chosen: int | None = request.session.get(SESSION_KEY)
    return chosen if chosen is not None and request.user.is_authenticated else None


def _seat_of(request: HttpRequest) -> AnySeat:
    if not request.user.is_authenticated:
        if auth.SESSION_KEY in request.session:  # the account was closed: its session is closed too
            request.session.flush()
        return PUBLIC
    seats = queries.current_seats(request.user, now=clock.now())
    chosen = request.session.get(SESSION_KEY)
    own = [seat for seat in seats if not seat.is_lent]
    return next((seat for seat in seats if seat.pk == chosen), own[0] if own else PUBLIC)


def _tell_that_it_is_over(request: HttpRequest, chosen: int) -> HttpResponse:
    del request.session[SESSION_KEY]
    over = Seat.objects.select_related("organisation", "lent_by").filter(pk=chosen).first()
    if request.headers.get("HX-Request"):  # a part of a page has no room for this
        messages.error(
            request, f"Your seat at {over.organisation} has ended." if over else "Your seat has ended."
        )
        return HttpResponse(status=403, headers={"HX-Redirect": reverse("access:account")})
    return render(request, "access/seat_over.html", {"over": over}, status=403)
