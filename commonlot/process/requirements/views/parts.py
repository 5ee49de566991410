"""An agency's answer to a pool, and the county's answer to its needs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.requirements import access, actions, forms
from commonlot.process.requirements.models import Participation, RequirementLine
from commonlot.process.requirements.queries import counting
from commonlot.process.requirements.views import done_or_refused
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form


def find_part(request: SeatedRequest, pk: int) -> Participation:
    """Return a part in a pool that the person may see, else nothing is known of it."""
    parts = Participation.objects.visible_to(request.seat).select_related("pool", "agency__organisation")
    return get_object_or_404(parts, pk=pk)


def listed(part: Participation, lines: Iterable[RequirementLine]) -> dict[str, Any]:
    """Return lines to read, each beside what it comes to, and of how many that must still be asked."""
    shown = list(lines)
    found = counting.lines_come_to(part.pool, shown)
    asked = sum(each.quantity is None for each in found.values())
    return {"listed": [(line, found[line.pk]) for line in shown], "asked": asked}


def _do(request: SeatedRequest, pk: int, act: Callable[..., Participation], said: str) -> HttpResponse:
    part = find_part(request, pk)
    return done_or_refused(
        request, lambda: act(participation_id=part.pk, actor=request.seat, now=clock.now()), said, to=part
    )


@require_POST
@seat_required
def join(request: SeatedRequest, pk: int) -> HttpResponse:
    """Join a pool."""
    return _do(request, pk, actions.join_pool, "You joined. State your needs below.")


@require_POST
@seat_required
def decline(request: SeatedRequest, pk: int) -> HttpResponse:
    """Decline a pool."""
    return _do(request, pk, actions.decline_pool, "You declined. You can still join until the deadline.")


@require_POST
@seat_required
def reopen(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take needs back to change them."""
    return _do(request, pk, actions.reopen_needs, "Your needs are open again. Send them once you are done.")


@require_POST
@seat_required
def accept(request: SeatedRequest, pk: int) -> HttpResponse:
    """Accept an agency's needs."""
    part = find_part(request, pk)
    return done_or_refused(
        request, lambda: actions.accept_needs(participation_id=part.pk, actor=request.seat, now=clock.now()),
        f"The needs of {part.agency} are accepted.", to=part.pool,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def give_back(request: SeatedRequest, pk: int) -> HttpResponse:
    """Return needs to the agency with what it should look at again."""
    part, now = find_part(request, pk), clock.now()
    if not request.seat.is_county:
        raise PermissionDenied("Only the county returns needs.")
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.return_needs(
            participation_id=part.pk, **form.cleaned_data, actor=request.seat, now=now
        ),
    ):
        return redirect(part.pool)
    context = {"part": part, "form": form, "reason": access.return_needs.why_not(request.seat, part, now=now)}
    return render(request, "requirements/return.html", context, status=422 if form.errors else 200)
