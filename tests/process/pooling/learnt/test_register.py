"""What was confirmed in an earlier pool is suggested again, and never merged by itself."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from commonlot.process.pooling import actions as pooling_actions
from commonlot.process.pooling.actions.register import register_needs
from commonlot.process.pooling.models import Match, MatchLine, PooledLine, RegisteredNeed
from commonlot.process.pooling.rules import register
from commonlot.process.pooling.rules.learnt import Known, known_together
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling, requirements
from tests.factories.pooling import Need


def tools(cast: Cast) -> list[Need]:
    """Two wordings that no score would put together."""
    return [
        (cast.town, "Grass whip, serrated", "EA", "40", "9.50"),
        (cast.school_district, "Sling blade", "EA", "12", "9.75"),
    ]


def earlier_pool(cast: Cast, needs: Sequence[Need] = (), *, name: str = "Grass whip") -> Pool:
    """A pool in which a buyer confirmed that all lines are one need, and that was frozen."""
    pool = requirements.pool_with_needs(cast, needs=needs or tools(cast))
    lines = pooling.lines_of(pool)
    pooling.confirmed(pool, lines, ["40"] * len(lines), cast, base_unit="EA", name=name)
    PooledLine.objects.filter(pool=pool).update(name=name)
    pooling_actions.freeze(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    return pool


def sort(pool: Pool, cast: Cast) -> list[Match]:
    run = pooling_actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    pooling_actions.perform_run(run_id=run.pk, now=cast.now)
    return list(Match.objects.filter(pool=pool))


def test_freezing_a_pool_writes_down_each_wording_and_as_what_it_was_confirmed(cast: Cast) -> None:
    pool = earlier_pool(cast)
    rows = RegisteredNeed.objects.filter(pool=pool)
    assert {row.typed for row in rows} == {"Grass whip, serrated", "Sling blade"}
    assert {(row.name, row.base_unit, row.need) for row in rows} == {
        ("Grass whip", "EA", PooledLine.objects.get(pool=pool).pk)
    }


def test_registering_a_pool_twice_leaves_each_wording_once(cast: Cast) -> None:
    pool = earlier_pool(cast)
    assert register_needs(pool, now=cast.now) == 2
    assert RegisteredNeed.objects.count() == 2


def test_wordings_of_one_confirmed_need_are_suggested_together_with_the_pool_that_says_so(cast: Cast) -> None:
    old = earlier_pool(cast)
    (match,) = sort(requirements.pool_with_needs(cast, needs=tools(cast)), cast)
    assert match.lines.count() == 2
    assert match.name == "Grass whip"
    assert f"Confirmed in {old.number} as “Grass whip”." in match.reasons[0]["text"]


def test_what_is_known_from_before_is_only_suggested_never_merged(cast: Cast) -> None:
    earlier_pool(cast)
    pool = requirements.pool_with_needs(cast, needs=tools(cast))
    (match,) = sort(pool, cast)
    assert match.status == "suggested"
    assert not PooledLine.objects.filter(pool=pool).exists()


def test_without_an_earlier_pool_the_same_lines_stand_apart(cast: Cast) -> None:
    assert len(sort(requirements.pool_with_needs(cast, needs=tools(cast)), cast)) == 2


def test_case_spaces_and_commas_do_not_hide_a_known_wording(cast: Cast) -> None:
    earlier_pool(cast)
    again = [
        (cast.town, "GRASS whip  serrated", "EA", "40", "9.50"),
        (cast.school_district, "sling BLADE.", "EA", "12", "9.75"),
    ]
    assert len(sort(requirements.pool_with_needs(cast, needs=again), cast)) == 1


def test_a_decision_in_the_new_pool_outranks_what_was_known_before(cast: Cast) -> None:
    earlier_pool(cast)
    pool = requirements.pool_with_needs(cast, needs=tools(cast))
    (match,) = sort(pool, cast)
    row = MatchLine.objects.filter(match=match).order_by("-pk")[0]
    pooling_actions.take_out(match_line_id=row.pk, actor=cast.buyer, now=cast.now)
    assert len(sort(pool, cast)) == 2


def test_words_that_the_latest_pool_kept_apart_are_not_put_together(cast: Cast) -> None:
    earlier_pool(cast)
    newer = requirements.pool_with_needs(cast, needs=tools(cast))
    for line in pooling.lines_of(newer):
        pooling.confirmed(newer, [line], ["40"], cast, base_unit="EA")
    register_needs(newer, now=cast.now + timedelta(days=1))
    assert len(sort(requirements.pool_with_needs(cast, needs=tools(cast)), cast)) == 2


def test_another_lead_agencys_needs_are_not_known(cast: Cast) -> None:
    pool = earlier_pool(cast)
    RegisteredNeed.objects.filter(pool=pool).update(lead_agency=cast.town.organisation)
    assert len(sort(requirements.pool_with_needs(cast, needs=tools(cast)), cast)) == 2


@pytest.mark.parametrize(
    ("decisions", "pairs"),
    [
        ([], [(1, 2), (1, 3)]),
        ([(1, 2, "same")], [(1, 3)]),
        ([(1, 2, "different")], []),
        ([(2, 9, "different")], [(1, 2), (1, 3)]),
        ([(2, 9, "same"), (3, 9, "different")], [(1, 2)]),
    ],
)
def test_lines_known_as_one_need_are_paired_unless_a_decision_speaks_against_it(
    decisions: list[tuple[int, int, str]], pairs: list[tuple[int, int]]
) -> None:
    known = {line: Known(7, "Grass whip", "P-26-03") for line in (1, 2, 3)}
    assert known_together(known, decisions) == pairs


def test_a_part_number_is_part_of_the_wording() -> None:
    assert register.key_of("Toner, black", "CF258A") == register.key_of("toner black", "cf-258-a")
    assert register.key_of("Toner, black", "CF258A") != register.key_of("Toner, black", "CF259A")
    assert register.key_of("Paper, 20 lb", "") != register.key_of("Paper, 24 lb", "")
