"""The program learns from decisions, and says honestly how good it is."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

import commonlot
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions as pooling_actions
from commonlot.process.pooling.actions import learning as actions
from commonlot.process.pooling.models import Decision, Match, MatchingModel, ScoreChoice
from commonlot.process.pooling.queries import learnt as queries
from commonlot.process.pooling.rules import learning
from commonlot.process.pooling.rules.learning import DecidedPair, Trained
from commonlot.process.pooling.rules.learnt import Learnt
from tests.cast import Cast
from tests.factories import learnt, pooling


def better(_decided: Sequence[DecidedPair], _present: str | None, _learnt: Learnt) -> Trained:
    return learnt.BETTER


def worse(_decided: Sequence[DecidedPair], _present: str | None, _learnt: Learnt) -> Trained:
    return learnt.WORSE


@pytest.mark.parametrize(
    ("decisions", "learned_from", "due"),
    [(299, None, False), (300, None, True), (399, 300, False), (400, 300, True), (250, 150, False)],
)
def test_the_program_learns_at_300_decisions_and_at_each_100_more(
    decisions: int, learned_from: int | None, due: bool
) -> None:
    assert learning.due(decisions, learned_from) is due
    assert (learning.still_needed(decisions, learned_from) == 0) is due


@pytest.mark.parametrize(
    ("right", "of", "bound"),
    [(10, 10, "0.7224"), (98, 100, "0.9299"), (0, 5, "0.0000"), (1, 1, "0.2065"), (380, 384, "0.9735")],
)
def test_wilsons_lower_bound_says_what_can_be_relied_on(right: int, of: int, bound: str) -> None:
    assert learning.wilson_lower(right, of) == Decimal(bound)


def test_of_nothing_judged_nothing_is_claimed() -> None:
    assert learning.Share(0, 0).share is None
    assert learning.Share(0, 0).at_least is None


def test_groups_drawn_by_lot_say_how_sure_one_click_is(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.drawn_by_lot(cast, pool, right=3, wrong=1)
    pooling.match(pool, pooling.lines_of(pool)[:1], ["12"], audit=True)
    share = queries.one_click_share(pool.lead_agency_id)
    assert (share.right, share.of, share.share) == (3, 4, Decimal("0.75"))
    assert queries.drawn_and_waiting(pool.lead_agency_id) == [(pool.pk, pool.number, 1)]


def test_a_drawn_group_that_lost_a_line_was_not_right(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    paper = pooling.paper_match(pool, asked=False)
    paper.audit = True
    paper.save()
    row = paper.lines.order_by("-pk")[0]
    pooling_actions.take_out(match_line_id=row.pk, actor=cast.buyer, now=cast.now)
    pooling_actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert queries.one_click_share(pool.lead_agency_id) == learning.Share(0, 1)
    counts = queries.counts_of_decisions(pool.lead_agency_id)
    assert (counts.same, counts.different, counts.audits) == (1, 2, 3)
    assert all(pair.audit for pair in queries.decided_pairs(pool.lead_agency_id))


def test_decisions_outside_drawn_groups_are_no_audit(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    pooling_actions.confirm_match(
        match_id=pooling.paper_match(pool, asked=False).pk, actor=cast.buyer, now=cast.now
    )
    counts = queries.counts_of_decisions(pool.lead_agency_id)
    assert (counts.same, counts.different, counts.audits) == (2, 0, 0)


def test_every_decision_says_which_score_had_sorted_the_lines(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    run = pooling_actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert pooling_actions.perform_run(run_id=run.pk, now=cast.now).engine_version == commonlot.__version__
    paper = Match.objects.filter(pool=pool, lines__line=pooling.lines_of(pool)[0]).get()
    pooling_actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert {row.engine_version for row in Decision.objects.all()} == {commonlot.__version__}


def test_a_better_model_is_published_and_used_from_then_on(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.decisions(cast, pool, 300)
    lead = pool.lead_agency_id
    assert actions.where_due() == [lead]
    model = actions.learn_from_decisions(lead_agency_id=lead, now=cast.now, train=better)
    assert model is not None
    assert (model.version, model.decisions, model.published_at) == ("Model 1", 300, cast.now)
    assert queries.model_in_use(lead) == model
    assert actions.where_due() == [], "the next is due at 400"


def test_a_model_that_is_not_better_is_kept_with_its_figures_and_the_reason(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.decisions(cast, pool, 300)
    model = actions.learn_from_decisions(lead_agency_id=pool.lead_agency_id, now=cast.now, train=worse)
    assert model is not None
    assert model.published_at is None
    assert (model.old_f1, model.new_f1) == (Decimal("0.81"), Decimal("0.7"))
    assert "Not better" in model.reason
    assert queries.model_in_use(pool.lead_agency_id) is None


def test_nothing_is_learned_from_too_few_decisions(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.decisions(cast, pool, 299)
    assert actions.where_due() == []
    assert (
        actions.learn_from_decisions(lead_agency_id=pool.lead_agency_id, now=cast.now, train=better) is None
    )
    assert not MatchingModel.objects.exists()


def test_what_is_learned_from_is_every_standing_decision_in_the_order_of_time(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.decisions(cast, pool, 4)
    found = queries.decided_pairs(pool.lead_agency_id)
    assert [pair.same for pair in found] == [True, True, False, True]
    assert [pair.at for pair in found] == sorted(pair.at for pair in found)
    assert found[0].a.description == "Copy paper 0"


def test_the_purchasing_agent_goes_back_to_the_hand_set_score_and_no_model_returns_by_itself(
    cast: Cast,
) -> None:
    pool = pooling.pool_of_paper(cast)
    first = learnt.model(cast, in_use=True)
    later = cast.now + timedelta(hours=1)
    choice = actions.choose_score(
        model_id=None, because="It joined two salts.", actor=cast.purchasing_agent, now=later
    )
    assert (choice.chosen_by, str(choice)) == (cast.purchasing_agent, "The hand-set score")
    assert queries.model_in_use(pool.lead_agency_id) is None
    assert queries.model_in_use(pool.lead_agency_id, at=cast.now) == first
    learnt.decisions(cast, pool, 400)
    second = actions.learn_from_decisions(
        lead_agency_id=pool.lead_agency_id, now=later + timedelta(hours=1), train=better
    )
    assert second is not None
    assert second.published_at is not None
    assert queries.model_in_use(pool.lead_agency_id) is None
    actions.choose_score(
        model_id=second.pk,
        because="It parts them now.",
        actor=cast.purchasing_agent,
        now=later + timedelta(hours=2),
    )
    assert queries.model_in_use(pool.lead_agency_id) == second


def test_only_the_purchasing_agent_chooses_the_score(cast: Cast) -> None:
    learnt.model(cast, in_use=True)
    for actor in (cast.buyer, cast.requester, cast.vendor):
        with pytest.raises(Refused, match="Only the purchasing agent"):
            actions.choose_score(model_id=None, because="To compare.", actor=actor, now=cast.now)


def test_a_model_that_was_kept_back_cannot_be_chosen_nor_what_is_in_use_already(cast: Cast) -> None:
    kept_back = learnt.model(cast, published=False)
    with pytest.raises(Refused, match="was not better"):
        actions.choose_score(
            model_id=kept_back.pk, because="Let us try.", actor=cast.purchasing_agent, now=cast.now
        )
    with pytest.raises(Refused, match="in use already"):
        actions.choose_score(model_id=None, because="Let us try.", actor=cast.purchasing_agent, now=cast.now)


def test_a_choice_needs_a_reason_and_stays_as_it_was(cast: Cast) -> None:
    learnt.model(cast, in_use=True)
    with pytest.raises(Refused, match="Say why"):
        actions.choose_score(model_id=None, because=" ", actor=cast.purchasing_agent, now=cast.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreChoice.objects.update(because="Another reason.")
