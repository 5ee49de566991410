"""What volume did to price: the middle of enough lines, losses first, nothing that tells one agency's price."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from commonlot.kernel.money import Money
from commonlot.process.savings.rules import LEAST_AGENCIES, LEAST_LINES, Before, OwnShare, weigh


def before(
    number: int, earlier: str, award: str, *, stated_by: int = LEAST_AGENCIES, cost: str | None = None
) -> Before:
    paid = Decimal(earlier) * 100 if cost is None else Decimal(cost)
    return Before(
        number, f"Line {number}", "LB", Decimal(400), 5, stated_by, paid, Decimal(100), Fraction(award)
    )


FIVE = [
    before(1, "10", "9"),
    before(2, "10", "8"),
    before(3, "10", "12"),
    before(4, "10", "10"),
    before(5, "10", "7"),
]


def test_the_middle_of_five_lines_is_named_with_its_losses_first() -> None:
    found = weigh(FIVE)
    assert found.median == Fraction(-1, 10)
    assert [each.pk for each in found.lines] == [3, 4, 1, 2, 5]
    assert [found.cheaper, found.dearer, found.unchanged] == [3, 1, 1]
    assert found.finding == "The middle of 5 lines cost 10.0% less than before"


def test_a_rise_in_the_middle_is_said_as_a_rise() -> None:
    dearer = weigh([before(number, "8", "9") for number in range(5)])
    assert dearer.finding == "The middle of 5 lines cost 12.5% more than before"
    assert weigh([before(number, "8", "8") for number in range(5)]).finding.endswith("the same as before")


def test_below_the_least_number_of_lines_nothing_is_said() -> None:
    found = weigh(FIVE[: LEAST_LINES - 1])
    assert not found.enough
    assert found.median is None
    assert found.finding == "Not enough data: 4 lines can be compared, and we say nothing below 5"


def test_a_line_from_which_one_agencys_price_could_be_read_does_not_count() -> None:
    found = weigh([*FIVE, before(6, "10", "1", stated_by=LEAST_AGENCIES - 1)])
    assert 6 not in {each.pk for each in found.lines}
    assert [len(found.lines), found.awarded] == [5, 6]


def test_what_was_free_before_cannot_be_compared() -> None:
    assert weigh([before(1, "0", "1")]).lines == []


@given(
    some.lists(some.tuples(some.integers(1, 10**6), some.integers(0, 10**6)), min_size=5, max_size=30),
    some.randoms(),
)
def test_the_order_of_the_lines_changes_nothing(prices: list[tuple[int, int]], chance: object) -> None:
    lines = [before(n, str(earlier), str(award)) for n, (earlier, award) in enumerate(prices)]
    mixed = list(lines)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = weigh(lines), weigh(mixed)
    assert one == other
    assert one.cheaper + one.dearer + one.unchanged == len(lines)
    assert one.median is not None
    assert one.lines[-1].change <= one.median <= one.lines[0].change


def test_prices_under_ten_cents_are_shown_for_a_thousand() -> None:
    sheets = before(1, "0.0088", "0.0079")
    assert [sheets.many, sheets.earlier_shown, sheets.award_shown] == [1000, Fraction("8.8"), Fraction("7.9")]
    assert before(2, "0.2", "0.05").many == 1


def test_a_share_is_a_part_of_the_total_with_it_and_its_loss_is_below_zero() -> None:
    share = OwnShare("Salt", "LB", Decimal(1000), Decimal(9000), Fraction("0.0360"), Fraction("0.0350"))
    assert share.part == Fraction(1, 10)
    assert [share.at_award, share.at_own] == [Money.of("36.00"), Money.of("35.00")]
    assert share.saves == Money.of("-1.00")
    assert OwnShare("Salt", "LB", Decimal(1), Decimal(0)).saves is None
