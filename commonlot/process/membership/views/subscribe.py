"""Asking for bid notices, on the public site, without an account."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonlot.process.membership import actions, forms
from commonlot.process.membership.models import Subscription
from commonlot.records import clock
from commonlot.records.access.networks import network_of
from commonlot.records.access.requests import AnyRequest
from commonlot.records.screens import attempt_with_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: AnyRequest) -> HttpResponse:
    """Ask for bid notices; the answer is the same for every address."""
    topics = [topic for topic in request.GET.getlist("topic") if topic in Subscription.Topic.values]
    form = forms.Subscribe(request.POST or None, initial={"topics": topics or [Subscription.Topic.CALLS]})

    def ask() -> None:
        actions.ask_to_subscribe(**form.wish(), network=network_of(request), now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, ask):
        return redirect("membership:subscribe_asked")
    open_goods = bool(form.is_bound and (form.data.getlist("commodities") or form.errors.get("commodities")))  # type: ignore[attr-defined]
    context = {"form": form, "open_goods": open_goods}
    return render(request, "membership/subscribe.html", context, status=422 if form.is_bound else 200)


@require_safe
def asked(request: AnyRequest) -> HttpResponse:
    """Say what happens next, the same for every address."""
    days = settings.COMMONLOT_LIST_LIMITS["confirmation_days"]
    return render(request, "membership/subscribe_asked.html", {"days": days})
