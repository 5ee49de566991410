"""The distribution list as the county's staff see it: who is on it, since when, and what became of the mail."""

from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import write_csv
from commonlot.process.membership import access, actions, forms, queries, states
from commonlot.process.membership.models import Agency, Subscription
from commonlot.records import clock
from commonlot.records.access.guards import View, seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form

A_PAGE = 100
HEADERS = (
    "Address", "Name", "Agency", "Agency number", "State", "Topics", "Goods", "Asked", "Confirmed", "Ended", "Source",
)  # fmt: skip


def staff_only(view: View) -> View:
    """Refuse everybody but the county's purchasing staff."""

    def guarded(request: SeatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := access.keep_list.why_not(request.seat, now=clock.now()):
            raise PermissionDenied(reason)
        return view(request, *args, **kwargs)

    return seat_required(guarded)


def _asked(sent: Any) -> queries.SubscriberFilter:
    return queries.SubscriberFilter(
        words=sent.get("q", "")[:100],
        topic=sent.get("topic", ""),
        kind=sent.get("kind", ""),
        status=sent.get("status", ""),
    )


@staff_only
@require_safe
def subscribers(request: SeatedRequest) -> HttpResponse:
    """List who is on the list, with a filter and counts."""
    asked = _asked(request.GET)
    by_topic, by_status = queries.count_by_topic(), queries.count_by_status()
    context = {
        "page": Paginator(queries.subscribers(asked), A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "topics": [(value, label, by_topic[value]) for value, label in Subscription.Topic.choices],
        "states": [(each.value, by_status.get(each.value, 0)) for each in states.SubscriptionStatus],
        "kinds": Agency.Kind.choices,
        "total": sum(by_status.values()),
    }
    return render(request, "membership/subscribers.html", context)


@staff_only
@require_POST
def download(request: SeatedRequest) -> HttpResponse:
    """Give the list as a CSV file; the trail keeps who took it."""
    asked = _asked(request.POST)
    found = list(queries.subscribers(asked))
    agency = get_object_or_404(Agency, organisation_id=request.seat.organisation_id)
    words = ", ".join(filter(None, (asked.words, asked.topic, asked.kind, asked.status)))
    actions.note_list_taken(agency=agency, rows=len(found), asked=words, actor=request.seat, now=clock.now())
    text = StringIO()
    write_csv(text, HEADERS, (_row(each) for each in found))
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="distribution-list.csv"'},
    )


def _row(each: Subscription) -> tuple[Any, ...]:
    moments = (each.created_at, each.confirmed_at, each.ended_at)
    days = (timezone.localtime(at).date().isoformat() if at else "" for at in moments)
    agency = each.agency
    return (
        each.email, each.name, str(agency or ""), agency.number if agency else "", each.status,
        "; ".join(each.topics), "; ".join(each.commodities), *days, each.source,
    )  # fmt: skip


@staff_only
@require_safe
def subscriber(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one address with all that happened to it."""
    return _page(request, _found(pk), forms.EndSubscription())


def _found(pk: int) -> Subscription:
    return get_object_or_404(Subscription.objects.select_related("agency__organisation"), pk=pk)


def _page(
    request: HttpRequest, it: Subscription, form: forms.EndSubscription, *, status: int = 200
) -> HttpResponse:
    ended = (states.SubscriptionStatus.UNSUBSCRIBED, states.SubscriptionStatus.BOUNCED)
    context = {
        "it": it,
        "topics": it.topic_names,
        "goods": queries.names_of_commodities(it.commodities),
        "history": queries.history_of(it),
        "form": form,
        "may_end": it.status not in ended,
        "is_pending": it.status == states.SubscriptionStatus.PENDING,
    }
    return render(request, "membership/subscriber.html", context, status=status)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SeatedRequest) -> HttpResponse:
    """Add an address on request."""
    form = forms.AddSubscriber(request.POST or None)
    made: list[Subscription] = []

    def add_it() -> None:
        made.append(actions.add_subscriber(**form.wish(), actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, add_it):
        is_on = made[0].status == states.SubscriptionStatus.CONFIRMED
        messages.success(
            request,
            "The address is on the list." if is_on else "We wrote to the address; its owner confirms.",
        )
        return redirect("membership:subscriber", made[0].pk)
    return render(
        request, "membership/subscriber_add.html", {"form": form}, status=422 if form.is_bound else 200
    )


@staff_only
@require_POST
def end(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take an address off the list for its owner."""
    it, form = _found(pk), forms.EndSubscription(request.POST)

    def end_it() -> None:
        actions.end_subscription(
            subscription_id=it.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if form.is_valid() and attempt_with_form(form, end_it):
        messages.success(request, "The address is off the list.")
        return redirect("membership:subscriber", it.pk)
    return _page(request, it, form, status=422)


@staff_only
@require_POST
def send_again(request: SeatedRequest, pk: int) -> HttpResponse:
    """Write once more to an address that has not confirmed."""
    it = _found(pk)
    attempt(
        request,
        lambda: actions.send_confirmation_again(subscription_id=it.pk, actor=request.seat, now=clock.now()),
        done="The confirmation was sent again.",
    )
    return redirect("membership:subscriber", it.pk)
