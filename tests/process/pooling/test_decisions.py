"""A buyer decides; the sums follow, exactly."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Conversion, Decision, Match, MatchLine, PooledLine, Share
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories import pooling


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


@pytest.fixture
def paper(pool: Pool) -> Match:
    return pooling.paper_match(pool)


def confirm(match: Match, cast: Cast) -> PooledLine:
    actions.confirm_match(match_id=match.pk, actor=cast.buyer, now=cast.now)
    return PooledLine.objects.get(match=match)


def check_sums() -> None:
    """Make the database check now what it checks at the end of every transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- confirming -------------------------------------------------------------------------------------------


def test_a_confirmed_group_is_one_line_and_its_total_is_the_sum_of_its_shares(
    paper: Match, cast: Cast
) -> None:
    line = confirm(paper, cast)
    assert line.total == Decimal(800_000)
    assert sorted(line.shares.values_list("base_quantity", flat=True)) == [Decimal(200_000), Decimal(600_000)]
    check_sums()


def test_a_line_that_is_asked_is_in_no_total(paper: Match, cast: Cast) -> None:
    confirm(paper, cast)
    asked = paper.lines.still_asked().get()
    assert not Share.objects.filter(line=asked.line).exists()


def test_a_group_of_questions_only_cannot_be_confirmed(pool: Pool, cast: Cast) -> None:
    fire = pooling.lines_of(pool)[2]
    match = pooling.match(pool, [fire], [None])
    with pytest.raises(Refused, match="Answer its question"):
        actions.confirm_match(match_id=match.pk, actor=cast.buyer, now=cast.now)


def test_who_confirmed_is_on_the_trail_of_the_group_and_of_the_pool(paper: Match, cast: Cast) -> None:
    confirm(paper, cast)
    for subject in (paper, paper.pool):
        entry = trail_of(subject)[0]
        assert (entry.verb, entry.who) == ("pooling.match_confirmed", "Priya Raman")


@pytest.mark.parametrize("who", ["requester", "school", "vendor", "rival"])
def test_only_a_buyer_decides(paper: Match, cast: Cast, who: str) -> None:
    actor: Seat = getattr(cast, who)
    refused: list[Callable[[], Any]] = [
        lambda: actions.confirm_match(match_id=paper.pk, actor=actor, now=cast.now),
        lambda: actions.reject_match(match_id=paper.pk, actor=actor, now=cast.now),
        lambda: actions.confirm_all(pool_id=paper.pool_id, tier="auto", actor=actor, now=cast.now),
        lambda: actions.run_pooling(pool_id=paper.pool_id, actor=actor, now=cast.now),
        lambda: actions.take_out(match_line_id=paper.lines.all()[0].pk, actor=actor, now=cast.now),
        lambda: actions.rename_match(match_id=paper.pk, name="x", base_unit="EA", actor=actor, now=cast.now),
        lambda: actions.ask_agencies(match_id=paper.pk, actor=actor, now=cast.now),
        lambda: actions.freeze(pool_id=paper.pool_id, actor=actor, now=cast.now),
    ]
    for act in refused:
        with pytest.raises(Refused, match="Only a buyer of the lead agency"):
            act()
    assert not Share.objects.exists()


@pytest.mark.parametrize("status", [PoolStatus.COLLECTING, PoolStatus.FROZEN, PoolStatus.OUT_TO_BID])
def test_nothing_is_decided_before_pooling_starts_or_after_the_pool_is_frozen(
    paper: Match, cast: Cast, status: str
) -> None:
    Pool.objects.filter(pk=paper.pool_id).update(status=status, frozen_at=cast.now)
    with pytest.raises(Refused):
        confirm(paper, cast)
    Pool.objects.filter(pk=paper.pool_id).update(status=PoolStatus.POOLING)
    assert confirm(paper, cast).total == Decimal(800_000)


def test_a_decided_group_is_not_decided_twice(paper: Match, cast: Cast) -> None:
    confirm(paper, cast)
    with pytest.raises(Refused, match="confirmed"):
        confirm(paper, cast)


# --- all alike, in one click ------------------------------------------------------------------------------


def test_groups_that_are_all_alike_are_confirmed_in_one_click_and_taken_back_in_one(
    pool: Pool, cast: Cast
) -> None:
    town, school, fire, legal, toner = pooling.lines_of(pool)
    alike = pooling.match(pool, [town, school], ["600000", "200000"], tier="auto")
    with_question = pooling.match(pool, [legal, fire], ["900000", None], tier="auto")
    alone = pooling.match(pool, [toner], ["12"], base_unit="EA")
    assert actions.confirm_all(pool_id=pool.pk, tier="auto", actor=cast.buyer, now=cast.now) == 1
    assert actions.confirm_all(pool_id=pool.pk, tier="single", actor=cast.buyer, now=cast.now) == 1
    status = dict(Match.objects.values_list("pk", "status"))
    assert status == {alike.pk: "confirmed", with_question.pk: "suggested", alone.pk: "confirmed"}
    assert Share.objects.count() == 3
    actions.undo(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert Share.objects.count() == 2, "the last list is taken back, the one before stands"
    actions.undo(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert not Share.objects.exists()
    check_sums()


def test_a_list_that_is_out_of_date_is_not_confirmed_unseen(pool: Pool, cast: Cast) -> None:
    pooling.match(pool, pooling.lines_of(pool)[:2], ["1", "2"], tier="auto")
    seen = pooling.run(pool, cast)
    newer = pooling.run(pool, cast)
    with pytest.raises(Refused, match="sorted again"):
        actions.confirm_all(pool_id=pool.pk, tier="auto", run_id=seen.pk, actor=cast.buyer, now=cast.now)
    assert (
        actions.confirm_all(pool_id=pool.pk, tier="auto", run_id=newer.pk, actor=cast.buyer, now=cast.now)
        == 1
    )


def test_groups_that_need_a_look_are_never_confirmed_unseen(paper: Match, cast: Cast) -> None:
    with pytest.raises(Refused, match="one click"):
        actions.confirm_all(pool_id=paper.pool_id, tier="suggest", actor=cast.buyer, now=cast.now)


# --- rejecting, taking back -------------------------------------------------------------------------------


def test_lines_of_a_rejected_group_stand_alone_and_none_is_lost(paper: Match, cast: Cast) -> None:
    actions.reject_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    alone = Match.objects.to_review()
    assert {match.lines.count() for match in alone} == {1}
    assert {match.lines.get().line_id for match in alone} == set(
        paper.lines.values_list("line_id", flat=True)
    )
    assert Decision.objects.filter(verdict="different").count() == 3


def test_taking_a_rejection_back_gathers_the_lines_again(paper: Match, cast: Cast) -> None:
    actions.reject_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert list(Match.objects.all()) == [paper]
    assert not Decision.objects.exists()


def test_a_rejection_stands_once_one_of_its_lines_was_decided(paper: Match, cast: Cast) -> None:
    actions.reject_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    single = Match.objects.to_review().without_question()[0]
    confirm(single, cast)
    with pytest.raises(Refused, match="decided on their own"):
        actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    actions.reopen_match(match_id=single.pk, actor=cast.buyer, now=cast.now)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert MatchLine.objects.count() == 3


def test_leaving_a_need_out_takes_a_reason(pool: Pool, cast: Cast) -> None:
    toner = pooling.match(pool, pooling.lines_of(pool)[4:], ["12"], base_unit="EA")
    with pytest.raises(Refused, match="Say why") as refusal:
        actions.reject_match(match_id=toner.pk, actor=cast.buyer, now=cast.now)
    assert refusal.value.field == "reason"
    left = actions.reject_match(match_id=toner.pk, reason="State contract", actor=cast.buyer, now=cast.now)
    assert left.because == "State contract"


def test_taking_a_confirmation_back_takes_its_sum_back(paper: Match, cast: Cast) -> None:
    confirm(paper, cast)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert not PooledLine.objects.exists()
    assert not Share.objects.exists()
    assert not Decision.objects.exists()
    assert confirm(paper, cast).total == Decimal(800_000)


def test_undo_takes_back_the_last_decision_of_this_buyer_only(paper: Match, cast: Cast) -> None:
    confirm(paper, cast)
    with pytest.raises(Refused, match="done nothing"):
        actions.undo(pool_id=paper.pool_id, actor=cast.second_buyer, now=cast.now)
    assert actions.undo(pool_id=paper.pool_id, actor=cast.buyer, now=cast.now)[1] == paper


# --- lines ------------------------------------------------------------------------------------------------


def test_a_line_taken_out_stands_alone_and_is_put_back_whole(paper: Match, cast: Cast) -> None:
    school = paper.lines.get(base_quantity=200_000)
    actions.take_out(match_line_id=school.pk, actor=cast.buyer, now=cast.now)
    alone = Match.objects.get(split_from=paper)
    assert alone.lines.get().base_quantity == Decimal(200_000)
    assert Decision.objects.filter(verdict="different").count() == 2
    actions.put_back(match_line_id=school.pk, actor=cast.buyer, now=cast.now)
    assert list(Match.objects.all()) == [paper]
    assert not Decision.objects.exists()
    assert confirm(paper, cast).total == Decimal(800_000)


def test_two_lines_taken_out_of_one_group_are_not_decided_against_each_other(
    paper: Match, cast: Cast
) -> None:
    first, second, stays = paper.lines.order_by("pk")
    for row in (first, second):
        actions.take_out(match_line_id=row.pk, actor=cast.buyer, now=cast.now)
    apart = {frozenset((d.line_a_id, d.line_b_id)) for d in Decision.objects.filter(verdict="different")}
    assert apart == {frozenset((first.line_id, stays.line_id)), frozenset((second.line_id, stays.line_id))}


def test_a_line_that_is_confirmed_elsewhere_cannot_be_put_back(paper: Match, cast: Cast) -> None:
    school = paper.lines.get(base_quantity=200_000)
    actions.take_out(match_line_id=school.pk, actor=cast.buyer, now=cast.now)
    confirm(Match.objects.get(split_from=paper), cast)
    with pytest.raises(Refused, match="decided on their own"):
        actions.put_back(match_line_id=school.pk, actor=cast.buyer, now=cast.now)


def test_the_last_line_of_a_group_is_not_taken_out(pool: Pool, cast: Cast) -> None:
    toner = pooling.match(pool, pooling.lines_of(pool)[4:], ["12"])
    with pytest.raises(Refused, match="other lines"):
        actions.take_out(match_line_id=toner.lines.get().pk, actor=cast.buyer, now=cast.now)


def test_a_line_is_taken_out_of_a_decided_group_only_after_taking_the_decision_back(
    paper: Match, cast: Cast
) -> None:
    confirm(paper, cast)
    row = paper.lines.counted()[0]
    with pytest.raises(Refused, match="Take the decision back"):
        actions.take_out(match_line_id=row.pk, actor=cast.buyer, now=cast.now)


# --- questions --------------------------------------------------------------------------------------------


def state(line_id: int, cast: Cast, **changes: Any) -> Conversion:
    facts: dict[str, Any] = {
        "base_unit": "SHEET", "numerator": Decimal(5000), "source": "Their last order", "actor": cast.buyer,
    }  # fmt: skip
    return actions.state_conversion(line_id=line_id, now=cast.now, **(facts | changes))


def test_an_answer_counts_the_line(paper: Match, cast: Cast) -> None:
    fire = paper.lines.still_asked().get()
    state(fire.line_id, cast)
    fire.refresh_from_db()
    assert (fire.base_quantity, fire.question) == (Decimal(70_000), "")
    assert confirm(paper, cast).total == Decimal(870_000)


def test_an_answer_after_the_confirmation_is_added_to_the_total(paper: Match, cast: Cast) -> None:
    line = confirm(paper, cast)
    state(paper.lines.still_asked().get().line_id, cast)
    line.refresh_from_db()
    assert line.total == Decimal(870_000)
    check_sums()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"numerator": Decimal(0)}, "above zero"),
        ({"numerator": Decimal("1.5")}, "above zero"),
        ({"source": " "}, "how you know"),
        ({"base_unit": "EA"}, "counted in sheets"),
        ({"numerator": Decimal(1), "denominator": Decimal(3)}, "does not come out even"),
    ],
)
def test_an_answer_that_cannot_be_counted_changes_nothing(
    paper: Match, cast: Cast, changes: dict[str, Any], said: str
) -> None:
    fire = paper.lines.still_asked().get()
    with pytest.raises(Refused, match=said):
        state(fire.line_id, cast, **changes)
    assert not Conversion.objects.exists()
    assert paper.lines.still_asked().get() == fire


def test_the_agency_that_typed_the_line_may_answer_and_no_other(paper: Match, cast: Cast) -> None:
    fire = paper.lines.still_asked().get()
    for stranger in (cast.requester, cast.school, cast.vendor):
        with pytest.raises(Refused):
            state(fire.line_id, cast, actor=stranger)
    assert state(fire.line_id, cast, actor=cast.fire).stated_by == cast.fire


# --- freezing ---------------------------------------------------------------------------------------------


def test_a_pool_is_frozen_once_every_need_is_pooled_or_openly_left_out(pool: Pool, cast: Cast) -> None:
    town, school, fire, legal, toner = pooling.lines_of(pool)

    def freeze() -> Pool:
        return actions.freeze(pool_id=pool.pk, actor=cast.buyer, now=cast.now)

    with pytest.raises(Refused, match="5 lines are in no group"):
        freeze()
    paper = pooling.match(pool, [town, school, fire], ["600000", "200000", None])
    recycled = pooling.match(pool, [legal], ["900000"])
    left = pooling.match(pool, [toner], ["12"], base_unit="EA")
    with pytest.raises(Refused, match="3 groups have not been decided"):
        freeze()
    confirm(paper, cast)
    confirm(recycled, cast)
    actions.reject_match(match_id=left.pk, reason="State contract", actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="1 question is still open"):
        freeze()
    state(fire.pk, cast)
    assert freeze().status == PoolStatus.FROZEN
    check_sums()
    with pytest.raises(Refused, match="frozen"):
        actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)


# --- the database adds up again ---------------------------------------------------------------------------

TAMPERING = [
    "UPDATE pooling_pooledline SET total = total + 1",
    "UPDATE pooling_share SET base_quantity = base_quantity + 1 WHERE id = (SELECT min(id) FROM pooling_share)",
    "DELETE FROM pooling_share WHERE id = (SELECT min(id) FROM pooling_share)",
    "UPDATE pooling_share SET pooled_line_id = (SELECT max(id) FROM pooling_pooledline)",
]


@pytest.mark.parametrize("sql", TAMPERING)
def test_the_database_refuses_a_total_that_is_not_the_sum_of_its_shares(
    pool: Pool, cast: Cast, sql: str
) -> None:
    lines = pooling.lines_of(pool)
    pooling.pooled_line(pool, [(lines[0], "600000"), (lines[1], "200000")])
    pooling.pooled_line(pool, [(lines[3], "900000")])
    check_sums()
    with pytest.raises(DatabaseError, match="shares add up to"):
        tamper(sql)


def tamper(sql: str) -> None:
    """Change rows behind the program's back and end the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    quantities=st.lists(
        st.one_of(st.none(), st.decimals(min_value="0.000001", max_value="999999999", places=6)),
        min_size=2, max_size=5,
    ),
    out=st.integers(0, 4),
)  # fmt: skip
def test_whatever_is_decided_the_total_is_the_sum_of_the_counted_lines(
    pool: Pool, cast: Cast, quantities: list[Decimal | None], out: int
) -> None:
    Match.objects.filter(pool=pool).delete()
    lines = pooling.lines_of(pool)[: len(quantities)]
    match = pooling.match(pool, lines, [None if q is None else str(q) for q in quantities])
    rows = list(match.lines.order_by("pk"))
    gone = rows[out % len(rows)]
    actions.take_out(match_line_id=gone.pk, actor=cast.buyer, now=cast.now)
    expected = sum(
        (q for row, q in zip(rows, quantities, strict=True) if q is not None and row != gone), Decimal(0)
    )
    if expected:
        assert confirm(match, cast).total == expected
        check_sums()
        actions.reopen_match(match_id=match.pk, actor=cast.buyer, now=cast.now)
    assert not Share.objects.exists()
