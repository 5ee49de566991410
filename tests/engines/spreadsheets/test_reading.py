"""What people hand in is read exactly, or refused in words; nothing in between."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.engines.spreadsheets import (
    Cell,
    FileRefused,
    Limits,
    Sheet,
    looks_like_formula,
    read_table,
    write_csv,
    write_xlsx,
)
from tests.engines.spreadsheets.files import HEADERS, ROWS, ods, repacked, workbook

GOOD = b"description,unit,quantity\r\nCopy paper,CT,12\r\n"


def refusal(content: bytes, name: str = "town.csv") -> str:
    with pytest.raises(FileRefused) as caught:
        read_table(content, name=name)
    return str(caught.value)


# --- what is read --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_csv_is_read_as_it_was_saved(mark: bytes, separator: bytes, end: bytes) -> None:
    content = mark + GOOD.replace(b",", separator).replace(b"\r\n", end)
    table = read_table(content, name="town.csv")
    assert table.headers == ("description", "unit", "quantity")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Copy paper", "CT", "12"))]


def test_a_quoted_line_break_does_not_shift_the_row_numbers() -> None:
    table = read_table(b'description,quantity\n"Copy paper,\nletter",12\n\nSalt,3\n', name="town.csv")
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells[0] == "Copy paper,\nletter"


def test_curly_quotes_of_windows_are_read_because_they_cannot_be_misread() -> None:
    table = read_table(b"description,quantity\n2\x94 binder \x96 blue,4\n", name="town.csv")
    assert table.rows[0].cells[0] == "2” binder – blue"


def test_a_tenth_in_a_workbook_is_a_tenth() -> None:
    table = read_table(workbook(), name="town.xlsx")
    assert [row.cells[2] for row in table.rows] == [Decimal(12), Decimal("0.1")]
    assert table.sheet == "Needs"


@given(st.decimals(-(10**9), 10**9, places=6))
def test_every_number_of_a_workbook_survives_to_six_decimals(number: Decimal) -> None:
    content = workbook([["description", "quantity"], ["Salt", float(number)]])
    assert read_table(content, name="a.xlsx").rows[0].cells[1] == number


def test_the_first_sheet_with_values_is_taken_and_named() -> None:
    content = workbook(change=lambda book, _: book.add_worksheet("Notes").write(0, 0, "ask the clerk"))
    assert "only “Needs”" in read_table(content, name="town.xlsx").notes[0]


def test_an_ods_workbook_is_read() -> None:
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    head = "".join(cell.format("string", "", header) for header in HEADERS)
    values = cell.format("string", "", "Salt") + cell.format("string", "", "TON")
    values += cell.format("float", 'office:value="2.5"', "2.5")
    content = ods(f"<table:table-row>{head}</table:table-row><table:table-row>{values}</table:table-row>")
    assert read_table(content, name="town.ods").rows[0].cells == ("Salt", "TON", Decimal("2.5"))


# --- what is refused -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\n \n", "an empty file"),
        (b"description,unit,quantity\n", "nothing below it"),
        (b"1,2,3\n4,5,6\n", "without headings"),
        (b"\x89PNG\r\n\x1a\n123", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"description,quantity\nCaf\xe9 chairs,4\n", "row 2: found the byte 0xE9"),
        ("description,quantity\nSalt,4\n".encode("utf-16"), "UTF-16"),
        (b"description,quantity\nSalt\x00,4\n", "row 2: found a NUL byte"),
        (b"Qty,unit,QTY\n1,EA,2\n", "the header “QTY” in columns A and C"),
        (b'description,quantity\n"Salt,4\n', "never closed"),
        (b"description,quantity\nSalt,4,9\n", "row 2: found a value in column C"),
        (",".join(f"c{i}" for i in range(300)).encode() + b"\n1\n", "300 columns, expected at most 200"),
    ],
)
def test_a_bad_csv_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_letters_that_could_be_of_several_encodings_are_refused_and_the_line_is_named() -> None:
    assert "row 3" in refusal(b"description,quantity\nSalt,4\nPi\xf1ata,4\n")


def test_fifty_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    target = tmp_path / "town.csv"
    with target.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(FileRefused, match=r"50\.0 MB, expected at most 20 MB"):
        read_table(target)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"nowhere\.csv: found no such file"):
        read_table(tmp_path / "nowhere.csv")


def test_more_rows_than_anyone_can_mean_are_refused() -> None:
    with pytest.raises(FileRefused, match="more than 3 rows"):
        read_table(b"item,qty\n" + b"Salt,1\n" * 4, name="a.csv", limits=Limits(rows=3))


def test_merged_cells_are_refused_with_their_place() -> None:
    content = workbook(change=lambda _, page: page.merge_range("A4:A5", "Salt"))
    assert "row 4, column A: found merged cells A4:A5" in refusal(content, "town.xlsx")


def test_a_merged_header_is_refused() -> None:
    content = workbook(change=lambda _, page: page.merge_range("D1:E1", "prices"))
    assert "merged cells D1:E1" in refusal(content, "town.xlsx")


def test_merged_cells_of_an_ods_workbook_are_refused() -> None:
    open_cell = '<table:table-cell office:value-type="string" table:number-columns-spanned="2">'
    cell = f"{open_cell}<text:p>Needs</text:p></table:table-cell>"
    assert "merged cells" in refusal(ods(f"<table:table-row>{cell}</table:table-row>"), "town.ods")


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    content = repacked(workbook(), lambda _, data: data, {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    assert "a workbook with macros" in refusal(content, "town.xlsx")


def test_a_formula_that_was_never_calculated_is_refused_with_its_cell() -> None:
    content = workbook(change=lambda _, page: page.write_formula("C3", "=1+1", None, ""))
    content = repacked(
        content, lambda _, data: data.replace(b"<v></v>", b"").replace(b"<v>0</v></c>", b"</c>")
    )
    assert "row 3, column C: found a formula without a stored value" in refusal(content, "town.xlsx")


def test_a_formula_with_its_value_is_read_as_the_value() -> None:
    content = workbook(change=lambda _, page: page.write_formula("C3", "=1+1", None, 2))
    assert read_table(content, name="town.xlsx").rows[1].cells[2] == Decimal(2)


def test_a_locked_workbook_is_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "locked with a password" in refusal(content, "town.xlsx")


def test_a_damaged_workbook_is_refused() -> None:
    assert "damaged workbook" in refusal(workbook()[:900], "town.xlsx")
    assert "cannot be read" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "town.xls")


def test_a_word_document_is_not_a_spreadsheet() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "a Word document" in refusal(stream.getvalue(), "town.xlsx")


def test_a_bomb_is_refused_by_what_really_comes_out_of_it() -> None:
    content = repacked(workbook(), lambda _, data: data, {"xl/media/a.xml": b" " * 3_000_000})
    with pytest.raises(FileRefused, match="unpacks to an enormous size"):
        read_table(content, name="town.xlsx", limits=Limits(uncompressed=1_000_000))


def test_one_far_away_cell_does_not_take_all_memory() -> None:
    content = workbook(change=lambda _, page: page.write("XFD1048576", "here"))
    assert "a value in column XFD" in refusal(content, "town.xlsx")


# --- what is written -----------------------------------------------------------------------------------------
def test_what_is_written_is_read_back_exactly(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Salt", Decimal("120.5"), date(2026, 12, 10)],
        ["=cmd|'/C calc'!A0", Decimal("0.000001"), None],
    ]
    write_xlsx(
        tmp_path / "a.xlsx", [Sheet("Needs", ["item", "qty", "by"], rows, formats=["text", "number", "date"])]
    )
    table = read_table(tmp_path / "a.xlsx")
    assert [list(row.cells) for row in table.rows] == rows


def test_numbers_too_long_for_a_spreadsheet_are_written_as_text(tmp_path: Path) -> None:
    number = Decimal("1234567890123456.789")
    write_xlsx(tmp_path / "a.xlsx", [Sheet("Needs", ["qty"], [[number]])])
    assert read_table(tmp_path / "a.xlsx").rows[0].cells == ("1234567890123456.789",)


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\tx"])
def test_text_never_becomes_a_formula_in_a_csv(text: str) -> None:
    stream = io.StringIO()
    write_csv(stream, ["item"], [[text]])
    assert stream.getvalue().splitlines()[1].lstrip('"').startswith("'")


def test_a_number_is_written_without_exponent_and_a_moment_with_its_time() -> None:
    stream = io.StringIO()
    write_csv(stream, ["a", "b"], [[Decimal("5E+4"), datetime(2026, 1, 2, 3, 4)]])
    assert stream.getvalue().splitlines()[1] == "50000,2026-01-02T03:04:00"


@pytest.mark.parametrize("text", ["=SUM(A1:A3)", "=1+1", "@SUM(1)", "+cmd|' /C calc'!A0"])
def test_formulas_are_known(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize(
    "text", ["- Bottle 2 - Pen", "+4 reading glasses", "-40 degree antifreeze", "@ 12/cs", "Salt"]
)
def test_a_dash_before_a_text_is_no_formula(text: str) -> None:
    assert not looks_like_formula(text)


def test_rows_are_not_lost() -> None:
    assert len(read_table(workbook(), name="a.xlsx").rows) == len(ROWS)
