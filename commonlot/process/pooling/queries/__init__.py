"""Reading the review desk, the pooled lines, and what still stands between a pool and its freezing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from commonlot.process.pooling.models import (
    Conversion,
    Decision,
    Match,
    MatchLine,
    PooledLine,
    PoolingRun,
)
from commonlot.process.pooling.rules import Unfinished
from commonlot.process.pooling.rules.suggestions import Standing, TypedLine
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Participation, Pool, RequirementLine
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
    counted = _standing(pool).annotate(open=Exists(_open_questions())).aggregate(
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


def _after(match: Match) -> Q:
    return Q(priority__lt=match.priority) | Q(priority=match.priority, pk__gt=match.pk)


def neighbours(pool: Pool, match: Match) -> tuple[Match | None, Match | None]:
    """Return the groups to review before and after this one."""
    queue = queue_of(pool).exclude(pk=match.pk)
    before = queue.exclude(_after(match)).order_by("priority", "-pk").first()
    return before, queue.filter(_after(match)).first()


def next_to_review(pool: Pool, after: Match) -> Match | None:
    """Return the next group to review after this one; at the end, the first that was passed over."""
    queue = queue_of(pool).exclude(pk=after.pk)
    return queue.filter(_after(after)).first() or queue.first()


def queue_window(pool: Pool, match: Match | None) -> list[Match]:
    """Return the part of the queue in which a group stands."""
    queue = queue_of(pool)
    start = 0
    if match is not None and match.status == MatchStatus.SUGGESTED:
        start = max(0, queue.exclude(pk=match.pk).exclude(_after(match)).count() - 1)
    return list(with_sums(queue)[start : start + WINDOW])


@dataclass(frozen=True)
class GroupView:
    """One group as the desk shows it."""

    match: Match
    lines: list[MatchLine]
    set_apart: list[MatchLine]
    total: Decimal
    different: list[tuple[str, Decision]]
    elsewhere: dict[int, int]

    @property
    def counted(self) -> list[MatchLine]:
        """The lines that are in the sum."""
        return [line for line in self.lines if line.base_quantity is not None]

    @property
    def asked(self) -> list[MatchLine]:
        """The lines of which we do not know how much they come to."""
        return [line for line in self.lines if line.base_quantity is None]

    @property
    def agencies(self) -> int:
        """How many agencies have a line in the sum."""
        return len({line.line.participation.agency_id for line in self.counted})

    @property
    def stands_alone(self) -> bool:
        """Say whether only one line is left in the group."""
        return len(self.lines) == 1


def group_view(match: Match) -> GroupView:
    """Read one group with its lines, those set apart, and what was decided about them before."""
    # One object for each agency, not for each line: a group may hold hundreds of lines of forty agencies.
    agencies = Participation.objects.select_related("agency__organisation")
    held = match.lines.select_related("line").prefetch_related(Prefetch("line__participation", agencies))
    rows = list(held.defer("why").order_by(F("base_quantity").desc(nulls_first=True), "pk"))
    lines = [row for row in rows if not row.taken_out]
    apart = [row for row in rows if row.taken_out]
    total = sum((row.base_quantity for row in lines if row.base_quantity is not None), Decimal(0))
    return GroupView(match, lines, apart, total, _decided_before(match, lines), _homes(apart))


def _decided_before(match: Match, lines: Sequence[MatchLine]) -> list[tuple[str, Decision]]:
    """Return the lines that a buyer said are another need than these, as typed, each once, the latest first."""
    ids = {row.line_id for row in lines}
    apart = Decision.objects.filter(pool_id=match.pool_id, verdict=Decision.Verdict.DIFFERENT)
    touching = apart.filter(Q(line_a__in=ids) | Q(line_b__in=ids)).select_related(
        "line_a", "line_b", "decided_by__user"
    )
    found: dict[int, tuple[str, Decision]] = {}
    for decision in touching.order_by("-decided_at", "pk")[:60]:
        other = decision.line_b if decision.line_a_id in ids else decision.line_a
        found.setdefault(other.pk, (other.description, decision))
    return list(found.values())[:3]


def _homes(apart: Sequence[MatchLine]) -> dict[int, int]:
    """Return for each line that was set apart the group in which it stands now."""
    if not apart:
        return {}
    now_in = MatchLine.objects.filter(line__in=[row.line_id for row in apart], taken_out=False)
    return dict(now_in.exclude(match__in=[row.match_id for row in apart]).values_list("line_id", "match_id"))


def latest_run(pool: Pool) -> PoolingRun | None:
    """Return the newest run of a pool."""
    return PoolingRun.objects.filter(pool=pool).select_related("work", "started_by__user").first()


def question_key(row: MatchLine) -> tuple[str, str]:
    """Return what makes two questions one: the unit as typed, and the words of the question."""
    return row.line.unit.strip().casefold(), row.question


def lines_that_ask_the_same(match: Match, row_id: int, *, every: bool) -> list[MatchLine]:
    """Return the line of a question, or every line of its group that asks the same."""
    asked = list(match.lines.still_asked().select_related("line", "match"))
    chosen = [row for row in asked if row.pk == row_id]
    if not chosen or not every:
        return chosen
    return [row for row in asked if question_key(row) == question_key(chosen[0])]


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
