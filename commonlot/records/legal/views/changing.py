"""Changing a rule: proposing a version, deciding it, and what the shipped file has otherwise."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import AnyRequest, SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal import access, actions, forms, queries
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.pack import shipped_packs
from commonlot.records.screens import attempt, attempt_with_form


def _staff_only(request: SeatedRequest) -> None:
    if reason := access.propose_change.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SeatedRequest, version: int) -> HttpResponse:
    """Propose a new version of a rule, from one that stands."""
    _staff_only(request)
    base = get_object_or_404(Rule.objects.standing(), pk=version)
    form = forms.ProposeVersion(request.POST or None, request.FILES or None, base=base.as_text())
    made: list[RuleChange] = []

    def propose_it() -> None:
        made.append(
            actions.propose_change(
                pack=base.pack,
                base_id=base.pk,
                version=form.version(),
                kind=form.cleaned_data["kind"],
                why=form.cleaned_data["why"],
                letter=_letter(form.cleaned_data["letter"]),
                actor=request.seat,
                now=clock.now(),
            )
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, propose_it):
        return redirect("legal:change", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "legal/propose.html", {"form": form, "rule": base}, status=status)


def _letter(file: Any) -> actions.Letter | None:
    if not file:
        return None
    return actions.Letter(file.name, file.read(), file.content_type or "application/octet-stream")


@seat_required
@require_safe
def changes(request: SeatedRequest) -> HttpResponse:
    """List the changes that wait, and those that were decided."""
    _staff_only(request)
    found = queries.changes(request.seat)
    context = {
        "waiting": [each for each in found if each.status == "proposed"],
        "decided": [each for each in found if each.status != "proposed"],
        "shipped": sum(len(queries.shipped_otherwise(pack)) for pack in shipped_packs().values()),
    }
    return render(request, "legal/changes.html", context)


@require_safe
def change(request: AnyRequest, pk: int) -> HttpResponse:
    """Show one change: before and after, what would hold, who proposed it and who decides."""
    found, now = _change(request, pk), clock.now()
    is_open = found.status == "proposed"
    staff = access.is_staff(request.seat)
    context = {
        "change": found,
        "is_open": is_open,
        "is_staff": staff,
        "standing": queries.after_change(found) if is_open else [],
        "why_not_decide": access.decide_change.why_not(request.seat, found, now=now),
        "may_withdraw": is_open and access.withdraw_change.allows(request.seat, found, now=now),
        "trail": trail_of(found) if staff else [],
        "form": forms.Decision(),
    }
    return render(request, "legal/change.html", context)


def _change(request: AnyRequest | SeatedRequest, pk: int) -> RuleChange:
    found = next((each for each in queries.changes(request.seat) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _decide(
    request: SeatedRequest, pk: int, act: Callable[..., object], *, done: str, with_note: bool = True
) -> HttpResponse:
    found = _change(request, pk)
    sent = {"note": request.POST.get("note", "")[:1000]} if with_note else {}

    def decide() -> None:
        act(change_id=found.pk, actor=request.seat, now=clock.now(), **sent)

    attempt(request, decide, done=done)
    return redirect("legal:change", found.pk)


@seat_required
@require_POST
def approve(request: SeatedRequest, pk: int) -> HttpResponse:
    """Let the proposed version be the law from its first day."""
    return _decide(request, pk, actions.approve_change, done="The new version stands.")


@seat_required
@require_POST
def decline(request: SeatedRequest, pk: int) -> HttpResponse:
    """Decline the proposed version."""
    return _decide(request, pk, actions.decline_change, done="The change was declined. Nothing changed.")


@seat_required
@require_POST
def withdraw(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take back the proposed version."""
    return _decide(request, pk, actions.withdraw_change, done="You took the change back.", with_note=False)


@seat_required
@require_safe
def shipped(request: SeatedRequest) -> HttpResponse:
    """Show what the files that ship have otherwise than the rules that are kept here."""
    _staff_only(request)
    packs = [
        (
            pack,
            queries.shipped_otherwise(pack),
            {each.code for each in queries.open_changes(request.seat, pack=pack.code)},
        )
        for pack in shipped_packs().values()
    ]
    return render(request, "legal/shipped.html", {"packs": packs})


@seat_required
@require_POST
def propose_shipped(request: SeatedRequest, pack: str, code: str) -> HttpResponse:
    """Propose a rule as the shipped file has it."""
    _staff_only(request)
    file = shipped_packs().get(pack)
    found = [each for each in queries.shipped_otherwise(file) if each.rule.code == code] if file else []
    if not found:
        raise Http404
    each = found[0]

    def propose_it() -> None:
        actions.propose_change(
            pack=pack,
            base_id=each.base.pk if each.base is not None else None,
            version=each.rule,
            kind=each.kind,
            why="As the rules that ship with this release of the program have it.",
            actor=request.seat,
            now=clock.now(),
        )

    attempt(
        request, propose_it, done=f"The shipped version of {code} is proposed. A second person decides it."
    )
    return redirect("legal:shipped")
