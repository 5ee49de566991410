"""What every page knows: who is here, the menus, and which shell the page stands in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commonlot.records import clock
from commonlot.records.access import queries
from commonlot.records.access.models import PUBLIC, AnySeat, Seat
from commonlot.web import menu

PUBLIC_SHELL = "public.html"
DESK_SHELL = "desk.html"


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the shell, the menus and the seats to every template."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    match = request.resolver_match
    view_name = match.view_name if match else ""
    rail = menu.rail(view_name) if seat.is_county else []
    return {
        "shell": DESK_SHELL if seat.is_county else PUBLIC_SHELL,
        "seat": seat,
        "menu": menu.links(menu.menu_of(seat), view_name=view_name),
        "rail": rail,
        "records_rail": menu.links(menu.RECORDS_RAIL, view_name=view_name) if seat.is_county else [],
        "rail_here": next((link.label for link in rail if link.current), ""),
        "footer": menu.links(menu.FOOTER, view_name=view_name),
        "seats": lambda: _seats(request),
        "demo": getattr(settings, "COMMONLOT_DEMO", False),
        "county": getattr(settings, "COMMONLOT_COUNTY", "Westchester County"),
    }


def _seats(request: HttpRequest) -> list[Seat]:
    user = getattr(request, "user", None)
    return queries.current_seats(user, now=clock.now()) if user is not None and user.is_authenticated else []
