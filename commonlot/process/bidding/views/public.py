"""What everyone may watch: the list of openings and each opening."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonlot.process.bidding import access, queries
from commonlot.process.bidding.forms import BecauseForm, BidsFileForm, OpenForm
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.queries import shown_state
from commonlot.records import clock
from commonlot.records.access.models import PUBLIC, AnySeat

PER_PAGE, LINES_PER_PAGE = 25, 100
ACCOUNTED = (PaperBidStatus.READ, PaperBidStatus.UNOPENED)
STEPS = ("Closed, list fixed", "Envelopes opened", "Prices read", "Record finished")


@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    """List the openings: coming, on now, and past."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    now = clock.now()
    found = queries.openings(seat, now=now)
    context = {
        "now": now,
        "coming": found["coming"][:50],
        "on_now": found["now"][:50],
        "page": Paginator(found["past"], PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bidding/index.html", context)


@require_safe
def show_opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one opening: when it will be, how far it is, what was read, what stays sealed and why."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    solicitation = public_solicitation(pk)
    context = opening_context(request, solicitation, seat)
    only_room = request.headers.get("HX-Request") and request.GET.get("room")
    return render(request, "bidding/_room.html" if only_room else "bidding/opening.html", context)


@require_safe
def show_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a solicitation's page what has become of its bids."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    solicitation = public_solicitation(pk)
    context = {
        "solicitation": solicitation,
        "state": shown_state(solicitation, now=clock.now()),
        "opening": queries.opening_of(solicitation),
        "sees_envelopes": access.see_envelopes.allows(seat, solicitation, now=clock.now()),
    }
    if context["sees_envelopes"]:
        context["envelopes"] = solicitation.paper_bids.count()
    return render(request, "bidding/_fragment.html", context)


def public_solicitation(pk: int) -> Solicitation:
    """Return a published solicitation; the opening of a draft is nothing anyone may know of."""
    return get_object_or_404(Solicitation.objects.visible_to(PUBLIC), pk=pk)


def opening_context(
    request: HttpRequest, solicitation: Solicitation, seat: AnySeat, **more: Any
) -> dict[str, Any]:
    """Gather what the opening's page shows; `more` replaces forms that came back with errors."""
    now = clock.now()
    opening = queries.opening_of(solicitation)
    context: dict[str, Any] = {
        "solicitation": solicitation,
        "state": shown_state(solicitation, now=now),
        "opening": opening,
        "now": now,
        "steps": STEPS,
        "step": 1,
        "paused": bool(request.GET.get("pause")),
    }
    if opening is not None:
        context |= _room(request, solicitation, finished=opening.finished_at is not None)
        context["trail"] = queries.trail_of_opening(solicitation)
    if access.see_envelopes.allows(seat, solicitation, now=now):
        context |= _desk(solicitation, seat, context)
    context["live"] = opening is not None and opening.finished_at is None and not context["paused"]
    context["live"] &= "sees_envelopes" not in context  # what the desk is typing is never swapped away
    return context | more


def _room(request: HttpRequest, solicitation: Solicitation, *, finished: bool) -> dict[str, Any]:
    envelopes = list(queries.envelopes_of(solicitation))
    listed = [each for each in envelopes if not each.is_late and each.status != PaperBidStatus.WITHDRAWN]
    accounted = sum(each.status in ACCOUNTED for each in listed)
    bids = queries.read_bids(solicitation)
    lines = solicitation.lines.select_related("lot").order_by("number")
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    few = page.paginator.count <= queries.MOST_COLUMNS
    return {
        "listed": listed,
        "accounted": accounted,
        "sealed": [
            each for each in envelopes if each.status in (PaperBidStatus.UNOPENED, PaperBidStatus.WITHDRAWN)
        ],
        "bids": bids,
        "few_lines": few,
        "page": page,
        "line_rows": queries.lines_of_prices(bids, page.object_list),
        "step": 5 if finished else 4 if listed and accounted == len(listed) else 3 if bids else 2,
        "last_change": max((each.bid.checked_at for each in bids if each.bid.checked_at), default=None),
    }


def _desk(solicitation: Solicitation, seat: AnySeat, known: dict[str, Any]) -> dict[str, Any]:
    now = known["now"]
    context: dict[str, Any] = {
        "sees_envelopes": True,
        "why_not_open": access.open_bids.why_not(seat, solicitation, now=now),
        "open_form": OpenForm(),
        "envelope_count": solicitation.paper_bids.filter(status=PaperBidStatus.RECEIVED).count(),
    }
    if known["opening"] is not None:
        context |= {
            "why_not_read": access.read_prices.why_not(seat, solicitation, now=now),
            "why_not_finish": access.finish.why_not(seat, solicitation, now=now),
            "waiting": [each for each in known["listed"] if each.status not in ACCOUNTED],
            "because_form": BecauseForm(),
            "file_form": BidsFileForm(),
        }
    return context
