"""When lines change, the pool is sorted again by itself, once they are quiet; what was decided stands."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Match, MatchLine, PoolingRun
from commonlot.process.pooling.queries.desk import QUIET_FOR, pools_due
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories import pooling, requirements


@pytest.fixture
def pool(cast: Cast) -> Pool:
    made = pooling.pool_of_paper(cast)
    sort_lines(made, cast)
    return made


def sort_lines(pool: Pool, cast: Cast) -> PoolingRun:
    run = actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    return actions.perform_run(run_id=run.pk, now=cast.now)


@pytest.fixture
def changed(pool: Pool, cast: Cast) -> datetime:
    at = cast.now + timedelta(hours=1)
    line = pooling.lines_of(pool)[4]
    RequirementLine.objects.filter(pk=line.pk).update(quantity=20, changed_at=at)
    return at


def test_nothing_is_due_while_no_line_changes(pool: Pool, cast: Cast) -> None:
    assert pools_due(now=cast.now + timedelta(days=1)) == []


def test_lines_that_changed_are_sorted_again_once_they_are_quiet(
    pool: Pool, changed: datetime, cast: Cast
) -> None:
    assert pools_due(now=changed) == []
    quiet = changed + QUIET_FOR
    assert pools_due(now=quiet) == [pool.pk]
    run = actions.run_again(pool_id=pool.pk, now=quiet)
    assert run is not None
    assert actions.run_again(pool_id=pool.pk, now=quiet) is None, "it is under way"
    actions.perform_run(run_id=run.pk, now=quiet)
    assert pools_due(now=quiet + QUIET_FOR) == []
    assert trail_of(pool).filter(verb="pooling.run_due").get().who == "Commonlot"


def test_a_line_that_was_withdrawn_makes_it_due(pool: Pool, cast: Cast) -> None:
    pooling.lines_of(pool)[4].delete()
    assert pools_due(now=cast.now) == [pool.pk]


def test_decisions_stand_and_untouched_groups_stay_the_same_groups(pool: Pool, cast: Cast) -> None:
    town, school, _, legal, toner = pooling.lines_of(pool)
    paper = MatchLine.objects.get(line=town).match
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    alone = MatchLine.objects.get(line=legal).match
    actions.rename_match(
        match_id=alone.pk, name="Paper, legal", base_unit="SHEET", actor=cast.buyer, now=cast.now
    )
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=school).match == paper
    kept = MatchLine.objects.get(line=legal).match
    assert (kept, kept.name) == (alone, "Paper, legal")
    assert MatchLine.objects.get(line=toner).match.status == "suggested"


def test_the_name_that_a_buyer_chose_goes_with_most_of_the_lines(pool: Pool, cast: Cast) -> None:
    town = pooling.lines_of(pool)[0]
    paper = MatchLine.objects.get(line=town).match
    actions.rename_match(
        match_id=paper.pk, name="Copy paper", base_unit="SHEET", actor=cast.buyer, now=cast.now
    )
    part = pool.participations.get(agency=cast.school_district)
    requirements.line(
        part, cast.now, description="white copy paper letter 20 lb 92 bright, 10 reams/case", unit="CS",
        quantity=3, price_paid=None,
    )  # fmt: skip
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=town).match.name == "Copy paper"


def test_the_desk_says_that_it_is_due_and_when(
    pool: Pool, changed: datetime, cast: Cast, client_for: Callable[..., Client]
) -> None:
    page = client_for(cast.buyer).get(reverse("pooling:desk", args=[pool.pk])).content.decode()
    assert "The lines changed since they were sorted" in page
    assert "Sort them now" in page


def test_groups_that_look_sure_are_drawn_by_lot_and_left_out_of_the_one_click_list(cast: Cast) -> None:
    needs = [
        (agency, thing, unit, "4", "40.00")
        for thing, unit in (
            ("Copy paper letter 20 lb white 10 reams/case", "CS"), ("Nitrile gloves powder free large 100/box", "BX"),
            ("Road salt bulk delivered", "TON"), ("Envelope No. 10 white 500/box", "BX"),
            ("Liquid hand soap 1 gal", "GAL"), ("AA battery alkaline 24/box", "BX"),
        )
        for agency in (cast.town, cast.school_district)
    ]  # fmt: skip
    pool = requirements.pool_with_needs(cast, needs=needs)
    sort_lines(pool, cast)
    sure = Match.objects.filter(pool=pool, tier="auto")
    drawn = sure.filter(audit=True)
    assert sure.count() >= 4
    assert drawn.count() == 1
    actions.confirm_all(pool_id=pool.pk, tier="auto", actor=cast.buyer, now=cast.now)
    assert list(Match.objects.filter(pool=pool).to_review()) == list(drawn)
