"""Whatever a file is, it comes back as it stands, or is refused with the reason."""

import csv
import io
import struct
from collections.abc import Callable, Collection

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicators.extracts.reading import CODED, Document, Kind, Unreadable, encoding
from indicators.extracts.reading.apart import read
from indicators.extracts.reading.files import read_here
from tests.extracts.files import PICTURE, csv_of, figure, ods_of, table_of, xlsx_of, zip_of


def read_bytes(content: bytes) -> Document:
    return read(io.BytesIO(content), len(content))


def read_inside(content: bytes, repeated: Collection[str] = ()) -> Document:
    """The same in this process, for hundreds of files."""
    return read_here(
        io.BytesIO(content), len(content), lambda *_: None, None, lambda headings: [heading in repeated for heading in headings]
    )


def cells(document: Document) -> list[list[str]]:
    return [list(row) for row in document.frame.astype(object).to_numpy().tolist()]


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_bytes(content)
    return caught.value


# What a cell may hold: anything that Windows-1252 has too, but for the characters that end a file's text or a line.
LETTERS = st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"])
CELLS = st.text(LETTERS, max_size=12)
FILLED = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
HEADINGS = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8), min_size=2, max_size=5)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Headings, and rows of which none is wholly blank (those are left out on purpose)."""
    headings = draw(HEADINGS)
    row = st.tuples(FILLED, *[CELLS] * (len(headings) - 1)).map(list)
    return headings, draw(st.lists(row, min_size=1, max_size=6))


def looks_like_utf8(content: bytes) -> bool:
    """Some pairs of letters in Windows-1252 ("Â" and a hard space) are the very bytes of a letter in UTF-8: nobody can tell."""
    if encoding.IN_UTF8.search(content):
        return True
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return not content[: error.start].isascii()
    return not content.isascii()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]), st.sampled_from([",", ";", "\t"]))
def test_any_table_written_as_csv_comes_back_equal(
    table: tuple[list[str], list[list[str]]], encoding: str, delimiter: str
) -> None:
    headings, rows = table
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    content = text.getvalue().encode(encoding)
    assume(encoding != "cp1252" or not looks_like_utf8(content))
    document = read_inside(content)
    assert list(document.headings) == headings
    assert cells(document) == rows
    assert list(document.frame.index) == list(range(2, len(rows) + 2))


@settings(max_examples=30, deadline=None)
@given(tables(), st.sampled_from([xlsx_of, ods_of]))
def test_any_table_written_as_a_spreadsheet_comes_back_equal(table: tuple[list[str], list[list[str]]], write: object) -> None:
    headings, rows = table
    # Spaces at the ends of a cell are not kept by every program; the checks do not look at them either.
    document = read_bytes(write([headings, *rows]))
    assert list(document.headings) == headings
    assert [[cell.strip() for cell in row] for row in cells(document)] == [[cell.strip() for cell in row] for row in rows]


def test_numbers_of_a_spreadsheet_are_read_as_an_analyst_reads_them() -> None:
    for write in (xlsx_of, ods_of):
        document = read_bytes(write([["whole", "share"], [245.0, 0.28]]))
        assert cells(document) == [["245", "0.28"]]


@pytest.mark.parametrize("write", [xlsx_of, ods_of])
def test_numbers_that_a_spreadsheet_has_cut_off_are_named_with_their_cells(write: Callable[..., bytes]) -> None:
    kept = [["person", "note", "n"], [999999999999999.0, "12345678901234567890", 0.1234567890123456], [-5.0, "", 7.0]]
    assert cells(read_bytes(write(kept)))[0] == ["999999999999999", "12345678901234567890", "0.1234567890123456"]
    with pytest.raises(Unreadable) as caught:
        read_bytes(write([*kept, ["x", "", 1e15], [-12345678901234567890.0, "", 1.0]]))
    assert (caught.value.name, caught.value.row, caught.value.params["cell"]) == ("numbers_cut_off", 4, "C4")
    assert caught.value.params["rows"] == [{"row": 4, "cell": "C4"}, {"row": 5, "cell": "A5"}]


def test_a_sheet_full_of_such_numbers_names_some_of_them() -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(xlsx_of([["a", "b"], *[[1e16, 1e17]] * 3000]))
    assert len(caught.value.params["rows"]) == 1000


def test_a_heading_that_is_such_a_number_is_named_too() -> None:
    assert refusal(xlsx_of([["a", 1e16], ["x", "y"]])).params["cell"] == "B1"
    assert refusal(xlsx_of([["", "", "a"], ["", "", 1e16]])).params["cell"] == "C2"


def test_kinds_are_told_by_content_and_not_by_name() -> None:
    table = table_of([figure()])
    kinds = [read_bytes(content).kind for content in (csv_of([figure()]), xlsx_of(table), ods_of(table))]
    assert kinds == [Kind.CSV, Kind.XLSX, Kind.ODS]


def test_line_breaks_and_quotation_marks_inside_a_cell_are_kept() -> None:
    document = read_bytes(b'a,b\r\n1,"two\nlines, and a ""word"""\r\n')
    assert cells(document) == [["1", 'two\nlines, and a "word"']]


def test_blank_rows_and_columns_are_left_out_and_the_numbers_stay() -> None:
    document = read_bytes(b"a,b,,\n1,2,,\n,,,\n\n5,6,,\n")
    assert document.headings == ("a", "b")
    assert list(document.frame.index) == [2, 5]


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(["csv", "csv", "xlsx", "ods"]), st.data())
def test_repeated_columns_hold_the_same_cells_in_another_shape(
    table: tuple[list[str], list[list[str]]], kind: str, data: st.DataObject
) -> None:
    headings, rows = table
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    content = text.getvalue().encode() if kind == "csv" else {"xlsx": xlsx_of, "ods": ods_of}[kind]([headings, *rows])
    chosen = data.draw(st.sets(st.sampled_from(headings)))
    document = read(io.BytesIO(content), len(content), repeated=chosen.__contains__)
    assert [column.type for column in document.body.columns] == [CODED if name in chosen else pa.string() for name in headings]
    assert cells(document) == cells(read_bytes(content))


def test_a_column_of_repeated_values_has_one_list_for_the_whole_file() -> None:
    content = ("name,n\n" + "".join(f"v{row // 150_000},{row}\n" for row in range(1_500_000))).encode()
    document = read(io.BytesIO(content), len(content), repeated=lambda heading: heading == "name")
    column = document.body.column("0")
    assert column.num_chunks > 1
    assert {tuple(chunk.dictionary.to_pylist()) for chunk in column.chunks} == {tuple(f"v{part}" for part in range(10))}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["", " ", "a"]), min_size=3, max_size=3), min_size=1, max_size=12),
    st.sets(st.sampled_from("xyz")),
)
def test_rows_without_a_value_are_left_out_and_the_others_keep_their_numbers(rows: list[list[str]], chosen: set[str]) -> None:
    content = "".join(",".join(row) + "\n" for row in [["x", "y", "z"], *rows]).encode()
    filled = [number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    if not filled:
        assert refusal(content).name == "headings_only"
        return
    document = read_inside(content, chosen)
    assert document.rows.tolist() == filled
    assert document.rows.dtype == np.int64
    assert cells(document) == [rows[number - 2] for number in filled]


def test_the_progress_is_of_true_bytes() -> None:
    content = csv_of([figure(period=f"YE{year}-12") for year in range(1900, 2000)])
    told: list[tuple[str, int, int, str]] = []
    read(io.BytesIO(content), len(content), lambda *parts: told.append(parts))
    assert told[-1] == ("reading", len(content), len(content), "bytes")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "file_empty"),
        (b"  \r\n ", "file_empty"),
        (b"a,b\r\n", "headings_only"),
        (b"a,b\r\n,\r\n", "headings_only"),
        (b",,\r\n1,2,3\r\n", "headings_missing"),
        (PICTURE, "file_is_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "file_is_picture"),
        (b"GIF89a" + bytes(20), "file_is_picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "file_is_picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "file_is_pdf"),
        (b"\x1f\x8b\x08" + bytes(20), "file_is_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "file_is_old_office"),
        (b"<!DOCTYPE html><html></html>", "file_is_web_page"),
        ("a,b\n1,2\n".encode("utf-16"), "file_is_utf16"),
        (b"a,b\n1,\x002\n", "file_is_binary"),
        (b"a,b\n" + b"1,2\n" * 2000 + b"1,\x00\n", "file_is_binary"),
        (b"PK\x03\x04" + bytes(40), "spreadsheet_damaged"),
        (zip_of({"figures.csv": "a,b\n1,2\n"}), "file_is_archive"),
        (xlsx_of([]), "file_empty"),
        (xlsx_of([["a", "b"]]), "headings_only"),
    ],
)
def test_what_is_not_a_table_is_refused_by_its_reason(content: bytes, name: str) -> None:
    assert refusal(content).name == name


def test_ragged_rows_are_named_with_their_cells() -> None:
    error = refusal(b"a,b\n1,2\n3\n4,5,6\n7,8\n")
    assert (error.name, error.row) == ("rows_ragged", 3)
    assert [(row["row"], row["actual"]) for row in error.params["rows"]] == [(3, 1), (4, 3)]


def test_a_quotation_mark_that_is_not_closed_is_found_at_its_row() -> None:
    error = refusal(b'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert (error.name, error.row) == ("quote_not_closed", 3)


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'a,b,c\n1,2,"see\n4,5,6\n7,8,ok"\n', 2),  # in the last column: whole rows
        (b'a,b,c\n0,0,0\r\n1,2,"see\r\n4,5,ok"\r\n7,8,9\r\n', 3),  # two rows next to each other
        (b'a,b,c\n1,"see,3\n4,ok",6\n', 2),  # in the middle: parts of two rows
        (b'a,b,c\n1,"see,3\n4,5,6\n\n7,ok",9\n', 2),
        (b'a,b,c\n"1,2,3\n4",5,6\n', 2),  # in the first one
        (b'a;b;c\r1;2;"see\r4;5;ok"\r', 2),
        (b'a,b,c\n1,2,3\n4,5,"see\n7,8,9', 3),  # never closed, in a file that ends without a line break
        (b'a,b,"c\n1,2,3"\n4,5,6\n', 1),  # in the headings
        (b"a,b,c\n" + b"1,2,3\n" * 900_000 + b'1,2,"see\n4,5,ok"\n', 900_002),  # not in the first block
    ],
)
def test_two_stray_quotation_marks_do_not_swallow_the_rows_between_them(content: bytes, row: int) -> None:
    error = refusal(content)
    assert (error.name, error.row) == ("quote_not_closed", row)


def test_texts_of_several_lines_and_with_commas_are_no_rows() -> None:
    address = "1 High Street, Cardiff,\nCF10 1AA"
    table = [["name", "note", "address", "tel"], ["Ann", "first\r\nsecond, third", address, "1"], ["Bob", "a\nb", "", "2"]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    assert cells(read_bytes(text.getvalue().encode())) == table[1:]


def test_a_cell_of_many_megabytes_is_refused() -> None:
    assert refusal(b'a,b\n1,"' + b"x\n" * (3 << 20)).name == "quote_not_closed"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a,b\n1,ô\n2,".encode() + b"\xf4\n", 3),  # UTF-8 first, then something else: reading on would spoil letters
        (b"\xef\xbb\xbfa,b\n1,\xf4\n", 2),
        (b"a,b\n1,2\n3,\x81\n", 3),  # not in Windows-1252 either
        ("a,b\n1,ô\n2,".encode() + b"\xc3", 3),
        (b"a,b\n1,\xf4\n2,T" + "ŷ Newydd\n".encode(), 3),  # Windows-1252 first, then UTF-8
        (b"a,b\n1,\xf4\n" + b"2,y\n" * 300_000 + "3,Ẁ\n".encode(), 300_003),
        (b"a,b\n1,\xf4\n2,it" + "’s\n".encode(), 3),
    ],
)
def test_text_that_cannot_be_read_names_its_line(content: bytes, line: int) -> None:
    error = refusal(content)
    assert (error.name, error.row) == ("text_undecodable", line)


@settings(max_examples=100)
@given(st.text(st.sampled_from("aôŵ\n\U0001f600"), max_size=40), st.integers(1, 9), st.booleans())
def test_the_encoding_does_not_depend_on_where_a_block_ends(text: str, block: int, spoilt: bool) -> None:
    content = text.encode() + (b"\xff" if spoilt else b"")
    windows = text.isascii() and spoilt
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "BLOCK", block)
        if spoilt and not windows:
            with pytest.raises(Unreadable) as caught:
                encoding.encoding_of(io.BytesIO(content))
            assert caught.value.row == text.count("\n") + 1
        else:
            assert encoding.encoding_of(io.BytesIO(content)) == ("cp1252" if windows else "utf-8")


def test_capitals_before_a_quotation_mark_are_windows_letters() -> None:
    written = "SIÂN, CAFÉ’R TŴR – “Ô” «É» NAÏVE".replace("Ŵ", "W")
    assert cells(read_bytes(f'a,b\n1,"{written}"\n'.encode("cp1252"))) == [["1", written]]


@pytest.mark.parametrize("block", [1, 2, 3, 5])
def test_letters_in_utf8_are_found_wherever_a_block_ends(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "BLOCK", block)
    for letter in "ŷẀ’":
        with pytest.raises(Unreadable) as caught:
            encoding.encoding_of(io.BytesIO(b"a\n\xf4\n\n" + letter.encode() + b"\n"))
        assert caught.value.row == 4


def test_letters_on_the_edge_of_a_block_are_read() -> None:
    content = ("a,b\n" + "xô,y\n" * 300_000).encode()
    assert len(read_bytes(content).frame) == 300_000
    assert cells(read_bytes("a,b\n1,Sir Fôn\n".encode("cp1252"))) == [["1", "Sir Fôn"]]


def test_a_spreadsheet_that_unpacks_to_far_more_than_its_size_is_not_opened() -> None:
    bomb = zip_of({"xl/workbook.xml": bytes(200 << 20)})
    assert len(bomb) < 1 << 20
    assert refusal(bomb).name == "spreadsheet_bomb"


def test_a_spreadsheet_that_lies_about_its_size_is_found_out() -> None:
    packed = bytearray(xlsx_of([["a", "b"], *[["1", "2"]] * 50_000]))
    place = packed.rfind(b"xl/worksheets/sheet1.xml")  # in the directory at the end, 46 bytes into its entry
    struct.pack_into("<I", packed, place - 46 + 24, 100)
    assert refusal(bytes(packed)).name == "spreadsheet_damaged"
