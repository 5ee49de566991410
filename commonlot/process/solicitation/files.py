"""What anyone may take away: the lines as a spreadsheet to fill in, and the bid document."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources

from commonlot.engines.papers import set_paper
from commonlot.engines.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from commonlot.kernel.quantity import plain_number
from commonlot.process.solicitation import access, queries
from commonlot.process.solicitation.models import Solicitation

BID_HEADERS = ("line", "description", "quantity", "unit", "vendor", "unit price", "extended", "lot")
SHARE_HEADERS = ("line", "description", "agency", "quantity", "unit")
HOW = (
    "Write one unit price for each line, in dollars with at most four decimals, or “no bid”.",
    "Hand in this form in a sealed envelope with the number of this request and your name on it.",
    "A bid that comes at or after the deadline is stamped, kept and never opened.",
    "Bids are opened in public at the deadline by two people, and every price is published.",
    "Each line is awarded by itself, to the lowest responsible bidder. The unit price counts, not the amount.",
    "Equal low prices are decided by drawing with the seed that this document states.",
)


def lines_csv(solicitation: Solicitation) -> bytes:
    """Write the lines as CSV."""
    text = io.StringIO(newline="")
    write_csv(text, BID_HEADERS, _bid_rows(solicitation))
    return text.getvalue().encode("utf-8-sig")


def lines_xlsx(solicitation: Solicitation) -> bytes:
    """Write the lines, and each agency's part of them, as a workbook."""
    target = io.BytesIO()
    write_xlsx(
        target,
        [
            Sheet(
                "Bid", BID_HEADERS, _bid_rows(solicitation), widths=(6, 60, 14, 14, 24, 12, 14, 24),
                formats=("number", "text", "number", "text", "text", "price", "money", "text"),
            ),
            Sheet(
                "Shares", SHARE_HEADERS, _share_rows(solicitation), widths=(6, 60, 40, 14, 14),
                formats=("number", "text", "text", "number", "text"),
            ),
        ],
    )  # fmt: skip
    return target.getvalue()


def _bid_rows(solicitation: Solicitation) -> Iterator[list[Cell | int]]:
    for line in queries.lines_of(solicitation):
        lot = line.lot.title if line.lot else None
        yield [line.number, line.description, line.quantity.normalize(), line.unit, None, None, None, lot]


def _share_rows(solicitation: Solicitation) -> Iterator[list[Cell | int]]:
    for row in queries.rows_of(queries.lines_of(solicitation)):
        for part in row.parts:
            yield [
                row.line.number,
                row.line.description,
                part.agency,
                part.quantity.normalize(),
                row.line.unit,
            ]


def bid_document(solicitation: Solicitation, *, county: str, invented: bool, now: datetime) -> bytes:
    """Set the bid document as a tagged PDF; the same facts give the same bytes."""
    template = resources.files(__package__).joinpath("bid_document.typ").read_text(encoding="utf-8")
    data = {
        "title": f"{solicitation.number}: {solicitation.title}",
        "foot": f"{county}, {solicitation.number}",
        "invented": invented,
        "facts": _facts(solicitation, county),
        "description": solicitation.description,
        "lots": _lots(solicitation),
        "rules": list(HOW),
    }
    return set_paper(template, data, made_at=solicitation.published_at or now)


def _facts(solicitation: Solicitation, county: str) -> list[list[str]]:
    agencies = queries.count_agencies(solicitation)
    facts = [
        ["Lead agency", county],
        [
            "Bids due",
            access.when(solicitation.bids_due_at) if solicitation.bids_due_at else "Set when it is published",
        ],
        ["Where", solicitation.opening_place or "Set when it is published"],
        ["Term", f"{_day(solicitation.term_starts_on)} through {_day(solicitation.last_day)}"],
        ["Awarded by", solicitation.get_basis_display()],
        ["Use by others", "Yes" if solicitation.use_by_others else "No"],
        [
            "Seed for a draw",
            str(solicitation.draw_seed) if solicitation.published_at else "Set when it is published",
        ],
    ]
    return (
        [*facts, ["Agencies", f"{agencies:,}, each with its part in the spreadsheet"]] if agencies else facts
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _lots(solicitation: Solicitation) -> list[dict[str, object]]:
    lots: dict[str, list[list[str]]] = {}
    for line in queries.lines_of(solicitation):
        title = f"Lot {line.lot.position}: {line.lot.title}" if line.lot else "Lines"
        lots.setdefault(title, []).append(
            [str(line.number), line.description, plain_number(line.quantity), line.unit, "", ""]
        )
    return [
        {"title": title, "rows": rows}
        for title, rows in sorted(lots.items(), key=lambda lot: int(lot[1][0][0]))
    ]
