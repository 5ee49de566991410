"""Tabulating, awarding and splitting, on plain values."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.kernel.money import Money, add_up
from commonlot.process.award.rules import (
    Bid,
    Line,
    Need,
    Price,
    Sheet,
    Tabulated,
    tabulate,
    weigh_members,
)

LINES = [Line(1, Decimal(100), "TON"), Line(2, Decimal(40), "TON"), Line(3, Decimal("12.5"), "TON")]


def sheet(
    prices: dict[str, list[str | None]],
    *,
    out: tuple[str, ...] = (),
    seed: int = 7,
    lines: list[Line] = LINES,
) -> Tabulated:
    return tabulate(
        Sheet(
            lines=lines,
            bids=[Bid(name, responsive=name not in out) for name in prices],
            prices=[
                Price(name, line.number, Decimal(asked) if asked is not None else None)
                for name, row in prices.items()
                for line, asked in zip(lines, row, strict=True)
            ],
            draw_seed=seed,
        )
    )


def winners(result: Tabulated) -> list[str | None]:
    return [row.winner for row in result.rows]


def test_each_line_goes_to_the_lowest_bid() -> None:
    result = sheet({"Salt": ["70.10", "68", None], "Rival": ["70", "69", "75.255"]})
    assert winners(result) == ["Rival", "Salt", "Rival"]
    assert result.total == Money.of("10660.69")
    assert result.rows[2].amount == Money.of("940.69")
    assert result.rows[0].why == "Lowest of 2 bids that count. Next: Salt at $70.1000, $10.00 more."
    assert result.rows[2].why == "The only bid that counts."


def test_a_bid_that_does_not_count_wins_nothing_and_is_not_underlined() -> None:
    result = sheet({"Salt": ["60", "60", "60"], "Rival": ["70", None, "70"]}, out=("Salt",))
    assert winners(result) == ["Rival", None, "Rival"]
    assert not any(cell.is_low for row in result.rows for cell in row.cells if cell.bidder == "Salt")
    assert result.rows[1].why == "No bid that counts."


def test_a_line_that_nobody_bids_on_goes_to_nobody() -> None:
    result = sheet({"Salt": ["60", None, "60"], "Rival": ["70", None, "70"]})
    assert [row.line.number for row in result.without_award] == [2]
    assert [found.kind for found in result.findings] == ["no_bid"]


def test_a_tie_goes_to_the_bidder_that_already_has_a_contract() -> None:
    result = sheet({"Salt": ["60", "50", "60"], "Rival": ["60", "51", "61"]})
    assert winners(result) == ["Salt", "Salt", "Salt"]
    assert "fewest contracts" in result.rows[0].why


def test_an_open_tie_is_drawn_by_the_published_seed_and_another_seed_may_turn_it() -> None:
    prices: dict[str, list[str | None]] = {"Salt": ["60", "50", "61"], "Rival": ["60", "51", "60"]}
    drawn = {sheet(prices, seed=seed).rows[0].winner for seed in range(12)}
    assert drawn == {"Salt", "Rival"}
    again = sheet(prices, seed=3)
    assert winners(again) == winners(sheet(dict(reversed(prices.items())), seed=3))
    assert "published drawing, seed 3" in again.rows[0].why
    assert [found.kind for found in again.findings] == ["tie"]


def test_stated_amounts_and_totals_are_held_against_quantity_times_price() -> None:
    result = tabulate(
        Sheet(
            lines=[LINES[0]],
            bids=[
                Bid("Salt", stated_total=Decimal("7100.00")),
                Bid("Rival", stated_total=Decimal("7001.00")),
            ],
            prices=[
                Price("Salt", 1, Decimal("70.10"), Decimal("7100.00")),
                Price("Rival", 1, Decimal("70.01"), Decimal("7001.00")),
            ],
        )
    )
    said = [found.statement for found in result.findings if found.kind == "arithmetic"]
    assert said == [
        "Salt wrote a total of $7,100.00; its lines add up to $7,010.00. The unit prices count.",
        "Line 1, Salt: wrote $7,100.00; 100 × $70.1000 is $7,010.00. The unit price counts.",
    ]


def test_a_lapsed_paper_is_found() -> None:
    bids = [Bid("Salt", lapsed=["Liability insurance lapsed on Nov 1, 2026"])]
    result = tabulate(Sheet([LINES[0]], bids, [Price("Salt", 1, Decimal(1))]))
    assert [found.kind for found in result.findings] == ["certificate", "single_bid"]


def test_a_losing_bidder_reads_what_it_had_to_be_below() -> None:
    result = sheet({"Salt": ["70.10", "68", "80"], "Rival": ["70", "69", "75"]})
    salt = result.columns[0]
    assert [(loss.line.number, loss.won_at, loss.dearer) for loss in salt.losses] == [
        (1, Decimal(70), Money.of("10.00")),
        (3, Decimal(75), Money.of("62.50")),
    ]


@pytest.mark.needs_shared_data
def test_the_real_county_bid_comes_out_with_its_published_totals(shared_data: Path) -> None:
    text = (shared_data / "purchasing" / "county-bid-ifb-6965.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    lines = {
        int(r["line"]): Line(int(r["line"]), Decimal(r["qty"]), r["uom"], r["description"]) for r in rows
    }
    result = tabulate(
        Sheet(
            lines=list(lines.values()),
            bids=[Bid(name) for name in dict.fromkeys(r["vendor"] for r in rows)],
            prices=[
                Price(r["vendor"], int(r["line"]), None)
                if r["unit_cost"] == "No Bid"
                else Price(r["vendor"], int(r["line"]), Decimal(r["unit_cost"]), Decimal(r["extended"]))
                for r in rows
            ],
        )
    )
    won = {column.bid.bidder: str(column.won) for column in result.columns}
    assert sorted(won.values()) == ["$10,800.00", "$31,725.00", "$40,599.50"]
    assert [row.line.number for row in result.without_award] == [8, 16]
    assert not [found for found in result.findings if found.kind == "arithmetic"]
    published = {(int(r["line"]), r["vendor"]) for r in rows if r["awarded"] == "1"}
    assert {(row.line.number, row.winner) for row in result.rows if row.winner} == published


def test_shares_add_up_to_the_award_and_losers_come_first() -> None:
    needs = [
        Need("Town", 1, Decimal(1), Decimal(1), Decimal("40.00")),
        Need("School", 1, Decimal(1), Decimal(1), Decimal("30.00")),
        Need("Fire", 1, Decimal(1), Decimal(1), None),
    ]
    rows = weigh_members(needs, {1: Money.of("100.00")})
    assert add_up([row.under_award for row in rows]) == Money.of("100.00")
    assert [row.agency for row in rows] == ["School", "Town", "Fire"]
    assert [row.saves < Money() for row in rows if row.saves is not None] == [True, False]
    assert rows[2].saves is None


def test_a_need_without_an_award_is_counted_and_not_compared() -> None:
    rows = weigh_members([Need("Town", 1, Decimal(5), Decimal(5), Decimal(2))], {})
    assert (rows[0].without_award, rows[0].saves, rows[0].under_award) == (1, None, Money())


@given(
    shares=st.lists(st.decimals("0.000001", "99999", places=6), min_size=1, max_size=12),
    cents=st.integers(0, 10**9),
)
def test_whatever_the_shares_every_cent_is_somebodys(shares: list[Decimal], cents: int) -> None:
    needs = [Need(i, 1, share, share, None) for i, share in enumerate(shares)]
    rows = weigh_members(needs, {1: Money(cents)})
    assert add_up([row.under_award for row in rows]).cents == cents


@given(
    st.lists(
        st.lists(st.none() | st.decimals("0.0001", "500", places=4), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 9),
)
def test_the_total_is_the_sum_of_the_lowest_amounts(prices: list[list[Decimal | None]], seed: int) -> None:
    result = sheet(
        {f"V{i}": [str(each) if each is not None else None for each in row] for i, row in enumerate(prices)},
        seed=seed,
    )
    for row in result.rows:
        amounts = [cell.amount for cell in row.cells if cell.amount is not None]
        assert row.amount == min(amounts, default=None)
    assert result.total == add_up([column.won for column in result.columns])
