"""Reading the review desk, the pooled lines, and what still stands between a pool and its freezing."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from commonlot.process.pooling.models import (
    Conversion,
    Decision,
    Match,
    MatchLine,
    PooledLine,
    PoolingRun,
)
from commonlot.process.pooling.queries.groups import question_key
from commonlot.process.pooling.rules import Unfinished
from commonlot.process.pooling.rules.suggestions import Standing, TypedLine
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.queries import lines_to_pool
from commonlot.process.requirements.rules import how_much
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import AnySeat

WINDOW = 8
POOLED = (
    PoolStatus.POOLING,
    PoolStatus.FROZEN,
    PoolStatus.SHORT_POOL,
    PoolStatus.OUT_TO_BID,
    PoolStatus.AWARDED,
    PoolStatus.CLOSED,
)


# --- what the engine is given -----------------------------------------------------------------------------


def typed_lines(lines: QuerySet[RequirementLine]) -> list[TypedLine]:
    """Return lines as their agencies typed them, with every conversion that somebody stated.

    What was answered about a group outranks what the agency said of its unit when it stated the need.
    """
    rows = lines.order_by("pk").values_list(
        "pk", "participation__agency__number", "description", "unit", "quantity", "part_number", "price_paid"
    )
    said = lines.order_by().filter(unit_holds__isnull=False).values_list("pk", "unit_holds_of", "unit_holds")
    own = {pk: (of, holds) for pk, of, holds in said if holds is not None}
    stated = {pk: (of, Fraction(holds)) for pk, (of, holds) in own.items()} | {
        conversion.line_id: (
            conversion.base_unit,
            Fraction(conversion.numerator) / Fraction(conversion.denominator),
        )
        for conversion in Conversion.objects.filter(line__in=lines.order_by().values("pk"))
    }
    held = {pk: how_much(holds, of) for pk, (of, holds) in own.items()}
    return [TypedLine(*row, conversion=stated.get(row[0]), holding=held.get(row[0], "")) for row in rows]


def lines_of_pool(pool: Pool) -> list[TypedLine]:
    """Return the accepted lines of a pool, each with the base unit that a buyer chose for its group."""
    chosen = dict(
        MatchLine.objects.filter(match__pool=pool, taken_out=False)
        .filter(Q(match__unit_chosen=True) | Q(match__status=MatchStatus.CONFIRMED))
        .values_list("line_id", "match__base_unit")
    )
    return [
        TypedLine(**{**vars(line), "count_in": chosen.get(line.pk)})
        for line in typed_lines(lines_to_pool(pool))
    ]


def decisions_of_pool(pool: Pool) -> list[tuple[int, int, str]]:
    """Return every decided pair of lines: (lower line, higher line, same or different)."""
    return list(Decision.objects.filter(pool=pool).values_list("line_a_id", "line_b_id", "verdict"))


def standing_decisions(pool: Pool) -> Standing:
    """Return which lines a standing decision holds, and how the confirmed groups are counted."""
    held = MatchLine.objects.holding().filter(match__pool=pool)
    rows = held.values_list("line_id", "match_id", "match__joins_id", "match__base_unit", "match__status")
    match_of, unit_of = {}, {}
    for line, match, joins, unit, status in rows:
        match_of[line] = joins or match
        if status == MatchStatus.CONFIRMED:
            unit_of[joins or match] = unit
    return Standing(match_of, unit_of)


# --- the review desk --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far the review of a pool has come."""

    groups: int
    decided: int
    left_out: int
    questions: int
    alike: int
    alone: int

    @property
    def to_review(self) -> int:
        """The groups that nobody has decided."""
        return self.groups - self.decided


def progress_of(pool: Pool) -> Progress:
    """Count the groups of a pool, those decided, and the questions that are open."""
    suggested = Q(status=MatchStatus.SUGGESTED)
    asked = MatchLine.objects.still_asked().values("match")
    counted = _standing(pool).annotate(open=ExpressionWrapper(Q(pk__in=asked), BooleanField())).aggregate(
        groups=Count("pk"),
        decided=Count("pk", filter=~suggested),
        left_out=Count("pk", filter=Q(status=MatchStatus.REJECTED)),
        alike=Count("pk", filter=suggested & Q(tier=Match.Tier.AUTO, open=False, joins=None, audit=False)),
        alone=Count("pk", filter=suggested & Q(tier=Match.Tier.SINGLE, open=False, joins=None)),
    )  # fmt: skip
    return Progress(questions=_questions(pool).count(), **counted)


def _standing(pool: Pool) -> QuerySet[Match]:
    """Groups that count: a rejected group of several lines lives on in the lines that were set apart."""
    return Match.objects.filter(pool=pool).exclude(~Q(tier=Match.Tier.SINGLE), status=MatchStatus.REJECTED)


def _open_questions() -> QuerySet[MatchLine]:
    return MatchLine.objects.filter(match=OuterRef("pk")).still_asked()


def _questions(pool: Pool) -> QuerySet[MatchLine]:
    return (
        MatchLine.objects.still_asked().filter(match__pool=pool).exclude(match__status=MatchStatus.REJECTED)
    )


def with_sums(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Add to each group how many lines and open questions it has, and its total."""
    lines = MatchLine.objects.filter(match=OuterRef("pk"), taken_out=False).order_by().values("match")
    return matches.annotate(
        line_count=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0),
        asked_count=Coalesce(
            Subquery(lines.filter(base_quantity=None).annotate(n=Count("pk")).values("n")), 0
        ),
        sum=Subquery(lines.annotate(s=Sum("base_quantity")).values("s")),
    )


def summed(ids: Sequence[int]) -> list[Match]:
    """Return these groups in this order with their sums: so that none is added up but those of one page."""
    found = {match.pk: match for match in with_sums(Match.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def queue_of(pool: Pool) -> QuerySet[Match]:
    """Return the groups to review, the largest value times doubt first."""
    return Match.objects.filter(pool=pool).to_review().order_by("-priority", "pk")


def groups_of(pool: Pool, show: str) -> QuerySet[Match]:
    """Return a list of groups: to review, alike, alone, asked, decided or left out."""
    decided = Match.objects.filter(pool=pool).order_by("-decided_at", "pk")
    chosen: dict[str, QuerySet[Match]] = {
        "auto": alike_or_alone(pool, Match.Tier.AUTO),
        "checks": queue_of(pool).filter(audit=True),
        "single": alike_or_alone(pool, Match.Tier.SINGLE),
        "asked": _standing(pool).exclude(status=MatchStatus.REJECTED).filter(Exists(_open_questions())),
        "confirmed": decided.filter(status=MatchStatus.CONFIRMED),
        "left_out": decided.filter(status=MatchStatus.REJECTED, tier=Match.Tier.SINGLE),
    }
    return chosen.get(show, queue_of(pool))


def alike_or_alone(pool: Pool, tier: str) -> QuerySet[Match]:
    """Return the groups that can be confirmed in one click: counted to the last line, none joining or drawn by lot."""
    waiting = Match.objects.filter(pool=pool, tier=tier, joins=None, audit=False)
    return waiting.to_review().without_question().order_by("-priority", "pk")


def _after(match: Match, *, itself: bool = False) -> Q:
    # The first condition says nothing more than the second; it is the one by which the index is entered.
    alike = Q(pk__gte=match.pk) if itself else Q(pk__gt=match.pk)
    return Q(priority__lte=match.priority) & (Q(priority__lt=match.priority) | alike)


def _before(match: Match) -> Q:
    return Q(priority__gte=match.priority) & (Q(priority__gt=match.priority) | Q(pk__lt=match.pk))


def next_to_review(pool: Pool, after: Match) -> Match | None:
    """Return the next group to review after this one; at the end, the first that was passed over."""
    queue = queue_of(pool).exclude(pk=after.pk)
    return queue.filter(_after(after)).first() or queue.first()


@dataclass(frozen=True)
class Place:
    """Where a group stands in the queue: the groups before and after it, and the part of the queue to show."""

    before: Match | None
    after: Match | None
    window: list[Match]


def place_in_queue(pool: Pool, match: Match | None) -> Place:
    """Return where a group stands among those to review; a decided one stands beside the queue."""
    queue = queue_of(pool)
    if match is None:
        return Place(None, None, list(with_sums(queue)[:WINDOW]))
    before = queue.filter(_before(match)).order_by("priority", "-pk").first()
    if match.status != MatchStatus.SUGGESTED:
        return Place(before, queue.filter(_after(match)).first(), list(with_sums(queue)[:WINDOW]))
    first = before or match
    window = list(with_sums(queue.filter(_after(first, itself=True)))[:WINDOW])
    after = (each for each in window if each.pk not in (match.pk, before.pk if before else 0))
    return Place(before, next(after, None), window)


def latest_run(pool: Pool) -> PoolingRun | None:
    """Return the newest run of a pool."""
    return PoolingRun.objects.filter(pool=pool).select_related("work", "started_by__user").first()


def lines_that_ask_the_same(match: Match, row_id: int, *, every: bool) -> list[MatchLine]:
    """Return the line of a question, or every line of its group that asks the same."""
    asked = list(match.lines.still_asked().select_related("line", "match"))
    chosen = [row for row in asked if row.pk == row_id]
    if not chosen or not every:
        return chosen
    same = question_key(chosen[0].line.unit, chosen[0].question)
    return [row for row in asked if question_key(row.line.unit, row.question) == same]


def questions_of(pool: Pool, organisation_id: int) -> QuerySet[MatchLine]:
    """Return the open questions about the lines of one agency."""
    own = _questions(pool).filter(line__participation__agency__organisation_id=organisation_id)
    return own.select_related("match", "line__participation__agency").order_by("pk")


def agencies_of(matches: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of the agencies in each group."""
    rows = MatchLine.objects.filter(match__in=matches, taken_out=False).order_by(
        "line__participation__agency"
    )
    names: dict[int, list[str]] = {match: [] for match in matches}
    for match, name in rows.values_list(
        "match", "line__participation__agency__organisation__name"
    ).distinct():
        names[match].append(name)
    return names


# --- what is not finished ---------------------------------------------------------------------------------


def unfinished(pool: Pool) -> Unfinished:
    """Count what must be settled before the pool can be frozen."""
    held = MatchLine.objects.holding().filter(line=OuterRef("pk"))
    in_review = MatchLine.objects.filter(
        line=OuterRef("pk"), taken_out=False, match__status=MatchStatus.SUGGESTED
    )
    unplaced = lines_to_pool(pool).order_by().filter(~Exists(held), ~Exists(in_review)).count()
    asked = _questions(pool).filter(match__status=MatchStatus.CONFIRMED).count()
    return Unfinished(groups=queue_of(pool).count(), questions=asked, unplaced=unplaced)


# --- the pooled lines -------------------------------------------------------------------------------------


def pools_for(actor: AnySeat) -> QuerySet[Pool]:
    """Return the pools that are or were pooled, with how far their review has come."""
    groups = Match.objects.filter(pool=OuterRef("pk")).exclude(
        ~Q(tier=Match.Tier.SINGLE), status=MatchStatus.REJECTED
    )
    count = groups.order_by().values("pool").annotate(n=Count("pk")).values("n")
    decided = groups.decided().order_by().values("pool").annotate(n=Count("pk")).values("n")
    sheet = PooledLine.objects.filter(pool=OuterRef("pk")).order_by().values("pool")
    return Pool.objects.visible_to(actor).filter(status__in=POOLED).annotate(
        group_count=Coalesce(Subquery(count), 0),
        decided_count=Coalesce(Subquery(decided), 0),
        pooled_count=Coalesce(Subquery(sheet.annotate(n=Count("pk")).values("n")), 0),
    )  # fmt: skip


def pooled_lines(pool: Pool) -> QuerySet[PooledLine]:
    """Return the pooled lines of a pool in the order of the sheet, with how many agencies share each."""
    agencies = Count("shares__line__participation__agency", distinct=True)
    return PooledLine.objects.filter(pool=pool).annotate(agency_count=agencies).order_by("position", "pk")


def left_out_of(pool: Pool, organisation_id: int | None = None) -> QuerySet[MatchLine]:
    """Return the needs that a buyer openly left out, with the reason; those of one agency if that is asked for."""
    rows = MatchLine.objects.filter(
        match__pool=pool, match__status=MatchStatus.REJECTED, match__tier=Match.Tier.SINGLE, taken_out=False
    )
    if organisation_id is not None:
        rows = rows.filter(line__participation__agency__organisation_id=organisation_id)
    return rows.select_related("match", "line__participation__agency__organisation").order_by("pk")


def last_position(pool: Pool) -> int:
    """Return the highest position on the pooled sheet."""
    return int(PooledLine.objects.filter(pool=pool).aggregate(last=Max("position"))["last"] or 0)
