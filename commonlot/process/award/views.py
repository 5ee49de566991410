"""The screens of awards: translate, call once, translate back."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.award import access, actions, files, forms, queries
from commonlot.process.award.models import Award
from commonlot.process.bidding.models import OpenedBid
from commonlot.process.solicitation.models import Solicitation
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import AnyRequest, SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def index(request: AnyRequest) -> HttpResponse:
    """What waits for an award, and the awards made."""
    page = Paginator(queries.awards_for(request.seat), 50).get_page(request.GET.get("page"))
    waiting = queries.solicitations_to_award(request.seat) if request.seat.is_county else []
    return render(request, "award/index.html", {"page": page, "waiting": waiting})


def _solicitation(request: AnyRequest | SeatedRequest, pk: int) -> Solicitation:
    found = queries.solicitation_for(request.seat, pk)
    if found is None:
        raise Http404
    return found


@require_safe
def tabulation(request: AnyRequest, pk: int) -> HttpResponse:
    """Every price of every bidder, who wins each line and why."""
    return _tabulation(request, _solicitation(request, pk), forms.RecommendForm())


def _tabulation(
    request: AnyRequest | SeatedRequest,
    solicitation: Solicitation,
    form: forms.RecommendForm,
    *,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    award = getattr(solicitation, "award", None)
    desk = solicitation.lead_agency_id == request.seat.organisation_pk
    tabulated = queries.tabulation(solicitation, on=timezone.localdate(now) if award is None else None)
    chosen = request.GET.get("line", "")
    context: dict[str, Any] = {
        "solicitation": solicitation,
        "award": award if desk or (award is not None and award.intent_posted_at is not None) else None,
        "desk": desk,
        "tabulated": tabulated,
        "result": tabulated.result,
        "shows_winners": desk or (award is not None and award.intent_posted_at is not None),
        "chosen": next((row for row in tabulated.result.rows if str(row.line.number) == chosen), None),
        "form": form,
        "has_errors": status != 200,
    }
    if desk:
        context |= {
            "members": queries.members(tabulated),
            "why_not_recommend": access.recommend.why_not(request.seat, solicitation, now=now),
            "why_not_reject": access.reject_all.why_not(request.seat, solicitation, now=now),
            "may_rule": access.rule_on_bid.allows(request.seat, solicitation, now=now),
            "trail": trail_of(solicitation)[:50],
        }
    return render(request, "award/tabulation.html", context, status=status)


@require_POST
@seat_required
def recommend(request: SeatedRequest, pk: int) -> HttpResponse:
    """Recommend what the published rule gives."""
    solicitation = _solicitation(request, pk)
    form = forms.RecommendForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.recommend_award(
            solicitation_id=solicitation.pk,
            note=form.cleaned_data["note"],
            actor=request.seat,
            now=clock.now(),
        ),
    ):
        award = Award.objects.get(solicitation=solicitation)
        return redirect("award:detail", award.pk)
    return _tabulation(request, _solicitation(request, pk), form, status=422)


@require_http_methods(["GET", "POST"])
@seat_required
def rule_on_bid(request: SeatedRequest, pk: int) -> HttpResponse:
    """Rule whether a bid counts."""
    bid = get_object_or_404(
        OpenedBid.objects.select_related("vendor__organisation", "solicitation", "ruling__ruled_by__user"),
        pk=pk,
        solicitation__lead_agency_id=request.seat.organisation_pk,
    )
    form = forms.RulingForm(request.POST or None)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.rule_on_bid(
            bid_id=bid.pk,
            is_responsive=form.cleaned_data["counts"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=request.seat,
            now=clock.now(),
        ),
    ):
        return redirect("award:tabulation", bid.solicitation_id)
    reason = access.rule_on_bid.why_not(request.seat, bid.solicitation, now=clock.now())
    context = {"bid": bid, "form": form, "why_not": reason, "trail": trail_of(bid)[:20]}
    return render(request, "award/rule_on_bid.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@seat_required
def reject_all(request: SeatedRequest, pk: int) -> HttpResponse:
    """Reject all bids, with the reason."""
    solicitation = get_object_or_404(Solicitation, pk=pk, lead_agency_id=request.seat.organisation_pk)
    form = forms.ReasonForm(request.POST or None)
    act = partial(actions.reject_all, solicitation_id=pk, actor=request.seat, now=clock.now())
    if form.is_valid() and attempt_with_form(form, lambda: act(reason=form.cleaned_data["reason"])):
        return redirect("award:tabulation", pk)
    context = {
        "form": form,
        "why_not": access.reject_all.why_not(request.seat, solicitation, now=clock.now()),
        "title": "Reject all bids",
        "lead": f"{solicitation}. Every bidder reads the reason.",
        "submit": "Reject all bids",
        "cancel": "award:tabulation",
        "cancel_pk": pk,
    }
    return render(request, "award/reason.html", context, status=422 if form.is_bound else 200)


@require_safe
def download_csv(request: AnyRequest, pk: int) -> HttpResponse:
    """Download the tabulation as CSV."""
    solicitation = _solicitation(request, pk)
    content = files.as_csv(queries.tabulation(solicitation).result)
    return _file(solicitation, content, "csv", "text/csv; charset=utf-8")


@require_safe
def download_xlsx(request: AnyRequest, pk: int) -> HttpResponse:
    """Download the tabulation as a workbook."""
    solicitation = _solicitation(request, pk)
    content = files.as_xlsx(queries.tabulation(solicitation).result, title=str(solicitation))
    return _file(solicitation, content, "xlsx", XLSX)


def _file(solicitation: Solicitation, content: bytes, ending: str, kind: str) -> HttpResponse:
    name = f"tabulation-{slugify(solicitation.number)}.{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _award(request: AnyRequest | SeatedRequest, pk: int) -> Award:
    known = Award.objects.visible_to(request.seat).select_related(
        "solicitation__pool", "recommended_by__user", "approved_by__user"
    )
    return get_object_or_404(known, pk=pk)


@require_safe
def detail(request: AnyRequest, pk: int) -> HttpResponse:
    """The award: who wins what, at what, and why; and why the others do not."""
    award = _award(request, pk)
    now = clock.now()
    desk = award.solicitation.lead_agency_id == request.seat.organisation_pk
    tabulated = queries.tabulation(award.solicitation)
    context: dict[str, Any] = {
        "award": award,
        "solicitation": award.solicitation,
        "tabulated": tabulated,
        "result": tabulated.result,
        "desk": desk,
    }
    if desk:
        context |= {
            "members": queries.members(tabulated),
            "why_not_post": access.post_intent.why_not(request.seat, award, now=now),
            "why_not_approve": access.approve.why_not(request.seat, award, now=now),
            "why_not_withdraw": access.withdraw.why_not(request.seat, award, now=now),
            "trail": trail_of(award)[:50],
        }
    return render(request, "award/detail.html", context)


@require_http_methods(["GET", "POST"])
@seat_required
def withdraw(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a recommendation back."""
    award = get_object_or_404(
        Award.objects.select_related("solicitation"),
        pk=pk,
        solicitation__lead_agency_id=request.seat.organisation_pk,
    )
    form = forms.ReasonForm(request.POST or None)
    act = partial(actions.withdraw_recommendation, award_id=pk, actor=request.seat, now=clock.now())
    if form.is_valid() and attempt_with_form(form, lambda: act(because=form.cleaned_data["reason"])):
        return redirect("award:tabulation", award.solicitation_id)
    context = {
        "form": form,
        "why_not": access.withdraw.why_not(request.seat, award, now=clock.now()),
        "title": "Take the recommendation back",
        "lead": f"{award}. The trail keeps it.",
        "submit": "Take it back",
        "cancel": "award:detail",
        "cancel_pk": pk,
    }
    return render(request, "award/reason.html", context, status=422 if form.is_bound else 200)


@require_POST
@seat_required
def post_intent(request: SeatedRequest, pk: int) -> HttpResponse:
    """Post the intent to award."""
    award = _award(request, pk)
    act = partial(actions.post_intent, award_id=award.pk, actor=request.seat, now=clock.now())
    attempt(request, act, done="The intent is posted, and every bidder was told the result and why.")
    return redirect("award:detail", award.pk)


@require_POST
@seat_required
def approve(request: SeatedRequest, pk: int) -> HttpResponse:
    """Approve the award."""
    award = _award(request, pk)
    act = partial(actions.approve_award, award_id=award.pk, actor=request.seat, now=clock.now())
    attempt(request, act, done="The award is approved. Make the contracts next.")
    return redirect("award:detail", award.pk)
