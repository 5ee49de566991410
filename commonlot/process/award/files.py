"""The tabulation as files: the same rows, in the same order, as the command line writes."""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from commonlot.engines.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from commonlot.process.award.rules import Row, Tabulated

HEADERS = ("line", "lot", "description", "quantity", "unit", "vendor", "unit_price", "amount", "awarded")
TabulationRow = Sequence[Cell | int]


def _rows(result: Tabulated) -> Iterator[TabulationRow]:
    """Yield one row for each bid that counts, lines in order, the lowest amount first."""
    for row in result.rows:
        bids = [cell for cell in row.cells if cell.counts and cell.amount is not None]
        for cell in sorted(bids, key=lambda each: (each.amount, each.bidder)):
            yield [
                str(row.line.number),
                row.line.lot,
                row.line.description,
                _short(row.line.quantity),
                row.line.unit,
                cell.bidder,
                _short(cell.unit_price or Decimal(0)),
                cell.amount.amount if cell.amount is not None else None,
                "awarded" if cell.is_awarded else None,
            ]


def _short(number: Decimal) -> Decimal:
    """Write a number without the zeros that its column adds."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def as_csv(result: Tabulated) -> bytes:
    """Return the tabulation as CSV."""
    text = io.StringIO(newline="")
    write_csv(text, HEADERS, _rows(result))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(result: Tabulated, *, title: str) -> bytes:
    """Return the tabulation as a workbook: summary, tabulation, lines without award."""
    target = io.BytesIO()
    write_xlsx(target, [_summary(result, title), _tabulation(result), _without_award(result)])
    return target.getvalue()


def _summary(result: Tabulated, title: str) -> Sheet:
    winners = sorted(
        (column for column in result.columns if column.lines_won), key=lambda each: each.bid.bidder
    )
    rows: list[TabulationRow] = [[each.bid.bidder, each.lines_won, each.won.amount] for each in winners]
    rows.append(["Total", result.lines_awarded, result.total.amount])
    notes = [title, f"Award by line: {result.total}, proven lowest to the cent."]
    notes += [found.statement for found in result.findings]
    return Sheet(
        "Summary",
        ["Vendor", "Lines awarded", "Amount"],
        rows,
        (50, 14, 18),
        ("text", "number", "money"),
        notes=notes,
    )


def _tabulation(result: Tabulated) -> Sheet:
    why = {str(row.line.number): row.why for row in result.rows}
    return Sheet(
        "Tabulation",
        [*(header.replace("_", " ").capitalize() for header in HEADERS), "Why"],
        ([*row, why[str(row[0])] if row[-1] else None] for row in _rows(result)),
        (8, 8, 60, 12, 10, 36, 12, 16, 10, 60),
        ("text", "text", "text", "number", "text", "text", "price", "money"),
    )


def _without_award(result: Tabulated) -> Sheet:
    return Sheet(
        "Lines without award",
        ["Line", "Description", "Quantity", "Unit", "Why"],
        (_left_out(row) for row in result.without_award),
        (8, 60, 12, 10, 50),
        ("text", "text", "number"),
    )


def _left_out(row: Row) -> TabulationRow:
    return [str(row.line.number), row.line.description, _short(row.line.quantity), row.line.unit, row.why]
