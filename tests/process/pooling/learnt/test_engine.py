"""What the engine's learning makes of a buyer's decisions, and how a run uses it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions as pooling_actions
from commonlot.process.pooling.actions import learning as actions
from commonlot.process.pooling.models import Decision, MatchingModel, ScoreChoice
from commonlot.process.pooling.queries import learnt as queries
from commonlot.process.pooling.rules import engine
from commonlot.process.pooling.rules.learning import DecidedPair, Trained
from commonlot.process.pooling.rules.learnt import NOTHING
from commonlot.process.pooling.rules.suggestions import TypedLine
from tests.cast import Cast
from tests.factories import learnt, pooling

SIZES = ("1/4 in", "3/8 in", "1/2 in", "5/8 in", "3/4 in", "1 in")
GOODS = ("eye bolt", "lag screw", "carriage bolt", "hex nut", "lock washer", "turnbuckle", "shackle", "cotter pin",
         "machine screw", "wing nut")  # fmt: skip


NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@cache
def learned() -> Trained:
    """What the engine learns from them; it takes seconds, so it is done once."""
    return engine.train(hardware(), None, NOTHING)


def hardware() -> list[DecidedPair]:
    """Decisions of a buyer who takes steel and zinc for one need, and one kind of hardware never for another."""
    pairs: list[DecidedPair] = []
    for place, good in enumerate(GOODS):
        for number, size in enumerate(SIZES):
            for batch in range(6):
                one = TypedLine(len(pairs) * 2, "a", f"{good} steel {size} type {batch}", "EA", Decimal(4))
                same = (number + batch) % 2 == 0
                other = good if same else GOODS[(place + 1 + batch) % len(GOODS)]
                two = TypedLine(
                    len(pairs) * 2 + 1, "b", f"{other} zinc {size} type {batch}", "EA", Decimal(9)
                )
                pairs.append(DecidedPair(one, two, same, NOW + timedelta(seconds=len(pairs))))
    return pairs


def test_the_engine_says_why_it_learned_nothing_from_decisions_of_one_sort() -> None:
    only_same = [pair for pair in hardware() if pair.same] * 2
    came = engine.train(only_same, None, NOTHING)
    assert not came.better
    assert came.text == ""
    assert came.new_f1 is None
    assert came.reason


def test_a_model_that_was_learned_is_measured_kept_as_text_and_read_again() -> None:
    came = learned()
    assert came.held_back > 60
    assert came.old_f1 is not None
    assert came.new_f1 is not None
    assert came.better is (came.new_f1 > came.old_f1)
    assert came.better, came.reason
    score = engine.scorer_of(came.text, "Model 1")
    assert score is not None
    assert score.version == "Model 1"
    assert 0 < score.suggest < 1


def test_a_text_that_no_longer_fits_the_engine_leaves_the_hand_set_score() -> None:
    assert engine.scorer_of("not a model", "Model 1") is None


def test_a_run_uses_the_model_that_is_in_use_and_every_decision_says_so(cast: Cast) -> None:
    came = learned()
    model = MatchingModel.objects.create(
        lead_agency=cast.county.organisation, number=7, text=came.text, trained_at=cast.now, decisions=360,
        held_back=came.held_back, old_name="The hand-set score", reason=came.reason, published_at=cast.now,
    )  # fmt: skip
    ScoreChoice.objects.create(
        lead_agency=model.lead_agency, model=model, chosen_at=cast.now, because="It was better."
    )
    pool = pooling.pool_of_paper(cast)
    run = pooling_actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert pooling_actions.perform_run(run_id=run.pk, now=cast.now).engine_version == "Model 7"
    paper = pooling.lines_of(pool)[0].match_lines.get().match
    if paper.lines.count() > 1:
        pooling_actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
        assert {row.engine_version for row in Decision.objects.all()} == {"Model 7"}


def test_what_the_engine_could_not_learn_stands_on_the_page_with_the_reason(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.decisions(cast, pool, 300)
    Decision.objects.update(verdict="same")
    model = actions.learn_from_decisions(lead_agency_id=pool.lead_agency_id, now=cast.now)
    assert model is not None
    assert (model.published_at, model.new_f1, model.text) == (None, None, "")
    assert "needed" in model.reason
    assert queries.model_in_use(pool.lead_agency_id) is None
    assert actions.where_due() == [], "it tries again with 100 more decisions, not every hour"
    with pytest.raises(Refused, match="was not better"):
        actions.choose_score(
            model_id=model.pk, because="Let us try.", actor=cast.purchasing_agent, now=cast.now
        )
