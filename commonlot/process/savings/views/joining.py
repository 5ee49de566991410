"""Should we join? One page for an agency that was invited, and for anyone who asks about an open pool."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import agency_of
from commonlot.process.requirements import access as requirements
from commonlot.process.requirements.models import Pool
from commonlot.process.savings.forms import WhatIf
from commonlot.process.savings.queries import joining as queries
from commonlot.process.savings.rules import LEAST_AGENCIES, LEAST_LINES, together
from commonlot.records import clock
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import AnyRequest


def _find_pool(seat: AnySeat, pool_id: int, now: datetime) -> Pool:
    """Return a pool that is open for needs, which the calendar tells everyone, or one that the seat may see."""
    open_now, visible = Pool.objects.open_for_needs(now=now), Pool.objects.visible_to(seat)
    pools = Pool.objects.filter(Q(pk__in=open_now.values("pk")) | Q(pk__in=visible.values("pk")))
    return get_object_or_404(pools.select_related("lead_agency"), pk=pool_id)


@require_safe
def show(request: AnyRequest, pool_id: int) -> HttpResponse:
    """Show what joining a pool would mean."""
    now = clock.now()
    pool, agency = _find_pool(request.seat, pool_id, now), agency_of(request.seat)
    past = queries.past_pools(pool)
    part = queries.part_of(pool, request.seat)
    own = queries.own_shares(past[0], agency) if past and agency else []
    form = _form(request, past, agency)
    tried = queries.what_if(form.chosen, form.cleaned_data["quantity"], form.cleaned_data["price"]) if (
        form is not None and form.is_bound and form.is_valid()
    ) else None  # fmt: skip
    context = {
        "pool": pool, "agency": agency, "part": part, "now": now,
        "is_open": pool.status == "collecting" and now < pool.needs_due_at,
        "why_not_join": requirements.join_pool.why_not(request.seat, part, now=now) if part else None,
        "past": [(each, queries.evidence_of(each)) for each in past],
        "own": own, "together": together(own),
        "form": form, "tried": tried,
        "law": queries.law_on_joining(pool, agency, on=timezone.localdate(now)) if agency else None,
        "least_lines": LEAST_LINES, "least_agencies": LEAST_AGENCIES,
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "savings/joining.html", context, status=status)


def _form(request: AnyRequest, past: list[Pool], agency: Agency | None) -> WhatIf | None:
    """Return the form to try a quantity on the lines of the latest past pool, if there is one."""
    choices = queries.choices_of(past[0], agency) if past else []
    if not choices:
        return None
    return WhatIf(request.GET if "quantity" in request.GET else None, choices=choices)
