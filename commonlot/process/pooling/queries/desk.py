"""Reading for the review desk: marks of what was seen, steps to undo, who is looking, spot checks, what is due."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from commonlot.process.pooling.models import DeskStep, Looking, Match, MatchLine, PoolingRun
from commonlot.process.pooling.queries.groups import GroupLine
from commonlot.process.pooling.rules import queue
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.queries import lines_to_pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.models import Entry

LOOKING_FOR = timedelta(minutes=5)
QUIET_FOR = timedelta(minutes=2)
STEPS_SHOWN = 6
FOUND = 12


# --- what was seen ----------------------------------------------------------------------------------------


def marks_of(matches: Collection[int]) -> dict[int, str]:
    """Return for each group the mark of everything about it that a buyer decides upon."""
    facts: dict[int, list[object]] = defaultdict(list)
    held = MatchLine.objects.filter(match__in=matches).order_by("line_id")
    for match, *line in held.values_list(
        "match_id",
        "line_id",
        "taken_out",
        "base_quantity",
        "line__quantity",
        "line__unit",
        "line__description",
    ):
        facts[match] += line
    found = Match.objects.filter(pk__in=matches).values_list("pk", "status", "name", "base_unit", "joins_id")
    return {pk: queue.mark([*own, *facts[pk]]) for pk, *own in found}


def mark_of(match: Match, rows: Iterable[GroupLine]) -> str:
    """Return the mark of a group whose rows, those set apart too, are read already."""
    facts: list[object] = [match.status, match.name, match.base_unit, match.joins_id]
    for row in sorted(rows, key=lambda row: row.line_id):
        facts += [row.line_id, row.taken_out, row.base_quantity, row.quantity, row.unit, row.description]
    return queue.mark(facts)


def latest_entry_about(match: Match) -> Entry | None:
    """Return what was done last with a group, or with one of its lines."""
    lines = MatchLine.objects.filter(match=match).values("line_id")
    of_match = Q(subject_type=ContentType.objects.get_for_model(Match), subject_id=match.pk)
    of_line = Q(subject_type=ContentType.objects.get_for_model(RequirementLine), subject_id__in=lines)
    return Entry.objects.filter(of_match | of_line).order_by("-pk").first()


# --- steps ------------------------------------------------------------------------------------------------


def steps_of(pool: Pool, actor: AnySeat) -> QuerySet[DeskStep]:
    """Return the steps of a buyer in a pool that are not undone, the last first."""
    return (
        DeskStep.objects.filter(pool=pool, done_by=actor.pk, undone_at=None).defer("before").order_by("-pk")
    )


def family_of(matches: Iterable[int]) -> set[int]:
    """Return groups with all that a change of them can touch: those that hold the same lines, or join them."""
    own = set(matches)
    lines = MatchLine.objects.filter(match__in=own).values("line_id")
    sharing = MatchLine.objects.filter(line__in=lines).values_list("match_id", flat=True)
    joined = Match.objects.filter(pk__in=own, joins__isnull=False).values_list("joins_id", flat=True)
    joining = Match.objects.filter(joins__in=own).values_list("pk", flat=True)
    return own | set(sharing) | {pk for pk in joined if pk} | set(joining)


# --- who is looking ---------------------------------------------------------------------------------------


def others_looking_at(match: Match, actor: AnySeat, *, now: datetime) -> list[str]:
    """Return the names of the other buyers who opened this group in the last minutes."""
    others = Looking.objects.filter(match=match, seen_at__gt=now - LOOKING_FOR).exclude(seat=actor.pk)
    return list(others.order_by("-seen_at").values_list("seat__user__name", flat=True))


# --- spot checks ------------------------------------------------------------------------------------------


def spot_checks(pool: Pool) -> str:
    """Say how the spot checks of a pool stand: a group is wrong if it was rejected, or lost a line."""
    torn = Match.objects.filter(split_from=OuterRef("pk"))
    drawn = Match.objects.filter(pool=pool, audit=True).annotate(torn=Exists(torn))
    counted = drawn.aggregate(
        right=Count("pk", filter=Q(status=MatchStatus.CONFIRMED, torn=False)),
        wrong=Count("pk", filter=Q(status=MatchStatus.REJECTED) | Q(status=MatchStatus.CONFIRMED, torn=True)),
        left=Count("pk", filter=Q(status=MatchStatus.SUGGESTED)),
    )
    return queue.precision_words(**counted)


# --- sorting again ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """The lines changed since they were sorted; at: when they will be sorted again by themselves."""

    at: datetime


def due_again(pool: Pool, run: PoolingRun | None) -> Due | None:
    """Return when a pool's lines will be sorted again; None if nothing changed since the last run, or none ran."""
    if run is None or run.finished_at is None or pool.status != PoolStatus.POOLING:
        return None
    lines = lines_to_pool(pool).order_by().aggregate(count=Count("pk"), newest=Max("changed_at"))
    if not lines["count"]:
        return None
    if lines["newest"] > run.started_at:
        return Due(lines["newest"] + QUIET_FOR)
    return Due(run.finished_at) if lines["count"] != run.lines_read else None


def pools_due(*, now: datetime) -> list[int]:
    """Return the pools whose lines changed and have been quiet since, and that nobody is sorting."""
    found = []
    for pool in Pool.objects.filter(status=PoolStatus.POOLING, pooling_runs__isnull=False).distinct():
        run = pool.pooling_runs.first()
        due = due_again(pool, run)
        if due is not None and due.at <= now:
            found.append(pool.pk)
    return found


# --- searching groups -------------------------------------------------------------------------------------


def groups_with_words(match: Match, text: str) -> list[int]:
    """Return other groups of the pool with all these words in the name or in one line, undecided ones first."""
    words = text.split()[:6]
    if not words:
        return []
    named, typed = Q(), Q()
    for word in words:
        named &= Q(name__icontains=word)
        typed &= Q(line__description__icontains=word)
    rows = MatchLine.objects.filter(typed, match__pool=match.pool_id, taken_out=False).values("match_id")
    found = Match.objects.filter(named | Q(pk__in=rows), pool=match.pool_id).exclude(pk=match.pk)
    open_first = found.exclude(status=MatchStatus.REJECTED).order_by("-status", "-priority", "pk")
    return list(open_first.values_list("pk", flat=True)[:FOUND])
