"""A person's own subscription, reached by a signed link: confirm it, change it, end it, have it deleted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership import actions, forms, queries, states
from commonlot.process.membership.models import Subscription
from commonlot.records import clock
from commonlot.records.screens import attempt, attempt_with_form

ONE_CLICK = ("List-Unsubscribe", "One-Click")
View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """Keep the address of a page, which is its key, from caches, search engines and the next site.

    The key in the address does what a CSRF token would: who does not know it can send nothing. A page that
    sends no referrer makes browsers post with "Origin: null", which Django's own check would refuse.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = _show(request, "404.html", {}, status=404)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(never_cache(guarded))


def _show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of the link's owner: whoever is signed in beside it does not matter here."""
    bare = {"shell": "public.html", "user": None, "has_errors": status == 422}
    return render(request, template, {**bare, **context}, status=status)


def _own(token: str) -> Subscription:
    subscription = queries.subscription_of(token)
    if subscription is None:
        raise Http404
    return subscription


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, for programs that check mail follow links; the button confirms."""
    now = clock.now()
    subscription = queries.confirmable(token, now=now)
    if subscription is None:
        return _show(request, "membership/subscription_link_over.html", {}, status=404)
    if request.method == "POST" and attempt(
        request,
        lambda: actions.confirm_subscription(token=token, now=now),
        done="You are on the list. We write when there is news of what you chose.",
    ):
        return redirect("membership:preferences", queries.own_token(subscription))
    goods = queries.names_of_commodities(subscription.commodities)
    context = {"it": subscription, "topics": subscription.topic_names, "goods": goods}
    return _show(request, "membership/subscription_confirm.html", context)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is kept of an address, and change it."""
    subscription = _own(token)
    sent = request.POST if request.method == "POST" else None  # an empty POST is sent, too
    form = forms.Preferences(sent, initial=_chosen(subscription))

    def change() -> None:
        actions.change_preferences(subscription_id=subscription.pk, **form.wish(), now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, change):
        messages.success(request, "Your choices are kept.")
        return redirect("membership:preferences", token)
    return _page(request, subscription, token, form=form, status=422 if form.is_bound else 200)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription by one POST (RFC 8058); a GET changes nothing and shows a button."""
    subscription = _own(token)
    name, value = ONE_CLICK
    if request.method == "POST" and request.POST.get(name) == value:
        actions.unsubscribe(subscription_id=subscription.pk, because="One click in a mail", now=clock.now())
        return _show(request, "membership/subscription_ended.html", {"token": token})
    return _page(request, subscription, token, status=422 if request.method == "POST" else 200)


@own_page
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Delete all that is known of an address, once its owner said that they are sure."""
    subscription = _own(token)
    if request.POST.get("sure") != "yes":
        messages.error(request, "Tick the box first: what is deleted does not come back.")
        return _page(request, subscription, token, status=422)
    actions.forget_subscription(subscription_id=subscription.pk, now=clock.now())
    return _show(request, "membership/subscription_deleted.html", {})


def _chosen(subscription: Subscription) -> dict[str, Any]:
    return {
        "topics": subscription.topics,
        "commodities": subscription.commodities,
        "agency": subscription.agency_id,
        "name": subscription.name,
        "paused": subscription.paused_at is not None,
    }


def _page(
    request: HttpRequest,
    subscription: Subscription,
    token: str,
    *,
    form: forms.Preferences | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "it": subscription,
        "token": token,
        "form": form or forms.Preferences(initial=_chosen(subscription)),
        "on_the_list": subscription.status == states.SubscriptionStatus.CONFIRMED,
        "topics": subscription.topic_names,
        "mails": queries.mails_to(subscription).count(),
        "one_click": ONE_CLICK,
        "pending_days": settings.COMMONLOT_LIST_LIMITS["pending_days"],
        "open_goods": bool(subscription.commodities),
    }
    return _show(request, "membership/preferences.html", context, status=status)
