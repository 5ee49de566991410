"""A person's own account: who they are, the seats they hold, and how they sign in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from commonlot.records import clock
from commonlot.records.access import actions, forms, queries
from commonlot.records.access.middleware import SESSION_KEY
from commonlot.records.access.requests import PersonRequest
from commonlot.records.screens import attempt


@login_required
@require_safe
def account(request: PersonRequest) -> HttpResponse:
    """Show the person's seats and ways to sign in."""
    seats = queries.current_seats(request.user, now=clock.now())
    ways = queries.ways_to_sign_in(request.user)
    return render(request, "access/account.html", {"my_seats": seats, "ways": ways})


@login_required
@require_POST
def switch_seat(request: PersonRequest) -> HttpResponse:
    """Act from another of the person's seats from now on."""
    form = forms.SwitchSeat(request.POST)

    def switch() -> None:
        seat_id = form.cleaned_data["seat"] if form.is_valid() else 0
        seat = actions.switch_seat(seat_id=seat_id, user=request.user, actor=request.seat, now=clock.now())
        request.session[SESSION_KEY] = seat.pk

    attempt(request, switch)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")
