"""What a spreadsheet hides is told before it counts, and what it has twice is not read: in the sheets of every program."""

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from indicators.extracts.models import Extract
from indicators.extracts.reading import Document, order
from indicators.extracts.reading.apart import read
from tests.extracts.files import figure, ods_of, table_of, xlsx_of
from tests.extracts.traps import SHEET, changed, with_rows
from tests.extracts.visiting import SignedIn, send, sent_and_checked, words
from tests.working import run_jobs

ROWS = [figure(period=f"YE{year}-12") for year in range(2015, 2021)]
TABLE = table_of(ROWS)
Rows = list[tuple[str, list[str]]]  # the attributes of each row, and of each of its cells


@pytest.fixture
def files(own_files: Path) -> Path:
    return own_files


def document(content: bytes) -> Document:
    return read(io.BytesIO(content), len(content))


def hidden_rows(content: bytes) -> list[int]:
    found = document(content)
    return found.rows[found.hidden].tolist()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (lambda row: ' hidden="1"' if row in (3, 5) else "", [3, 5]),
        (lambda row: f' r="{row}" hidden="{"true" if row > 4 else "false"}"', [5, 6, 7]),  # as LibreOffice says it
        (lambda row: " hidden = '1'" if row == 2 else "", [2]),
        (lambda row: ' hidden="0"', []),
        (lambda row: ' hidden="1"' if row == 1 else "", []),  # of the headings the columns are told
    ],
)
def test_hidden_rows_of_a_workbook_are_known(rows: Callable[[int], str], found: list[int]) -> None:
    packed = with_rows(xlsx_of(TABLE), rows)
    assert hidden_rows(packed) == found
    assert len(document(packed).rows) == len(ROWS)


@pytest.mark.parametrize(("said", "found"), [("collapse", [4]), ("filter", [4]), ("visible", [])])
def test_hidden_rows_of_an_opendocument_are_known(said: str, found: list[int]) -> None:
    visibility = f' table:visibility="{said}"'
    packed = with_rows(ods_of(TABLE), lambda row: visibility if row == 4 else "", "<table:table-row", "content.xml")
    assert hidden_rows(packed) == found


def test_rows_that_are_hidden_and_blank_are_nothing_to_tell() -> None:
    blank = table_of([*ROWS[:2], dict.fromkeys(ROWS[0], ""), *ROWS[2:]])
    assert hidden_rows(with_rows(xlsx_of(blank), lambda row: ' hidden="1"' if row in (4, 6) else "")) == [6]


def test_hidden_columns_are_known_wherever_the_table_begins() -> None:
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="40" max="16384" hidden="true"/></cols><sheetData>'
    assert document(changed(xlsx_of(TABLE), SHEET, "<sheetData>", columns)).hidden_columns == (1, 2)
    moved = [["", *row] for row in TABLE]
    assert document(changed(xlsx_of(moved), SHEET, "<sheetData>", columns)).hidden_columns == (0, 1)
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    table = '<table:table table:name="Figures">'
    assert document(changed(ods_of(TABLE), "content.xml", table, table + columns)).hidden_columns == (2,)


@pytest.mark.usefixtures("files")
def test_what_is_hidden_is_told_and_counts_once_it_is_accepted(db: None, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    packed = with_rows(xlsx_of(TABLE), lambda row: ' hidden="1"' if row in (3, 5) else "")
    packed = changed(packed, SHEET, "<sheetData>", '<cols><col min="4" max="4" hidden="1"/></cols><sheetData>')
    extract, page = sent_and_checked(analyst, packed, "figures.xlsx")
    assert extract.state == Extract.State.NEEDS_ACCEPTANCE
    told = words(page)
    assert "by hand or by a filter. They are read like all others; the first is row 3." in told
    assert "A column of the spreadsheet is hidden." in told
    rows, column = (extract.problems.get(check_name=name) for name in ("rows_hidden", "column_hidden"))
    assert (rows.count, [place.row for place in rows.places.all()]) == (2, [3, 5])
    assert [place.value for place in column.places.all()] == ["area_code"]
    accept(analyst, extract, [rows.check_name])
    assert extract.state == Extract.State.NEEDS_ACCEPTANCE
    accept(analyst, extract, extract.problems.values_list("check_name", flat=True))
    assert (extract.state, extract.rows) == (Extract.State.LOADED, len(ROWS))


def accept(analyst: Client, extract: Extract, names: object) -> None:
    analyst.post(reverse("extracts:accept", args=[extract.pk]), dict.fromkeys(names, "on"))
    run_jobs()
    extract.refresh_from_db()


@pytest.mark.usefixtures("files")
def test_a_row_that_is_there_twice_is_refused_and_named(db: None, signed_in: SignedIn) -> None:
    packed = with_rows(xlsx_of(TABLE), lambda row: f' r="{min(row, 5)}"')
    answer = words(send(signed_in("analyst"), packed, "figures.xlsx"))
    assert "twice or out of their order" in answer and "The first is row 5." in answer
    assert not Extract.objects.exists()


def sheet_xml(rows: Rows) -> bytes:
    return "".join(f"<row{row}>{''.join(f'<c{cell}><v>1</v></c>' for cell in cells)}</row>" for row, cells in rows).encode()


def is_doubtful(xml: bytes, block: int) -> bool:
    looked = order.Order()
    for start in range(0, len(xml), block):
        looked.feed(xml[start : start + block])
    return looked.is_doubtful


@given(st.lists(st.lists(st.integers(1, 16_384), min_size=1, max_size=4, unique=True), max_size=6), st.integers(7, 200))
def test_what_every_program_writes_needs_no_closer_look(columns: list[list[int]], block: int) -> None:
    rows: Rows = [
        (f' r="{row}" spans="1:3"', [f' r="{_letters(column)}{row}" t="s"' for column in sorted(found)])
        for row, found in enumerate(columns, 1)
    ]
    assert not is_doubtful(sheet_xml(rows), block)
    assert not is_doubtful(sheet_xml([("", ["", ""]) for _row in columns]), block)


@given(st.data(), st.integers(7, 200))
def test_whatever_is_out_of_order_gets_one(data: st.DataObject, block: int) -> None:
    """The slow way round: a list of places, in which one does not rise."""
    places = data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 30)), min_size=2, max_size=8))
    rows: Rows = [(f' r="{row}"', [f' r="{_letters(column)}{row}"']) for row, column in places]
    numbers = [row for row, _column in places]
    rises = all(after > before for before, after in pairwise(numbers))
    assert is_doubtful(sheet_xml(rows), block) != rises


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="1"><c r="A1"/></row><row><c r="A2"/></row>',
        b'<row r="1"><c r="A1"/><c/></row>',
        b'<row r="1"><c s="1" r="A1"/></row>',
        b"<row r='1'><c r='A1'/></row>",
        b'<row><c r="A1"/></row>',
        b'<row><c s="1" r="A1"/></row>',
        b'<row r="1"><c r="A2"/></row>',
        b'<row r="1"><c r="&#65;1"/></row>',
        b'<row r="1"><c r="AAAA1"/></row>',
        b'<x:row r="1"><x:c r="A1"/></x:row>',
        b'<row r="2"><c r="A2"/></row>' + b" " * (1 << 21),
    ],
)
def test_whatever_is_written_in_another_way_gets_one_too(xml: bytes) -> None:
    assert is_doubtful(b"<sheetData>" + xml, 1 << 20)


def test_references_written_in_another_way_are_understood() -> None:
    """Rows and cells of which only some have a reference stand where a program would put them."""
    cells = "<c t='str' r='B2'><v>x</v></c><c><v>7</v></c>"
    packed = changed(xlsx_of([["a", "b", "c"]]), SHEET, "</sheetData>", f"<row>{cells}</row></sheetData>")
    assert document(packed).frame.to_numpy().tolist() == [["", "x", "7"]]
    assert document(packed).rows.tolist() == [2]


def _letters(column: int) -> str:
    found = ""
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(65 + letter) + found
    return found
