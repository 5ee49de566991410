"""Two agencies add to a short pool at the same moment: no pack is overfilled, and no addition is lost."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions as pooling_actions
from commonlot.process.pooling.actions import Step
from commonlot.process.pooling.models import MatchLine, PooledLine, Share
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import Pool, Raise, RequirementLine, ShortPool, Want, WantLine
from commonlot.records.access.models import Seat
from tests.beside import Beside
from tests.cast import Cast
from tests.factories import pooling as make
from tests.factories import requirements

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phase(cast: Cast) -> ShortPool:
    """Seven boxes of gloves of two agencies, 700 in all; 500 more fill the case of 1,200."""
    pool = requirements.pool_with_needs(
        cast,
        status="frozen",
        needs=[
            (cast.town, "Nitrile gloves, box of 100", "BX", "5", "8.10"),
            (cast.school_district, "Gloves nitrile 100/bx", "BX", "2", "8.40"),
        ],
    )
    with transaction.atomic():  # the database adds a pooled line and its shares up at the end
        make.confirmed(pool, make.lines_of(pool), ["500", "200"], cast, base_unit="EA")
    line = PooledLine.objects.get(pool=pool)
    return pooling_actions.open_short_pool(
        pool_id=pool.pk, steps={line.pk: Step(Want.Kind.PACK, Decimal(1200))}, ends_at=cast.now + timedelta(days=5),
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip


def add(cast: Cast, want_line: WantLine, more: int, by: Seat) -> Raise:
    return pooling_actions.add_to_fill(
        want_line_id=want_line.pk, more=Decimal(more), actor=by, now=cast.now + timedelta(days=1)
    )


def of_town() -> WantLine:
    return WantLine.objects.get(line__description__startswith="Nitrile")


def of_school() -> WantLine:
    return WantLine.objects.get(line__description__startswith="Gloves")


def assert_every_box_is_accounted_for(boxes: int) -> None:
    """Needs, shares, group, total, what was filled, and what was added say the same number of boxes."""
    units, added = Decimal(100 * boxes), Decimal(100 * (boxes - 7))
    want = Want.objects.get()
    assert RequirementLine.objects.aggregate(sum=Sum("quantity"))["sum"] == boxes
    assert Share.objects.aggregate(sum=Sum("base_quantity"))["sum"] == units
    assert MatchLine.objects.aggregate(sum=Sum("base_quantity"))["sum"] == units
    assert PooledLine.objects.get().total == units <= want.step
    assert (Raise.objects.aggregate(sum=Sum("base_quantity"))["sum"] or 0) == added == want.filled


def test_the_second_agency_waits_and_is_refused_what_would_overfill_the_pack(
    cast: Cast, phase: ShortPool
) -> None:
    with transaction.atomic():
        add(cast, of_town(), 4, cast.requester)
        beside = Beside(lambda: add(cast, of_school(), 2, cast.school))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    assert "Only 1 more still helps" in beside.outcome.reason
    assert_every_box_is_accounted_for(11)


def test_two_additions_that_fit_are_both_kept(cast: Cast, phase: ShortPool) -> None:
    with transaction.atomic():
        add(cast, of_town(), 3, cast.requester)
        beside = Beside(lambda: add(cast, of_school(), 2, cast.school))
        beside.must_wait()
    assert isinstance(beside.outcome, Raise)
    assert_every_box_is_accounted_for(12)
    assert (of_town().line.quantity, of_school().line.quantity) == (Decimal(8), Decimal(4))


def test_two_people_of_one_agency_add_to_the_same_need_and_neither_is_lost(
    cast: Cast, phase: ShortPool
) -> None:
    with transaction.atomic():
        add(cast, of_town(), 1, cast.requester)
        beside = Beside(lambda: add(cast, of_town(), 2, cast.requester))
        beside.must_wait()
    assert isinstance(beside.outcome, Raise)
    assert of_town().line.quantity == 8
    assert_every_box_is_accounted_for(10)


def test_an_addition_that_was_taken_back_leaves_its_room_to_the_other(cast: Cast, phase: ShortPool) -> None:
    with transaction.atomic():
        add(cast, of_town(), 5, cast.requester)
        beside = Beside(lambda: add(cast, of_school(), 5, cast.school))
        beside.must_wait()
        transaction.set_rollback(True)
    assert isinstance(beside.outcome, Raise)
    assert (of_town().line.quantity, of_school().line.quantity) == (Decimal(5), Decimal(7))
    assert_every_box_is_accounted_for(12)


def test_of_eight_additions_at_one_instant_as_many_stand_as_fit(cast: Cast, phase: ShortPool) -> None:
    together, town, school = Barrier(8), of_town(), of_school()

    def when_all_are_ready(want_line: WantLine, by: Seat) -> Callable[[], Raise]:
        def act() -> Raise:
            connection.ensure_connection()
            together.wait(timeout=20)
            return add(cast, want_line, 1, by)

        return act

    turns = [(town, cast.requester), (school, cast.school)] * 4
    outcomes = [each.outcome for each in [Beside(when_all_are_ready(*turn)) for turn in turns]]
    refused = [each.reason for each in outcomes if isinstance(each, Refused)]
    assert refused == ["This is filled already. Nothing more is needed."] * 3
    assert_every_box_is_accounted_for(12)


def test_what_arrives_while_the_buyer_closes_the_phase_is_refused(cast: Cast, phase: ShortPool) -> None:
    want_line = of_school()
    with transaction.atomic():
        actions.close_short_pool(short_pool_id=phase.pk, actor=cast.buyer, now=cast.now + timedelta(days=1))
        beside = Beside(lambda: add(cast, want_line, 1, cast.school))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    assert Pool.objects.get().status == "frozen"
    assert_every_box_is_accounted_for(7)


def test_without_the_lock_the_second_would_add_to_what_was_filled_meanwhile(
    cast: Cast, phase: ShortPool
) -> None:
    """Prove that the race is real: read without its lock, the want still lacks all of it."""
    with transaction.atomic():
        add(cast, of_town(), 5, cast.requester)
        beside = Beside(lambda: Want.objects.get().filled)
        assert beside.outcome == 0
    assert Want.objects.get().filled == 500
