"""Read XLSX, XLS and ODS: exact values only, and nothing that hides macros, formulas or a bomb."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine as calamine

from commonlot.engines.spreadsheets.table import Cell, Limits, column_letter, one

PLAIN = "a workbook without macros (save it as XLSX or CSV)"
UNLOCKED = "a workbook that opens without a password"
WHOLE = "a whole XLSX, XLS or ODS workbook"
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_VALUE_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*[^/]>')
_FORMULA_CELL = re.compile(rb"<c\b([^>]*)>(?:(?!</c>).)*?<f\b.*?</c>", re.DOTALL)
_ODS_FORMULA = re.compile(rb"<table:table-cell\b[^>]*table:formula=[^>]*>")
_ODS_SPAN = re.compile(rb'number-(?:columns|rows)-spanned="(?!1")\d+"')
_REFERENCE = re.compile(rb'\br="([A-Z]+\d+)"')


def workbook_records(
    content: bytes, name: str, limits: Limits
) -> tuple[str, Iterator[tuple[int, list[Cell]]], list[str]]:
    """Return the name of the first sheet that holds anything, its records, and notes for a person."""
    unpacked = _inspect(content, name, limits)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            (meta.name, workbook.get_sheet_by_name(meta.name))
            for meta in workbook.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise one(name, "a workbook locked with a password", UNLOCKED) from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, ValueError, OSError) as error:
        raise one(name, f"a workbook that cannot be read ({type(error).__name__})", WHOLE) from None
    filled = [(title, sheet) for title, sheet in sheets if sheet.height and sheet.width]
    if not filled:
        raise one(name, "a workbook without values", "a header row and at least one row of data")
    title, sheet = filled[0]
    _refuse_merges(name, title, sheet, unpacked)
    notes = []
    if len(filled) > 1:
        notes.append(f"{name} has {len(filled)} sheets with values; only “{title}” was read.")
    if sheet.total_width > limits.columns:
        raise one(name, f"{sheet.total_width} columns", f"at most {limits.columns}")
    return title, _records(sheet), notes


def _records(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield number, [_exact(cell) for cell in cells]


def _exact(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # A sheet keeps 15 significant digits; what a double adds beyond them is noise.
        number = Decimal(format(value, ".15g"))
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, date):
        return value
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip() or None


def _inspect(content: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """Look into the container before any library opens it; return the parts that hold cells."""
    if content[:2] != b"PK":
        if _OLE_LOCKED in content:
            raise one(name, "a workbook locked with a password", UNLOCKED)
        if _OLE_MACROS in content:
            raise one(name, "a workbook with macros", PLAIN)
        return {}
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError):
        raise one(name, "a damaged workbook", WHOLE) from None
    names = archive.namelist()
    if any(
        part.lower().endswith(("vbaproject.bin", ".xlsm", ".xltm")) or part.startswith("Basic/")
        for part in names
    ):
        raise one(name, "a workbook with macros", PLAIN)
    if not any(part.startswith("xl/") or part == "content.xml" for part in names):
        what = "a Word document" if any(part.startswith("word/") for part in names) else "an archive"
        raise one(name, what, "a spreadsheet (CSV, XLSX, XLS or ODS)")
    parts = _unpack(archive, content, name, limits)
    _inspect_parts(parts, name, limits)
    return parts


def _inspect_parts(parts: dict[str, bytes], name: str, limits: Limits) -> None:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise one(name, "a workbook locked with a password", UNLOCKED)
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise one(name, "a workbook with macros", PLAIN)
    for part, xml in parts.items():
        if part.startswith("xl/worksheets/"):
            _refuse_wide_or_unsaved(name, xml, limits)
    _refuse_unsaved_ods(name, parts.get("content.xml", b""))


def _unpack(archive: zipfile.ZipFile, content: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """Unpack the small parts that must be looked at, counting what really comes out, not what is declared."""
    left = limits.uncompressed
    parts: dict[str, bytes] = {}
    for info in archive.infolist():
        start = info.header_offset + 30
        lengths = content[info.header_offset + 26 : info.header_offset + 30]
        start += int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        raw = content[start : start + info.compress_size]
        try:
            data = raw if info.compress_type == 0 else _inflate(raw, left)
        except zlib.error:
            raise one(name, "a damaged workbook", WHOLE) from None
        left -= len(data)
        if left <= 0:
            limit = f"at most {limits.uncompressed // 1_000_000:,} MB when unpacked"
            raise one(name, "a workbook that unpacks to an enormous size", limit)
        if info.filename.endswith(".xml") and "sharedStrings" not in info.filename:
            parts[info.filename] = data
    return parts


def _inflate(raw: bytes, limit: int) -> bytes:
    return zlib.decompressobj(-15).decompress(raw, limit + 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_wide_or_unsaved(name: str, xml: bytes, limits: Limits) -> None:
    # A single far-away cell makes a dense reader allocate the whole rectangle: look before reading.
    for match in _VALUE_CELL.finditer(xml):
        if len(match[1]) > 1 and _column_number(match[1]) > limits.columns:
            raise one(
                name,
                f"a value in column {match[1].decode()}",
                f"at most {limits.columns} columns",
                int(match[2]),
            )
        if len(match[2]) > 5 and int(match[2]) > limits.rows + 1:
            raise one(
                name, f"a value in row {int(match[2]):,}", f"at most {limits.rows:,} rows", int(match[2])
            )
    if b"<f" not in xml:
        return
    for match in _FORMULA_CELL.finditer(xml):
        if not re.search(rb"<v[^>]*>[^<]|<is>", match[0]):
            place = _REFERENCE.search(match[1])
            cell = place[1].decode() if place else ""
            found = f"a formula without a stored value (cell {cell})"
            raise one(
                name,
                found,
                "the value itself; open the file, save it, or paste values",
                int(re.sub(r"\D", "", cell) or 0) or None,
                re.sub(r"\d", "", cell) or None,
            )


def _refuse_unsaved_ods(name: str, xml: bytes) -> None:
    for match in _ODS_FORMULA.finditer(xml):
        if b"office:value" not in match[0] and b"-value=" not in match[0]:
            raise one(
                name, "a formula without a stored value", "the value itself; save the file, or paste values"
            )


def _refuse_merges(name: str, title: str, sheet: calamine.CalamineSheet, parts: dict[str, bytes]) -> None:
    expected = "one value in one cell; unmerge the cells"
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        place = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
        raise one(name, f"merged cells {place} on sheet “{title}”", expected, top + 1, column_letter(left))
    if "content.xml" in parts and _ODS_SPAN.search(parts["content.xml"]):
        raise one(name, f"merged cells on sheet “{title}”", expected)
