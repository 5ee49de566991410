"""The review desk: which groups wait, and one group with all that is known about it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonlot.process.pooling import access, queries, rules
from commonlot.process.pooling.forms import AnswerForm, NameForm, ReasonForm
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of

SHOWN = 12
TRAIL = 12
FORMS = 5
PAGE = 50
LISTS = {
    "review": "To review",
    "auto": "Alike in every attribute",
    "single": "Standing alone",
    "asked": "With a question",
    "confirmed": "Confirmed",
    "left_out": "Left out",
}


@require_safe
@seat_required
def index(request: SeatedRequest) -> HttpResponse:
    """List the pools that are being pooled, or were."""
    if request.seat.is_vendor:
        raise PermissionDenied("Pooled lines are for agencies. Bids open to you stand under Open bids.")
    page = Paginator(queries.pools_for(request.seat), PAGE).get_page(request.GET.get("page"))
    return render(request, "pooling/index.html", {"page": page})


def find_pool(seat: AnySeat, pool_id: int) -> Pool:
    """Return a pool to the lead agency's seats; nobody else learns that it is on a desk."""
    pools = Pool.objects.visible_to(seat) if seat.is_county else Pool.objects.none()
    return get_object_or_404(pools.select_related("lead_agency"), pk=pool_id)


@require_safe
@seat_required
def show(request: SeatedRequest, pool_id: int, match_id: int | None = None) -> HttpResponse:
    """Show the desk with one group: the one that was asked for, else the first to review."""
    pool = find_pool(request.seat, pool_id)
    match = None
    if match_id is not None:
        match = get_object_or_404(
            Match.objects.select_related("decided_by__user", "joins"), pool=pool, pk=match_id
        )
    return desk_page(request, pool, match)


def desk_page(
    request: SeatedRequest,
    pool: Pool,
    match: Match | None,
    *,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the desk; forms: those that were refused, to be shown again with what is wrong."""
    seat, now = request.seat, clock.now()
    match = match or queries.queue_of(pool).first()
    if match is not None:
        match.pool = pool
    run, progress = queries.latest_run(pool), queries.progress_of(pool)
    before, after = queries.neighbours(pool, match) if match else (None, None)
    context = {
        "pool": pool,
        "run": run,
        "running": run is not None
        and run.finished_at is None
        and run.work is not None
        and not run.work.is_over,
        "failed": run.work
        if run and run.work and run.work.status == "failed" and not run.finished_at
        else None,
        "progress": progress,
        "why_not": access.decide.why_not(seat, pool, now=now),
        "why_not_freeze": None if progress.to_review else rules.why_not_freeze(queries.unfinished(pool)),
        "queue": queries.queue_window(pool, match),
        "before": before,
        "after": after,
        "last": queries.last_decision(pool, seat),
        "group": shown_group(match, forms or {}) if match else None,
        "trail": trail_of(match or pool)[:TRAIL],
        "has_errors": bool(forms),
        **(forms or {}),
    }
    return render(request, "pooling/desk.html", context, status=status)


@require_safe
@seat_required
def groups(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """List groups: those to review, alike, alone, asked, confirmed, left out."""
    pool = find_pool(request.seat, pool_id)
    shown = request.GET.get("show", "review")
    shown = shown if shown in LISTS else "review"
    found = queries.with_sums(queries.groups_of(pool, shown))
    text = request.GET.get("text", "").strip()[:100]
    if text:
        found = found.filter(name__icontains=text)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    run = queries.latest_run(pool)
    context = {
        "pool": pool,
        "page": page,
        "show": shown,
        "text": text,
        "title": LISTS[shown],
        "lists": LISTS.items(),
        "run_id": run.pk if run else "",
        "names": queries.agencies_of([match.pk for match in page]),
        "why_not": access.decide.why_not(request.seat, pool, now=clock.now()),
        "in_one_click": shown in (Match.Tier.AUTO, Match.Tier.SINGLE) and not text,
    }
    return render(request, "pooling/groups.html", context)


# --- one group as it is shown -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownLine:
    """A line as typed, with what was read of it."""

    row: MatchLine
    agency: str
    marks: list[tuple[str, str]]
    attributes: list[tuple[str, str]]
    look: str
    asked: bool


@dataclass(frozen=True)
class ShownShare:
    """One line's part in the lot plan."""

    name: str
    amount: Decimal
    asked: bool = False


@dataclass(frozen=True)
class ShownQuestion:
    """A question that some lines of a group ask alike, with the form for its answer."""

    text: str
    rows: list[MatchLine]
    form: AnswerForm
    unit: str


@dataclass(frozen=True)
class ShownGroup:
    """One group as the desk shows it."""

    match: Match
    view: queries.GroupView
    unit: str
    shown: list[ShownLine]
    folded: list[ShownLine]
    set_apart: list[tuple[ShownLine, int | None]]
    shares: list[ShownShare]
    questions: list[ShownQuestion]
    more_questions: int
    reasons: dict[str, str]
    name_form: NameForm
    reason_form: ReasonForm = field(default_factory=ReasonForm)

    @property
    def folded_sum(self) -> Decimal:
        """What the folded lines come to."""
        return sum((line.row.base_quantity or Decimal(0) for line in self.folded), Decimal(0))

    @property
    def is_open(self) -> bool:
        """Say whether the group waits for a decision."""
        return self.match.status == MatchStatus.SUGGESTED


def shown_group(match: Match, forms: dict[str, Any]) -> ShownGroup:
    """Read a group and cut it to what a person can look at: what needs a look first, the rest folded."""
    view = queries.group_view(match)
    lines = [_shown_line(row) for row in sorted(view.lines, key=_needs_a_look)]
    first = SHOWN if len(lines) > SHOWN + 1 else len(lines)
    questions = _questions(view.asked, match, forms.get("answer_form"))
    shares = [
        ShownShare(str(row.line.participation.agency), row.base_quantity or Decimal(0), asked=row.base_quantity is None)
        for row in view.lines
    ]  # fmt: skip
    return ShownGroup(
        match=match,
        view=view,
        unit=rules.unit_words(match.base_unit),
        shown=lines[:first],
        folded=lines[first:],
        set_apart=[(_shown_line(row), view.elsewhere.get(row.line_id)) for row in view.set_apart],
        shares=shares,
        questions=questions[:FORMS],
        more_questions=max(0, len(questions) - FORMS),
        reasons={reason["kind"]: reason["text"] for reason in match.reasons},
        name_form=forms.get("name_form") or _name_form(match),
        reason_form=forms.get("reason_form") or ReasonForm(),
    )


def _name_form(match: Match) -> NameForm:
    return NameForm(initial={"name": match.name, "base_unit": match.base_unit}, unit=match.base_unit)


def _needs_a_look(row: MatchLine) -> tuple[bool, bool, Decimal, int]:
    asked = row.base_quantity is None
    return (not asked, row.tier == Match.Tier.AUTO, -(row.base_quantity or Decimal(0)), row.pk)


def _shown_line(row: MatchLine) -> ShownLine:
    asked = row.base_quantity is None
    look = "Question" if asked else {"auto": "Alike", "suggest": "Suggested"}.get(row.tier, "Alone")
    return ShownLine(
        row=row,
        agency=str(row.line.participation.agency),
        marks=rules.marked_text(row.line.description, row.attributes),
        attributes=rules.said_attributes(row.attributes),
        look=look,
        asked=asked,
    )


def _questions(rows: list[MatchLine], match: Match, refused: AnswerForm | None) -> list[ShownQuestion]:
    alike: dict[tuple[str, str], list[MatchLine]] = {}
    for row in rows:
        alike.setdefault(queries.question_key(row), []).append(row)
    found = []
    for same in sorted(alike.values(), key=lambda rows: (-len(rows), rows[0].pk)):
        line = same[0].pk
        again = refused is not None and str(refused.data.get(f"q{line}-line")) == str(line)
        form = (
            refused
            if again and refused is not None
            else AnswerForm(initial={"line": line}, prefix=f"q{line}")
        )
        found.append(ShownQuestion(same[0].question, same, form, same[0].line.unit))
    return found
