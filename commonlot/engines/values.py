"""Read the values that people type into cells: exact numbers, dates, plain text, and what spoiled them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Who reads values need not load every spreadsheet library.
    from commonlot.engines.spreadsheets.table import Cell

SPOILED_CODE = re.compile(r"^\d(?:\.\d+)?[eE]\+\d+$")
ERROR_TOKENS = frozenset({"#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
_NUMBER = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?$")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")


class NotReadable(ValueError):
    """A cell that does not hold what its column is for; the text says what was expected."""


def read_text(cell: "Cell") -> str | None:
    """Return the cell as one line of text, None if it is empty."""
    if cell is None:
        return None
    text = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    return " ".join(text.split()) or None


def read_number(cell: "Cell", *, places: int, most: Decimal, zero: bool = True) -> Decimal:
    """Read an exact number that is not negative, with at most `places` decimals and at most `most`.

    "1,200" and "$18.80" are numbers; "1,2", "1.2E+05" and "about 5" are not. Raises NotReadable.
    """
    number = read_signed(cell)
    if number < 0:
        raise NotReadable("a number that is not negative")
    if number == 0 and not zero:
        raise NotReadable("a number above zero")
    if number > most:
        raise NotReadable(f"at most {most:,f}")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise NotReadable(f"at most {places} decimals")
    return number


def read_signed(cell: "Cell") -> Decimal:
    """Read an exact number of either sign; an amount in parentheses is negative, as in accounting."""
    if isinstance(cell, Decimal):
        return cell if cell.is_finite() and cell.adjusted() < 30 else _refuse()
    if not isinstance(cell, str):
        return _refuse()
    text = cell.replace("\N{MINUS SIGN}", "-").replace("$", "").replace("\xa0", "").strip()
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1].strip()
    if not _NUMBER.match(text) or not re.search(r"\d", text) or len(text) > 40:
        return _refuse()
    return Decimal(text.replace(",", ""))


def _refuse() -> Decimal:
    raise NotReadable("a number such as 1200 or 12.5")


def read_date(cell: "Cell") -> date | None:
    """Read a date as 2026-12-10 or 12/10/2026; None if the cell is empty. Raises NotReadable."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in _DATES:
        try:
            return datetime.strptime(f"{cell} +0000".strip(), f"{pattern} %z").date()
        except ValueError:
            continue
    raise NotReadable("a date such as 2026-12-10 or 12/10/2026")


def read_code(cell: "Cell") -> str | None:
    """Return a part number as text; one that a spreadsheet has spoiled (7.52001E+12) is not stated."""
    text = read_text(cell)
    return None if text is None or SPOILED_CODE.match(text) or text in ERROR_TOKENS else text
