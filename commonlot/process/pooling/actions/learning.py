"""Learning from decisions: training a model, and choosing the score."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access
from commonlot.process.pooling.models import (
    MatchingModel,
    ScoreChoice,
)
from commonlot.process.pooling.queries import learnt as queries
from commonlot.process.pooling.rules import engine, learning
from commonlot.process.pooling.rules.learnt import HAND_SET
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.actions import record


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
    if before is not None and engine.scorer_of(before.text, before.version) is None:
        before = None
    trained = train(decided, before.text if before else None, queries.learnt_words(lead_agency_id))
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
        old_f1=trained.old_f1,
        new_f1=trained.new_f1,
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
