"""Files as people hand them in, made by the tests: workbooks good and bad."""

import io
import zipfile
from collections.abc import Callable, Sequence

import xlsxwriter

HEADERS = ["description", "unit", "quantity"]
ROWS: list[list[object]] = [["Copy paper", "CT", 12], ["Rock salt", "TON", 0.1]]


def workbook(
    rows: Sequence[Sequence[object]] = (HEADERS, *ROWS),
    change: Callable[[xlsxwriter.Workbook, "xlsxwriter.worksheet.Worksheet"], None] | None = None,
) -> bytes:
    """Make an XLSX workbook; `change` may do to it what people do."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Needs")
    for i, row in enumerate(rows):
        page.write_row(i, 0, row)
    if change:
        change(book, page)
    book.close()
    return stream.getvalue()


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """Rewrite the parts of a workbook."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


def ods(cells: str) -> bytes:
    """Make an ODS workbook from the XML of its rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Needs">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()
