"""The receiving desk, and the acts of the opening."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.kernel.errors import Refused
from commonlot.process.bidding import access, actions, queries
from commonlot.process.bidding.forms import BecauseForm, EnvelopeForm, OpenForm
from commonlot.process.bidding.models import PaperBid
from commonlot.process.bidding.views.public import opening_context
from commonlot.process.solicitation.models import Solicitation
from commonlot.records import clock
from commonlot.records.access.models import PUBLIC, Seat
from commonlot.records.screens import attempt, attempt_with_form

FORM_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def seat_of(request: HttpRequest) -> Seat:
    """Return the seat from which the request acts."""
    return cast(Seat, getattr(request, "seat", PUBLIC))


def own_solicitation(request: HttpRequest, pk: int) -> Solicitation:
    """Return a published solicitation of this lead agency, or say there is none."""
    lead = seat_of(request).organisation_pk or 0
    known = Solicitation.objects.visible_to(PUBLIC).filter(lead_agency_id=lead)
    return get_object_or_404(known.select_related("lead_agency"), pk=pk)


def own_envelope(request: HttpRequest, pk: int) -> PaperBid:
    """Return an envelope of this lead agency, or say there is none."""
    known = PaperBid.objects.filter(solicitation__lead_agency_id=seat_of(request).organisation_pk or 0)
    return get_object_or_404(known.select_related("solicitation", "vendor__organisation"), pk=pk)


def opening_page(pk: int) -> HttpResponse:
    """Send the person to the opening's page."""
    return redirect("bidding:opening", pk)


@require_safe
def receive(request: HttpRequest) -> HttpResponse:
    """List the solicitations for which envelopes are stamped."""
    seat = seat_of(request)
    if not seat.is_county:
        reason = "Only the purchasing desk of the lead agency stamps bids."
        return render(request, "bidding/receive.html", {"reason": reason}, status=403)
    return render(request, "bidding/receive.html", {"found": queries.taking_bids(seat), "now": clock.now()})


@FORM_OR_SEND
def envelopes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the envelopes of one solicitation; a POST stamps the next one."""
    solicitation = own_solicitation(request, pk)
    form = EnvelopeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            paper_bid = _stamp(request, pk, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        else:
            if paper_bid.is_late:
                messages.warning(request, f"Envelope {paper_bid.envelope} is stamped, and it is late. "
                                          f"{paper_bid.unopened_because}. Keep it sealed.")  # fmt: skip
            else:
                messages.success(
                    request, f"Write {paper_bid.envelope} on the envelope. It is in, and sealed."
                )
            return redirect("bidding:envelopes", pk)
    return _show_envelopes(request, solicitation, form)


def _stamp(request: HttpRequest, pk: int, data: dict[str, Any]) -> PaperBid:
    # The clock is read here, once the form is known to be right: this is the minute of the stamp.
    seat, now = seat_of(request), clock.now()
    if data["vendor"] is not None:
        return actions.receive_paper_bid(solicitation_id=pk, vendor_id=data["vendor"].pk, actor=seat, now=now)
    return actions.receive_from_new_vendor(
        solicitation_id=pk, name=data["name"].strip(), email=data["email"], actor=seat, now=now
    )


def _show_envelopes(request: HttpRequest, solicitation: Solicitation, form: EnvelopeForm) -> HttpResponse:
    seat, now = seat_of(request), clock.now()
    reason = access.see_envelopes.why_not(seat, solicitation, now=now)
    context: dict[str, Any] = {"solicitation": solicitation, "reason": reason, "now": now, "form": form}
    due = solicitation.bids_due_at
    if reason is None:
        context |= {
            "why_not_receive": access.receive.why_not(seat, solicitation, now=now),
            "found": list(queries.envelopes_of(solicitation)),
            "open_until": due if due and now < due else None,
            "trail": queries.trail_of_envelopes(solicitation),
        }
    status = 403 if reason else 422 if form.errors else 200
    return render(request, "bidding/envelopes.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an envelope back."""
    paper_bid = own_envelope(request, pk)
    attempt(
        request,
        lambda: actions.withdraw_paper_bid(paper_bid_id=pk, actor=seat_of(request), now=clock.now()),
        done=f"Envelope {paper_bid.envelope} was given back, sealed.",
    )
    return redirect("bidding:envelopes", paper_bid.solicitation_id)


@require_POST
def open_bids(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the bids before a second person."""
    solicitation = own_solicitation(request, pk)
    form = OpenForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.open_bids(
            solicitation_id=pk, actor=seat_of(request), now=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "The bids are open. Type what each paper says; another person checks it.")
        return opening_page(pk)
    return show_again(request, solicitation, open_form=form)


@require_POST
def leave_unopened(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a listed envelope sealed, with the reason."""
    paper_bid = own_envelope(request, pk)
    form = BecauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why it stays sealed: everyone reads it.")
        return opening_page(paper_bid.solicitation_id)
    attempt(
        request,
        lambda: actions.leave_unopened(
            paper_bid_id=pk, actor=seat_of(request), now=clock.now(), **form.cleaned_data
        ),
    )
    return opening_page(paper_bid.solicitation_id)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish the opening."""
    own_solicitation(request, pk)
    attempt(
        request,
        lambda: actions.finish_opening(solicitation_id=pk, actor=seat_of(request), now=clock.now()),
        done="The opening is finished. Every listed bid is accounted for.",
    )
    return opening_page(pk)


def show_again(request: HttpRequest, solicitation: Solicitation, **more: Any) -> HttpResponse:
    """Show the opening's page again, with what was wrong."""
    context = opening_context(request, solicitation, seat_of(request), has_errors=True, **more)
    return render(request, "bidding/opening.html", context, status=422)
