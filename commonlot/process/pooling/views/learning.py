"""What the program has learned: decisions, how sure one click is, models, and which score is used."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from commonlot.process.pooling import access
from commonlot.process.pooling.actions import learning as actions
from commonlot.process.pooling.forms import ScoreForm
from commonlot.process.pooling.queries import learnt as queries
from commonlot.process.pooling.rules import learning
from commonlot.process.pooling.rules.learnt import HAND_SET
from commonlot.process.pooling.views.words import require_county
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt_with_form

PAGE = 20
CHOICES = 12


@require_safe
@seat_required
def show(request: SeatedRequest) -> HttpResponse:
    """Show what the program has learned from the buyers of the lead agency."""
    return learning_page(request, ScoreForm())


def learning_page(request: SeatedRequest, form: ScoreForm, *, status: int = 200) -> HttpResponse:
    """Show what was learned; form: the one that was refused, to be shown again."""
    require_county(request.seat)
    lead, now = request.seat.organisation_id, clock.now()
    counts, last = queries.counts_of_decisions(lead), queries.models_of(lead).first()
    learned_from = last.decisions if last else None
    context = {
        "counts": counts,
        "wanted": counts.all + learning.still_needed(counts.all, learned_from),
        "missing": learning.still_needed(counts.all, learned_from),
        "first_at": learning.FIRST_AT,
        "again_every": learning.AGAIN_EVERY,
        "one_click": queries.one_click_share(lead),
        "waiting": queries.drawn_and_waiting(lead),
        "in_use": queries.model_in_use(lead),
        "hand_set": HAND_SET,
        "page": Paginator(queries.models_of(lead), PAGE).get_page(request.GET.get("page")),
        "choices": queries.choices_of(lead)[:CHOICES],
        "registered": queries.register_of(lead),
        "form": form,
        "refused_for": form.data.get("model", "") if form.is_bound else None,
        "why_not_choose": access.choose_score.why_not(request.seat, now=now),
    }
    return render(request, "pooling/learning.html", context, status=status)


@require_safe
@seat_required
def model_file(request: SeatedRequest, model_id: int) -> HttpResponse:
    """Hand out a published model as a file, for `commonlot pool --model`."""
    require_county(request.seat)
    models = queries.models_of(request.seat.organisation_id).exclude(text="")
    model = get_object_or_404(models, pk=model_id)
    named = f'attachment; filename="{slugify(model.version)}.json"'
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(model.text, content_type="application/json", headers=headers)


@require_POST
@seat_required
def score(request: SeatedRequest) -> HttpResponse:
    """Choose the score that is used from now on."""
    require_county(request.seat)
    form = ScoreForm(request.POST)
    if form.is_valid():
        model = form.cleaned_data["model"]
        if model is not None:
            get_object_or_404(queries.models_of(request.seat.organisation_id), pk=model)
        if attempt_with_form(
            form,
            lambda: actions.choose_score(
                model_id=model, because=form.cleaned_data["because"], actor=request.seat, now=clock.now()
            ),
        ):
            return redirect("pooling:learning")
    return learning_page(request, form, status=422)
