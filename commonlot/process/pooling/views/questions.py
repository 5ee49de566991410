"""Questions about packs: the buyer asks or answers on the desk, an agency answers on its own page."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.pooling import access, actions, queries, rules
from commonlot.process.pooling.forms import AnswerForm
from commonlot.process.pooling.models import MatchLine
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.views.decisions import find_match, tells_if_gone, to_group
from commonlot.process.pooling.views.desk import desk_page
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form


@require_POST
@seat_required
@tells_if_gone
def ask(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Ask the agencies of a group by mail."""
    match = find_match(request, match_id)
    attempt(
        request,
        lambda: actions.ask_agencies(match_id=match.pk, actor=request.seat, now=clock.now()),
        done="The agencies were asked, with a link to answer. Their lines are counted once they answer.",
    )
    return to_group(match)


@require_POST
@seat_required
@tells_if_gone
def answer(request: SeatedRequest, match_id: int) -> HttpResponse:
    """Take down how much a unit holds, for one line or for all that ask the same."""
    match = find_match(request, match_id)
    form = _form_sent(request)
    if form.is_valid():
        rows = queries.lines_that_ask_the_same(
            match, form.cleaned_data["line"], every=form.cleaned_data["same"]
        )
        if not rows:
            messages.error(request, "This question was answered in the meantime.")
            return to_group(match)
        if _state(request, form, rows):
            messages.success(request, "Written down. The line counts now." if len(rows) == 1 else
                             f"Written down. {len(rows):,} lines count now.")  # fmt: skip
            return to_group(match)
    return desk_page(request, match.pool, match, forms={"answer_form": form}, status=422)


def _form_sent(request: SeatedRequest) -> AnswerForm:
    line = request.POST.get("question", "")
    return AnswerForm(request.POST, prefix=f"q{line}" if line.isdecimal() else "q0")


def _state(request: SeatedRequest, form: AnswerForm, rows: Sequence[MatchLine]) -> bool:
    return attempt_with_form(
        form,
        lambda: actions.state_conversions(
            line_ids=[row.line_id for row in rows],
            base_unit=rows[0].match.base_unit,
            source=form.cleaned_data["source"],
            actor=request.seat,
            now=clock.now(),
            **form.ratio(),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def mine(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Show an agency the open questions about its own lines, and take its answers."""
    pool = get_object_or_404(Pool.objects.visible_to(request.seat), pk=pool_id)
    if not request.seat.is_agency:
        raise PermissionDenied(
            "These questions are for the agencies. You can answer them on the review desk."
        )
    asked = list(queries.questions_of(pool, request.seat.organisation_id))
    sent = _form_sent(request) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        rows = [row for row in asked if row.pk == sent.cleaned_data["line"]]
        if not rows:
            messages.error(request, "This question was answered in the meantime.")
            return redirect("pooling:questions", pool.pk)
        if _state(request, sent, rows):
            messages.success(request, "Thank you. Your line counts now.")
            return redirect("pooling:questions", pool.pk)
    why_not = (
        access.state_conversion.why_not(request.seat, asked[0].line, pool, now=clock.now()) if asked else None
    )
    units = own_units(pool.lead_agency_id)
    context = {
        "pool": pool,
        "asked": [
            (row, rules.unit_words(row.match.base_unit, None, units), _form_of(row, sent)) for row in asked
        ],
        "why_not": why_not,
        "has_errors": sent is not None,
        "sent": sent,
    }
    return render(request, "pooling/questions.html", context, status=422 if sent else 200)


def _form_of(row: MatchLine, sent: AnswerForm | None) -> AnswerForm:
    if sent is not None and sent.prefix == f"q{row.pk}":
        return sent
    return AnswerForm(initial={"line": row.pk}, prefix=f"q{row.pk}")
