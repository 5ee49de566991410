"""The buyer's screens: pools, who takes part, what must still be asked."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership.models import Agency, Campaign
from commonlot.process.membership.queries import campaigns_about
from commonlot.process.requirements import access, actions, forms, queries
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
from commonlot.process.requirements.queries import calls
from commonlot.process.requirements.views import done_or_refused
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

TRAIL = 40


def _pool(request: SeatedRequest, pk: int) -> Pool:
    pools = Pool.objects.visible_to(request.seat).select_related("lead_agency", "planned_by__user")
    return get_object_or_404(pools, pk=pk)


def staff_pool(request: SeatedRequest, pk: int) -> Pool:
    """Return a pool to those who run it; others learn no more than they knew."""
    pool = _pool(request, pk)
    if not request.seat.is_county:
        raise PermissionDenied("Only the county sees this page.")
    return pool


@require_safe
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """List the pools: for a buyer all, for an agency those it was invited to."""
    now, seat = clock.now(), request.seat
    if seat.is_county:
        page = Paginator(queries.pools_for_staff(seat), 25).get_page(request.GET.get("page"))
        why_not_plan = access.plan_pool.why_not(seat, now=now)
        return render(
            request, "requirements/pools.html", {"page": page, "why_not_plan": why_not_plan, "now": now}
        )
    if not seat.is_agency:
        raise PermissionDenied("Pools are for agencies. Bids are open to you when a pool is out to bid.")
    parts = list(queries.parts_of_agency(seat))
    groups = {
        name: [part for part in parts if _group_of(part, now) == name] for name in ("yours", "sent", "over")
    }
    return render(request, "requirements/my_pools.html", {"groups": groups, "any": parts, "now": now})


def _group_of(part: Participation, now: Any) -> str:
    if part.pool.status != "collecting" or part.status == "withdrawn":
        return "over"
    if part.status in {"invited", "joined"}:
        return "yours" if now < part.pool.needs_due_at else "over"
    return "sent"


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def plan(request: SeatedRequest) -> HttpResponse:
    """Plan a pool."""
    now = clock.now()
    if access.plan_pool.why_not(request.seat, now=now):
        raise PermissionDenied(access.plan_pool.why_not(request.seat, now=now))
    form = forms.PlanPool(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Pool] = []
        if attempt_with_form(
            form, lambda: made.append(actions.plan_pool(**form.cleaned_data, actor=request.seat, now=now))
        ):
            return redirect("requirements:invite", made[0].pk)
    return render(request, "requirements/plan.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@seat_required
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one pool to the county; an agency is shown its own part."""
    pool = _pool(request, pk)
    if not request.seat.is_county:
        part = get_object_or_404(Participation.objects.visible_to(request.seat), pool=pool)
        return redirect("requirements:survey", part.pk)
    now = clock.now()
    parts = list(queries.parts_of_pool(pool))
    context = {
        "pool": pool, "parts": parts, "now": now,
        "answered": sum(1 for part in parts if part.status in queries.ANSWERED),
        "lines": RequirementLine.objects.filter(participation__pool=pool).count(),
        "asked": queries.lines_asked_about(pool).count(),
        "no_agreement": queries.without_agreement(parts, on=timezone.localdate(now)),
        "imports": list(queries.imports_of(pool)[:20]),
        "calls": campaigns_about(calls.POOL, pool.pk)[:20],
        "trail": trail_of(pool)[:TRAIL],
        "acts": _acts(pool, request.seat, now),
    }  # fmt: skip
    return render(request, "requirements/pool.html", context)


def _acts(pool: Pool, seat: AnySeat, now: Any) -> dict[str, str | None]:
    """Return the reason why each act is not possible now, or None where it is."""
    return {
        "invite": access.invite_agencies.why_not(seat, pool, now=now),
        "deadline": access.move_deadline.why_not(seat, pool, now=now),
        "open": access.open_pool.why_not(seat, pool, now=now),
        "write": access.write_to_invited.why_not(seat, pool, now=now),
        "upload": access.upload_needs.why_not(seat, pool, now=now),
        "start_pooling": access.start_pooling.why_not(seat, pool, now=now),
        "reopen": access.reopen_collecting.why_not(seat, pool, now=now),
        "short_pool": access.open_short_pool.why_not(seat, pool, now=now),
        "cancel": access.cancel_pool.why_not(seat, pool, now=now),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def invite(request: SeatedRequest, pk: int) -> HttpResponse:
    """Tick the agencies to invite."""
    pool, now = staff_pool(request, pk), clock.now()
    form = forms.InviteAgencies(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        ids = [agency.pk for agency in form.cleaned_data["agency_ids"]]
        if attempt_with_form(
            form,
            lambda: actions.invite_agencies(pool_id=pool.pk, agency_ids=ids, actor=request.seat, now=now),
        ):
            return redirect("requirements:pool", pool.pk)
    kind = request.GET.get("kind", "")
    found = queries.candidates(
        pool, on=timezone.localdate(now), kind=kind if kind in Agency.Kind.values else ""
    )
    context = {
        "pool": pool, "form": form, "candidates": found, "kinds": Agency.Kind.choices, "kind": kind,
        "can_be_ticked": sum(1 for each in found if not each.invited and not each.reason),
        "ticked": set(request.POST.getlist("agency_ids")), "tick_all": "all" in request.GET,
        "reason": access.invite_agencies.why_not(request.seat, pool, now=now),
    }  # fmt: skip
    return render(request, "requirements/invite.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def move_deadline(request: SeatedRequest, pk: int) -> HttpResponse:
    """Move the deadline for needs."""
    pool, now = staff_pool(request, pk), clock.now()
    form = forms.MoveDeadline(request.POST or None, initial=forms.deadline_of(pool))
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.move_deadline(pool_id=pool.pk, **form.cleaned_data, actor=request.seat, now=now),
    ):
        return redirect("requirements:pool", pool.pk)
    reason = access.move_deadline.why_not(request.seat, pool, now=now)
    context = {"pool": pool, "form": form, "reason": reason}
    return render(request, "requirements/deadline.html", context, status=422 if form.errors else 200)


@require_POST
@seat_required
def open_pool(request: SeatedRequest, pk: int) -> HttpResponse:
    """Open a pool for needs."""
    pool = staff_pool(request, pk)
    return done_or_refused(
        request, lambda: actions.open_pool(pool_id=pool.pk, actor=request.seat, now=clock.now()),
        "The pool is open. The invited agencies were told by mail.", to=pool,
    )  # fmt: skip


@require_POST
@seat_required
def write_to_invited(request: SeatedRequest, pk: int) -> HttpResponse:
    """Begin a call to the invited agencies; it is read through before it leaves."""
    pool = staff_pool(request, pk)
    made: list[Campaign] = []
    done = attempt(
        request,
        lambda: made.append(actions.write_to_invited(pool_id=pool.pk, actor=request.seat, now=clock.now())),
        done="This draft goes to the invited agencies. Look it through, then send it.",
    )
    return redirect("membership:edit_campaign", made[0].pk) if done else redirect(pool)


@require_POST
@seat_required
def start_pooling(request: SeatedRequest, pk: int) -> HttpResponse:
    """End the collection and go on to pooling."""
    pool = staff_pool(request, pk)
    return done_or_refused(
        request, lambda: actions.start_pooling(pool_id=pool.pk, actor=request.seat, now=clock.now()),
        "The needs that were sent are accepted. Pool like needs next.", to=pool,
    )  # fmt: skip


@require_POST
@seat_required
def reopen(request: SeatedRequest, pk: int) -> HttpResponse:
    """Open a pool for needs again."""
    pool = staff_pool(request, pk)
    return done_or_refused(
        request, lambda: actions.reopen_collecting(pool_id=pool.pk, actor=request.seat, now=clock.now()),
        "The pool collects needs again.", to=pool,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def cancel(request: SeatedRequest, pk: int) -> HttpResponse:
    """Cancel a pool, with the reason that its agencies will read."""
    pool, now = staff_pool(request, pk), clock.now()
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form, lambda: actions.cancel_pool(pool_id=pool.pk, **form.cleaned_data, actor=request.seat, now=now)
    ):
        return redirect("requirements:pool", pool.pk)
    context = {"pool": pool, "form": form, "reason": access.cancel_pool.why_not(request.seat, pool, now=now)}
    return render(request, "requirements/cancel.html", context, status=422 if form.errors else 200)


@require_safe
@seat_required
def questions(request: SeatedRequest, pk: int) -> HttpResponse:
    """List the needs about which something must still be asked."""
    return _questions(request, staff_pool(request, pk))


@require_POST
@seat_required
def answer(request: SeatedRequest, pk: int) -> HttpResponse:
    """Answer what was asked about one need, or leave it out."""
    lines = RequirementLine.objects.select_related("participation__pool")
    line = get_object_or_404(lines, pk=pk, participation__in=Participation.objects.visible_to(request.seat))
    pool = staff_pool(request, line.participation.pool_id)
    form = forms.Answer(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.answer_question(
            line_id=line.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        ),
    ):
        return redirect("requirements:questions", pool.pk)
    return _questions(request, pool, wrong=line.pk, form=form)


def _questions(
    request: SeatedRequest, pool: Pool, *, wrong: int | None = None, form: forms.Answer | None = None
) -> HttpResponse:
    page = Paginator(queries.lines_asked_about(pool), 25).get_page(request.GET.get("page"))
    if not request.seat.is_county:
        raise Http404
    context = {"pool": pool, "page": page, "wrong": wrong, "form": form}
    return render(request, "requirements/questions.html", context, status=422 if form else 200)
