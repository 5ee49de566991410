"""Reading a price list from a spreadsheet: all of it, or none with every problem named."""

from decimal import Decimal
from typing import Any

from commonlot.engines.spreadsheets import Column, FileRefused, Problem, Row, match_columns, read_table
from commonlot.engines.values import NotReadable, read_number, read_text

COLUMNS = (
    Column("description", ("item", "item description", "product", "desc"), required=True),
    Column("unit", ("uom", "u/m", "unit of measure", "unit of issue"), required=True),
    Column("unit_price", ("price", "unit price", "unit cost", "cost", "contract price"), required=True),
)
MOST = Decimal(10) ** 9
LONGEST = {"description": 500, "unit": 40}


def read_prices(content: bytes, *, name: str) -> list[dict[str, Any]]:
    """Return description, unit and unit price of every row; raise FileRefused with all that is wrong."""
    table = read_table(content, name=name)
    columns = match_columns(table, COLUMNS)
    problems = list(columns.problems)
    prices: list[dict[str, Any]] = []
    for row in table.rows if not problems else ():
        facts = {field: columns.cell(row, field) for field in ("description", "unit", "unit_price")}
        prices.append(_price(row, facts, table.file, problems))
    if problems:
        raise FileRefused(problems)
    if not prices:
        raise FileRefused([Problem(table.file, "no rows", "at least one price")])
    return prices


def _price(row: Row, facts: dict[str, Any], file: str, problems: list[Problem]) -> dict[str, Any]:
    price: dict[str, Any] = {}
    for field, most in LONGEST.items():
        text = read_text(facts[field])
        if text is None or len(text) > most:
            problems.append(
                Problem(file, text or "nothing", f"a text of at most {most} letters", row.number, field)
            )
        price[field] = text
    try:
        price["unit_price"] = read_number(facts["unit_price"], places=4, most=MOST)
    except NotReadable as expected:
        found = str(facts["unit_price"] if facts["unit_price"] is not None else "nothing")
        problems.append(Problem(file, found, str(expected), row.number, "unit_price"))
    return price
