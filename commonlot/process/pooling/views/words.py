"""The words of the trade: the shipped table, what the county's buyers added, adding and taking back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.process.pooling import access
from commonlot.process.pooling.actions import words as actions
from commonlot.process.pooling.forms import FIELDS, TakeBackForm, WordForm
from commonlot.process.pooling.models import TradeWord
from commonlot.process.pooling.queries import learnt as queries
from commonlot.process.pooling.rules import examples, objections, shipped, words
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import Seat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.screens import attempt_with_form

PAGE = 20
TITLES = {
    words.ABBREVIATION: ("Abbreviation", "CPY means copy"),
    words.SAME_UNIT: ("Another word for a unit", "SKD is a pallet"),
    words.HOLDING: ("How much a unit holds", "TB holds 12 pieces"),
    words.OWN_UNIT: ("Unit of your own", "BUNK is a bunk of 40 reams"),
}


def require_county(seat: Seat) -> None:
    """Let only the lead agency's seats in."""
    reason = access.see_what_is_learnt.why_not(seat, now=clock.now())
    if reason is not None:
        raise PermissionDenied(reason)


@require_safe
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """List what the county's buyers added, and the shipped table, which can be searched."""
    require_county(request.seat)
    asked = request.GET.get("q", "").strip()[:100]
    rows = list(queries.words_of(request.seat.organisation_id))
    added = [(row, words.said(queries.as_word(row))) for row in rows if row.taken_back_at is None]
    context = {
        "added": added,
        "taken_back": [(row, words.said(queries.as_word(row))) for row in rows if row.taken_back_at],
        "asked": asked,
        "page": Paginator(shipped.rows_with(asked), PAGE).get_page(request.GET.get("page")),
        "why_not": access.teach_words.why_not(request.seat, now=clock.now()),
    }
    return render(request, "pooling/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required
def add(request: SeatedRequest, kind: str) -> HttpResponse:
    """Add a word, or first see what it changes in a line."""
    require_county(request.seat)
    if kind not in FIELDS:
        raise Http404
    known = queries.standing_words(request.seat.organisation_id)
    form = WordForm(request.POST or None, kind=kind, own_units=_own_units(known))
    shown: dict[str, Any] = {}
    if request.method == "POST" and "look" in request.POST:
        shown = _look(request.seat, form, known)
    elif request.method == "POST" and form.is_valid() and _added(request.seat, form):
        return redirect("pooling:words")
    context = {
        "form": form,
        "kind": kind,
        "title": TITLES[kind][0],
        "kinds": [(key, *title) for key, title in TITLES.items()],
        "why_not": access.teach_words.why_not(request.seat, now=clock.now()),
        "pools": queries.open_pools(request.seat.organisation_id).count(),
        **shown,
    }
    refused = form.is_bound and bool(form.errors)
    return render(request, "pooling/word_add.html", context, status=422 if refused else 200)


def _added(seat: Seat, form: WordForm) -> bool:
    return attempt_with_form(
        form,
        lambda: actions.add_word(
            word=form.word(), because=form.cleaned_data["because"], actor=seat, now=clock.now()
        ),
    )


def _look(seat: Seat, form: WordForm, known: list[words.Word]) -> dict[str, Any]:
    """Return what the word changes in a line; nothing for one that would be refused, with the reason on the form."""
    if not form.is_valid_for_a_look():
        return {}
    word = words.plain_word(form.word())
    objection = objections.objection(word, known)
    if objection is not None:
        form.add_error(objection.field, objection.sentence)
        return {}
    example = _example(seat, word, form.cleaned_data["example"])
    return {"example": example, "changes": examples.changes(example, known, word)}


def _own_units(known: list[words.Word]) -> list[tuple[str, str]]:
    return [(word.unit, f"{word.means} ({word.unit})") for word in known if word.kind == words.OWN_UNIT]


def _example(seat: Seat, word: words.Word, typed: str = "") -> examples.Example:
    """Return a line to show the word on: the one that was typed, the newest that holds it, or one made up."""
    in_unit = word.kind != words.ABBREVIATION
    if typed.strip():
        return examples.Example(typed.strip(), word.typed if in_unit else "EA")
    line = queries.line_with(seat.organisation_id, word.typed, in_unit=in_unit)
    if line is None:
        return examples.made_up(word)
    part = line.participation
    return examples.Example(line.description, line.unit, f"{part.agency}, pool {part.pool.number}")


@require_safe
@seat_required
def show(request: SeatedRequest, word_id: int) -> HttpResponse:
    """Show a word with what it changes in a line, and its history."""
    return word_page(request, word_id, TakeBackForm())


def word_page(request: SeatedRequest, word_id: int, form: TakeBackForm, *, status: int = 200) -> HttpResponse:
    """Show a word; form: the one that was refused, to be shown again."""
    require_county(request.seat)
    row = get_object_or_404(queries.words_of(request.seat.organisation_id), pk=word_id)
    word = queries.as_word(row)
    known = examples.without(word, queries.standing_words(request.seat.organisation_id))
    example = _example(request.seat, word)
    context = {
        "word": row,
        "says": words.said(word),
        "example": example,
        "changes": examples.changes(example, known, word),
        "form": form,
        "why_not": access.take_back_word.why_not(request.seat, row, now=clock.now()),
        "trail": trail_of(row)[:PAGE],
    }
    return render(request, "pooling/word.html", context, status=status)


@require_POST
@seat_required
def take_back(request: SeatedRequest, word_id: int) -> HttpResponse:
    """Take a word back."""
    require_county(request.seat)
    get_object_or_404(TradeWord, pk=word_id, lead_agency=request.seat.organisation_id)
    form = TakeBackForm(request.POST)
    if form.is_valid() and attempt_with_form(
        form,
        lambda: actions.take_back_word(
            word_id=word_id, because=form.cleaned_data["because"], actor=request.seat, now=clock.now()
        ),
    ):
        return redirect("pooling:words")
    return word_page(request, word_id, form, status=422)
