"""The engine suggests; what a buyer decided stands."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F, Sum

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine, Share
from commonlot.process.requirements.models import Pool, RequirementLine
from tests.cast import Cast, agency
from tests.factories import pooling, requirements


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return pooling.pool_of_paper(cast)


def sort_lines(pool: Pool, cast: Cast) -> list[Match]:
    run = actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)
    return list(Match.objects.filter(pool=pool).order_by("-stake"))


def groups(matches: list[Match]) -> set[frozenset[str]]:
    return {
        frozenset(row.line.description[:12] for row in match.lines.filter(taken_out=False))
        for match in matches
    }


def test_every_line_stands_in_exactly_one_group(pool: Pool, cast: Cast) -> None:
    sort_lines(pool, cast)
    assert sorted(MatchLine.objects.values_list("line_id", flat=True)) == [
        line.pk for line in pooling.lines_of(pool)
    ]


def test_white_paper_of_three_agencies_is_one_suggestion_and_legal_size_is_another(
    pool: Pool, cast: Cast
) -> None:
    found = groups(sort_lines(pool, cast))
    assert frozenset({"PPR CPY 8-1/", "white copy p"}) in found
    assert frozenset({"COPY PAPER L"}) in found


def test_a_pack_that_nobody_stated_is_asked_and_counts_as_nothing(pool: Pool, cast: Cast) -> None:
    sort_lines(pool, cast)
    town, _, fire = pooling.lines_of(pool)[:3]
    assert MatchLine.objects.get(line=town).base_quantity == Decimal(600_000)
    asked = MatchLine.objects.get(line=fire)
    assert asked.base_quantity is None
    assert "case" in asked.question


def test_a_run_that_is_under_way_is_not_started_twice(pool: Pool, cast: Cast) -> None:
    actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="right now"):
        actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)


def test_a_second_run_leaves_confirmed_groups_and_their_sums_alone(pool: Pool, cast: Cast) -> None:
    paper = sort_lines(pool, cast)[0]
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    before = list(Share.objects.values_list("line_id", "base_quantity").order_by("line_id"))
    sort_lines(pool, cast)
    assert list(Share.objects.values_list("line_id", "base_quantity").order_by("line_id")) == before
    assert Match.objects.get(pk=paper.pk).status == "confirmed"
    assert MatchLine.objects.count() == len(pooling.lines_of(pool))


def test_a_line_that_a_buyer_took_out_never_comes_back_by_itself(pool: Pool, cast: Cast) -> None:
    sort_lines(pool, cast)
    school = pooling.lines_of(pool)[1]
    actions.take_out(match_line_id=MatchLine.objects.get(line=school).pk, actor=cast.buyer, now=cast.now)
    sort_lines(pool, cast)
    alone = MatchLine.objects.get(line=school, taken_out=False).match
    assert alone.lines.filter(taken_out=False).count() == 1


def test_different_needs_stay_different_in_every_later_run(pool: Pool, cast: Cast) -> None:
    paper = sort_lines(pool, cast)[0]
    actions.reject_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    again = [match for match in sort_lines(pool, cast) if match.pk != paper.pk]
    assert all(match.lines.count() == 1 for match in again)


def test_a_later_line_is_suggested_for_the_confirmed_group_and_joins_its_sum(pool: Pool, cast: Cast) -> None:
    paper = sort_lines(pool, cast)[0]
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    part = pool.participations.get(agency=cast.fire_district)
    late = requirements.line(
        part, cast.now, description="White copy paper, letter, 20 lb, 92 bright, 10 reams/carton", unit="CT",
        quantity=Decimal(2), price_paid=None,
    )  # fmt: skip
    sort_lines(pool, cast)
    joining = MatchLine.objects.get(line=late).match
    assert joining.joins == paper
    actions.confirm_match(match_id=joining.pk, actor=cast.buyer, now=cast.now)
    assert PooledLine.objects.get(match=paper).total == Decimal(810_000)
    assert PooledLine.objects.count() == 1


def test_taking_back_the_group_takes_back_the_line_that_joined_it(pool: Pool, cast: Cast) -> None:
    test_a_later_line_is_suggested_for_the_confirmed_group_and_joins_its_sum(pool, cast)
    paper = Match.objects.get(pool=pool, pooled_line__isnull=False)
    actions.reopen_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert not Share.objects.exists()
    assert paper.lines.count() == 4
    assert MatchLine.objects.count() == len(pooling.lines_of(pool))


def test_a_decision_ends_when_the_agency_changes_the_line(pool: Pool, cast: Cast) -> None:
    paper = sort_lines(pool, cast)[0]
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    RequirementLine.objects.filter(pk=pooling.lines_of(pool)[0].pk).update(quantity=Decimal(121))
    sort_lines(pool, cast)
    assert not PooledLine.objects.exists()
    assert not Decision.objects.filter(line_a=pooling.lines_of(pool)[0]).exists()
    assert MatchLine.objects.get(line=pooling.lines_of(pool)[0]).base_quantity == Decimal(605_000)


def test_a_need_that_was_left_out_stays_out(pool: Pool, cast: Cast) -> None:
    sort_lines(pool, cast)
    toner = MatchLine.objects.get(line=pooling.lines_of(pool)[4]).match
    actions.reject_match(
        match_id=toner.pk, reason="Bought from the State contract.", actor=cast.buyer, now=cast.now
    )
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=pooling.lines_of(pool)[4]).match == toner


def test_what_a_buyer_stated_about_a_pack_is_used_by_the_next_run(pool: Pool, cast: Cast) -> None:
    sort_lines(pool, cast)
    fire = pooling.lines_of(pool)[2]
    actions.state_conversion(
        line_id=fire.pk, base_unit="SHEET", numerator=Decimal(5000), source="Their last order", actor=cast.buyer,
        now=cast.now,
    )  # fmt: skip
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=fire).base_quantity == Decimal(70_000)


def test_the_unit_that_a_buyer_chose_is_kept(pool: Pool, cast: Cast) -> None:
    paper = sort_lines(pool, cast)[0]
    actions.rename_match(
        match_id=paper.pk, name="Copy paper", base_unit="ream", actor=cast.buyer, now=cast.now
    )
    town = pooling.lines_of(pool)[0]
    assert MatchLine.objects.get(line=town).base_quantity == Decimal(1200)
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=town).match.base_unit == "RM"


@pytest.mark.needs_shared_data
def test_five_thousand_real_lines_are_sorted_and_add_up_exactly(cast: Cast, shared_data: Path) -> None:
    pool = requirements.pool(cast.buyer, cast.now, status="pooling")
    with (shared_data / "purchasing" / "gsa-office-orders-2013.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if Decimal(row["quantity"]) > 0]
    parts = {
        name: requirements.part(
            pool, agency(name, f"O-{number}", "other", now=cast.now), cast.now, status="accepted"
        )
        for number, name in enumerate(sorted({row["agency"] for row in rows}))
    }
    RequirementLine.objects.bulk_create(
        RequirementLine(
            participation=parts[row["agency"]], position=position, description=row["longdescr"][:500],
            unit=row["unit_of_issue"], quantity=Decimal(row["quantity"]), price_paid=Decimal(row["price"]),
            part_number=row["manufacturer_part_number"][:80], status="accepted", created_at=cast.now,
            changed_at=cast.now,
        )
        for position, row in enumerate(rows)
    )  # fmt: skip
    found = sort_lines(pool, cast)
    assert len(found) > 2000
    assert MatchLine.objects.count() == len(rows) == 4990

    for tier in ("auto", "single"):
        actions.confirm_all(pool_id=pool.pk, tier=tier, actor=cast.buyer, now=cast.now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    totals = PooledLine.objects.filter(pool=pool).annotate(shared=Sum("shares__base_quantity"))
    assert totals.count() > 1500
    assert not totals.exclude(total=F("shared")).exists()


def test_a_pool_without_accepted_needs_has_nothing_to_sort(cast: Cast) -> None:
    empty = requirements.pool(cast.buyer, cast.now, status="pooling")
    with pytest.raises(Refused, match="nothing to sort"):
        actions.run_pooling(pool_id=empty.pk, actor=cast.buyer, now=cast.now)


def test_a_line_is_counted_by_what_its_agency_said_of_its_unit_when_it_stated_the_need(cast: Cast) -> None:
    needs = [(cast.town, "Nitrile gloves, large, 100/bx", "BX", "5", "8.10"),
             (cast.school_district, "Nitrile gloves, large", "BX", "3", "8.40")]  # fmt: skip
    pool = requirements.pool_with_needs(cast, needs=needs)
    asked = RequirementLine.objects.get(participation__agency=cast.school_district)
    RequirementLine.objects.filter(pk=asked.pk).update(unit_holds=200, unit_holds_of="EA")
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=asked).base_quantity == 600


def test_what_is_answered_about_a_group_outranks_what_was_said_before(cast: Cast) -> None:
    needs = [(cast.town, "Nitrile gloves, large, 100/bx", "BX", "5", "8.10"),
             (cast.school_district, "Nitrile gloves, large", "BX", "3", "8.40")]  # fmt: skip
    pool = requirements.pool_with_needs(cast, needs=needs)
    asked = RequirementLine.objects.get(participation__agency=cast.school_district)
    RequirementLine.objects.filter(pk=asked.pk).update(unit_holds=200, unit_holds_of="EA")
    sort_lines(pool, cast)
    actions.state_conversion(
        line_id=asked.pk, base_unit="EA", numerator=Decimal(100), source="The label", actor=cast.buyer, now=cast.now
    )  # fmt: skip
    sort_lines(pool, cast)
    assert MatchLine.objects.get(line=asked).base_quantity == 300
