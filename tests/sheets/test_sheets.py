"""Workbooks as other programs read them: what was put in comes out, in either format, with its headings marked."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reporting.sheets import Column, Sheet, Workbook, ods, xlsx

Write = Callable[[Workbook], Iterator[bytes]]
MADE = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
FORMULAS = ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "'quoted", "ŵ & <b>", "two\nlines"]
# Spreadsheets read such spaces in their own ways; what is theirs to keep is tested with letters.
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12).map(str.strip)
CELLS = st.one_of(st.none(), TEXTS, st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=2))


def book(rows: list[list[object]], headings: int = 3) -> Workbook:
    columns = [Column(f"Column {number}", 12) for number in range(1, headings + 1)]
    return Workbook(
        "A title & more", "cy", MADE, [Sheet("one", "Ffigurau", columns, rows), Sheet("two", "Symbolau", columns, [])]
    )


def read(content: bytes) -> list[list[object]]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [list(row) for row in rows]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_texts_stay_texts_and_numbers_numbers(write: Write) -> None:
    rows: list[list[object]] = [[text, 5, Decimal("28.0")] for text in FORMULAS]
    content = b"".join(write(book(rows)))
    found = read(content)
    assert found[0] == ["Column 1", "Column 2", "Column 3"]
    assert [row[0] for row in found[1:]] == FORMULAS
    assert {(row[1], row[2]) for row in found[1:]} == {(5.0, 28.0)}
    assert b"".join(write(book(rows))) == content  # the same bytes every time


@pytest.mark.parametrize("write", [xlsx, ods])
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
def test_what_goes_in_comes_out(write: Write, rows: list[list[object]]) -> None:
    found = read(b"".join(write(book(rows))))[1:]
    wanted = [["" if cell is None else float(cell) if isinstance(cell, int | Decimal) else cell for cell in row] for row in rows]
    while wanted and wanted[-1] == ["", "", ""]:
        wanted.pop()
    assert [row + [""] * (3 - len(row)) for row in found[: len(wanted)]] == wanted


def test_an_xlsx_is_a_table_with_headings_that_stay() -> None:
    content = b"".join(xlsx(book([["a", 1, None], ["b", None, Decimal("2.5")]], 3)))
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert found.sheetnames == ["Ffigurau", "Symbolau"]
    for sheet in found:
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        assert table.headerRowCount == 1 and table.autoFilter is not None
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert found["Ffigurau"].tables["one"].ref == "A1:C3"
    assert found.properties.title == "A title & more" and found.properties.language == "cy"
    assert found.properties.created == MADE.replace(tzinfo=None)


def test_an_ods_begins_as_the_standard_demands() -> None:
    content = b"".join(ods(book([["a", 1, None]])))
    assert content[30:38] == b"mimetype" and content[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.flag_bits, first.extra) == ("mimetype", zipfile.ZIP_STORED, 0, b"")
        assert b"table:table-header-rows" in archive.read("content.xml")
        assert b"VerticalSplitMode" in archive.read("settings.xml")
