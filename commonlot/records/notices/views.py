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
from commonlot.records.notices.models import Message
from commonlot.records.screens import attempt

A_PAGE = 50


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
    return render(request, "notices/index.html", {"page": page, "state": state, "chips": chips})


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
    return redirect("notices:index")
