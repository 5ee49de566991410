"""When a person leaves: what is open in their name, and ending their seat with or without handing it over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from commonlot.process.membership import access as membership
from commonlot.process.ordering import access, actions, forms, queries
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form


def _leaver(request: SeatedRequest, pk: int) -> Seat:
    """Return the seat of a buying agency whose people may be seen; to outsiders there is none."""
    agencies = Seat.objects.exclude(organisation__kind=Organisation.Kind.VENDOR)
    seat = get_object_or_404(agencies.select_related("user", "organisation__agency"), pk=pk)
    if not membership.see_people.allows(request.seat, seat.organisation, now=clock.now()):
        raise Http404
    if reason := access.hand_over.why_not(request.seat, seat, now=clock.now()):
        raise PermissionDenied(reason)
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def leaving(request: SeatedRequest, seat_id: int) -> HttpResponse:
    """Show what is open in a person's name; end their seat, or hand over what was left when it ended."""
    now = clock.now()
    seat = _leaver(request, seat_id)
    left = queries.left_by(seat, now=now)
    has_left = seat.ended_at is not None and seat.ended_at <= now
    form = forms.LeavingForm(request.POST or None, colleagues=left.colleagues, must_choose=has_left)

    def do_it() -> None:
        to = form.cleaned_data["to"]
        if has_left:
            actions.hand_over_baskets(seat_id=seat.pk, to_seat_id=to or 0, actor=request.seat, now=now)
        else:
            actions.end_seat_and_hand_over(seat_id=seat.pk, to_seat_id=to, actor=request.seat, now=now)

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, do_it):
        done = (
            "What was left in the basket is handed over."
            if has_left
            else f"{seat.user} can no longer act here."
        )
        messages.success(request, done)
        return redirect("membership:agency", seat.organisation.agency.pk)
    context = {
        "leaver": seat,
        "left": left,
        "has_left": has_left,
        "form": form,
        "why_not_end": None if has_left else membership.end_seat.why_not(request.seat, seat, now=now),
    }
    return render(request, "ordering/leaving.html", context, status=422 if form.is_bound else 200)
