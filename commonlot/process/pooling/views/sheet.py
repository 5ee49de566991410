"""The pooled lines with their shares: for the county all of them, for an agency its own and the totals."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commonlot.process.pooling import access, actions, files, queries
from commonlot.process.pooling.forms import PackForm
from commonlot.process.pooling.models import PooledLine
from commonlot.process.pooling.queries import sheet as sheets
from commonlot.process.pooling.rules.sheet import PRICE, SITE, WHAT_IS_OPEN, SheetLine
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.jobs.models import Work
from commonlot.records.screens import attempt

PAGE = 40
MOST_AT_ONCE = 1000  # shares: a second or two of writing; more is written in the background
MOST_QUESTIONS = 60
MOST_DIGITS = 9
LATER = "This sheet is large. Press “Prepare” and the file is made while you go on."


def _find_pool(seat: AnySeat, pool_id: int) -> Pool:
    pools = Pool.objects.visible_to(seat).filter(status__in=queries.POOLED).select_related("lead_agency")
    pool = get_object_or_404(pools, pk=pool_id)
    if access.see_sheet.why_not(seat, pool, now=clock.now()) is not None:
        raise Http404
    return pool


@require_safe
@seat_required
def show(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Show the pooled lines of a pool."""
    pool, own = _find_pool(request.seat, pool_id), sheets.own_of(request.seat)
    page = Paginator(sheets.lines_in_order(pool), PAGE).get_page(request.GET.get("page"))
    lines, worth = sheets.with_shares(list(page), own=own), sheets.worth_of(pool, own=own)
    context = {
        "pool": pool,
        "page": page,
        "lines": [(line, line.unit, line.pack_words(many=line.packed.packs)) for line in lines],
        "choices": _choices(lines) if access.choose_pack.allows(request.seat, pool, now=clock.now()) else {},
        "own_only": own is not None,
        "final": pool.status != PoolStatus.POOLING,
        "worth": worth,
        "large": worth.of_all > MOST_AT_ONCE,
        "open": _open(pool, lines, own),
        "questions": queries.questions_of(pool, own).count() if own is not None else 0,
        "left_out": queries.left_out_of(pool, own)[:PAGE],
        "trail": [] if own is not None else trail_of(pool)[:12],
    }
    return render(request, "pooling/sheet.html", context)


def _choices(lines: Sequence[SheetLine]) -> dict[int, list[tuple[str, str, bool]]]:
    """Return what each line can be ordered in: (key, words, whether it is so now); nothing where no pack is stated."""
    return {line.pk: _choices_of(line) for line in lines if any(line.stated_packs)}


def _choices_of(line: SheetLine) -> list[tuple[str, str, bool]]:
    """Return the usual pack, then those that differ from it or were chosen."""
    usual, counted = line.stated_packs[0], f"as counted, in {line.unit}"
    packs = [(key, pack, line.pack_words(pack)) for key, pack in PackForm(line).packs.items()]
    others = [*packs, (PackForm.COUNTED, None, counted)]
    return [
        (PackForm.USUAL, f"{line.pack_words(usual) if usual else counted} (usual)", not line.chosen),
        *(
            (key, words, line.chosen and line.pack == pack)
            for key, pack, words in others
            if pack != usual or (line.chosen and line.pack == pack)
        ),
    ]


@require_POST
@seat_required
def choose_pack(request: SeatedRequest, line_id: int) -> HttpResponse:
    """Choose the pack in which a line is ordered."""
    pools = Pool.objects.visible_to(request.seat) if request.seat.is_county else Pool.objects.none()
    line = get_object_or_404(PooledLine.objects.filter(pool__in=pools).select_related("pool"), pk=line_id)
    form = PackForm(sheets.with_shares([line])[0], request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["pack"].as_text().removeprefix("* "))
    else:
        attempt(
            request,
            lambda: actions.choose_pack(
                line_id=line.pk, choice=form.choice, actor=request.seat, now=clock.now()
            ),
            done=f"The packs of “{line.name}” were counted anew.",
        )
    page = request.POST.get("page", "")
    where = f"?page={page}" if page.isdecimal() and len(page) < MOST_DIGITS else ""
    return redirect(f"{reverse('pooling:sheet', args=[line.pool_id])}{where}#line-{line.pk}")


def _open(pool: Pool, lines: Sequence[SheetLine], own: int | None) -> dict[str, Any]:
    """Return the open questions: what is not counted or fills no pack, then prices and sites."""
    found = list(sheets.open_questions(pool, lines, own=own))
    small = [(each, WHAT_IS_OPEN[each.kind]) for each in found if each.kind in {PRICE, SITE}]
    first = [(each, WHAT_IS_OPEN[each.kind]) for each in found if each.kind not in {PRICE, SITE}]
    more = max(0, len(first) - MOST_QUESTIONS) + max(0, len(small) - MOST_QUESTIONS)
    return {"first": first[:MOST_QUESTIONS], "small": small[:MOST_QUESTIONS], "more": more}


@require_safe
@seat_required
def download(request: SeatedRequest, pool_id: int, kind: str) -> HttpResponseBase:
    """Give the pooled lines as a file; a large one is prepared first."""
    pool, own = _find_pool(request.seat, pool_id), sheets.own_of(request.seat)
    if kind not in files.KINDS:
        raise Http404
    response: HttpResponseBase
    if kind in files.MADE and sheets.count_shares(pool) > MOST_AT_ONCE:
        messages.info(request, LATER)
        return redirect("pooling:sheet", pool.pk)
    if kind == "csv":
        response = StreamingHttpResponse(files.csv_of(pool, own=own), content_type=files.KINDS[kind])
    else:
        content = files.write_sheet(pool, kind, own=own, now=clock.now())
        response = HttpResponse(content, content_type=files.KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{files.sheet_name(pool, kind)}"'
    return response


@require_POST
@seat_required
def prepare(request: SeatedRequest, pool_id: int, kind: str) -> HttpResponse:
    """Have the file of a large sheet made in the background."""
    pool = _find_pool(request.seat, pool_id)
    made: list[Work] = []
    done = attempt(
        request,
        lambda: made.append(
            actions.ask_for_sheet(pool_id=pool.pk, kind=kind, actor=request.seat, now=clock.now())
        ),
    )
    return redirect("jobs:work", made[0].pk) if done else redirect("pooling:sheet", pool.pk)
