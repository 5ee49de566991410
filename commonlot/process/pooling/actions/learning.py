"""Learning from decisions: drawing and judging pairs at random, training a model, choosing the score."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import learnt_access as access
from commonlot.process.pooling import learnt_queries as queries
from commonlot.process.pooling.actions.lines import take_out
from commonlot.process.pooling.learnt_models import AuditPair, MatchingModel, ScoreChoice
from commonlot.process.pooling.models import Match, MatchLine, PoolingRun
from commonlot.process.pooling.rules import engine, learning
from commonlot.process.pooling.rules.learnt import HAND_SET
from commonlot.process.pooling.states import MatchStatus
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.actions import record

# --- pairs drawn at random --------------------------------------------------------------------------------


@transaction.atomic
def draw_audit_pairs(*, run_id: int, now: datetime) -> int:
    """Draw pairs at random from what one click would confirm, until ten of the pool wait; return how many were new."""
    run = PoolingRun.objects.select_related("pool").get(pk=run_id)
    before = list(AuditPair.objects.filter(pool=run.pool).values_list("line_a", "line_b", "verdict"))
    drawn_before = {(a, b) for a, b, _ in before}
    fresh = [pair for pair in queries.one_click_pairs(run.pool) if pair not in drawn_before]
    room = learning.AUDITS_PER_POOL - sum(not verdict for _, _, verdict in before)
    drawn = learning.draw(fresh, seed=f"run {run.pk}", most=max(0, room))
    model = queries.model_in_use(run.pool.lead_agency_id, at=run.finished_at)
    AuditPair.objects.bulk_create(
        [AuditPair(pool=run.pool, line_a_id=a, line_b_id=b, drawn_at=now, model=model) for a, b in drawn],
        ignore_conflicts=True,
    )
    return len(drawn)


@transaction.atomic
def judge_pair(*, pair_id: int, verdict: str, actor: Seat, now: datetime, reason: str = "") -> AuditPair:
    """Say whether two lines that were drawn at random are one need; different ones are parted on the desk."""
    pair = AuditPair.objects.select_for_update(of=("self",)).select_related("pool").get(pk=pair_id)
    access.judge_pair.require(actor, pair, now=now)
    if verdict not in AuditPair.Verdict.values:
        raise Refused("Say whether the two lines are the same need or different needs.")

    pair.verdict, pair.reason = verdict, reason.strip()[:300]
    pair.answered_by, pair.answered_at = actor, now
    pair.save(update_fields=["verdict", "reason", "answered_by", "answered_at"])
    if verdict == AuditPair.Verdict.DIFFERENT:
        _part(pair, actor=actor, now=now)
    record(at=now, actor=actor, verb="pooling.pair_judged", subject=pair, within=pair.pool, verdict=verdict)
    return pair


def _part(pair: AuditPair, *, actor: Seat, now: datetime) -> None:
    """Take the second line out of the group that still waits with both; a confirmed group is the buyer's to reopen."""
    waiting = Match.objects.filter(pool=pair.pool, status=MatchStatus.SUGGESTED)
    both = waiting.filter(lines__line=pair.line_a_id, lines__taken_out=False)
    row = MatchLine.objects.filter(match__in=both, line=pair.line_b_id, taken_out=False).first()
    if row is not None:
        take_out(match_line_id=row.pk, actor=actor, now=now)


# --- models -----------------------------------------------------------------------------------------------


def where_due() -> list[int]:
    """Return the lead agencies whose buyers have decided enough since the program learned last."""
    leads = Organisation.objects.filter(kind=Organisation.Kind.LEAD_AGENCY).order_by("pk")
    return [lead.pk for lead in leads if _is_due(lead.pk)]


def _is_due(lead_agency_id: int) -> bool:
    last = queries.models_of(lead_agency_id).first()
    return learning.due(queries.counts_of_decisions(lead_agency_id).all, last.decisions if last else None)


def learn_from_decisions(
    *, lead_agency_id: int, now: datetime, train: learning.Trainer = engine.train
) -> MatchingModel | None:
    """Train a model on every decision that stands; it is used only if it is better on held-back ones."""
    if not _is_due(lead_agency_id):
        return None
    decided = queries.decided_pairs(lead_agency_id)
    before = queries.model_in_use(lead_agency_id)
    try:
        trained = train(decided, before.text if before else None)
    except Refused:
        return None
    return _keep(lead_agency_id, trained, decisions=len(decided), before=before, now=now)


@transaction.atomic
def _keep(
    lead_agency_id: int,
    trained: learning.Trained,
    *,
    decisions: int,
    before: MatchingModel | None,
    now: datetime,
) -> MatchingModel:
    lead = Organisation.objects.select_for_update().get(pk=lead_agency_id)
    last = queries.models_of(lead_agency_id).first()
    switched_off = _switched_off(lead_agency_id)
    model = MatchingModel.objects.create(
        lead_agency=lead,
        number=last.number + 1 if last else 1,
        text=trained.text,
        trained_at=now,
        decisions=decisions,
        held_back=trained.held_back,
        old_name=before.version if before else HAND_SET,
        old_f1=trained.old.f1,
        new_f1=trained.new.f1,
        old_precision=trained.old.precision,
        new_precision=trained.new.precision,
        old_recall=trained.old.recall,
        new_recall=trained.new.recall,
        published_at=now if trained.better else None,
        reason=trained.reason[:300],
    )
    if trained.better and not switched_off:
        ScoreChoice.objects.create(
            lead_agency=lead,
            model=model,
            chosen_at=now,
            because="It was better on decisions held back from it.",
        )
    verb = "pooling.model_published" if trained.better else "pooling.model_not_published"
    record(at=now, actor=None, verb=verb, subject=model, within=lead, decisions=decisions)
    return model


def _switched_off(lead_agency_id: int) -> bool:
    """Say whether a person went back to the hand-set score: then no model comes into use by itself."""
    latest = queries.choices_of(lead_agency_id).first()
    return latest is not None and latest.model_id is None


@transaction.atomic
def choose_score(*, model_id: int | None, because: str, actor: Seat, now: datetime) -> ScoreChoice:
    """Use a published model, or go back to the hand-set score (None); the next sorting reads it."""
    lead = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    access.choose_score.require(actor, now=now)
    model = None
    if model_id is not None:
        model = queries.models_of(lead.pk).get(pk=model_id)
        if model.published_at is None:
            raise Refused(f"{model.version} was not better than the score before it, so it is not used.")
    if queries.model_in_use(lead.pk) == model:
        raise Refused(f"{model.version if model else HAND_SET} is in use already.")
    if not because.strip():
        raise Refused("Say why; your colleagues will read it.", field="because")

    choice = ScoreChoice.objects.create(
        lead_agency=lead, model=model, chosen_by=actor, chosen_at=now, because=because.strip()[:300]
    )
    record(
        at=now, actor=actor, verb="pooling.score_chosen", subject=choice, within=lead, because=choice.because
    )
    return choice
