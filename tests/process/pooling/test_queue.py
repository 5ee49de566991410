"""Where a group stands in the queue, what is counted of a pool, and the mark of what a page showed."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.process.pooling import actions, queries
from commonlot.process.pooling.models import Match
from commonlot.process.pooling.queries.desk import marks_of
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling, requirements

ClientFor = Callable[..., Client]
PRIORITIES = (90, 70, 70, 70, 40, 40, 12, 12, 12, 12, 3, 0, 0)


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def queue(pool: Pool, cast: Cast) -> list[Match]:
    """Thirteen groups, many of them with the same weight."""
    part = pool.participations.get(agency=cast.town)
    needs = [requirements.line(part, cast.now, description=f"Need {n}") for n in range(len(PRIORITIES))]
    for need, weight in zip(needs, reversed(PRIORITIES), strict=True):
        pooling.match(pool, [need], ["1"], priority=Decimal(weight))
    return list(queries.queue_of(pool))


def test_each_group_stands_between_its_neighbours_and_the_list_begins_with_the_one_before(
    pool: Pool, queue: list[Match]
) -> None:
    assert [match.priority for match in queue] == list(PRIORITIES)
    for here, match in enumerate(queue):
        place = queries.place_in_queue(pool, match)
        assert place.before == (queue[here - 1] if here else None)
        assert place.after == (queue[here + 1] if here + 1 < len(queue) else None)
        start = max(0, here - 1)
        assert place.window == queue[start : start + queries.WINDOW]


def test_beside_a_decided_group_the_queue_is_shown_from_its_start(
    pool: Pool, queue: list[Match], cast: Cast
) -> None:
    decided = actions.confirm_match(match_id=queue[5].pk, actor=cast.buyer, now=cast.now)
    place = queries.place_in_queue(pool, decided)
    assert (place.before, place.after) == (queue[4], queue[6])
    assert place.window == [*queue[:5], *queue[6:9]]


def test_after_the_last_group_the_first_that_was_passed_over_comes_next(
    pool: Pool, queue: list[Match]
) -> None:
    assert queries.next_to_review(pool, queue[2]) == queue[3]
    assert queries.next_to_review(pool, queue[-1]) == queue[0]


def test_a_group_with_a_question_is_not_counted_among_those_that_one_click_confirms(
    pool: Pool, cast: Cast
) -> None:
    town, school, fire, legal, toner = pooling.lines_of(pool)
    pooling.match(pool, [town, school], ["600000", "200000"], tier="auto")
    pooling.match(pool, [fire, legal], ["1000", None], tier="auto")
    pooling.match(pool, [toner], [None], base_unit="EA")
    progress = queries.progress_of(pool)
    assert (progress.groups, progress.decided, progress.questions) == (3, 0, 2)
    assert (progress.alike, progress.alone) == (1, 0)
    actions.confirm_all(pool_id=pool.pk, tier="auto", actor=cast.buyer, now=cast.now)
    progress = queries.progress_of(pool)
    assert (progress.groups, progress.decided, progress.alike) == (3, 1, 0)


def test_the_page_shows_the_mark_by_which_a_click_is_checked(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    paper = pooling.paper_match(pool)
    actions.take_out(match_line_id=paper.lines.order_by("pk")[0].pk, actor=cast.buyer, now=cast.now)
    page = client_for(cast.buyer).get(reverse("pooling:group", args=[pool.pk, paper.pk])).content.decode()
    assert f'name="seen" value="{marks_of([paper.pk])[paper.pk]}"' in page
