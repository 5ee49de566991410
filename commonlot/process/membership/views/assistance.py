"""Asking for help, the county's queue with the load of each buyer, and one request."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import AssistanceRequest
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

A_PAGE = 50
TRAIL = 40


@seat_required
@require_safe
def index(request: SeatedRequest) -> HttpResponse:
    """Show the county its queue and how much each buyer has; an agency what it asked and who acts for it."""
    now = clock.now()
    if request.seat.is_agency:
        return _own_help(request)
    if request.seat.is_vendor:
        raise Http404
    if reason := access.see_queue.why_not(request.seat, now=now):
        raise PermissionDenied(reason)
    context = {
        "waiting": queries.queue(request.seat)[:A_PAGE],
        "at_work": queries.being_done(request.seat)[:A_PAGE],
        "delegations": queries.open_delegations(request.seat)[:A_PAGE],
        "load": queries.load(now=now),
        "over": _page(request, queries.over(request.seat)),
        "may_take": access.is_buyer(request.seat),
    }
    return render(request, "membership/help/queue.html", context)


def _own_help(request: SeatedRequest) -> HttpResponse:
    now = clock.now()
    context = {
        "open": [*queries.queue(request.seat), *queries.being_done(request.seat)],
        "delegations": queries.open_delegations(request.seat)[:A_PAGE],
        "past": queries.delegations_for(request.seat).exclude(status__in=["proposed", "granted"])[:A_PAGE],
        "over": _page(request, queries.over(request.seat)),
        "why_not_ask": access.ask_for_help.why_not(request.seat, now=now),
        "average": queries.average_answer(now=now),
    }
    return render(request, "membership/help/own.html", context)


def _page(request: SeatedRequest, found: Any) -> Any:
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SeatedRequest) -> HttpResponse:
    """Ask the county for help."""
    now = clock.now()
    if reason := access.ask_for_help.why_not(request.seat, now=now):
        raise PermissionDenied(reason)
    form = forms.AskForHelp(request.POST or None, request.FILES or None)
    made: list[AssistanceRequest] = []

    def ask_it() -> None:
        facts = {**form.cleaned_data, "papers": [_paper(file) for file in form.cleaned_data["papers"]]}
        made.append(actions.ask_for_help(**facts, actor=request.seat, now=now))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, ask_it):
        messages.success(request, "The county has your request. You see here who takes it.")
        return redirect("membership:help_request", made[0].pk)
    context = {"form": form, "average": queries.average_answer(now=now)}
    status = 422 if request.method == "POST" else 200
    return render(request, "membership/help/ask.html", context, status=status)


def _paper(file: UploadedFile) -> tuple[str, bytes, str]:
    return file.name or "paper", file.read(), file.content_type or "application/octet-stream"


def find_request(request: SeatedRequest, pk: int) -> AssistanceRequest:
    """Return a request that the seat may see; to others there is none."""
    return get_object_or_404(queries.requests_for(request.seat), pk=pk)


@seat_required
@require_safe
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one request: what was asked, who has it, what happened, and what can be done."""
    return _request_page(request, find_request(request, pk))


def _request_page(
    request: SeatedRequest, asked: AssistanceRequest, *, status: int = 200, **bad: Form
) -> HttpResponse:
    seat, now = request.seat, clock.now()
    policies = (
        "take_request", "assign_request", "decline_request", "withdraw_request", "finish_request", "add_paper",
        "propose_delegation", "log_hours",
    )  # fmt: skip
    why_not = {name: getattr(access, name).why_not(seat, asked, now=now) for name in policies}
    usual: dict[str, Any] = {
        "decline_form": forms.Because(prefix="decline"),
        "done_form": forms.Outcome(prefix="done"),
        "paper_form": forms.NewPaper(),
    }
    if not why_not["assign_request"]:
        usual["assign_form"] = forms.Assignment(buyers=list(queries.buyers(now=now)))
    context = {
        "asked": asked,
        "papers": asked.papers.select_related("kept_by__user", "kept_by__organisation"),
        "delegations": queries.delegations_for(seat).filter(request=asked),
        "hours": asked.hours.select_related("buyer__user", "taken_back_by"),
        "trail": trail_of(asked)[:TRAIL],
        "why_not": why_not,
        "has_errors": bool(bad),
        **usual,
        **bad,
    }
    return render(request, "membership/help/request.html", context, status=status)


@seat_required
@require_POST
def take(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a request."""
    asked = find_request(request, pk)
    attempt(
        request,
        lambda: actions.take_request(request_id=asked.pk, actor=request.seat, now=clock.now()),
        done=f"It is yours. {asked.agency} was told. Propose now what you may do for them, if you are to act.",
    )
    return redirect("membership:help_request", asked.pk)


@seat_required
@require_POST
def withdraw(request: SeatedRequest, pk: int) -> HttpResponse:
    """Withdraw a request."""
    asked = find_request(request, pk)
    attempt(
        request,
        lambda: actions.withdraw_request(request_id=asked.pk, actor=request.seat, now=clock.now()),
        done="The request is withdrawn.",
    )
    return redirect("membership:help_request", asked.pk)


@seat_required
@require_POST
def assign(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give a request to a buyer."""
    asked = find_request(request, pk)
    form = forms.Assignment(request.POST, buyers=list(queries.buyers(now=clock.now())))

    def give() -> None:
        buyer = form.cleaned_data["buyer"]
        actions.assign_request(request_id=asked.pk, buyer_id=buyer, actor=request.seat, now=clock.now())

    if form.is_valid() and attempt_with_form(form, give):
        return redirect("membership:help_request", asked.pk)
    return _request_page(request, asked, status=422, assign_form=form)


@seat_required
@require_POST
def decline(request: SeatedRequest, pk: int) -> HttpResponse:
    """Decline a request with the reason."""
    asked = find_request(request, pk)
    form = forms.Because(request.POST, prefix="decline")

    def say_no() -> None:
        because = form.cleaned_data["because"]
        actions.decline_request(request_id=asked.pk, because=because, actor=request.seat, now=clock.now())

    if form.is_valid() and attempt_with_form(form, say_no):
        messages.success(request, f"{asked.agency} was told why.")
        return redirect("membership:help_request", asked.pk)
    return _request_page(request, asked, status=422, decline_form=form)


@seat_required
@require_POST
def finish(request: SeatedRequest, pk: int) -> HttpResponse:
    """Say that a request is done."""
    asked = find_request(request, pk)
    form = forms.Outcome(request.POST, prefix="done")

    def finish_it() -> None:
        outcome = form.cleaned_data["outcome"]
        actions.finish_request(request_id=asked.pk, outcome=outcome, actor=request.seat, now=clock.now())

    if form.is_valid() and attempt_with_form(form, finish_it):
        messages.success(request, f"Done, and {asked.agency} was told.")
        return redirect("membership:help_request", asked.pk)
    return _request_page(request, asked, status=422, done_form=form)


@seat_required
@require_POST
def add_paper(request: SeatedRequest, pk: int) -> HttpResponse:
    """Add a paper to a request."""
    asked = find_request(request, pk)
    form = forms.NewPaper(request.POST, request.FILES)

    def keep_it() -> None:
        paper = _paper(form.cleaned_data["file"])
        actions.add_paper(request_id=asked.pk, paper=paper, actor=request.seat, now=clock.now())

    if form.is_valid() and attempt_with_form(form, keep_it):
        return redirect("membership:help_request", asked.pk)
    return _request_page(request, asked, status=422, paper_form=form)
