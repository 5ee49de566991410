"""Whatever a buyer does on the desk, in whatever order: no line is lost, sums add up, and all of it can be undone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import F, Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine
from commonlot.process.pooling.queries.desk import steps_of
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling
from tests.process.pooling.test_undo import picture

Do = Callable[..., object]
KNOWN: dict[str, Do] = {
    "confirm": lambda match, other, rows, **who: actions.confirm_match(match_id=match.pk, **who),
    "reject": lambda match, other, rows, **who: actions.reject_match(match_id=match.pk, reason="No", **who),
    "reopen": lambda match, other, rows, **who: actions.reopen_match(match_id=match.pk, **who),
    "take out": lambda match, other, rows, **who: actions.take_out(match_line_id=rows[0], **who),
    "put back": lambda match, other, rows, **who: actions.put_back(match_line_id=rows[-1], **who),
    "split": lambda match, other, rows, **who: actions.split_match(
        match_id=match.pk, match_line_ids=rows[:1], **who
    ),
    "merge": lambda match, other, rows, **who: actions.merge_matches(
        match_id=match.pk, other_id=other.pk, **who
    ),
    "move": lambda match, other, rows, **who: actions.move_lines(
        match_id=match.pk, match_line_ids=rows[:1], to_id=other.pk, **who
    ),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(KNOWN)), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=9
)


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


def begin(pool: Pool) -> None:
    """Begin with three groups as the engine would have left them."""
    PooledLine.objects.filter(pool=pool).delete()
    Match.objects.filter(pool=pool).delete()
    Decision.objects.all().delete()
    pooling.paper_match(pool, asked=False)
    for line in pooling.lines_of(pool)[3:]:
        pooling.match(pool, [line], ["90000"])


def walk(pool: Pool, cast: Cast, chosen: list[tuple[str, int, int]]) -> None:
    """Do each step that is not refused, on groups that are there."""
    for name, a, b in chosen:
        matches = list(Match.objects.filter(pool=pool).order_by("pk"))
        match, other = matches[a % len(matches)], matches[b % len(matches)]
        rows = list(match.lines.order_by("taken_out", "pk").values_list("pk", flat=True)) or [0]
        try:
            KNOWN[name](match, other, rows, actor=cast.buyer, now=cast.now)
        except Refused:
            continue


def check(pool: Pool) -> None:
    """Every line stands in one group that counts, no rejected pair shares one, and every sum adds up."""
    standing = MatchLine.objects.filter(match__pool=pool, taken_out=False).exclude(
        match__status="rejected", match__in=Match.objects.exclude(tier="single")
    )
    lines = sorted(standing.values_list("line_id", flat=True))
    assert lines == [line.pk for line in pooling.lines_of(pool)]
    home = dict(standing.values_list("line_id", "match_id"))
    for said in Decision.objects.filter(verdict="different"):
        assert home[said.line_a_id] != home[said.line_b_id]
    totals = PooledLine.objects.filter(pool=pool).annotate(shared=Sum("shares__base_quantity"))
    assert not totals.exclude(total=F("shared")).exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


relaxed = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@relaxed
@given(chosen=steps)
@example(
    [
        ("confirm", 0, 0),
        ("take out", 19, 0),
        ("confirm", 17, 13),
        ("confirm", 20, 12),
        ("confirm", 0, 0),
        ("merge", 1, 0),
    ]
)
@example([("confirm", 1, 0), ("merge", 0, 1)])
def test_no_line_is_lost_and_all_steps_can_be_undone(
    pool: Pool, cast: Cast, chosen: list[tuple[str, int, int]]
) -> None:
    begin(pool)
    before = picture(pool)
    walk(pool, cast, chosen)
    check(pool)
    while steps_of(pool, cast.buyer).exists():
        actions.undo(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
        check(pool)
    assert picture(pool) == before


@relaxed
@given(chosen=steps)
def test_what_was_said_never_contradicts_itself_and_holds_in_the_next_sorting(
    pool: Pool, cast: Cast, chosen: list[tuple[str, int, int]]
) -> None:
    begin(pool)
    walk(pool, cast, chosen)
    run = pooling.run(pool, cast)
    run.finished_at = None
    run.save()
    actions.perform_run(run_id=run.pk, now=cast.now)
    check(pool)
