"""The review desk: which groups wait, and one group with all that is known about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from commonlot.process.pooling import access, actions, queries, rules
from commonlot.process.pooling.models import Match
from commonlot.process.pooling.queries import desk as desk_queries
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.views.shown import shown_group
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of

TRAIL = 12
PAGE = 50
LISTS = {
    "review": "To review",
    "auto": "Alike in every attribute",
    "single": "Standing alone",
    "checks": "Spot checks",
    "asked": "With a question",
    "confirmed": "Confirmed",
    "left_out": "Left out",
}


@require_safe
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """List the pools that are being pooled, or were."""
    if request.seat.is_vendor:
        raise PermissionDenied("Pooled lines are for agencies. Bids open to you stand under Open bids.")
    page = Paginator(queries.pools_for(request.seat), PAGE).get_page(request.GET.get("page"))
    return render(request, "pooling/index.html", {"page": page})


def find_pool(seat: AnySeat, pool_id: int) -> Pool:
    """Return a pool to the lead agency's seats; nobody else learns that it is on a desk."""
    pools = Pool.objects.visible_to(seat) if seat.is_county else Pool.objects.none()
    return get_object_or_404(pools.select_related("lead_agency"), pk=pool_id)


@require_safe
@seat_required
def show(request: SeatedRequest, pool_id: int, match_id: int | None = None) -> HttpResponse:
    """Show the desk with one group: the one that was asked for, else the first to review."""
    pool = find_pool(request.seat, pool_id)
    match = None
    if match_id is not None:
        matches = Match.objects.select_related("decided_by__user", "joins", "split_from")
        match = matches.filter(pool=pool, pk=match_id).first()
        if match is None:
            messages.error(request, actions.GONE)
            return redirect("pooling:desk", pool.pk)
        match.pool = pool
        actions.look_at_group(match=match, actor=request.seat, now=clock.now())
    return desk_page(request, pool, match)


def desk_page(
    request: SeatedRequest,
    pool: Pool,
    match: Match | None,
    *,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the desk; forms: those that were refused, to be shown again with what is wrong."""
    match = match or queries.queue_of(pool).select_related("joins", "split_from").first()
    if match is not None:
        match.pool = pool
    of_pool, of_group = _of_pool(request.seat, pool), _of_group(request, match, forms or {})
    group, place = of_group["group"], queries.place_in_queue(pool, match)
    context = {
        **of_pool,
        **of_group,
        "can_tick": group is not None and group.can_split and of_pool["why_not"] is None,
        "pool": pool,
        "queue": place.window,
        "before": place.before,
        "after": place.after,
        "own_units": own_units(pool.lead_agency_id),
        "trail": trail_of(match or pool)[:TRAIL],
        "has_errors": bool(forms),
        **(forms or {}),
    }
    return render(request, "pooling/desk.html", context, status=status)


def _of_pool(seat: AnySeat, pool: Pool) -> dict[str, Any]:
    """Read what the desk says of the pool: how far it is, whether it is being sorted, what can be undone."""
    now = clock.now()
    run, progress = queries.latest_run(pool), queries.progress_of(pool)
    work = run.work if run is not None and run.finished_at is None else None
    return {
        "run": run,
        "running": work is not None and not work.is_over,
        "failed": work if work is not None and work.status == "failed" else None,
        "due": desk_queries.due_again(pool, run),
        "progress": progress,
        "checks": desk_queries.spot_checks(pool),
        "why_not": access.decide.why_not(seat, pool, now=now),
        "why_not_freeze": None if progress.to_review else rules.why_not_freeze(queries.unfinished(pool)),
        "steps": list(desk_queries.steps_of(pool, seat)[: desk_queries.STEPS_SHOWN]),
    }


def _of_group(request: SeatedRequest, match: Match | None, forms: dict[str, Any]) -> dict[str, Any]:
    if match is None:
        return {"group": None}
    every = request.GET.get("lines") == "all"
    return {
        "every": every,
        "group": shown_group(match, forms, every=every),
        "others": desk_queries.others_looking_at(match, request.seat, now=clock.now()),
    }


@require_safe
@seat_required
def groups(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """List groups: those to review, alike, alone, asked, confirmed, left out."""
    pool = find_pool(request.seat, pool_id)
    shown = request.GET.get("show", "review")
    shown = shown if shown in LISTS else "review"
    found = queries.groups_of(pool, shown).values_list("pk", flat=True)
    text = request.GET.get("text", "").strip()[:100]
    if text:
        found = found.filter(name__icontains=text)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    run = queries.latest_run(pool)
    context = {
        "pool": pool,
        "page": page,
        "rows": queries.summed(list(page.object_list)),
        "show": shown,
        "text": text,
        "title": LISTS[shown],
        "lists": LISTS.items(),
        "run_id": run.pk if run else "",
        "names": queries.agencies_of(list(page.object_list)),
        "own_units": own_units(pool.lead_agency_id),
        "why_not": access.decide.why_not(request.seat, pool, now=clock.now()),
        "in_one_click": shown in (Match.Tier.AUTO, Match.Tier.SINGLE) and not text,
    }
    return render(request, "pooling/groups.html", context)
