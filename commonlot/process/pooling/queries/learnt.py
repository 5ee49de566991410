"""Reading what the program has learned: words, models, audit pairs, and needs confirmed before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from commonlot.process.pooling.models import (
    Decision,
    Match,
    MatchingModel,
    MatchLine,
    RegisteredNeed,
    ScoreChoice,
    TradeWord,
)
from commonlot.process.pooling.queries import typed_lines
from commonlot.process.pooling.rules import learning, register, words
from commonlot.process.pooling.rules.engine import scorer_of
from commonlot.process.pooling.rules.learnt import Known, Learnt, custom_steps
from commonlot.process.pooling.rules.suggestions import TypedLine
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.queries.counting import CountyWords
from commonlot.process.requirements.states import PoolStatus

BATCH = 5000


# --- words ------------------------------------------------------------------------------------------------


def standing_words(lead_agency_id: int) -> list[words.Word]:
    """Return the words that a lead agency's buyers taught, without those taken back."""
    return [as_word(row) for row in TradeWord.objects.standing().filter(lead_agency=lead_agency_id)]


def as_word(row: TradeWord) -> words.Word:
    """Return a word as the rules know it."""
    return words.Word(row.kind, row.typed, row.means, row.unit, row.plural, row.holds, row.holds_unit)


def words_of(lead_agency_id: int) -> QuerySet[TradeWord]:
    """Return every word that was ever taught, standing ones first."""
    rows = TradeWord.objects.filter(lead_agency=lead_agency_id)
    return rows.select_related("added_by__user", "taken_back_by__user")


def open_pools(lead_agency_id: int) -> QuerySet[Pool]:
    """Return the pools that are on the desk and were sorted at least once."""
    pools = Pool.objects.filter(lead_agency=lead_agency_id, status=PoolStatus.POOLING)
    return pools.filter(pooling_runs__isnull=False).distinct().order_by("pk")


def line_with(lead_agency_id: int, typed: str, *, in_unit: bool) -> RequirementLine | None:
    """Return the newest need in which a word stands: in the unit, else among the words of its description."""
    lines = RequirementLine.objects.filter(participation__pool__lead_agency=lead_agency_id).order_by("-pk")
    found = lines.filter(unit__iexact=typed) if in_unit else lines.filter(_as_a_word(typed))
    return found.first()


def _as_a_word(typed: str) -> Q:
    plain = "".join(f"\\{each}" if not each.isalnum() else each for each in typed)
    return Q(description__iregex=rf"(^|[^[:alnum:]]){plain}($|[^[:alnum:]])")


# --- what a run is told -----------------------------------------------------------------------------------


def what_is_learnt(pool: Pool, lines: Sequence[TypedLine]) -> Learnt:
    """Return all that a run over these lines is told beside the decisions."""
    taught = learnt_words(pool.lead_agency_id)
    model = model_in_use(pool.lead_agency_id)
    return Learnt(
        taught.vocabulary,
        taught.customs,
        scorer_of(model.text, model.version) if model else None,
        confirmed_before(pool, lines),
    )


def learnt_words(lead_agency_id: int) -> Learnt:
    """Return the words alone, as the engine is given them."""
    return words.learnt_from(standing_words(lead_agency_id))


def county_words(lead_agency_id: int) -> CountyWords:
    """Return the words as the survey reads lines with them, before they are pooled."""
    learnt = learnt_words(lead_agency_id)
    return CountyWords(learnt.vocabulary, partial(custom_steps, learnt=learnt))


def confirmed_before(pool: Pool, lines: Sequence[TypedLine]) -> dict[int, Known]:
    """Return for each line of a pool the need as which an earlier pool confirmed the same words, the latest first."""
    earlier = RegisteredNeed.objects.filter(lead_agency=pool.lead_agency_id).exclude(pool=pool)
    if not earlier.exists():
        return {}
    keys = {line.pk: register.key_of(line.description, line.part_number) for line in lines}
    found = earlier.filter(key__in=set(keys.values())).order_by("registered_at", "pk")
    latest = register.latest(found.values_list("key", "need", "name", "pool_id", "pool__number"))
    return {line: latest[key] for line, key in keys.items() if key in latest}


# --- decisions and models -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """How much was decided: pairs that are the same need, different needs, and how many were drawn by lot."""

    same: int
    different: int
    audits: int

    @property
    def all(self) -> int:
        """All decisions from which the program can learn."""
        return self.same + self.different


def decisions_of(lead_agency_id: int) -> QuerySet[Decision]:
    """Return the decisions that stand, in all pools of a lead agency."""
    return Decision.objects.filter(pool__lead_agency=lead_agency_id)


def _drawn_by_lot() -> Exists:
    """Say of a decision whether its lines stood in a group that was drawn by lot."""
    drawn = MatchLine.objects.filter(match__audit=True, line=OuterRef("line_a"))
    other = MatchLine.objects.filter(match=OuterRef("match"), line=OuterRef(OuterRef("line_b")))
    return Exists(drawn.filter(Exists(other)))


def counts_of_decisions(lead_agency_id: int) -> Counts:
    """Count the decisions that stand, in all pools of a lead agency."""
    same = Q(verdict=Decision.Verdict.SAME)
    counted = (
        decisions_of(lead_agency_id)
        .annotate(audit=_drawn_by_lot())
        .aggregate(
            same=Count("pk", filter=same),
            different=Count("pk", filter=~same),
            audits=Count("pk", filter=Q(audit=True)),
        )
    )
    return Counts(**counted)


def one_click_share(lead_agency_id: int) -> learning.Share:
    """Return how many of the groups drawn by lot were right: confirmed without losing a line."""
    torn = Match.objects.filter(split_from=OuterRef("pk"))
    drawn = Match.objects.filter(pool__lead_agency=lead_agency_id, audit=True).decided()
    right = drawn.filter(~Exists(torn), status=MatchStatus.CONFIRMED).count()
    return learning.Share(right, drawn.count())


def drawn_and_waiting(lead_agency_id: int) -> list[tuple[int, str, int]]:
    """Return the pools on the desk in which groups drawn by lot wait to be looked at: (pool, number, how many)."""
    waiting = Q(matches__audit=True, matches__status=MatchStatus.SUGGESTED)
    pools = Pool.objects.filter(lead_agency=lead_agency_id, status=PoolStatus.POOLING)
    counted = pools.annotate(drawn=Count("matches", filter=waiting)).filter(drawn__gt=0).order_by("pk")
    return list(counted.values_list("pk", "number", "drawn"))


def decided_pairs(lead_agency_id: int) -> list[learning.DecidedPair]:
    """Return every standing decision with its lines as typed, in the order in which they were made."""
    made = decisions_of(lead_agency_id).annotate(audit=_drawn_by_lot()).order_by("decided_at", "pk")
    rows = list(
        made.values_list("line_a_id", "line_b_id", "verdict", "decided_at", "audit", "engine_version")
    )
    lines = _typed({pk for row in rows for pk in row[:2]})
    return [
        learning.DecidedPair(lines[a], lines[b], verdict == Decision.Verdict.SAME, at, audit, score)
        for a, b, verdict, at, audit, score in rows
    ]


def _typed(pks: Iterable[int]) -> dict[int, TypedLine]:
    found: dict[int, TypedLine] = {}
    ordered = sorted(pks)
    for start in range(0, len(ordered), BATCH):
        chosen = RequirementLine.objects.filter(pk__in=ordered[start : start + BATCH])
        found |= {line.pk: line for line in typed_lines(chosen)}
    return found


def models_of(lead_agency_id: int) -> QuerySet[MatchingModel]:
    """Return every model that was trained, the newest first."""
    return MatchingModel.objects.filter(lead_agency=lead_agency_id)


def choices_of(lead_agency_id: int) -> QuerySet[ScoreChoice]:
    """Return which score was used from when on, the latest choice first."""
    rows = ScoreChoice.objects.filter(lead_agency=lead_agency_id)
    return rows.select_related("model", "chosen_by__user")


def model_in_use(lead_agency_id: int, *, at: datetime | None = None) -> MatchingModel | None:
    """Return the model that is used, or was at a moment; None is the hand-set score."""
    choices = choices_of(lead_agency_id)
    choice = (choices.filter(chosen_at__lte=at) if at is not None else choices).first()
    return choice.model if choice else None


# --- the register -----------------------------------------------------------------------------------------


def register_of(lead_agency_id: int) -> dict[str, int]:
    """Count what the register holds: wordings, needs, and the frozen pools they come from."""
    rows = RegisteredNeed.objects.filter(lead_agency=lead_agency_id)
    return rows.aggregate(
        wordings=Count("key", distinct=True),
        needs=Count("need", distinct=True),
        pools=Count("pool", distinct=True),
    )
