"""A buyer's clicks: each calls one action and shows what comes next."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from commonlot.process.pooling import actions, queries
from commonlot.process.pooling.forms import NameForm, ReasonForm
from commonlot.process.pooling.models import DeskStep, Match, MatchLine
from commonlot.process.pooling.views.desk import desk_page, find_pool
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form

View = Callable[..., HttpResponse]
MOST_DIGITS = 18


def find_match(request: SeatedRequest, match_id: int) -> Match:
    """Return a group that this seat may know of; raise GroupGone if it was one and is no longer there."""
    matches = Match.objects.visible_to(request.seat).select_related("pool", "joins")
    match = matches.filter(pk=match_id).first()
    if match is None:
        raise GroupGone(find_pool(request.seat, _pool_named(request)))
    return match


def _pool_named(request: SeatedRequest) -> int:
    named = request.POST.get("pool", "") or request.GET.get("pool", "")
    return int(named) if named.isdecimal() and len(named) < MOST_DIGITS else 0


class GroupGone(Exception):
    """The group went since the page was opened: it was put together with another, or the lines were sorted again."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self.pool = pool


def tells_if_gone(view: View) -> View:
    """Show the desk, and say so, where the group of a click is no longer there."""

    @wraps(view)
    def guarded(request: SeatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except GroupGone as gone:
            messages.error(request, actions.GONE)
            return redirect("pooling:desk", gone.pool.pk)

    return guarded


def to_group(match: Match) -> HttpResponse:
    """Go to a group, to its heading."""
    return redirect(reverse("pooling:group", args=[match.pool_id, match.pk]) + "#group")


def seen(request: SeatedRequest) -> str:
    """Return the mark of the group as it was on the person's page."""
    return request.POST.get("seen", "")[:64]


def to_next(pool: Pool, after: Match) -> HttpResponse:
    """Go to the next group that waits, to its heading; when none does, to the desk that says so."""
    following = queries.next_to_review(pool, after)
    return to_group(following) if following else redirect("pooling:desk", pool.pk)


def _decide(
    request: SeatedRequest, match: Match, action: Callable[..., Any], done: str, **facts: Any
) -> HttpResponse:
    act: Callable[[], Any] = lambda: action(  # noqa: E731
        match_id=match.pk, actor=request.seat, now=clock.now(), seen=seen(request), **facts
    )
    return to_next(match.pool, match) if attempt(request, act, done=done) else to_group(match)


@require_POST
@seat_required
def run(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Sort the lines of a pool; the person may wait or leave."""
    pool = find_pool(request.seat, pool_id)
    found = []
    if attempt(
        request,
        lambda: found.append(actions.run_pooling(pool_id=pool.pk, actor=request.seat, now=clock.now())),
    ):
        return redirect("jobs:work", found[0].work_id)
    return redirect("pooling:desk", pool.pk)


@require_POST
@seat_required
@tells_if_gone
def confirm(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Confirm a group and go to the next."""
    match = find_match(request, match_id)
    return _decide(request, match, actions.confirm_match, f"Confirmed: {match.name}.")


@require_POST
@seat_required
@tells_if_gone
def reject(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Set the lines of a group apart, or leave a single need out."""
    match = find_match(request, match_id)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.reject_match(
            match_id=match.pk,
            actor=request.seat,
            now=clock.now(),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
        ),
    ):
        return to_next(match.pool, match)
    return desk_page(request, match.pool, match, forms={"reason_form": form}, status=422)


@require_POST
@seat_required
@tells_if_gone
def reopen(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Take a decision back and show the group again."""
    match = find_match(request, match_id)
    attempt(
        request,
        lambda: actions.reopen_match(
            match_id=match.pk, actor=request.seat, now=clock.now(), seen=seen(request)
        ),
        done="The decision was taken back.",
    )
    return to_group(match)


@require_POST
@seat_required
def undo(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Undo one of the person's own steps, the last unless told which, and show that group."""
    pool = find_pool(request.seat, pool_id)
    chosen = request.POST.get("step", "")
    found: list[tuple[DeskStep, Match]] = []
    if attempt(
        request,
        lambda: found.append(
            actions.undo(
                pool_id=pool.pk,
                step_id=int(chosen) if chosen.isdecimal() and len(chosen) < MOST_DIGITS else None,
                actor=request.seat,
                now=clock.now(),
            )
        ),
    ):
        done, match = found[0]
        words = "Undone" if chosen or done.before else "Your last decision was taken back"
        messages.success(request, f"{words}. What it was: {done.said}.")
        return to_group(match)
    return redirect("pooling:desk", pool.pk)


@require_POST
@seat_required
def confirm_all(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Confirm a whole list that the person has looked at."""
    pool = find_pool(request.seat, pool_id)
    tier, run_id = request.POST.get("tier", ""), request.POST.get("run", "")
    done = attempt(
        request,
        lambda: actions.confirm_all(
            pool_id=pool.pk,
            tier=tier,
            run_id=int(run_id) if run_id.isdecimal() else None,
            actor=request.seat,
            now=clock.now(),
        ),
        done="The whole list was confirmed. Undo takes all of it back.",
    )
    if done:
        return redirect("pooling:desk", pool.pk)
    return redirect(
        f"{reverse('pooling:groups', args=[pool.pk])}?show={'single' if tier == 'single' else 'auto'}"
    )


@require_POST
@seat_required
@tells_if_gone
def rename(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Change how a group is called or counted."""
    match = find_match(request, match_id)
    form = NameForm(request.POST, unit=match.base_unit)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.rename_match(match_id=match.pk, actor=request.seat, now=clock.now(), **form.facts()),
    ):
        return to_group(match)
    return desk_page(request, match.pool, match, forms={"name_form": form}, status=422)


def _find_line(request: SeatedRequest, match_line_id: int) -> MatchLine:
    rows = MatchLine.objects.filter(match__in=Match.objects.visible_to(request.seat))
    row = rows.select_related("match__pool").filter(pk=match_line_id).first()
    if row is None:
        raise GroupGone(find_pool(request.seat, _pool_named(request)))
    return row


@require_POST
@seat_required
@tells_if_gone
def take_out(request: SeatedRequest, match_line_id: int) -> HttpResponse:
    """Set a line apart and stay with the group."""
    row = _find_line(request, match_line_id)
    attempt(
        request,
        lambda: actions.take_out(
            match_line_id=row.pk, actor=request.seat, now=clock.now(), seen=seen(request)
        ),
        done="The line was set apart. It stands at the end of this group until you put it back.",
    )
    return to_group(row.match)


@require_POST
@seat_required
@tells_if_gone
def put_back(request: SeatedRequest, match_line_id: int) -> HttpResponse:
    """Put a line back and stay with the group."""
    row = _find_line(request, match_line_id)
    attempt(
        request,
        lambda: actions.put_back(
            match_line_id=row.pk, actor=request.seat, now=clock.now(), seen=seen(request)
        ),
        done="The line was put back.",
    )
    return to_group(row.match)


@require_POST
@seat_required
def freeze(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Freeze the pool and show its pooled lines."""
    pool = find_pool(request.seat, pool_id)
    done = attempt(
        request,
        lambda: actions.freeze(pool_id=pool.pk, actor=request.seat, now=clock.now()),
        done="The pool is frozen. Its lines can now be put into a solicitation.",
    )
    return redirect("pooling:sheet" if done else "pooling:desk", pool.pk)
