"""Requests as the views see them: with the seat that the middleware put there."""

from django.http import HttpRequest

from commonlot.records.access.models import AnySeat, Seat, User


class AnyRequest(HttpRequest):
    """A request of anyone, seated or not."""

    seat: AnySeat


class PersonRequest(AnyRequest):
    """A request of somebody who signed in, seated or not."""

    user: User


class SeatedRequest(HttpRequest):
    """A request that passed seat_required: somebody is here and acts from a seat."""

    seat: Seat
