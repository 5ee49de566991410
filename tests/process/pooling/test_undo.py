"""Every step on the desk can be undone, several back, each saying what it undoes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import (
    Conversion,
    Decision,
    DeskStep,
    Match,
    MatchLine,
    PooledLine,
    Share,
)
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def paper(pool: Pool) -> Match:
    return pooling.paper_match(pool)


def picture(pool: Pool) -> dict[str, Any]:
    """Everything a buyer can see of a pool's groups."""
    rows = MatchLine.objects.filter(match__pool=pool)
    return {
        "groups": sorted(
            Match.objects.filter(pool=pool).values_list("pk", "status", "name", "base_unit", "tier", "stake")
        ),
        "lines": sorted(rows.values_list("match_id", "line_id", "taken_out", "question")),
        "quantities": {row.line_id: row.base_quantity for row in rows},
        "decisions": sorted(Decision.objects.values_list("line_a_id", "line_b_id", "verdict")),
        "shares": sorted(Share.objects.values_list("line_id", "base_quantity")),
        "conversions": sorted(Conversion.objects.values_list("line_id", "numerator")),
    }


Act = Callable[[Match, Cast], Any]
ACTS: dict[str, Act] = {
    "take out": lambda match, cast: actions.take_out(
        match_line_id=match.lines.order_by("pk")[1].pk, actor=cast.buyer, now=cast.now
    ),
    "split": lambda match, cast: actions.split_match(
        match_id=match.pk, match_line_ids=[match.lines.order_by("pk")[0].pk], actor=cast.buyer, now=cast.now
    ),
    "merge": lambda match, cast: actions.merge_matches(
        match_id=match.pk, other_id=Match.objects.exclude(pk=match.pk).latest("pk").pk, actor=cast.buyer,
        now=cast.now,
    ),
    "move": lambda match, cast: actions.move_lines(
        match_id=match.pk, match_line_ids=[match.lines.order_by("pk")[0].pk],
        to_id=Match.objects.exclude(pk=match.pk).latest("pk").pk, actor=cast.buyer, now=cast.now,
    ),
    "name": lambda match, cast: actions.rename_match(
        match_id=match.pk, name="Copy paper", base_unit="ream", actor=cast.buyer, now=cast.now
    ),
    "answer": lambda match, cast: actions.state_conversion(
        line_id=match.lines.still_asked().get().line_id, base_unit="SHEET", numerator=Decimal(5000),
        source="A call", actor=cast.buyer, now=cast.now,
    ),
    "confirm": lambda match, cast: actions.confirm_match(match_id=match.pk, actor=cast.buyer, now=cast.now),
    "reject": lambda match, cast: actions.reject_match(match_id=match.pk, actor=cast.buyer, now=cast.now),
}  # fmt: skip


def undo(pool: Pool, cast: Cast, **more: Any) -> str:
    done, _ = actions.undo(pool_id=pool.pk, actor=cast.buyer, now=cast.now, **more)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return done.said


@pytest.mark.parametrize("name", ACTS)
def test_undoing_a_step_brings_back_exactly_what_stood_before(
    pool: Pool, paper: Match, cast: Cast, name: str
) -> None:
    pooling.match(pool, [pooling.lines_of(pool)[3]], ["90000"])
    before = picture(pool)
    ACTS[name](paper, cast)
    assert picture(pool) != before
    said = undo(pool, cast)
    assert paper.name in said or "holds" in said
    assert picture(pool) == before


def test_several_steps_are_undone_one_after_the_other(pool: Pool, paper: Match, cast: Cast) -> None:
    pooling.match(pool, [pooling.lines_of(pool)[3]], ["90000"])
    pictures = []
    for name in ("take out", "answer", "name", "merge", "confirm"):
        pictures.append(picture(pool))
        ACTS[name](paper, cast)
    for before in reversed(pictures):
        undo(pool, cast)
        assert picture(pool) == before


def test_taking_a_confirmation_back_can_be_undone_with_its_sum(pool: Pool, paper: Match, cast: Cast) -> None:
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    before = picture(pool)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert undo(pool, cast) == f"Took the decision on “{paper.name}” back"
    assert picture(pool) == before
    assert PooledLine.objects.get(match=paper).total == Decimal(800_000)


def test_a_step_whose_group_another_buyer_changed_is_not_undone_and_says_who(
    pool: Pool, paper: Match, cast: Cast
) -> None:
    ACTS["take out"](paper, cast)
    later = cast.now + timedelta(minutes=5)
    actions.confirm_match(match_id=paper.pk, actor=cast.second_buyer, now=later)
    with pytest.raises(Refused, match=r"can no longer be undone\. Owen Bright confirmed one need"):
        undo(pool, cast)
    assert PooledLine.objects.exists()


def test_a_step_survives_a_sorting_that_leaves_its_groups_alone(pool: Pool, cast: Cast) -> None:
    run = actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)
    group = MatchLine.objects.get(line=pooling.lines_of(pool)[3]).match
    before = picture(pool)
    actions.rename_match(
        match_id=group.pk, name="Paper, legal", base_unit=group.base_unit, actor=cast.buyer, now=cast.now
    )
    run = actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)
    undo(pool, cast)
    assert picture(pool) == before


def test_an_earlier_step_is_chosen_from_the_list(
    pool: Pool, paper: Match, cast: Cast, client_for: Callable[..., Client]
) -> None:
    legal = pooling.match(pool, [pooling.lines_of(pool)[3]], ["90000"])
    actions.confirm_match(match_id=legal.pk, actor=cast.buyer, now=cast.now)
    ACTS["take out"](paper, cast)
    client = client_for(cast.buyer)
    page = client.get(reverse("pooling:group", args=[pool.pk, paper.pk])).content.decode()
    assert "Took the line of Pine Hollow School District out" in page
    first = DeskStep.objects.earliest("pk")
    client.post(reverse("pooling:undo", args=[pool.pk]), {"step": first.pk})
    legal.refresh_from_db()
    assert legal.status == "suggested"
    with pytest.raises(Refused, match="undone already"):
        undo(pool, cast, step_id=first.pk)


def test_nobody_undoes_the_step_of_another(pool: Pool, paper: Match, cast: Cast) -> None:
    ACTS["take out"](paper, cast)
    with pytest.raises(Refused, match="undone already"):
        actions.undo(
            pool_id=pool.pk, step_id=DeskStep.objects.get().pk, actor=cast.second_buyer, now=cast.now
        )


def test_a_decision_that_was_taken_back_and_put_back_can_be_undone_to_its_very_moment(
    paper: Match, cast: Cast
) -> None:
    decided = cast.now.replace(microsecond=123_456)
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=decided)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=decided + timedelta(seconds=1))
    actions.undo(pool_id=paper.pool_id, actor=cast.buyer, now=decided + timedelta(seconds=2))
    paper.refresh_from_db()
    assert (paper.status, paper.decided_at) == ("confirmed", decided)
    actions.undo(pool_id=paper.pool_id, actor=cast.buyer, now=decided + timedelta(seconds=3))
    paper.refresh_from_db()
    assert paper.status == "suggested"
