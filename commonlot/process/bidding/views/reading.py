"""Typing and checking prices at the opening."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from commonlot.engines.spreadsheets import FileRefused
from commonlot.kernel.errors import Refused
from commonlot.process.bidding import access, actions, queries
from commonlot.process.bidding.forms import BidsFileForm, PriceForm, ReturnForm, TotalsForm, grid_of
from commonlot.process.bidding.models import OpenedBid, PaperBid
from commonlot.process.bidding.rules import check_price
from commonlot.process.bidding.views.desk import (
    FORM_OR_SEND,
    opening_page,
    own_envelope,
    own_solicitation,
    seat_of,
    show_again,
)
from commonlot.process.solicitation.queries import unit_words
from commonlot.records import clock
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form


@FORM_OR_SEND
def type_bid(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the grid for one envelope; a POST keeps what was typed, all of it or nothing."""
    paper_bid = own_envelope(request, pk)
    solicitation = paper_bid.solicitation
    reason = access.read_prices.why_not(seat_of(request), solicitation, now=clock.now())
    before = OpenedBid.objects.filter(paper_bid=paper_bid).prefetch_related("prices").first()
    if reason is None and paper_bid.status != "received":
        reason = "This envelope was typed already, or stays sealed."
    if reason is not None:
        context = {"paper_bid": paper_bid, "solicitation": solicitation, "reason": reason}
        return render(request, "bidding/type.html", context, status=403)
    data = request.POST if request.method == "POST" else None
    rows = grid_of(list(solicitation.lines.select_related("lot").order_by("number")), before, data)
    totals = TotalsForm(data, initial={"stated_total": before.stated_total if before else None})
    if data is not None and _is_complete(rows, totals) and _keep(request, paper_bid, rows, totals):
        messages.success(request, f"Envelope {paper_bid.envelope} is typed. Another person now checks it.")
        return opening_page(solicitation.pk)
    return _show_grid(request, paper_bid, rows, totals, before)


def _is_complete(rows: list[PriceForm], totals: TotalsForm) -> bool:
    """Say whether every row is right: a price, or a no-bid that someone stated."""
    valid = [form.is_valid() for form in (*rows, totals)]
    right = all(valid)
    blank_is_no_bid = bool(totals.is_valid() and totals.cleaned_data["blank_is_no_bid"])
    for row in rows:
        if row.is_valid():
            right &= _is_answered(row, blank_is_no_bid=blank_is_no_bid)
    return right


def _is_answered(row: PriceForm, *, blank_is_no_bid: bool) -> bool:
    if row.cleaned_data["unit_price"] is None and not blank_is_no_bid:
        row.refuse("unit_price", f"Line {row.line.number}: type a price, or “no bid”.")
        return False
    try:
        check_price(row.typed())
    except Refused as refusal:
        row.refuse(refusal.field or "unit_price", f"Line {row.line.number}: {refusal.reason}")
        return False
    return True


def _keep(request: HttpRequest, paper_bid: PaperBid, rows: list[PriceForm], totals: TotalsForm) -> bool:
    return attempt_with_form(
        totals,
        lambda: actions.type_bid(
            paper_bid_id=paper_bid.pk, prices={row.line.pk: row.typed() for row in rows},
            stated_total=totals.cleaned_data["stated_total"], actor=seat_of(request), now=clock.now(),
        ),
    )  # fmt: skip


def _show_grid(
    request: HttpRequest,
    paper_bid: PaperBid,
    rows: list[PriceForm],
    totals: TotalsForm,
    before: OpenedBid | None,
) -> HttpResponse:
    for row in rows:
        row.unit = unit_words(row.line.unit, row.line.quantity)  # type: ignore[attr-defined]
    wrong = [(row[name].auto_id, error) for row in rows if row.is_bound for name, errors in row.errors.items()
             for error in errors]  # fmt: skip
    wrong += [("id_stated_total", str(error)) for errors in totals.errors.values() for error in errors]
    context = {
        "paper_bid": paper_bid, "solicitation": paper_bid.solicitation, "rows": rows, "totals": totals,
        "before": before, "wrong": wrong, "has_errors": bool(wrong),
        "returned": trail_of(before).filter(verb="bidding.bid_returned").first() if before else None,
    }  # fmt: skip
    return render(request, "bidding/type.html", context, status=422 if wrong else 200)


def _own_bid(request: HttpRequest, pk: int) -> OpenedBid:
    known = OpenedBid.objects.filter(solicitation__lead_agency_id=seat_of(request).organisation_pk or 0)
    return get_object_or_404(
        known.select_related("solicitation", "paper_bid", "vendor__organisation", "typed_by__user"), pk=pk
    )


@FORM_OR_SEND
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a typed bid beside its arithmetic; a POST says that it is what the paper says."""
    bid = _own_bid(request, pk)
    if request.method == "POST":
        checked = attempt(
            request,
            lambda: actions.check_bid(opened_bid_id=pk, actor=seat_of(request), now=clock.now()),
            done=f"The bid of {bid.vendor} is read. Everyone sees it now.",
        )
        return opening_page(bid.solicitation_id) if checked else redirect("bidding:check", pk)
    return _show_check(request, bid, ReturnForm())


@require_POST
def return_to_typing(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a typed bid back."""
    bid = _own_bid(request, pk)
    form = ReturnForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.return_to_typing(
            opened_bid_id=pk, actor=seat_of(request), now=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, f"Envelope {bid.paper_bid.envelope} is to be typed again.")
        return opening_page(bid.solicitation_id)
    return _show_check(request, bid, form)


def _show_check(request: HttpRequest, bid: OpenedBid, form: ReturnForm) -> HttpResponse:
    seat, now = seat_of(request), clock.now()
    desk = access.see_envelopes.why_not(seat, bid.solicitation, now=now)
    context: dict[str, Any] = {"bid": bid, "solicitation": bid.solicitation, "form": form, "reason": desk}
    if desk is None:
        context |= {
            "read": queries.read_bid(bid),
            "why_not_check": access.check_bid.why_not(seat, bid, now=now),
            "why_not_return": access.read_prices.why_not(seat, bid.solicitation, now=now),
            "is_typed": bid.paper_bid.status == "typed",
            "trail": trail_of(bid),
        }
    return render(request, "bidding/check.html", context, status=403 if desk else 422 if form.errors else 200)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Type all bids from a file, all of them or none."""
    solicitation = own_solicitation(request, pk)
    form = BidsFileForm(request.POST, request.FILES)
    problems: Any = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            typed = actions.upload_bids(
                solicitation_id=pk, name=file.name, content=file.read(), actor=seat_of(request), now=clock.now(),
                register_unknown=form.cleaned_data["register_unknown"],
            )  # fmt: skip
            messages.success(
                request, f"{len(typed)} bids are typed. Another person now checks each against its paper."
            )
            return opening_page(pk)
        except FileRefused as refusal:
            problems = refusal.problems[:100]
            form.add_error("file", f"{file.name} was not taken in. Nothing has changed.")
        except Refused as refusal:
            form.add_error("file", refusal.reason)
    return show_again(request, solicitation, file_form=form, problems=problems)
