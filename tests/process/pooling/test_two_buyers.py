"""Two buyers at one desk do not trample each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.pooling.queries.desk import marks_of
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from tests.beside import Beside
from tests.cast import Cast
from tests.factories import pooling

real_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def paper(pool: Pool) -> Match:
    return pooling.paper_match(pool)


def mark(match: Match) -> str:
    return marks_of([match.pk])[match.pk]


def test_a_group_that_changed_since_it_was_opened_is_not_confirmed_and_says_who_changed_it(
    paper: Match, cast: Cast
) -> None:
    opened = mark(paper)
    actions.take_out(match_line_id=paper.lines.all()[0].pk, actor=cast.second_buyer, now=cast.now)
    with pytest.raises(Refused, match=r"Owen Bright took a line out of a group \(Mon, Nov 23, 2026"):
        actions.confirm_match(match_id=paper.pk, seen=opened, actor=cast.buyer, now=cast.now)
    actions.confirm_match(match_id=paper.pk, seen=mark(paper), actor=cast.buyer, now=cast.now)


def test_the_page_carries_what_was_seen_and_the_refusal_is_shown(
    paper: Match, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.buyer)
    page = client.get(reverse("pooling:group", args=[paper.pool_id, paper.pk])).content.decode()
    assert f'name="seen" value="{mark(paper)}"' in page
    data = {"seen": mark(paper), "pool": paper.pool_id}
    actions.rename_match(
        match_id=paper.pk, name="Paper", base_unit="SHEET", actor=cast.second_buyer, now=clock.now()
    )
    answer = client.post(reverse("pooling:confirm", args=[paper.pk]), data, follow=True)
    assert "Owen Bright changed how a group is named or counted" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.status == "suggested"


def test_who_else_has_the_group_open_is_said_for_a_few_minutes(
    paper: Match, cast: Cast, client_for: Callable[..., Client]
) -> None:
    url = reverse("pooling:group", args=[paper.pool_id, paper.pk])
    actions.look_at_group(match=paper, actor=cast.second_buyer, now=clock.now())
    assert "Owen Bright has this group open, too" in client_for(cast.buyer).get(url).content.decode()
    actions.look_at_group(match=paper, actor=cast.second_buyer, now=clock.now() - timedelta(minutes=6))
    assert "Priya Raman has" not in client_for(cast.buyer).get(url).content.decode()


@real_transactions
def test_of_two_who_confirm_at_the_same_instant_one_is_told_that_the_other_did(
    paper: Match, cast: Cast
) -> None:
    opened = mark(paper)

    def confirm(actor: Any) -> Match:
        return actions.confirm_match(match_id=paper.pk, seen=opened, actor=actor, now=cast.now)

    with transaction.atomic():
        confirm(cast.buyer)
        beside = Beside(lambda: confirm(cast.second_buyer))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    assert "Priya Raman confirmed one need" in beside.outcome.reason


@real_transactions
def test_a_line_is_not_moved_by_two_at_the_same_instant(pool: Pool, paper: Match, cast: Cast) -> None:
    legal = pooling.match(pool, [pooling.lines_of(pool)[3]], ["90000"])
    opened, row = mark(paper), paper.lines.order_by("pk")[0]

    def split(actor: Any) -> Match:
        return actions.split_match(
            match_id=paper.pk, match_line_ids=[row.pk], seen=opened, actor=actor, now=cast.now
        )

    with transaction.atomic():
        actions.move_lines(
            match_id=paper.pk, match_line_ids=[row.pk], to_id=legal.pk, actor=cast.buyer, now=cast.now
        )
        beside = Beside(lambda: split(cast.second_buyer))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    assert MatchLine.objects.get(line=row.line_id).match == legal


@real_transactions
def test_without_the_mark_the_second_would_decide_what_it_never_saw(paper: Match, cast: Cast) -> None:
    """Prove that the race is real: the lock alone lets the second confirm a group that lost a line meanwhile."""
    with transaction.atomic():
        actions.take_out(match_line_id=paper.lines.all()[0].pk, actor=cast.buyer, now=cast.now)
        beside = Beside(
            lambda: actions.confirm_match(match_id=paper.pk, actor=cast.second_buyer, now=cast.now)
        )
        beside.must_wait()
    assert isinstance(beside.outcome, Match)
