"""Who may approve what: the rules in words, a checker, and setting them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonlot.kernel.money import Money
from commonlot.process.membership import access, actions, forms, queries, rules
from commonlot.process.membership.models import Agency, ApprovalBackup
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form


def _agency(request: SeatedRequest, pk: int) -> Agency:
    """Return the agency whose people may be seen; to others it has no such page."""
    agency = get_object_or_404(Agency.objects.select_related("organisation"), pk=pk)
    if not access.see_people.allows(request.seat, agency.organisation, now=clock.now()):
        raise Http404
    return agency


@seat_required
@require_safe
def approvals(request: SeatedRequest, pk: int) -> HttpResponse:
    """Say in words who may approve what, and let a reader ask about one amount."""
    return _page(request, _agency(request, pk))


@dataclass(frozen=True)
class Answer:
    """Who could approve one amount, and why not, where nobody could."""

    amount: Money
    standing: rules.ApprovalStanding
    why_nobody: str | None


def _page(request: SeatedRequest, agency: Agency, bad: Form | None = None) -> HttpResponse:
    now = clock.now()
    organisation = agency.organisation
    people = list(queries.people_of(organisation, request.seat, now=now))
    approvers = list(queries.approver_seats(organisation.pk, now=now))
    known = queries.approval_rules(organisation.pk, now=now)
    today = timezone.localdate(now)
    checker = forms.WhoCould(request.GET if "amount" in request.GET else None, people=people)
    context = {
        "agency": agency,
        "rules": known,
        "bands": rules.bands(known, on=today),
        "why_not_separate": rules.why_not_separate([frozenset(seat.roles) for seat in people]),  # type: ignore[arg-type]
        "backups": queries.backups_of(organisation.pk, now=now),
        "why_not_set": access.set_approval_rules.why_not(request.seat, organisation, now=now),
        "checker": checker,
        "answer": _answer(checker, known, today=today) if checker.is_bound and checker.is_valid() else None,
        "limits": _given(bad, forms.ApprovalLimits) or forms.ApprovalLimits(approvers=approvers),
        "two": _given(bad, forms.TwoApprovals)
        or forms.TwoApprovals(initial={"above": _amount(known.two_above)}),
        "backup": _given(bad, forms.NewBackup) or forms.NewBackup(approvers=approvers, people=people),
        "today": today,
        "bad": bad,
    }
    wrong = bad is not None or (checker.is_bound and not checker.is_valid())
    return render(request, "membership/approvals.html", context, status=422 if wrong else 200)


def _given(form: Form | None, kind: type[Form]) -> Form | None:
    return form if isinstance(form, kind) else None


def _amount(amount: Money | None) -> str:
    return "" if amount is None else f"{amount.amount:,.2f}"


def _answer(checker: forms.WhoCould, known: rules.ApprovalRules, *, today: date) -> Answer:
    amount = checker.cleaned_data["amount"]
    asked = rules.Request(amount, asked_by=checker.cleaned_data["asked_by"])
    return Answer(amount, rules.standing(known, asked, on=today), rules.why_nobody(known, asked, on=today))


def _save(
    request: SeatedRequest, agency: Agency, form: Form, act: Callable[[], object], done: str
) -> HttpResponse:
    if form.is_valid() and attempt_with_form(form, act):
        messages.success(request, done)
        return redirect("membership:approvals", agency.pk)
    return _page(request, agency, form)


@seat_required
@require_POST
def limits(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set up to which amount each approver may approve."""
    agency = _agency(request, pk)
    approvers = queries.approver_seats(agency.organisation_id, now=clock.now())
    form = forms.ApprovalLimits(request.POST, approvers=approvers)

    def set_them() -> None:
        actions.set_approval_limits(
            agency_id=agency.pk, limits=form.limits, actor=request.seat, now=clock.now()
        )

    return _save(request, agency, form, set_them, "The limits are saved. They count from now on.")


@seat_required
@require_POST
def two_approvals(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set above which amount two people must approve."""
    agency = _agency(request, pk)
    form = forms.TwoApprovals(request.POST)

    def set_it() -> None:
        actions.set_two_approvals(
            agency_id=agency.pk, above=form.cleaned_data["above"], actor=request.seat, now=clock.now()
        )

    return _save(request, agency, form, set_it, "Saved. It counts from now on, for orders that wait too.")


@seat_required
@require_POST
def name_backup(request: SeatedRequest, pk: int) -> HttpResponse:
    """Let a person approve for an approver who is away."""
    agency = _agency(request, pk)
    now = clock.now()
    form = forms.NewBackup(
        request.POST,
        approvers=queries.approver_seats(agency.organisation_id, now=now),
        people=queries.people_of(agency.organisation, request.seat, now=now),
    )

    def name_them() -> None:
        facts = form.cleaned_data
        actions.name_backup(
            agency_id=agency.pk,
            approver_id=facts["approver"],
            backup_id=facts["backup"],
            starts_on=facts["starts_on"],
            ends_on=facts["ends_on"],
            actor=request.seat,
            now=now,
        )

    return _save(request, agency, form, name_them, "The backup is named, for the days you gave.")


@seat_required
@require_POST
def end_backup(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a backup before its last day."""
    row = get_object_or_404(
        ApprovalBackup.objects.select_related("approver__organisation__agency", "backup__user"), pk=pk
    )
    agency = _agency(request, row.approver.organisation.agency.pk)
    attempt(
        request,
        lambda: actions.end_backup(backup_id=row.pk, actor=request.seat, now=clock.now()),
        done=f"{row.backup.user} no longer stands in for {row.approver.user}.",
    )
    return redirect("membership:approvals", agency.pk)
