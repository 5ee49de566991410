"""The pooled sheet as files: one set of rows, written as CSV, as a workbook and as a paper."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

from django.utils.text import slugify

from commonlot.engines.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from commonlot.kernel.quantity import find_unit
from commonlot.process.pooling import papers
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.rules.packing import Packed
from commonlot.process.pooling.rules.sheet import WHAT_IS_OPEN, Question, SheetLine, SheetShare
from commonlot.process.requirements.models import Pool

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
MADE = {"xlsx": "spreadsheet", "pdf": "PDF"}
Row = Sequence[Cell | int]
ONE = Decimal(1)
LINE = ("line", "description", "base_unit", "total")
PACKS = ("pack", "pack_holds", "packs", "loose", "more_than_needed")
LINE_HEADERS = (
    *LINE,
    "agencies",
    *PACKS,
    "value_at_stated_prices",
    "value_covers",
    "no_price_stated_for",
    "pack_is",
)
SHARE_HEADERS = (*LINE, "agency", "agency_number", "share", *PACKS, "value_at_stated_prices", "value_covers")
SITE_HEADERS = (*LINE, "agency", "agency_number", "site", "share", *PACKS, "needed_by", "pack_is")
QUESTION_HEADERS = ("line", "need", "agency", "agency_number", "what_is_open", "question")
OF_LINE = ("number", "text", "text", "number")
OF_PACKS = ("text", "number", "number", "number", "number")


def sheet_name(pool: Pool, kind: str) -> str:
    """Name the file of a pool's sheet."""
    return f"{slugify(pool.number)}-pooled-lines.{kind}"


def write_sheet(
    pool: Pool,
    kind: str,
    *,
    own: int | None,
    now: datetime,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _note: None,
) -> bytes:
    """Write the sheet of a pool as a workbook or a paper; both from the same rows."""
    total = queries.lines_in_order(pool).count()
    lines: list[SheetLine] = []
    for some in queries.in_pieces(pool, own=own):
        lines += some
        progress(len(lines), 2 * total, "Reading the lines")
    progress(total, 2 * total, f"Writing the {MADE[kind]}")
    if kind == "pdf":
        return papers.set_sheet(pool, lines, own=own, now=now)
    return xlsx_of(pool, lines, own=own)


def csv_of(pool: Pool, *, own: int | None = None) -> Iterator[bytes]:
    """Give the sheet as CSV, a row for each agency and delivery site, piece by piece as it is read."""
    yield _written([SITE_HEADERS]).encode("utf-8-sig")
    for some in queries.in_pieces(pool, own=own):
        yield _written(site_rows(some)).encode()


def _written(rows: Iterable[Row]) -> str:
    text = StringIO(newline="")
    write_csv(text, (), rows)
    return text.getvalue().removeprefix("\r\n")  # the line of a header that is not wanted here


def xlsx_of(pool: Pool, lines: Sequence[SheetLine], *, own: int | None = None) -> bytes:
    """Give the sheet as a workbook: lines, shares, sites, open questions; numbers stay exact numbers."""
    book = BytesIO()
    packs, money = (16, 12, 10, 12, 12), ("money", "number")
    write_xlsx(
        book,
        [
            Sheet("Lines", LINE_HEADERS, line_rows(lines), (8, 60, 12, 18, 10, *packs, 16, 18, 18, 18),
                  (*OF_LINE, "number", *OF_PACKS, *money, "number", "text")),
            Sheet("Shares", SHARE_HEADERS, share_rows(lines), (8, 60, 12, 18, 34, 14, 18, *packs, 16, 18),
                  (*OF_LINE, "text", "text", "number", *OF_PACKS, *money)),
            Sheet("Sites", SITE_HEADERS, site_rows(lines), (8, 60, 12, 18, 34, 14, 30, 18, *packs, 12, 18),
                  (*OF_LINE, "text", "text", "text", "number", *OF_PACKS, "date", "text")),
            Sheet("Questions", QUESTION_HEADERS, question_rows(queries.open_questions(pool, lines, own=own)),
                  (8, 50, 34, 14, 18, 90), ("number", "text", "text", "text", "text", "text")),
        ],
    )  # fmt: skip
    return book.getvalue()


def line_rows(lines: Iterable[SheetLine]) -> Iterator[Row]:
    """Give a row for each line."""
    for line in lines:
        yield [
            *_line(line),
            line.agencies,
            *_packs(line, line.packed),
            *_value(line),
            plain(line.unpriced),
            _pack_is(line),
        ]


def share_rows(lines: Iterable[SheetLine]) -> Iterator[Row]:
    """Give a row for each agency of each line; the shares of a line add up to its total."""
    for line in lines:
        for share in line.shares:
            yield [*_line(line), share.agency, share.number, plain(share.quantity),
                   *_packs(line, share.packed), *_value(share)]  # fmt: skip


def site_rows(lines: Iterable[SheetLine]) -> Iterator[Row]:
    """Give a row for each delivery site of each agency; they add up to the total as well."""
    for line in lines:
        for share in line.shares:
            for site in share.sites:
                yield [*_line(line), share.agency, share.number, site.site or None, plain(site.quantity),
                       *_packs(line, site.packed), site.needed_by, _pack_is(line)]  # fmt: skip


def question_rows(questions: Iterable[Question]) -> Iterator[Row]:
    """Give a row for each open question."""
    for each in questions:
        yield [each.position, each.need, each.agency, each.number, WHAT_IS_OPEN[each.kind], each.text]


def _line(line: SheetLine) -> list[Cell | int]:
    return [line.position, line.name, _name(line, line.base_unit), plain(line.total)]


def _name(line: SheetLine, code: str) -> str:
    """Return the code of a unit, as programs know it; the name of one that only this county knows."""
    own = None if find_unit(code) else line.units.get(code.upper())
    return own.name if own is not None else code


def _pack_is(line: SheetLine) -> str:
    return "chosen by a buyer" if line.chosen else "the usual one"


def _packs(line: SheetLine, packed: Packed) -> list[Cell | int]:
    pack = line.pack
    if pack is None:
        return [None, None, None, None, None]
    return [_name(line, pack.unit), plain(pack.holds), packed.packs, plain(packed.loose), plain(packed.more)]


def _value(of: SheetLine | SheetShare) -> list[Cell | int]:
    return [of.value.amount if of.value is not None else None, plain(of.priced)]


def plain(number: Decimal | Fraction) -> Decimal:
    """Write an exact number as a decimal without needless zeros and without an exponent."""
    decimal = (
        number if isinstance(number, Decimal) else Decimal(number.numerator) / Decimal(number.denominator)
    )
    return decimal.quantize(ONE) if decimal == decimal.to_integral_value() else decimal.normalize()
