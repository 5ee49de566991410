"""The outbox, for the county's staff: to whom, about what, and whether it left."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.notices import access, actions, queries, states
from commonlot.records.notices.models import Mailing, Message
from commonlot.records.screens import attempt

A_PAGE = 50
LATEST_MAILINGS = 10


@seat_required
@require_safe
def index(request: SeatedRequest) -> HttpResponse:
    """List the mails, newest first, those that failed with what the mail server said."""
    if reason := access.see_messages.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    state = request.GET.get("state", "")
    page = Paginator(queries.messages_in(state), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.count_by_state()
    chips = [(each.value, counts.get(each), state == each.value) for each in states.Status]
    context = {"page": page, "state": state, "chips": chips}
    if not state and page.number == 1:
        context["mailings"] = queries.latest_mailings(LATEST_MAILINGS)
    return render(request, "notices/index.html", context)


@seat_required
@require_safe
def mailing(request: SeatedRequest, pk: int) -> HttpResponse:
    """List the mails of one mailing, by state."""
    if reason := access.see_messages.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    found = get_object_or_404(Mailing, pk=pk)
    state = request.GET.get("state", "")
    page = Paginator(queries.messages_in(state, mailing=found), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts_of([found])[found.pk]
    chips = [(each.value, counts[each], state == each.value) for each in states.Status]
    context = {"page": page, "state": state, "chips": chips, "mailing": found, "counts": counts}
    return render(request, "notices/mailing.html", context)


@seat_required
@require_POST
def send_again(request: SeatedRequest, pk: int) -> HttpResponse:
    """Try once more to send a mail that was given up."""
    if reason := access.see_messages.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    message = get_object_or_404(Message, pk=pk)
    attempt(
        request,
        lambda: actions.send_again(message_pk=message.pk, actor=request.seat, now=clock.now()),
        done="The mail waits to be sent again.",
    )
    return (
        redirect("notices:mailing", message.mailing_id) if message.mailing_id else redirect("notices:index")
    )
