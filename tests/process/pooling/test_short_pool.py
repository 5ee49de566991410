"""After the freeze only what fills a pack or a minimum is taken, and every unit still adds up to its agency."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.actions import Step
from commonlot.process.pooling.models import MatchLine, PooledLine, Share
from commonlot.process.requirements import actions as requirements_actions
from commonlot.process.requirements.models import Pool, RequirementLine, ShortPool, Want, WantLine
from commonlot.process.requirements.queries import short_pool as wants
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import pooling as make
from tests.factories import requirements

NEEDS = (
    ("town", "Nitrile gloves, box of 100", "BX", "5", "8.10"),
    ("school_district", "Gloves nitrile 100/bx", "BX", "2", "8.40"),
)


@pytest.fixture
def pool(cast: Cast) -> Pool:
    """Seven boxes of gloves, 700 in all, frozen; the town would take three boxes more."""
    needs = [(getattr(cast, agency), *rest) for agency, *rest in NEEDS]
    pool = requirements.pool_with_needs(cast, status="frozen", needs=needs)
    RequirementLine.objects.filter(quantity=5).update(tolerance=3)
    make.confirmed(pool, make.lines_of(pool), ["500", "200"], cast, base_unit="EA")
    return pool


def open_for(cast: Cast, pool: Pool, amount: str = "1200", kind: Want.Kind = Want.Kind.PACK) -> ShortPool:
    line = PooledLine.objects.get(pool=pool)
    return actions.open_short_pool(
        pool_id=pool.pk, steps={line.pk: Step(kind, Decimal(amount))}, ends_at=cast.now + timedelta(days=5),
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip


def line_of(quantity: int) -> WantLine:
    return WantLine.objects.filter(line__quantity=quantity).latest("pk")


def add(cast: Cast, want_line: WantLine, more: str, by: Seat | None = None, *, days: int = 1) -> None:
    actions.add_to_fill(
        want_line_id=want_line.pk,
        more=Decimal(more),
        actor=by or cast.requester,
        now=cast.now + timedelta(days=days),
    )


def test_the_phase_asks_for_what_fills_the_started_pack(cast: Cast, pool: Pool) -> None:
    phase = open_for(cast, pool)
    pool.refresh_from_db()
    want = phase.wants.get()
    assert (pool.status, want.missing, want.tolerance) == ("short_pool", Decimal(500), Decimal(300))
    assert {mail.to[0] for mail in Message.objects.all()} == {
        "dana.okafor@example.org",
        "ines.vogel@example.org",
    }
    [view] = wants.wants_of(
        phase, organisation_id=cast.town.organisation_id, actor=cast.requester, now=cast.now
    )
    assert (view.own[0].most, view.own[0].asked, view.own[0].reason) == (Decimal(5), Decimal(3), None)


def test_what_is_added_stands_in_the_need_the_share_and_the_total(cast: Cast, pool: Pool) -> None:
    open_for(cast, pool)
    add(cast, line_of(5), "2")
    line = RequirementLine.objects.get(quantity=7)
    pooled = PooledLine.objects.get(pool=pool)
    assert (line.tolerance, line.share.base_quantity, pooled.total) == (
        Decimal(1),
        Decimal(700),
        Decimal(900),
    )
    assert pooled.total == pooled.shares.aggregate(sum=Sum("base_quantity"))["sum"]
    assert MatchLine.objects.get(line=line).base_quantity == 700
    want = Want.objects.get()
    assert (want.filled, want.tolerance) == (Decimal(200), Decimal(100))
    assert line.participation.changes.latest("pk").how == "short_pool"
    with connection.cursor() as cursor:  # the database adds up again, now and not at the end
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("more", "why"), [("6", "Only 5 more still helps"), ("0", "Only more"), ("-2", "Only more")]
)
def test_what_does_not_help_is_refused(cast: Cast, pool: Pool, more: str, why: str) -> None:
    open_for(cast, pool)
    with pytest.raises(Refused, match=why):
        add(cast, line_of(5), more)
    assert Share.objects.aggregate(sum=Sum("base_quantity"))["sum"] == 700


def test_two_agencies_together_never_add_beyond_what_is_missing(cast: Cast, pool: Pool) -> None:
    open_for(cast, pool)
    add(cast, line_of(5), "4")
    with pytest.raises(Refused, match="Only 1 more still helps"):
        add(cast, line_of(2), "2", cast.school)
    add(cast, line_of(2), "1", cast.school)
    with pytest.raises(Refused, match="filled already"):
        add(cast, line_of(3), "1", cast.school)
    assert PooledLine.objects.get(pool=pool).total == 1200


def test_tolerance_that_fills_the_pack_already_leaves_nothing_to_ask(cast: Cast, pool: Pool) -> None:
    with pytest.raises(Refused, match="full already"):
        open_for(cast, pool, "1000")  # 700 and the town's 300 fill it
    with pytest.raises(Refused, match="full already"):
        open_for(cast, pool, "100")  # seven full packs, nothing over: tolerance alone starts no other
    pool.refresh_from_db()
    assert pool.status == "frozen"


def test_a_minimum_can_be_reached_too(cast: Cast, pool: Pool) -> None:
    phase = open_for(cast, pool, "900", Want.Kind.MINIMUM)
    assert phase.wants.get().missing == 200
    add(cast, line_of(2), "2", cast.school)
    assert PooledLine.objects.get(pool=pool).total == 900


def test_who_added_what_is_shown_to_the_lead_agency_only(cast: Cast, pool: Pool) -> None:
    phase = open_for(cast, pool)
    add(cast, line_of(5), "2")
    [seen] = wants.wants_of(phase, organisation_id=None, actor=cast.buyer, now=cast.now)
    assert [(each.want_line.line.participation.agency, each.quantity) for each in seen.raises] == [
        (cast.town, Decimal(2))
    ]
    school = cast.school_district.organisation_id
    [theirs] = wants.wants_of(phase, organisation_id=school, actor=cast.school, now=cast.now)
    assert theirs.raises == []
    assert [own.want_line.line.participation.agency for own in theirs.own] == [cast.school_district]


def test_an_agency_adds_to_its_own_needs_only_and_not_after_the_end(cast: Cast, pool: Pool) -> None:
    open_for(cast, pool)
    for who in (cast.school, cast.buyer, cast.receiver):
        with pytest.raises(Refused, match="Only a requester of Town of Rye Hill"):
            add(cast, line_of(5), "1", who)
    with pytest.raises(Refused, match="More could be added until"):
        add(cast, line_of(5), "1", days=5)


def test_the_phase_ends_by_itself_or_by_hand_and_the_pool_is_frozen_again(cast: Cast, pool: Pool) -> None:
    frozen_at = pool.frozen_at
    open_for(cast, pool)
    assert end_phases(cast, 4) == 0
    assert end_phases(cast, 5) == 1
    pool.refresh_from_db()
    assert (pool.status, pool.frozen_at) == ("frozen", frozen_at)
    second = open_for(cast, pool)
    with pytest.raises(Refused, match="Only a buyer"):
        close(cast, second, cast.requester)
    close(cast, second, cast.buyer)
    pool.refresh_from_db()
    assert pool.status == "frozen"
    with pytest.raises(Refused, match="phase is over"):
        add(cast, line_of(5), "1")


def end_phases(cast: Cast, days: int) -> int:
    return requirements_actions.end_short_pools(now=cast.now + timedelta(days=days))


def close(cast: Cast, phase: ShortPool, by: Seat) -> None:
    requirements_actions.close_short_pool(short_pool_id=phase.pk, actor=by, now=cast.now)


def test_only_a_frozen_pool_is_topped_up(cast: Cast, pool: Pool) -> None:
    Pool.objects.filter(pk=pool.pk).update(status="out_to_bid")
    with pytest.raises(Refused, match="comes after the needs are frozen"):
        open_for(cast, pool)
