"""How an agency joins, from the public site: what it means, the application, and its page by the link."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.membership import actions, forms, papers, queries
from commonlot.process.membership.models import Application
from commonlot.process.membership.states import ApplicationStatus
from commonlot.records import clock
from commonlot.records.access.networks import network_of
from commonlot.records.access.requests import AnyRequest
from commonlot.records.screens import attempt, attempt_with_form


@require_safe
def join(request: AnyRequest) -> HttpResponse:
    """Say what joining is, what it costs, who may, and what the board must do."""
    law = queries.rules_by_code(queries.home_law(), on=timezone.localdate(clock.now()))
    context = {"who_may": law.get("COOP-2"), "majority": law.get("COOP-1")}
    return render(request, "membership/join.html", context)


@require_safe
def model_paper(request: AnyRequest, paper: str) -> HttpResponse:
    """Hand out the model agreement or the model resolution, with blanks."""
    if paper not in papers.PAPERS:
        raise Http404
    content = papers.model_paper(paper, now=clock.now())
    return as_pdf(
        content, {papers.AGREEMENT: "model-agreement", papers.RESOLUTION: "model-resolution"}[paper]
    )


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF to be saved."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name.removesuffix(".pdf")}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply_to_join(request: AnyRequest) -> HttpResponse:
    """Take an application; a button adds a row to a list and keeps what was typed."""
    sent = request.POST if request.method == "POST" else None
    form = forms.StatedForms(forms.Apply, sent, more=request.POST.get("more", ""))
    made: list[Application] = []

    def file_it() -> None:
        body = {name: form.main.cleaned_data[name] for name in ("name", "kind", "county", "state")}
        made.append(
            actions.apply_to_join(**body, facts=form.facts(), network=network_of(request), now=clock.now())
        )

    if form.main.is_bound and form.is_valid() and attempt_with_form(form.main, file_it):
        return redirect("membership:application", queries.token_of(made[0], by_mail=False))
    state = getattr(form.main, "cleaned_data", {}).get("state") or queries.home_state()
    context = {
        "form": form,
        "limits": queries.legal_thresholds(state=state, on=timezone.localdate(clock.now())),
    }
    return render(request, "membership/apply.html", context, status=422 if form.main.is_bound else 200)


def _application(token: str, *, to_act: bool = False) -> tuple[Application, bool]:
    """Return the application of a link; one that was only shown after applying cannot act on it."""
    found, by_mail = queries.application_of(token)
    if found is None or (to_act and not by_mail):
        raise Http404
    return found, by_mail


@never_cache
@require_safe
def application(request: AnyRequest, token: str) -> HttpResponse:
    """Show an application to whoever holds its link: what the law says, how it stands, what was stated."""
    found, by_mail = _application(token)
    now = clock.now()
    is_open = found.status == ApplicationStatus.UNCONFIRMED
    context: dict[str, Any] = {
        "application": found,
        "token": token,
        "by_mail": by_mail,
        "may_confirm": by_mail and is_open and now < found.confirm_by,
        "is_over_time": is_open and now >= found.confirm_by,
        "may_withdraw": by_mail and found.status == ApplicationStatus.SUBMITTED,
    }
    return render(request, "membership/application.html", context)


@require_POST
def confirm_application(request: AnyRequest, token: str) -> HttpResponse:
    """Prove the contact's address: a link alone does not, for mail scanners open links."""
    return _act(request, token, actions.confirm_application, "Confirmed. The county has your application.")


@require_POST
def withdraw_application(request: AnyRequest, token: str) -> HttpResponse:
    """Withdraw the application."""
    return _act(request, token, actions.withdraw_application, "Your application is withdrawn.")


def _act(request: AnyRequest, token: str, action: Callable[..., object], done: str) -> HttpResponse:
    found, _ = _application(token, to_act=True)
    attempt(request, lambda: action(application_id=found.pk, now=clock.now()), done=done)
    return redirect("membership:application", token)
