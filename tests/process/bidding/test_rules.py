"""A bid's arithmetic, lateness and files, without a database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commonlot.engines.spreadsheets import FileRefused, read_table
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money
from commonlot.process.bidding import rules
from commonlot.process.bidding.rules import LineOffered, TypedPrice

DUE = datetime(2026, 12, 10, 19, tzinfo=UTC)
OFFERED = [LineOffered(1, Decimal(1000)), LineOffered(2, Decimal("2.5"))]


def test_a_total_is_quantity_times_price_and_never_price_alone() -> None:
    read = [
        (Decimal(18_400), Decimal("71.4")),
        (Decimal(22_150), Decimal("73.15")),
        (Decimal(96_000), Decimal("1.04")),
    ]
    assert rules.total_of(read) == Money.of("3033872.50")


def test_a_no_bid_adds_nothing() -> None:
    assert rules.total_of([(Decimal(10), None), (Decimal(3), Decimal("0.3333"))]) == Money.of("1.00")


@pytest.mark.parametrize(
    ("late", "said"),
    [(0, "at the deadline"), (1, "1 second late"), (19, "19 seconds late"), (60, "1 minute late"),
     (7199, "1 hour late"), (200_000, "2 days late")],
)  # fmt: skip
def test_lateness_is_said_in_plain_words(late: int, said: str) -> None:
    assert said in rules.say_late(DUE + timedelta(seconds=late), DUE)


def test_at_the_deadline_is_late_and_a_moment_before_is_not() -> None:
    assert rules.is_late(DUE, DUE)
    assert not rules.is_late(DUE - timedelta(microseconds=1), DUE)


def test_a_stated_amount_that_does_not_add_up_is_shown_with_its_difference() -> None:
    exact = rules.amount_of(Decimal(1000), Decimal("18.8"))
    assert rules.difference(Decimal("18800.00"), exact) is None
    assert rules.difference(Decimal("18900.00"), exact) == Money.of(100)
    assert rules.difference(None, exact) is None


def test_a_no_bid_states_no_amount() -> None:
    with pytest.raises(Refused, match="no-bid and has no amount"):
        rules.check_price(TypedPrice(None, Decimal(5)))


@pytest.mark.parametrize("price", ["-1", "1.00001", "1000000000"])
def test_a_price_that_no_paper_can_mean_is_refused(price: str) -> None:
    with pytest.raises(Refused):
        rules.check_price(TypedPrice(Decimal(price)))


def read(text: str) -> list[rules.FileBid]:
    return rules.read_bids(read_table(text.encode(), name="bids.csv"), OFFERED)


HEAD = "line,vendor,quantity,unit price,extended\n"
GOOD = f"{HEAD}1,A,1000,18.80,18800.00\n2,A,2.5,No Bid,\n1,B,1000,18.98,18980.01\n2,B,2.5,0.3333,0.83\n"


def test_a_file_gives_each_bidder_its_prices_and_keeps_what_it_states() -> None:
    a, b = read(GOOD)
    assert a.prices == {1: TypedPrice(Decimal("18.8000"), Decimal("18800.00")), 2: TypedPrice(None)}
    assert b.prices[1].stated_amount == Decimal("18980.01")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("1,A,1000", "1,A,999"), "the same quantity|quantity that was asked for"),
        (GOOD.replace("2.5", "3"), "quantity that was asked for"),
        (GOOD.replace("2,B,2.5,0.3333,0.83\n", ""), "no row of “B” for line 2"),
        (GOOD.replace("\n2,", "\n9,"), "the number of a line"),
        (GOOD.replace("0.3333", "0.33333"), "4 decimals"),
        (GOOD.replace("18.98,", "=1+1,"), "row 4"),
    ],
)
def test_a_file_that_does_not_fit_the_lines_is_refused_whole(text: str, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        read(text)


@pytest.mark.needs_shared_data
def test_the_countys_own_bid_agrees_with_its_extended_column_line_by_line(shared_data: Path) -> None:
    table = read_table(shared_data / "purchasing" / "county-bid-ifb-6965.csv")
    asked = {int(str(row.cells[1])): Decimal(str(row.cells[4])) for row in table.rows}
    bids = rules.read_bids(table, [LineOffered(number, quantity) for number, quantity in asked.items()])
    assert {len(bid.prices) for bid in bids} == {16}
    priced = 0
    for bid in bids:
        for number, price in bid.prices.items():
            exact = rules.amount_of(asked[number], price.unit_price)
            assert (exact.amount if exact else None) == price.stated_amount
            priced += price.unit_price is not None
    assert priced == 26
