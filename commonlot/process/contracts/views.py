"""The screens of contracts: translate, call once, translate back."""

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import Cell, write_csv
from commonlot.kernel.actor import Role
from commonlot.process.award.models import Award
from commonlot.process.contracts import access, actions, forms, queries
from commonlot.process.contracts.models import Contract, PriceLine
from commonlot.process.contracts.queries.paths import memo_of
from commonlot.process.membership.queries import agency_of
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import AnyRequest, SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt, attempt_with_form


@require_safe
def search(request: AnyRequest) -> HttpResponse:
    """Find a price: what it costs, and whether this agency may buy."""
    text = request.GET.get("q", "").strip()[:120].replace("\0", "")
    today = timezone.localdate(clock.now())
    agency = agency_of(request.seat) if request.seat.pk is not None and not request.seat.is_vendor else None
    context: dict[str, Any] = {
        "text": text,
        "agency": agency,
        "today": today,
        "fills_basket": request.seat.has(Role.REQUESTER),
    }
    if text:
        context["found"] = queries.search_prices(text, agency, today)
    else:
        contracts = queries.contracts_for(request.seat)
        context["page"] = Paginator(contracts, 30).get_page(request.GET.get("page"))
        shown = list(context["page"].object_list)
        reader = queries.PathReader(agency, shown, on=today) if agency is not None else None
        context["rows"] = [
            (each, each.is_in_force(today), reader.view(each) if reader is not None else None)
            for each in shown
        ]
    if request.seat.is_county:
        context["why_not_enter"] = access.enter.why_not(request.seat, now=clock.now())
        context["drafts"] = queries.drafts_of(request.seat)
    return render(request, "contracts/search.html", context)


def _contract(request: AnyRequest | SeatedRequest, pk: int) -> Contract:
    known = Contract.objects.visible_to(request.seat).select_related(
        "vendor__organisation", "lead_agency", "award__solicitation", "solicitation"
    )
    return get_object_or_404(known, pk=pk)


@require_safe
def detail(request: AnyRequest, pk: int) -> HttpResponse:
    """A contract: its term, its prices, who takes part, and whether this agency may order."""
    contract = _contract(request, pk)
    now = clock.now()
    today = timezone.localdate(now)
    agency = agency_of(request.seat) if request.seat.pk is not None and not request.seat.is_vendor else None
    path = queries.path_of(contract, agency, today) if agency is not None else None
    desk = contract.lead_agency_id == request.seat.organisation_pk
    prices = Paginator(queries.prices_of(contract, on=today), 100).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "contract": contract,
        "page": prices,
        "today": today,
        "in_force": contract.is_in_force(today),
        "agency": agency,
        "path": path,
        "memo": memo_of(path.participation) if path is not None and path.participation is not None else None,
        "why_not_adopt": access.adopt.why_not(request.seat, contract, now=now) if agency else None,
        "parts": contract.participations.select_related("agency__organisation", "memo__document"),
        "desk": desk,
        "fills_basket": request.seat.has(Role.REQUESTER),
        "why_not_sign": access.sign.why_not(request.seat, contract, now=now),
    }
    stated = queries.allotments_of(contract, agency) if agency is not None else {}
    context["rows"] = [(line, stated.get(line.pk)) for line in prices]
    context["has_stated"] = bool(stated)
    if desk:
        context["trail"] = trail_of(contract)[:50]
    return render(request, "contracts/detail.html", context)


@require_http_methods(["GET", "POST"])
@seat_required
def adopt(request: SeatedRequest, pk: int) -> HttpResponse:
    """Adopt a contract: the law's answer rule by rule, and the agency's own consideration."""
    contract = _contract(request, pk)
    now = clock.now()
    agency = agency_of(request.seat)
    if agency is None or request.seat.is_vendor:
        raise PermissionDenied("Only an agency adopts a contract.")
    path = queries.path_of(contract, agency, timezone.localdate(now))
    form = forms.AdoptForm(request.POST or None, letter=path.letter, uncertain=path.is_uncertain)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.adopt_contract(contract_id=pk, actor=request.seat, now=now, **form.cleaned_data),
    ):
        return redirect("contracts:detail", pk)
    context = {
        "contract": contract,
        "agency": agency,
        "path": path,
        "form": form,
        "why_not": access.adopt.why_not(request.seat, contract, now=now),
        "prices": queries.prices_of(contract, on=timezone.localdate(now))[:12],
    }
    return render(request, "contracts/adopt.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@seat_required
def enter(request: SeatedRequest) -> HttpResponse:
    """Enter a contract that exists already."""
    now = clock.now()
    why_not = access.enter.why_not(request.seat, now=now)
    if why_not is not None:
        raise PermissionDenied(why_not)
    form = forms.ContractForm(request.POST or None, request.FILES or None)
    prices = forms.PriceFormSet(request.POST or None, prefix="prices")
    if form.is_valid() and prices.is_valid():
        typed = [*forms.typed_prices(prices), *form.cleaned_data["price_file"]]
        act = partial(actions.enter_contract, actor=request.seat, now=now)
        if attempt_with_form(form, lambda: act(**form.facts(), prices=typed)):
            return redirect(
                "contracts:detail", Contract.objects.get(number=form.cleaned_data["number"].strip()).pk
            )
    context = {
        "form": form,
        "prices": prices,
        "has_errors": form.is_bound,
    }
    return render(request, "contracts/enter.html", context, status=422 if form.is_bound else 200)


@require_POST
@seat_required
def sign(request: SeatedRequest, pk: int) -> HttpResponse:
    """Put a contract into force."""
    contract = _contract(request, pk)
    act = partial(actions.sign_contract, contract_id=contract.pk, actor=request.seat, now=clock.now())
    attempt(request, act, done="The contract is in force. Its vendor and its agencies were told.")
    return redirect("contracts:detail", pk)


def _award(request: AnyRequest | SeatedRequest, pk: int) -> Award:
    return get_object_or_404(Award.objects.visible_to(request.seat).select_related("solicitation"), pk=pk)


@require_safe
def of_award(request: AnyRequest, pk: int) -> HttpResponse:
    """The contracts of one award, as a page and as a part of the award's page."""
    award = _award(request, pk)
    contracts = Contract.objects.visible_to(request.seat).filter(award=award)
    context = {
        "award": award,
        "contracts": contracts.select_related("vendor__organisation").order_by("number"),
        "why_not_make": access.make.why_not(request.seat, award, now=clock.now()),
    }
    whole = not request.headers.get("HX-Request")
    return render(request, "contracts/of_award.html" if whole else "contracts/_of_award.html", context)


@require_POST
@seat_required
def make(request: SeatedRequest, pk: int) -> HttpResponse:
    """Make the contracts of an approved award."""
    award = _award(request, pk)
    act = partial(actions.make_contracts, award_id=award.pk, actor=request.seat, now=clock.now())
    attempt(request, act, done="The contracts are made. The purchasing agent puts each into force.")
    return redirect("contracts:of_award", pk)


@require_safe
def download_prices(request: AnyRequest, pk: int) -> HttpResponse:
    """Download the price list of a contract."""
    contract = _contract(request, pk)
    text = io.StringIO(newline="")
    lines: list[PriceLine] = list(queries.prices_of(contract, on=timezone.localdate(clock.now())))
    headers = ("contract", "line", "description", "unit", "unit_price", "base_unit", "base_per_unit")
    rows: Iterator[list[Cell | int]] = (
        [
            contract.number,
            each.number,
            each.description,
            each.unit,
            each.unit_price,
            each.base_unit,
            each.base_per_unit,
        ]
        for each in lines
    )
    write_csv(text, headers, rows)
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="prices-{contract.pk}.csv"'},
    )
