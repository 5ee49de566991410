"""A buyer splits a group, puts groups together, moves lines; what was said holds in every later sorting."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling

ClientFor = Callable[..., Client]


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def paper(pool: Pool) -> Match:
    return pooling.paper_match(pool)


@pytest.fixture
def legal(pool: Pool) -> Match:
    return pooling.match(pool, [pooling.lines_of(pool)[3]], ["90000"])


def sort_lines(pool: Pool, cast: Cast) -> None:
    run = actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)


def lines_in(match: Match) -> set[int]:
    return set(match.lines.filter(taken_out=False).values_list("line_id", flat=True))


def home_of(line: Any) -> Match:
    return MatchLine.objects.get(line=line, taken_out=False).match


def pairs(verdict: str) -> set[frozenset[int]]:
    return {frozenset((d.line_a_id, d.line_b_id)) for d in Decision.objects.filter(verdict=verdict)}


def split(match: Match, rows: list[MatchLine], cast: Cast, **more: Any) -> Match:
    ids = [row.pk for row in rows]
    return actions.split_match(match_id=match.pk, match_line_ids=ids, actor=cast.buyer, now=cast.now, **more)


# --- splitting --------------------------------------------------------------------------------------------


def test_ticked_lines_form_a_group_of_their_own_and_no_line_is_lost(paper: Match, cast: Cast) -> None:
    town, school, fire = paper.lines.order_by("pk")
    new = split(paper, [school], cast)
    assert lines_in(paper) == {town.line_id, fire.line_id}
    assert lines_in(new) == {school.line_id}
    assert new.split_from == paper
    assert pairs("different") == {
        frozenset((school.line_id, town.line_id)), frozenset((school.line_id, fire.line_id))
    }  # fmt: skip
    assert new.lines.get().base_quantity == Decimal(200_000)


def test_what_was_split_is_never_put_together_by_a_later_sorting(paper: Match, cast: Cast) -> None:
    sort_lines(paper.pool, cast)
    town, school, _ = pooling.lines_of(paper.pool)[:3]
    group = home_of(town)
    split(group, [group.lines.get(line=school)], cast)
    sort_lines(paper.pool, cast)
    assert home_of(town) != home_of(school)


def test_each_pair_says_who_decided_when_why_and_on_which_engines_word(paper: Match, cast: Cast) -> None:
    pooling.run(paper.pool, cast)
    split(paper, [paper.lines.order_by("pk")[1]], cast)
    said = Decision.objects.earliest("pk")
    assert (said.decided_by, said.decided_at, said.reason) == (cast.buyer, cast.now, "Split in two")
    assert said.engine_version == "0"


@pytest.mark.parametrize(("ticked", "said"), [(0, "Tick the lines"), (3, "Leave at least one")])
def test_a_split_leaves_lines_on_both_sides(paper: Match, cast: Cast, ticked: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        split(paper, list(paper.lines.all())[:ticked], cast)
    assert Match.objects.count() == 1


# --- putting together -------------------------------------------------------------------------------------


def test_two_groups_become_one_that_waits_for_confirmation(paper: Match, legal: Match, cast: Cast) -> None:
    expected = lines_in(paper) | lines_in(legal)
    merged = actions.merge_matches(match_id=paper.pk, other_id=legal.pk, actor=cast.buyer, now=cast.now)
    assert lines_in(merged) == expected
    assert not Match.objects.filter(pk=legal.pk).exists()
    assert merged.status == "suggested"
    assert not PooledLine.objects.exists(), "nothing merges unconfirmed"
    assert len(pairs("same")) == 3


def test_what_was_put_together_stays_together_in_every_later_sorting(
    paper: Match, legal: Match, cast: Cast
) -> None:
    actions.merge_matches(match_id=paper.pk, other_id=legal.pk, actor=cast.buyer, now=cast.now)
    sort_lines(paper.pool, cast)
    town, school, fire, legal_line = pooling.lines_of(paper.pool)[:4]
    assert home_of(town) == home_of(school) == home_of(fire) == home_of(legal_line)


def test_a_newer_word_on_a_pair_replaces_the_older(paper: Match, cast: Cast) -> None:
    new = split(paper, [paper.lines.order_by("pk")[1]], cast)
    actions.merge_matches(match_id=paper.pk, other_id=new.pk, actor=cast.buyer, now=cast.now)
    assert not pairs("different")
    sort_lines(paper.pool, cast)
    town, school = pooling.lines_of(paper.pool)[:2]
    assert home_of(town) == home_of(school)


def test_a_group_put_together_with_a_confirmed_one_is_added_when_confirmed(
    pool: Pool, legal: Match, cast: Cast
) -> None:
    town, school = pooling.lines_of(pool)[:2]
    confirmed = pooling.confirmed(pool, [town, school], ["600000", "200000"], cast)
    actions.merge_matches(match_id=legal.pk, other_id=confirmed.pk, actor=cast.buyer, now=cast.now)
    line = PooledLine.objects.get(match=confirmed)
    assert line.total == Decimal(800_000)
    actions.confirm_match(match_id=legal.pk, actor=cast.buyer, now=cast.now)
    line.refresh_from_db()
    assert line.total == Decimal(890_000)


def test_a_group_is_not_put_together_with_itself_or_with_a_rejected_one(
    paper: Match, legal: Match, cast: Cast
) -> None:
    actions.reject_match(match_id=legal.pk, reason="State contract", actor=cast.buyer, now=cast.now)
    for other, said in ((paper, "another group"), (legal, "was rejected")):
        with pytest.raises(Refused, match=said):
            actions.merge_matches(match_id=paper.pk, other_id=other.pk, actor=cast.buyer, now=cast.now)


# --- moving -----------------------------------------------------------------------------------------------


def test_a_line_moves_to_another_group_and_stays_there(paper: Match, legal: Match, cast: Cast) -> None:
    town, school, _, legal_line = pooling.lines_of(paper.pool)[:4]
    row = paper.lines.get(line=school)
    actions.move_lines(
        match_id=paper.pk, match_line_ids=[row.pk], to_id=legal.pk, actor=cast.buyer, now=cast.now
    )
    assert lines_in(legal) == {school.pk, legal_line.pk}
    assert pairs("same") == {frozenset((school.pk, legal_line.pk))}
    sort_lines(paper.pool, cast)
    assert home_of(school) == home_of(legal_line) != home_of(town)


# --- the screens ------------------------------------------------------------------------------------------


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_other_group_is_found_by_words_of_its_name_or_of_its_lines(
    paper: Match, legal: Match, cast: Cast, client_for: ClientFor
) -> None:
    Match.objects.filter(pk=legal.pk).update(name="Something else")
    page = text(
        client_for(cast.buyer).get(reverse("pooling:together", args=[paper.pk]), {"text": "legal 92"})
    )
    assert "Something else" in page
    assert "Put together" in page
    page = text(client_for(cast.buyer).get(reverse("pooling:together", args=[paper.pk]), {"text": "salt"}))
    assert "No other group has these words" in page


def test_lines_are_ticked_on_the_desk_and_moved_without_script(
    paper: Match, legal: Match, cast: Cast, client_for: ClientFor
) -> None:
    client, row = client_for(cast.buyer), paper.lines.order_by("pk")[1]
    page = text(client.get(reverse("pooling:group", args=[paper.pool_id, paper.pk])))
    assert f'name="line" value="{row.pk}" form="regroup"' in page
    page = text(
        client.get(reverse("pooling:together", args=[paper.pk]), {"line": str(row.pk), "text": "legal"})
    )
    assert "Move here" in page
    client.post(reverse("pooling:move", args=[paper.pk]), {"line": row.pk, "other": legal.pk})
    assert row.line_id in lines_in(legal)
    client.post(reverse("pooling:split", args=[legal.pk]), {"line": row.pk})
    assert lines_in(legal) == {pooling.lines_of(paper.pool)[3].pk}


def test_a_group_that_is_gone_sends_the_buyer_to_the_desk_with_the_reason(
    paper: Match, legal: Match, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.buyer)
    actions.merge_matches(match_id=paper.pk, other_id=legal.pk, actor=cast.buyer, now=cast.now)
    for answer in (
        client.post(reverse("pooling:confirm", args=[legal.pk]), {"pool": paper.pool_id}, follow=True),
        client.get(reverse("pooling:group", args=[paper.pool_id, legal.pk]), follow=True),
    ):
        assert "no longer there" in text(answer)
    assert client.post(reverse("pooling:confirm", args=[legal.pk])).status_code == 404
