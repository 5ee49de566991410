"""Proposing, granting, refusing and ending delegations, and what was done under one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import access, actions, forms, queries, rules
from commonlot.process.membership.models import AssistanceRequest, Delegation
from commonlot.process.membership.views.assistance import find_request
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import acts_from, trail_of
from commonlot.records.screens import attempt, attempt_with_form

TRAIL = 100
USUAL = timedelta(days=90)
ACTS = {"needs": ["needs"], "orders": ["orders"], "specification": ["specification"], "check": ["check"]}


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SeatedRequest, pk: int) -> HttpResponse:
    """Propose what the buyer may do on the agency's behalf."""
    asked, now = find_request(request, pk), clock.now()
    if reason := access.propose_delegation.why_not(request.seat, asked, now=now):
        raise PermissionDenied(reason)
    form = forms.Proposal(
        request.POST or None,
        pools=queries.pools_to_delegate(asked.agency, now=now),
        contracts=queries.contracts_to_delegate(asked.agency, now=now),
        initial=_usual(asked, request),
    )
    made: list[Delegation] = []

    def propose_it() -> None:
        made.append(
            actions.propose_delegation(request_id=asked.pk, **form.cleaned_data, actor=request.seat, now=now)
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, propose_it):
        messages.success(
            request, f"Proposed. {asked.agency} decides; nothing can be done before it grants it."
        )
        return redirect("membership:delegation", made[0].pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "membership/help/propose.html", {"form": form, "asked": asked}, status=status)


def _usual(asked: AssistanceRequest, request: SeatedRequest) -> dict[str, Any]:
    today = timezone.localdate(clock.now())
    return {
        "acts": ACTS.get(asked.kind, []),
        "pools": [rules.ALL] if asked.kind == "needs" else [],
        "contracts": [rules.ALL] if asked.kind == "orders" else [],
        "begins_on": today,
        "ends_on": today + USUAL,
    }


def _delegation(request: SeatedRequest, pk: int) -> Delegation:
    """Return a delegation that the seat may see; to others there is none."""
    return get_object_or_404(queries.delegations_for(request.seat), pk=pk)


@seat_required
@require_safe
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one delegation: what it covers, the hours, and every act that was done under it."""
    return _page(request, _delegation(request, pk))


def _page(request: SeatedRequest, found: Delegation, *, status: int = 200, **bad: Any) -> HttpResponse:
    seat, now = request.seat, clock.now()
    policies = ("grant_delegation", "refuse_delegation", "withdraw_proposal", "end_delegation")
    context = {
        "it": found,
        "why_not": {name: getattr(access, name).why_not(seat, found, now=now) for name in policies},
        "why_not_log": access.log_hours.why_not(seat, found.request, now=now),
        "hours": found.hours.select_related("buyer__user", "taken_back_by"),
        "done": acts_from(found.seat)[:TRAIL] if found.seat else [],
        "trail": trail_of(found)[:TRAIL],
        "total": rules.hours(found.quarters),  # type: ignore[attr-defined]
        "names_of": {
            "pools": _named(found.pools, queries.pools_to_delegate(found.agency, now=now)),
            "contracts": _named(found.contracts, queries.contracts_to_delegate(found.agency, now=now)),
        },
        "refuse_form": forms.MaybeBecause(prefix="refuse"),
        "end_form": forms.MaybeBecause(prefix="end"),
        "has_errors": bool(bad),
        **bad,
    }
    return render(request, "membership/help/delegation.html", context, status=status)


def _named(numbers: list[str], offered: list[tuple[str, str]]) -> list[str]:
    names = dict(offered)
    return [f"{each}, {names[each]}" if each in names else each for each in numbers if each != rules.ALL]


def _step(
    request: SeatedRequest, pk: int, act: Callable[..., object], done: str, **more: str
) -> HttpResponse:
    found = _delegation(request, pk)
    attempt(
        request,
        lambda: act(delegation_id=found.pk, actor=request.seat, now=clock.now(), **more),
        done=done.format(buyer=found.buyer.user, agency=found.agency),
    )
    return redirect("membership:delegation", found.pk)


def _reason(request: SeatedRequest, prefix: str) -> str:
    form = forms.MaybeBecause(request.POST, prefix=prefix)
    return str(form.cleaned_data["because"]) if form.is_valid() else ""


@seat_required
@require_POST
def grant(request: SeatedRequest, pk: int) -> HttpResponse:
    """Grant a proposal."""
    said = "Granted. {buyer} can act for you within this scope. You can end it here at any time."
    return _step(request, pk, actions.grant_delegation, said)


@seat_required
@require_POST
def refuse(request: SeatedRequest, pk: int) -> HttpResponse:
    """Refuse a proposal."""
    said = "Refused. {buyer} was told."
    return _step(request, pk, actions.refuse_delegation, said, because=_reason(request, "refuse"))


@seat_required
@require_POST
def take_back(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    return _step(request, pk, actions.withdraw_proposal, "The proposal is taken back. {agency} was told.")


@seat_required
@require_POST
def end(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a delegation, at once."""
    said = (
        "Ended. {buyer} acts for {agency} no more, from this moment on. What was drafted stays with {agency}."
    )
    return _step(request, pk, actions.end_delegation, said, because=_reason(request, "end"))
