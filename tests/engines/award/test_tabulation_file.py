"""Bids come in as they were read out, and arithmetic that does not add up is found."""

from decimal import Decimal

import pytest

from commonlot.engines.spreadsheets import read_table
from commonlot.engines.tabulation_file import Tabulation, parse_tabulation

HEAD = "line,description,vendor,quantity,unit,unit_price,extended\n"


def read(text: str) -> Tabulation:
    return parse_tabulation(read_table((HEAD + text).encode(), name="bids.csv"))


@pytest.mark.parametrize("words", ["No Bid", "NB", "no bid", "", "N/B"])
def test_a_no_bid_is_no_price(words: str) -> None:
    assert read(f"1,Salt,Salt & Sons,4,TON,{words},\n").bids[0].unit_price is None


def test_a_wrong_extension_is_a_finding_and_the_unit_price_stands() -> None:
    tabulation = read("1,Salt,Salt & Sons,4,TON,70.125,281.00\n")
    assert "expected 280.50" in str(tabulation.findings[0])
    assert tabulation.bids[0].unit_price == Decimal("70.125")
    assert not tabulation.problems


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ("1,Salt,A,4,TON,1,\n1,Salt,B,5,TON,1,\n", 3, "quantity"),
        ("1,Salt,A,4,TON,1,\n1,Salt,A,4,TON,2,\n", 3, "vendor"),
        ("1,Salt,A,4,TON,cheap,\n", 2, "unit_price"),
        ("1,Salt,A,4,TON,-1,\n", 2, "unit_price"),
        ("1,Salt,A,0,TON,1,\n", 2, "quantity"),
        (",Salt,A,4,TON,1,\n", 2, "line"),
        ("1,Salt,,4,TON,1,\n", 2, "vendor"),
        ("1,Salt,=A1,4,TON,1,\n", 2, "vendor"),
    ],
)
def test_a_wrong_row_is_named(rows: str, row: int, column: str) -> None:
    (problem,) = read(rows).problems
    assert (problem.row, problem.column) == (row, column)
