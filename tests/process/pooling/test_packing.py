"""Packs as they would be ordered, and the sheet that is made of them: exact for any quantity."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonlot.kernel.money import Money
from commonlot.process.pooling.rules import sheet
from commonlot.process.pooling.rules.packing import Counted, Pack, Packed, into_packs, usual_pack

exact = some.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False, allow_infinity=False)
above_zero = exact.filter(lambda number: number > 0)


@pytest.mark.parametrize(
    ("quantity", "tolerance", "packs", "loose", "more"),
    [
        (600_000, 0, 120, 0, 0),
        (601_500, 0, 120, 1_500, 0),
        (601_500, 3_499, 120, 1_500, 0),
        (601_500, 3_500, 121, 0, 3_500),
        (601_500, 20_000, 121, 0, 3_500),
        (600_000, 20_000, 120, 0, 0),
        (1_500, 5_000, 1, 0, 3_500),
        (0, 5_000, 0, 0, 0),
    ],
)
def test_a_remainder_becomes_a_pack_only_where_the_tolerance_fills_it(
    quantity: int, tolerance: int, packs: int, loose: int, more: int
) -> None:
    assert into_packs(quantity, 5_000, tolerance) == Packed(packs, Fraction(loose), Fraction(more))


@given(exact, above_zero, exact)
def test_packs_and_what_is_loose_come_to_the_quantity_and_never_beyond_the_tolerance(
    quantity: Decimal, size: Decimal, tolerance: Decimal
) -> None:
    got = into_packs(quantity, size, tolerance)
    assert got.packs * Fraction(size) + got.loose == Fraction(quantity) + got.more
    assert 0 <= got.loose < Fraction(size)
    assert 0 <= got.more <= Fraction(tolerance)
    assert not (got.loose and got.more)


@given(some.integers(0, 10**6), above_zero, exact)
def test_tolerance_alone_never_fills_a_pack(whole: int, size: Decimal, tolerance: Decimal) -> None:
    assert into_packs(whole * Fraction(size), size, tolerance) == Packed(whole, Fraction(0), Fraction(0))


@pytest.mark.parametrize(("quantity", "size", "tolerance"), [(1, 0, 0), (-1, 5, 0), (1, 5, -1)])
def test_what_cannot_be_packed_is_a_mistake(quantity: int, size: int, tolerance: int) -> None:
    with pytest.raises(ValueError, match="a pack holds something"):
        into_packs(quantity, size, tolerance)


def counted(unit: str, quantity: str, base: str) -> Counted:
    return Counted(unit, Decimal(quantity), Decimal(base))


def test_the_pack_is_the_one_in_which_most_was_stated_however_it_was_spelled() -> None:
    lines = [counted("ctn", "40", "200000"), counted("CT", "30", "150000"), counted("RM", "600", "300000")]
    assert usual_pack(lines) == Pack("CT", Decimal(5000))
    assert Pack("CT", Decimal(5000)).words("SHEET", 2) == "cartons of 5,000 sheets"


def test_a_need_that_is_mostly_stated_in_tons_or_pieces_is_ordered_as_it_is_counted() -> None:
    assert usual_pack([counted("TON", "40", "40"), counted("BG", "10", "0.25")]) is None
    assert usual_pack([counted("EA", "12", "12")]) is None
    assert usual_pack([]) is None


def test_a_unit_of_which_the_content_does_not_come_out_even_is_no_pack() -> None:
    assert usual_pack([counted("CS", "3", "100")]) is None


def test_the_largest_and_smallest_quantities_that_are_kept_break_nothing() -> None:
    assert usual_pack([counted("CS", "0.000001", "99999999999999999.999999")]) is None
    assert usual_pack([counted("CS", "999999999999.999999", "0.000001")]) is None
    assert usual_pack([counted("CS", "0.000001", "12.5")]) == Pack("CS", Decimal(12_500_000))


def stated(who: int, base: str, **facts: object) -> sheet.Stated:
    usual: dict[str, object] = {
        "site": "",
        "unit": "CT",
        "quantity": Decimal(base) / 5000,
        "base_quantity": Decimal(base),
    }
    return sheet.Stated(who, f"Agency {who}", f"T-{who:03d}", **{**usual, **facts})  # type: ignore[arg-type]


def line_of(needs: list[sheet.Stated]) -> sheet.SheetLine:
    total = sum((each.base_quantity for each in needs), Decimal(0))
    return sheet.make_line(pk=1, position=1, name="Copy paper", base_unit="SHEET", total=total, stated=needs)


needs_of_many = some.lists(
    some.builds(
        lambda who, base, site, price, room: stated(
            who, str(base), site=site, price_paid=price, tolerance=room, quantity=Decimal(base)
        ),
        some.integers(1, 4), above_zero, some.sampled_from(["", "Garage", "School"]),
        some.none() | some.decimals(0, 1000, places=4), some.none() | some.decimals(0, 1000, places=6),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(needs_of_many)
def test_shares_and_sites_add_up_to_the_total(needs: list[sheet.Stated]) -> None:
    line = line_of(needs)
    assert sum(share.quantity for share in line.shares) == line.total == line.shown
    assert sum(site.quantity for share in line.shares for site in share.sites) == line.total
    assert line.priced + line.unpriced == line.total
    holds = line.pack.holds if line.pack else 1
    assert line.packed.packs * Fraction(holds) + line.packed.loose == Fraction(line.total) + line.packed.more


@given(needs_of_many, some.randoms())
def test_the_order_of_the_needs_changes_nothing(needs: list[sheet.Stated], chance: object) -> None:
    mixed = list(needs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert line_of(mixed) == line_of(needs)


def test_each_delivery_is_packed_for_itself() -> None:
    two_sites = [stated(1, "7500", site="Garage"), stated(1, "7500", site="Hall")]
    line = line_of([*two_sites, stated(2, "500000", quantity=Decimal(100))])
    assert line.packed == Packed(102, Fraction(5000), Fraction(0)), (
        "three cartons to one place is not what was asked"
    )
    assert {each.kind for each in sheet.questions_of(line)} >= {"pack"}


def test_a_tolerance_counts_in_the_unit_in_which_it_was_typed() -> None:
    reams = stated(1, "2500", unit="RM", quantity=Decimal(5), tolerance=Decimal(5))
    line = line_of([reams, stated(2, "500000", quantity=Decimal(100))])
    assert line.pack == Pack("CT", Decimal(5000))
    assert line.packed == Packed(101, Fraction(0), Fraction(2500))


def test_a_value_counts_only_what_a_price_was_stated_for() -> None:
    known = stated(1, "600000", quantity=Decimal(120), price_paid=Decimal("38.50"))
    line = line_of([known, stated(2, "70000", quantity=Decimal(14))])
    assert line.value == Money.of("4620.00")
    assert [line.priced, line.unpriced] == [Decimal(600_000), Decimal(70_000)]
    assert line_of([stated(2, "70000")]).value is None


def test_an_agency_keeps_the_totals_and_its_own_share() -> None:
    line = line_of([stated(1, "600000", quantity=Decimal(120)), stated(2, "70000", quantity=Decimal(14))])
    own = line.only(2)
    assert [share.organisation for share in own.shares] == [2]
    assert (own.total, own.agencies, own.packed) == (line.total, 2, line.packed)
