"""Read CSV as people really save it: with a byte order mark, semicolons or tabs, Windows line ends."""

import csv
import io
import re
from collections.abc import Iterator

from commonlot.engines.spreadsheets.table import Cell, Limits, one

# Bytes of Windows-1252 that office programs put into plain text and that are no letters: curly quotes,
# dashes, dots, signs, degrees, fractions. A letter with an accent could be of another code page: refused.
WINDOWS_SIGNS = frozenset(
    b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa2\xa7\xa9\xae\xb0\xb1\xb2\xb3\xb7\xbc\xbd\xbe\xd7\xf7"
)
AS_UTF8 = "text saved as UTF-8 (in Excel: “CSV UTF-8”)"
_MARKED = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def csv_records(content: bytes, name: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row of the sheet, cells) for each record; every cell is text or None."""
    text = decode(content, name)
    csv.field_size_limit(limits.size)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, start=1):
            yield row, [_cell(value) for value in record]
    except csv.Error as error:
        found = "a quotation mark that is never closed" if "end of data" in str(error) else f"({error})"
        raise one(name, found, "quotation marks in pairs, doubled inside a quoted text", row + 1) from None


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8, or Windows-1252 where its only special bytes are signs that cannot be misread."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            raise one(name, f"{encoding} text", AS_UTF8, 1)
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise one(name, "a NUL byte (not a text file, or UTF-16)", AS_UTF8, line)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        high = re.findall(rb"[\x80-\xff]+", content)
        if all(len(run) <= 2 and WINDOWS_SIGNS.issuperset(run) for run in high):
            return content.decode("cp1252")
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        found = f"the byte 0x{byte:02X}, which is not UTF-8 (perhaps Windows-1252 or another encoding)"
        raise one(name, found, AS_UTF8, line) from None


def delimiter_of(text: str) -> str:
    """Tell the separator by counting in the first line with text, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip(' ,;\t"')), "")
    bare = re.sub(r'"[^"]*"?', "", first)
    counts = {mark: bare.count(mark) for mark in ",;\t"}
    return max(counts, key=lambda mark: (counts[mark], mark == ","))


def _cell(value: str) -> Cell:
    text = value.replace("\r\n", "\n").strip()
    return text or None
