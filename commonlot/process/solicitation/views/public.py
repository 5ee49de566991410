"""What everyone may read: the list, a solicitation's page, and its files."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonlot.process.solicitation import access, files, queries
from commonlot.process.solicitation.forms import PublishForm, ReasonForm
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records import clock
from commonlot.records.access.models import PUBLIC, AnySeat

PER_PAGE, LINES_PER_PAGE = 25, 100
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    """List the solicitations, those open for bids first."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    now, text = clock.now(), request.GET.get("q", "").strip()[:100]
    names = {**queries.STATE_FILTERS, **(queries.DESK_FILTERS if seat.is_county else {})}
    counts = queries.count_states(seat, now=now)
    state = request.GET.get("state", "")
    if state not in {*names, "all"}:
        state = "all" if text or not counts["open"] else "open"
    found = queries.find_solicitations(seat, state=state, text=text, now=now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for each in page.object_list:
        each.shown_state = queries.shown_state(each, now=now)
    context = {
        "page": page, "state": state, "text": text, "now": now,
        "filters": [(name, label, counts[name]) for name, label in names.items()],
        "may_draft": access.draft.allows(seat, now=now),
        "pools": queries.frozen_pools(seat) if seat.is_county else [],
    }  # fmt: skip
    return render(request, "solicitation/index.html", context)


@require_safe
def show_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is bought, how much, by when, and what has become of it."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    known = Solicitation.objects.visible_to(seat).select_related("pool", "drafted_by__user", "lead_agency")
    solicitation = get_object_or_404(known, pk=pk)
    return render(request, "solicitation/detail.html", detail_context(request, solicitation, seat))


def detail_context(
    request: HttpRequest, solicitation: Solicitation, seat: AnySeat, **more: Any
) -> dict[str, Any]:
    """Gather what the page of one solicitation shows; `more` replaces forms that came back with errors."""
    now = clock.now()
    page = Paginator(queries.lines_of(solicitation), LINES_PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.rows_of(page.object_list)
    state = queries.shown_state(solicitation, now=now)
    context = {
        "solicitation": solicitation,
        "state": state,
        "now": now,
        "page": page,
        "rows": rows,
        "first_shares": next((row for row in rows if len(row.parts) > 1), None),
        "lot_count": solicitation.lots.count(),
        "agencies": queries.count_agencies(solicitation),
        "show_shares": 0 < sum(len(row.parts) for row in rows) <= queries.MOST_SHARES_SHOWN,
        "events": events_of(solicitation, now=now),
        "is_public": solicitation.published_at is not None and state != Status.DRAFT,
        "trail": queries.trail_for(seat, solicitation),
    }
    if seat.is_county:
        context |= _desk_context(solicitation, seat, now=now)
    return context | more


def _desk_context(solicitation: Solicitation, seat: AnySeat, *, now: datetime) -> dict[str, Any]:
    policies = ("edit", "send_for_review", "send_back", "publish", "cancel")
    three_weeks = timezone.localtime(now).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(
        days=21
    )
    return {
        "why_not": {name: getattr(access, name).why_not(seat, solicitation, now=now) for name in policies},
        "left_out": list(queries.lines_left_out(solicitation)[:20]),
        "publish_form": PublishForm(initial={"bids_due_at": three_weeks}),
        "back_form": ReasonForm(prefix="back"),
        "cancel_form": ReasonForm(prefix="cancel"),
    }


def events_of(solicitation: Solicitation, *, now: datetime) -> list[dict[str, Any]]:
    """Return the dates of a solicitation in order; the next one is marked."""
    place = solicitation.opening_place
    events: list[dict[str, Any]] = [
        {"at": solicitation.published_at, "title": "Published", "text": "With its one deadline and all its lines."},
        {"at": solicitation.questions_due_at, "title": "Questions close", "text": ""},
        {"at": solicitation.bids_due_at, "title": "Bids due, then opened in public",
         "text": f"{place}. One clock sets the page, the lock and the opening."},
        {"at": solicitation.opened_at, "title": "Bids opened", "text": "Read in public by two people."},
    ]  # fmt: skip
    known = [event for event in events if event["at"] is not None]
    ahead = [event for event in known if event["at"] > now]
    for event in known:
        event["state"] = "now" if ahead and event is ahead[0] else "" if event["at"] > now else "done"
    return known


@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the lines as CSV or XLSX, or the bid document as PDF."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    solicitation = get_object_or_404(Solicitation.objects.visible_to(seat), pk=pk)
    if kind == "pdf":
        county = str(solicitation.lead_agency)
        demo = getattr(settings, "COMMONLOT_DEMO", False)
        content = files.bid_document(solicitation, county=county, invented=demo, now=clock.now())
    else:
        content = files.lines_csv(solicitation) if kind == "csv" else files.lines_xlsx(solicitation)
    name = f"{solicitation.number.replace(' ', '-')}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
