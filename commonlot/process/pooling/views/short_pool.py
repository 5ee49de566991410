"""The short-pool phase on the screen: a buyer says what fills, agencies add, and everybody sees what is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.pooling import actions, queries, rules
from commonlot.process.pooling.actions import Step
from commonlot.process.pooling.models import PooledLine
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.requirements import access as requirement_access
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements import forms
from commonlot.process.requirements.models import Pool, ShortPool, Want, WantLine
from commonlot.process.requirements.queries import short_pool as wants
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form

USUAL_LENGTH, FRIDAY = timedelta(days=5), 4


@dataclass
class StepRow:
    """One pooled line in the buyer's table, what was typed for it, and what is wrong."""

    line: PooledLine
    unit: str
    pack: str = ""
    minimum: str = ""
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def show(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Show what is missing and what was added; a buyer opens the phase here, an agency adds here."""
    pool, now = _find_pool(request, pool_id), clock.now()
    phase = pool.short_pools.first()
    why_not_open = requirement_access.open_short_pool.why_not(request.seat, pool, now=now)
    if request.seat.is_county and (why_not_open is None or request.method == "POST"):
        return _open(request, pool, phase, why_not_open, now)
    if phase is None or request.method == "POST":
        raise Http404
    context = {
        "pool": pool, "phase": phase, "now": now, "wants": _wants(request, phase),
        "own_units": own_units(pool.lead_agency_id),
        "why_not_close": requirement_access.close_short_pool.why_not(request.seat, phase, now=now),
    }  # fmt: skip
    return render(request, "pooling/short_pool.html", context)


def _find_pool(request: SeatedRequest, pool_id: int) -> Pool:
    """Return a pool to its lead agency, and to agencies that can help to fill; others learn nothing."""
    pools = Pool.objects.visible_to(request.seat).select_related("lead_agency")
    pool = get_object_or_404(pools, pk=pool_id)
    if not request.seat.is_county:
        own = WantLine.objects.filter(
            want__short_pool__pool=pool,
            line__participation__agency__organisation=request.seat.organisation_pk,
        )
        if not own.exists():
            raise Http404
    return pool


def _wants(request: SeatedRequest, phase: ShortPool) -> list[wants.WantView]:
    own = None if request.seat.is_county else request.seat.organisation_pk
    return wants.wants_of(phase, organisation_id=own, actor=request.seat, now=clock.now())


def _open(
    request: SeatedRequest, pool: Pool, phase: ShortPool | None, reason: str | None, now: datetime
) -> HttpResponse:
    units = own_units(pool.lead_agency_id)
    rows = [
        StepRow(line, rules.unit_words(line.base_unit, None, units)) for line in queries.pooled_lines(pool)
    ]
    usual = {"ends_at": _usual_end(now)}
    form = (
        forms.OpenShortPool(request.POST) if request.method == "POST" else forms.OpenShortPool(initial=usual)
    )
    steps = _steps(request, rows)
    sound = form.is_bound and form.is_valid() and not any(row.error for row in rows)
    if sound and attempt_with_form(
        form,
        lambda: actions.open_short_pool(
            pool_id=pool.pk, steps=steps, ends_at=form.cleaned_data["ends_at"], actor=request.seat, now=now
        ),
    ):
        messages.success(request, "The phase is open. The agencies that can help were told by mail.")
        return redirect("pooling:short_pool", pool.pk)
    wrong = [row for row in rows if row.error]
    context = {"pool": pool, "phase": phase, "rows": rows, "form": form, "reason": reason, "wrong": wrong}
    return render(
        request, "pooling/open_short_pool.html", context, status=422 if form.errors or wrong else 200
    )


def _usual_end(now: datetime) -> datetime:
    """Return the end that is offered: five in the afternoon, five days on, or the Monday after a weekend."""
    end = timezone.localtime(now + USUAL_LENGTH).replace(hour=17, minute=0, second=0, microsecond=0)
    return end + timedelta(days=max(7 - end.weekday(), 0) if end.weekday() > FRIDAY else 0)


def _steps(request: SeatedRequest, rows: list[StepRow]) -> dict[int, Step]:
    """Read what was typed beside each line: a pack or a minimum, never both."""
    steps: dict[int, Step] = {}
    for row in rows:
        row.pack = request.POST.get(f"pack-{row.line.pk}", "").strip()
        row.minimum = request.POST.get(f"minimum-{row.line.pk}", "").strip()
        if row.pack and row.minimum:
            row.error = "Give the pack or the minimum, not both."
        elif row.pack or row.minimum:
            amount = forms.read_amount_or_none(row.pack or row.minimum)
            if amount is None:
                row.error = "This must be a number above zero."
            else:
                steps[row.line.pk] = Step(Want.Kind.PACK if row.pack else Want.Kind.MINIMUM, amount)
    return steps


@require_POST
@seat_required
def add(request: SeatedRequest, pk: int) -> HttpResponse:
    """Add to one of the agency's own needs."""
    lines = WantLine.objects.select_related("want__short_pool")
    if not request.seat.is_county:
        lines = lines.filter(line__participation__agency__organisation=request.seat.organisation_pk)
    want_line = get_object_or_404(lines, pk=pk)
    pool_id = want_line.want.short_pool.pool_id
    get_object_or_404(Pool.objects.visible_to(request.seat), pk=pool_id)
    more = forms.read_amount_or_none(request.POST.get("more", "")) or Decimal(0)
    attempt(
        request,
        lambda: actions.add_to_fill(
            want_line_id=want_line.pk, more=more, actor=request.seat, now=clock.now()
        ),
        done=f"Added to “{want_line.want}”. Your share and the total were added up again.",
    )
    return redirect("pooling:short_pool", pool_id)


@require_POST
@seat_required
def close(request: SeatedRequest, pk: int) -> HttpResponse:
    """End the phase before its deadline."""
    phases = ShortPool.objects.filter(pool__in=Pool.objects.visible_to(request.seat))
    if not request.seat.is_county:
        phases = phases.none()
    phase = get_object_or_404(phases, pk=pk)
    attempt(
        request,
        lambda: requirements.close_short_pool(short_pool_id=phase.pk, actor=request.seat, now=clock.now()),
        done="The phase is over. The needs are frozen again.",
    )
    return redirect("requirements:pool", phase.pool_id)
