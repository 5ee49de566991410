"""Read what agencies need from a table: one line a row, every error found, nothing half-taken.

Shapes: `parse_requirements(table)` gives a `Reading` with the lines (quantities exact Decimals in the unit
as typed), every problem of every row, and how the columns were matched. An unknown unit is no problem here:
it is kept as typed and asked about when lines are pooled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from commonlot.engines.row_reader import RowReader
from commonlot.engines.spreadsheets.columns import Column, ColumnMap, match_columns
from commonlot.engines.spreadsheets.table import Problem, Table
from commonlot.engines.values import (
    ERROR_TOKENS,
    NotReadable,
    read_code,
    read_signed,
    read_text,
)

COLUMNS = (
    Column(
        "agency", ("member", "department", "municipality", "organization", "organisation", "entity", "town")
    ),
    Column(
        "description",
        (
            "item description",
            "item desc",
            "product description",
            "longdescr",
            "long description",
            "desc",
            "descr",
            "item",
            "item name",
            "product",
            "commodity",
            "material",
        ),
        required=True,
    ),
    Column(
        "unit",
        (
            "uom",
            "u/m",
            "um",
            "unit of measure",
            "unit of issue",
            "unit_of_issue",
            "ui",
            "u/i",
            "units",
            "order unit",
        ),
        required=True,
    ),
    Column(
        "quantity",
        (
            "qty",
            "qnty",
            "quan",
            "quant",
            "annual quantity",
            "annual qty",
            "estimated quantity",
            "est qty",
            "est. quantity",
            "qty needed",
            "quantity needed",
            "order qty",
        ),
        required=True,
    ),
    Column("tolerance", ("tol", "tolerance quantity", "may vary by")),
    Column("site", ("delivery site", "ship to", "deliver to", "location", "delivery location")),
    Column("needed_by", ("need by", "date needed", "required by", "needed", "delivery date", "due")),
    Column(
        "price_paid",
        (
            "price",
            "unit price",
            "unit cost",
            "unit_cost",
            "cost",
            "current price",
            "last price",
            "price paid today",
            "paid",
        ),
    ),
    Column(
        "part_number",
        (
            "part no",
            "part #",
            "part",
            "mfr part number",
            "manufacturer part number",
            "mpn",
            "model number",
            "model",
            "sku",
            "catalog number",
            "catalog #",
            "item number",
            "nsn",
        ),
    ),
    Column("budget_code", ("budget", "account", "account code", "gl code", "cost center")),
    Column("count_in", ("count in", "counted in", "base unit")),
)
NAMES = tuple(column.name for column in COLUMNS)


@dataclass(frozen=True)
class RequirementLine:
    """One need of one agency, as typed; `question` is set where the row must be asked about.

    quantity counts `unit` as typed; price_paid is dollars for one such unit. extra: the columns that
    stand for nothing here, header -> text, carried through.
    """

    file: str
    row: int
    agency: str
    description: str
    unit: str
    quantity: Decimal
    tolerance: Decimal | None = None
    site: str | None = None
    needed_by: date | None = None
    price_paid: Decimal | None = None
    part_number: str | None = None
    budget_code: str | None = None
    count_in: str | None = None
    question: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a table said: use `lines` only if `problems` is empty."""

    lines: tuple[RequirementLine, ...]
    problems: tuple[Problem, ...]
    columns: ColumnMap


def parse_requirements(
    table: Table, *, chosen: Mapping[str, str] | None = None, agency: str | None = None
) -> Reading:
    """Read requirement lines from a table.

    chosen: column name -> header, where the usual names do not fit. agency: whose needs these are if the
    file has no agency column (else the file's name is taken, without its ending).
    """
    columns = match_columns(table, COLUMNS, chosen)
    if columns.problems:
        return Reading((), columns.problems, columns)
    owner = agency or PurePath(table.file).stem
    problems: list[Problem] = []
    lines = [
        line for row in table.rows if (line := _read_line(RowReader(table, columns, row, problems), owner))
    ]
    return Reading(tuple(lines), tuple(problems), columns)


def _read_line(reader: RowReader, owner: str) -> RequirementLine | None:
    question = _question_about(reader)
    description = reader.text("description", needed="what is needed, in words") or ""
    unit = reader.text("unit", longest=100, needed="a unit such as EA, BX or “case of 12”") or ""
    quantity = _read_quantity(reader, question)
    line = RequirementLine(
        file=reader.table.file,
        row=reader.row.number,
        agency=reader.text("agency", longest=200) or owner,
        description=description,
        unit=unit,
        quantity=quantity,
        tolerance=reader.number("tolerance", places=6),
        site=reader.text("site", longest=300),
        needed_by=reader.day("needed_by"),
        price_paid=None if question else reader.number("price_paid", places=6),
        part_number=read_code(reader.cell("part_number")),
        budget_code=reader.text("budget_code", longest=100),
        count_in=reader.text("count_in", longest=50),
        question=question,
        extra=_carried(reader),
    )
    return line if reader.sound else None


def _carried(reader: RowReader) -> dict[str, str]:
    columns, cells = reader.columns, reader.row.cells
    return {columns.headers[i]: text for i in columns.unused if (text := read_text(cells[i])) is not None}


def _read_quantity(reader: RowReader, question: str | None) -> Decimal:
    if reader.cell("quantity") is None:
        reader.refuse("quantity", "how many are needed")
        return Decimal(0)
    if question and not question.startswith("What"):
        return read_signed(reader.cell("quantity"))
    return reader.number("quantity", places=6, zero=False) or Decimal(0)


def _question_about(reader: RowReader) -> str | None:
    """Return what must be asked about a row that is sound but is not, or not yet, a need.

    A list of past orders holds returns: a negative quantity whose own extended amount says the same. Such a
    row is no typing error; it is asked about and stands in no total. Without that proof it is refused.
    """
    description = read_text(reader.cell("description"))
    if description in ERROR_TOKENS:
        return f"What is this? The description reads {description}, which a spreadsheet writes for an error."
    headers = {header.casefold().replace("_", " "): i for i, header in enumerate(reader.columns.headers)}
    index = next(
        (headers[name] for name in ("extended price", "extended", "amount") if name in headers), None
    )
    if index is None:
        return None
    try:
        quantity, price = read_signed(reader.cell("quantity")), read_signed(reader.cell("price_paid"))
        extended = read_signed(reader.row.cells[index])
    except NotReadable:
        return None
    if quantity > 0 or abs(quantity * price - extended) > Decimal("0.01"):
        return None
    if quantity == 0:
        return "How many do you need? This row of past orders says 0."
    return f"Do you need these? This row of past orders takes back {-quantity:f} (a return)."
