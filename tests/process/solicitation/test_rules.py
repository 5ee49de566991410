"""A solicitation's arithmetic and dates, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.engines.spreadsheets import FileRefused, read_table
from commonlot.kernel.errors import Refused
from commonlot.process.solicitation import rules

PUBLISHED = datetime(2026, 11, 23, 14, tzinfo=UTC)
FIVE_DAYS = rules.NoticeTime(5, "GML 103(2)")


def test_numbers_run_through_the_year() -> None:
    assert rules.next_number(2026, []) == "RFB 26-001"
    assert rules.next_number(2026, ["RFB 26-118", "RFB 25-300", "IFB-6965"]) == "RFB 26-119"


def test_a_carton_of_5000_sheets_divides_the_pooled_sheets_exactly() -> None:
    assert rules.units_to_bid(Decimal(16_245_000), Decimal(5000)) == Decimal(3249)
    assert rules.units_to_bid(Decimal(12_500), Decimal(5000)) == Decimal("2.5")


def test_a_unit_that_does_not_divide_the_total_is_refused() -> None:
    with pytest.raises(Refused, match="does not divide"):
        rules.units_to_bid(Decimal(1000), Decimal(3))


@given(units=st.integers(1, 10**9), per=st.decimals("0.001", "99999", places=3))
def test_units_times_what_one_holds_is_the_total_again(units: int, per: Decimal) -> None:
    total = Decimal(units) * per
    assert Fraction(rules.units_to_bid(total, per)) * Fraction(per) == Fraction(total)


def test_five_days_lie_between_the_notice_and_the_opening() -> None:
    def check(day: int) -> None:
        rules.check_dates(
            published_at=PUBLISHED, bids_due_at=datetime(2026, 11, day, 19, tzinfo=UTC), questions_due_at=None,
            due_on=date(2026, 11, day), published_on=date(2026, 11, 23), notice=FIVE_DAYS,
        )  # fmt: skip

    check(28)
    with pytest.raises(Refused, match="Saturday, November 28") as refused:
        check(27)
    assert refused.value.field == "bids_due_at"


def test_questions_close_before_bids_are_due() -> None:
    due = datetime(2026, 12, 10, 19, tzinfo=UTC)
    with pytest.raises(Refused, match="Questions close"):
        rules.check_dates(
            published_at=PUBLISHED, bids_due_at=due, questions_due_at=due, due_on=date(2026, 12, 10),
            published_on=date(2026, 11, 23), notice=FIVE_DAYS,
        )  # fmt: skip


def test_the_seed_of_a_draw_is_fixed_by_number_and_time() -> None:
    assert rules.draw_seed("RFB 26-118", PUBLISHED) == rules.draw_seed("RFB 26-118", PUBLISHED)
    assert rules.draw_seed("RFB 26-118", PUBLISHED) != rules.draw_seed("RFB 26-119", PUBLISHED)


def read(text: str) -> list[rules.Line]:
    return rules.read_lines(read_table(text.encode(), name="lines.csv"))


def test_lines_are_read_with_their_lots() -> None:
    lines = read('line,description,qty,uom,lot\n1,Salt,"1,200",TON,North\n2,Salt,40,TON,South\n')
    assert [(line.number, line.quantity, line.lot) for line in lines] == [
        (1, Decimal(1200), "North"),
        (2, Decimal(40), "South"),
    ]


def test_a_line_in_several_rows_must_be_alike_in_all() -> None:
    same = "line,description,qty,uom,vendor\n1,Salt,5,TON,A\n1,Salt,5,TON,B\n"
    assert len(read(same)) == 1
    with pytest.raises(
        FileRefused, match="row 3, column qty: found “6”, expected the same quantity as in row 2"
    ):
        read(same.replace("1,Salt,5,TON,B", "1,Salt,6,TON,B"))


def test_every_wrong_cell_of_a_file_is_told_at_once() -> None:
    with pytest.raises(FileRefused) as refused:
        read("line,description,qty,uom\none,Salt,5,TON\n2,,-5,TON\n3,=HYPERLINK(1),5,\n")
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [
        (2, "line"), (3, "qty"), (3, "description"), (4, "description"), (4, "uom"),
    ]  # fmt: skip


def test_a_moment_is_said_with_its_zone(now: datetime) -> None:
    assert rules.say_moment(now) == "Mon, Nov 23, 2026, 9:00 a.m. EST"
