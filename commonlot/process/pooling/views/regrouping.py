"""Splitting a group, putting groups together, moving lines: the search for the other group, and the clicks."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from commonlot.process.pooling import access, actions, queries
from commonlot.process.pooling.models import Match
from commonlot.process.pooling.queries import desk as desk_queries
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.views.decisions import MOST_DIGITS, find_match, seen, tells_if_gone, to_group
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt


def _ticked(sent: list[str]) -> list[int]:
    return [int(each) for each in sent if each.isdecimal() and len(each) < MOST_DIGITS]


@require_safe
@seat_required
@tells_if_gone
def together(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Search another group by words: to put it together with this one, or to move ticked lines there."""
    match = find_match(request, match_id)
    text = request.GET.get("text", "").strip()[:100]
    rows = match.lines.filter(taken_out=False, pk__in=_ticked(request.GET.getlist("line")))
    ticked = list(rows.select_related("line__participation__agency__organisation"))
    found = desk_queries.groups_with_words(match, text)
    names = queries.agencies_of(found)
    context = {
        "pool": match.pool,
        "match": match,
        "text": text,
        "ticked": ticked,
        "found": [(each, names[each.pk]) for each in queries.summed(found)],
        "seen": desk_queries.marks_of([match.pk])[match.pk],
        "own_units": own_units(match.pool.lead_agency_id),
        "why_not": access.decide.why_not(request.seat, match.pool, now=clock.now()),
    }
    return render(request, "pooling/together.html", context)


def _regroup(request: SeatedRequest, match: Match, act: Callable[[], Match], done: str) -> HttpResponse:
    made: list[Match] = []
    if attempt(request, lambda: made.append(act()), done=done):
        return to_group(made[0])
    return to_group(match)


@require_POST
@seat_required
@tells_if_gone
def split(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Split the ticked lines off, and show the group that they form."""
    match = find_match(request, match_id)
    return _regroup(
        request,
        match,
        lambda: actions.split_match(
            match_id=match.pk, match_line_ids=_ticked(request.POST.getlist("line")), actor=request.seat,
            now=clock.now(), seen=seen(request),
        ),
        "Split in two. This is the new group; the rest waits where it was.",
    )  # fmt: skip


def _chosen(request: SeatedRequest) -> int:
    return next(iter(_ticked([request.POST.get("other", "")])), 0)


@require_POST
@seat_required
@tells_if_gone
def merge(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Put another group together with this one."""
    match = find_match(request, match_id)
    return _regroup(
        request,
        match,
        lambda: actions.merge_matches(
            match_id=match.pk,
            other_id=_chosen(request),
            actor=request.seat,
            now=clock.now(),
            seen=seen(request),
        ),
        "Put together. Nothing is added up until you confirm it.",
    )


@require_POST
@seat_required
@tells_if_gone
def move(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Move the ticked lines to another group, and show that group."""
    match = find_match(request, match_id)
    return _regroup(
        request,
        match,
        lambda: actions.move_lines(
            match_id=match.pk, match_line_ids=_ticked(request.POST.getlist("line")), to_id=_chosen(request),
            actor=request.seat, now=clock.now(), seen=seen(request),
        ),
        "Moved. This is the group where the lines stand now.",
    )  # fmt: skip
