"""The personal link in a call: it says whose turn it is, and lets nobody in by itself."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import CampaignRecipient
from commonlot.records import clock
from commonlot.records.access.models import Seat
from commonlot.records.access.requests import AnyRequest


@never_cache
@require_safe
def follow(request: AnyRequest, token: str) -> HttpResponse:
    """Lead to the agency's own page, through sign-in where needed; what cannot lead there says what to do."""
    recipient = queries.recipient_of(token)
    if recipient is None:
        return _explain(request, "broken", status=404)
    if request.method == "GET":  # a HEAD is a program that checks the link
        actions.note_opened(recipient_id=recipient.pk, now=clock.now())
    path, over = queries.where_link_leads(recipient, now=clock.now())
    if over:
        return _explain(request, "over", status=410, over=over)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _lead(request, recipient, path)


def _lead(request: AnyRequest, recipient: CampaignRecipient, path: str) -> HttpResponse:
    agency = recipient.agency
    if agency is None:
        return _explain(request, "broken", status=404)
    if request.seat.organisation_pk == agency.organisation_id:
        return redirect(path)
    own = Seat.objects.current(now=clock.now()).filter(user=request.user.pk, organisation=agency.organisation)
    seat = own.first()
    if seat is not None:  # never changed silently: every act is done from a seat one knows of
        return _explain(request, "other_seat", status=200, seat_id=seat.pk, agency=agency, path=path)
    return _explain(request, "foreign", status=403, agency=agency)


def _explain(request: AnyRequest, why: str, *, status: int, **more: object) -> HttpResponse:
    return render(request, "membership/personal_link.html", {"why": why, **more}, status=status)
