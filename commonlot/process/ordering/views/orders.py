"""Baskets and orders: translate, call once, translate back."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonlot.process.ordering import access, actions, forms, queries
from commonlot.process.ordering.models import Order, OrderLine
from commonlot.process.ordering.states import OrderStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form


@require_GET
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """The orders this seat may see."""
    orders = queries.orders_for(request.seat).exclude(status=OrderStatus.DRAFT)
    status = request.GET.get("status", "")
    if status:
        orders = orders.filter(status=status)
    page = Paginator(orders, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "status": status,
        "statuses": [each for each in OrderStatus if each != OrderStatus.DRAFT],
        "baskets": queries.baskets_of(request.seat),
        "drafted": _drafted(request),
    }
    return render(request, "ordering/index.html", context)


@require_http_methods(["GET", "POST"])
@seat_required
def basket(request: SeatedRequest) -> HttpResponse:
    """Every basket of this person, each with its lines; posting sends one of them for approval."""
    orders = list(queries.baskets_of(request.seat))
    chosen = request.POST.get("order")
    if request.method == "POST" and chosen not in {str(order.pk) for order in orders}:
        raise Http404
    panels = [_basket_panel(request, order, posted=str(order.pk) == chosen) for order in orders]
    for panel in panels:
        if panel.posted and panel.form.is_valid() and _submitted(request, panel.order, panel.form):
            messages.success(request, f"{panel.order.number} was sent to your approvers.")
            return redirect("ordering:detail", panel.order.pk)
    bad = any(panel.posted for panel in panels)
    context = {"panels": panels, "has_errors": bad, "drafted": _drafted(request)}
    return render(request, "ordering/basket.html", context, status=422 if bad else 200)


def _drafted(request: SeatedRequest) -> list[Order]:
    """Return the baskets drafted on the agency's behalf that this person can take over."""
    drafts = queries.drafted_on_behalf(request.seat)
    return [each for each in drafts if access.take_over_basket.allows(request.seat, each, now=clock.now())]


@require_POST
@seat_required
def take_over(request: SeatedRequest, order_id: int) -> HttpResponse:
    """Take over a basket that was drafted on the agency's behalf."""
    order = _order_or_404(request, order_id)
    taken = attempt(
        request,
        lambda: actions.take_over_basket(order_id=order.pk, actor=request.seat, now=clock.now()),
        done="It is your basket now.",
    )
    return redirect("ordering:basket") if taken else redirect("ordering:detail", order.pk)


@dataclass(frozen=True)
class BasketPanel:
    """One basket on the page."""

    order: Order
    lines: list[queries.LineView]
    form: forms.SubmitForm
    posted: bool
    why_not_submit: str | None


def _basket_panel(request: SeatedRequest, order: Order, *, posted: bool) -> BasketPanel:
    lines = queries.lines_of(order)
    form = forms.SubmitForm(
        request.POST if posted else None,
        prefix=f"o{order.pk}",
        sites=order.agency.sites.all(),
        beyond=any(view.goes_beyond for view in lines),
        initial={"budget_code": order.budget_code, "note": order.note, "deliver_to": order.deliver_to_id},
    )
    why_not = access.submit_order.why_not(request.seat, order, now=clock.now())
    return BasketPanel(order, lines, form, posted, why_not)


def _submitted(request: SeatedRequest, order: Order, form: forms.SubmitForm) -> bool:
    typed = form.cleaned_data
    site = typed["deliver_to"]
    return attempt_with_form(
        form,
        lambda: actions.submit_order(
            order_id=order.pk,
            deliver_to_id=site.pk if site else None,
            budget_code=typed["budget_code"],
            note=typed["note"],
            beyond_because=typed.get("beyond_because", ""),
            actor=request.seat,
            now=clock.now(),
        ),
    )


@require_POST
@seat_required
def add(request: SeatedRequest) -> HttpResponse:
    """Put a contract line into the basket."""
    form = forms.AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Type how much you need, more than zero, such as 12 or 2.5.")
        return redirect("contracts:search")
    added = attempt(
        request,
        lambda: actions.add_to_basket(
            price_line_id=form.cleaned_data["price_line"],
            quantity=form.cleaned_data["quantity"],
            actor=request.seat,
            now=clock.now(),
        ),
        done="Put into your basket.",
    )
    return redirect("ordering:basket" if added else "contracts:search")


@require_POST
@seat_required
def change_line(request: SeatedRequest, line_id: int) -> HttpResponse:
    """Change a basket line's quantity, or take the line out."""
    if not OrderLine.objects.filter(pk=line_id, order__in=Order.objects.visible_to(request.seat)).exists():
        raise Http404
    if "remove" in request.POST:
        attempt(
            request,
            lambda: actions.remove_line(order_line_id=line_id, actor=request.seat, now=clock.now()),
            done="Taken out of your basket.",
        )
        return redirect("ordering:basket")
    form = forms.QuantityForm(request.POST)
    if form.is_valid():
        quantity = form.cleaned_data["quantity"]
        attempt(
            request,
            lambda: actions.set_quantity(
                order_line_id=line_id, quantity=quantity, actor=request.seat, now=clock.now()
            ),
        )
    else:
        messages.error(request, "Type a number, such as 12 or 2.5.")
    return redirect("ordering:basket")


@require_GET
@seat_required
def detail(request: SeatedRequest, order_id: int) -> HttpResponse:
    """One order with everything that happened to it."""
    order = _order_or_404(request, order_id)
    return render(request, "ordering/detail.html", _detail_context(request, order))


def _order_or_404(request: SeatedRequest, order_id: int) -> Order:
    order = queries.one_order(request.seat, order_id)
    if order is None:
        raise Http404
    return order


def _detail_context(request: SeatedRequest, order: Order) -> dict[str, object]:
    now = clock.now()
    why_not = {
        name: getattr(access, f"{name}_order").why_not(request.seat, order, now=now)
        for name in ("approve", "return", "acknowledge", "close", "cancel")
    }
    why_not["take_over"] = access.take_over_basket.why_not(request.seat, order, now=now)
    why_not["receive"] = access.record_receipt.why_not(request.seat, order, now=now)
    waits = order.status == OrderStatus.SUBMITTED
    state = queries.approving(order, now=now) if waits else None
    approvals = queries.approvals_of(order)
    return {
        "order": order,
        "approvals": approvals,
        "approving": state,
        "my_right": state.authority_of(request.seat) if state else None,
        "show_approvals": not request.seat.is_vendor and (approvals or order.status != OrderStatus.DRAFT),
        "lines": queries.lines_of(order),
        "why_not": why_not,
        "receipts": order.receipts.prefetch_related("lines__order_line__price_line").select_related(
            "recorded_by__user", "recorded_by__organisation", "recorded_by__lent_by"
        ),
        "trail": trail_of(order),
    }


@require_POST
@seat_required
def decide(request: SeatedRequest, order_id: int, what: str) -> HttpResponse:
    """Approve, acknowledge or close an order."""
    order = _order_or_404(request, order_id)
    act, done = {
        "approve": (actions.approve_order, ""),
        "acknowledge": (actions.acknowledge_order, f"{order.number} was acknowledged."),
        "close": (actions.close_order, f"{order.number} is closed."),
    }[what]
    if attempt(request, partial(act, order_id=order.pk, actor=request.seat, now=clock.now()), done=done):
        _say_approved(request, order, what)
    return redirect("ordering:detail", order.pk)


def _say_approved(request: SeatedRequest, order: Order, what: str) -> None:
    """Say how far an approval took an order."""
    if what != "approve":
        return
    order.refresh_from_db(fields=["status"])
    if order.status == OrderStatus.SUBMITTED:
        messages.success(request, f"Your approval of {order.number} stands. A second person was asked.")
    else:
        messages.success(request, f"{order.number} was approved and mailed to the vendor.")


@require_http_methods(["GET", "POST"])
@seat_required
def give_reason(request: SeatedRequest, order_id: int, what: str) -> HttpResponse:
    """Send an order back, or cancel it: both ask why."""
    order = _order_or_404(request, order_id)
    act, policy, title, done = {
        "return": (actions.return_order, access.return_order, "Send back", "went back to its basket"),
        "cancel": (actions.cancel_order, access.cancel_order, "Cancel", "is cancelled"),
    }[what]
    reason = policy.why_not(request.seat, order, now=clock.now())
    if reason:
        messages.error(request, reason)
        return redirect("ordering:detail", order.pk)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: act(
            order_id=order.pk, because=form.cleaned_data["because"], actor=request.seat, now=clock.now()
        ),
    ):
        messages.success(request, f"{order.number} {done}.")
        return redirect("ordering:detail", order.pk)
    context = {"order": order, "form": form, "heading": title}
    return render(request, "ordering/reason.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@seat_required
def receive(request: SeatedRequest, order_id: int) -> HttpResponse:
    """Record a delivery."""
    order = _order_or_404(request, order_id)
    now = clock.now()
    reason = access.record_receipt.why_not(request.seat, order, now=now)
    if reason:
        messages.error(request, reason)
        return redirect("ordering:detail", order.pk)
    form = forms.ReceiptForm(
        request.POST or None, lines=queries.lines_of(order), today=timezone.localdate(now)
    )
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.record_receipt(
            order_id=order.pk,
            received_on=form.cleaned_data["received_on"],
            quantities=form.quantities,
            note=form.cleaned_data["note"],
            actor=request.seat,
            now=now,
        ),
    ):
        messages.success(request, "The delivery is recorded.")
        return redirect("ordering:detail", order.pk)
    context = {"order": order, "form": form}
    return render(request, "ordering/receive.html", context, status=422 if form.errors else 200)
