"""Requirements come in whole or not at all, and every wrong cell is named at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonlot.engines.requirements_file import Reading, parse_requirements
from commonlot.engines.spreadsheets import read_table


def read(text: str, chosen: dict[str, str] | None = None) -> Reading:
    return parse_requirements(read_table(text.encode(), name="Town of Rye Hill.csv"), chosen=chosen)


def test_usual_headers_are_understood_and_what_is_unknown_is_carried() -> None:
    reading = read('Item,UOM,Qty,Unit_Cost,Need by,Shelf\nCopy paper,CT,"1,200",$38.10,12/10/2026,B7\n')
    (line,) = reading.lines
    assert (line.description, line.unit, line.quantity) == ("Copy paper", "CT", Decimal(1200))
    assert (line.price_paid, line.needed_by) == (Decimal("38.10"), date(2026, 12, 10))
    assert line.extra == {"Shelf": "B7"}
    assert line.agency == "Town of Rye Hill"


def test_a_buyer_may_say_which_header_is_which() -> None:
    reading = read("Artikel,unit,Menge\nSalt,TON,4\n", {"description": "Artikel", "quantity": "Menge"})
    assert reading.lines[0].quantity == Decimal(4)
    assert reading.columns.how["quantity"] == "chosen"


def test_a_column_that_is_missing_is_named_with_what_is_there() -> None:
    (problem,) = read("description,quantity\nSalt,4\n").problems
    assert "column “unit”" in str(problem)
    assert "description, quantity" in str(problem)


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("-5", "not negative"),
        ("(5)", "not negative"),
        ("0", "above zero"),
        ("", "how many"),
        ("a dozen", "a number such as"),
        ("1.2E+05", "a number such as"),
        ('"1,2"', "a number such as"),
        ("1.2345678", "at most 6 decimals"),
        ("1000000000001", "at most 1,000,000,000,000"),
        ("=4+4", "a number such as"),
        ("NaN", "a number such as"),
    ],
)
def test_an_absurd_quantity_is_refused_with_its_cell(quantity: str, expected: str) -> None:
    reading = read(f"description,unit,qty\nSalt,TON,4\nRope,FT,{quantity}\n")
    (problem,) = reading.problems
    assert (problem.row, problem.column) == (3, "qty")
    assert expected in problem.expected


def test_all_wrong_rows_are_told_at_once() -> None:
    reading = read("description,unit,qty,needed_by\n,EA,4,\nRope,FT,-1,soon\nSalt,,1,\n")
    assert [(p.row, p.column) for p in reading.problems] == [
        (2, "description"),
        (3, "qty"),
        (3, "needed_by"),
        (4, "unit"),
    ]


def test_a_formula_is_no_description() -> None:
    (problem,) = read('description,unit,qty\n"=HYPERLINK(""x"")",EA,4\n').problems
    assert "not a formula" in problem.expected


def test_an_unknown_unit_is_kept_as_typed() -> None:
    assert read("description,unit,qty\nSalt,smidgen,4\n").lines[0].unit == "smidgen"


def test_a_part_number_that_a_spreadsheet_spoiled_is_not_stated() -> None:
    lines = read("description,unit,qty,part_number\nPen,DZ,4,7.52001E+12\nPen,DZ,4,BK-90\n").lines
    assert [line.part_number for line in lines] == [None, "BK-90"]


def test_a_return_in_a_list_of_past_orders_is_asked_about_not_counted() -> None:
    lines = read("description,unit,qty,price,extended_price\nPen,DZ,-8,20.02,-160.16\n").lines
    assert lines[0].question is not None
    assert "takes back 8" in lines[0].question


def test_a_negative_quantity_that_nothing_explains_is_refused() -> None:
    assert read("description,unit,qty,price,extended_price\nPen,DZ,-8,20.02,160.16\n").problems


@pytest.mark.needs_shared_data
def test_five_thousand_real_lines_of_34_agencies_go_in(shared_data: Path) -> None:
    reading = parse_requirements(read_table(shared_data / "purchasing" / "gsa-office-orders-2013.csv"))
    assert not reading.problems
    assert len(reading.lines) == 5000
    assert len({line.agency for line in reading.lines}) == 34
