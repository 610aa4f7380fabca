"""Malformed and hostile files, each made from strings: what people's programs do wrong, and what somebody might try."""

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable
from itertools import count

from tests.extracts.files import COLUMNS, PICTURE, csv_of, figure, ods_of, table_of, xlsx_of, zip_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, WORKBOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
RIGHT = table_of([figure()])
DOCUMENT_TYPE = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def parts_of(packed: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def changed(packed: bytes, part: str, old: str, new: str) -> bytes:
    """The archive with a part in which `old` became `new`."""
    parts = parts_of(packed)
    text = str(parts[part])
    assert old in text
    return zip_of({**parts, part: text.replace(old, new, 1)})


def with_parts(packed: bytes, **more: str | bytes) -> bytes:
    """The archive with further parts; `__` in a name stands for a slash, `_dot_` for a full stop."""
    return zip_of({**parts_of(packed), **{name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}})


def with_rows(packed: bytes, attributes: Callable[[int], str], begin: str = "<row", part: str = SHEET) -> bytes:
    """The spreadsheet with these attributes at each row, by its number."""
    number = count(1)
    text = re.sub(f"{begin}(?=[ >])", lambda _: begin + attributes(next(number)), str(parts_of(packed)[part]))
    return zip_of({**parts_of(packed), part: text})


def sheet_of(rows: str, *, after: str = "", workbook: tuple[str, str] = ("", "")) -> bytes:
    """The workbook of a right row, with these rows of XML below it, and with `after` behind the rows."""
    packed = changed(xlsx_of(RIGHT), SHEET, "</sheetData>", f"{rows}</sheetData>{after}")
    return changed(packed, WORKBOOK, *workbook) if workbook[0] else packed


def cells_of(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def ods_with(rows: str) -> bytes:
    """The OpenDocument of a right row with these rows below it."""
    names = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    packed = changed(ods_of(RIGHT), "content.xml", "</table:table>", f"{rows}</table:table>")
    return changed(packed, "content.xml", "<office:document-content", f"<office:document-content {names}")


def ods_hidden() -> bytes:
    style = (
        '<office:automatic-styles><style:style style:name="t" style:family="table" xmlns:style="urn:oasis:names:tc:opendocument:'
        'xmlns:style:1.0"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>'
    )
    packed = changed(ods_of(RIGHT), "content.xml", "<office:body>", style)
    return changed(packed, "content.xml", 'table:name="Figures"', 'table:name="Figures" table:style-name="t"')


def shared_string_bomb() -> bytes:
    """One text of a spreadsheet's longest, in very many cells."""
    relation = f'<Relationship Id="r2" Type="{MAIN}/x" Target="sharedStrings.xml"/></Relationships>'.replace(
        f"{MAIN}/x", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    )
    packed = sheet_of(("<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>") * 40_000)
    packed = changed(packed, RELATIONS, "</Relationships>", relation)
    return with_parts(packed, xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>')


def overlapping() -> bytes:
    """Two names in the archive's list for the same bytes."""
    parts = parts_of(xlsx_of(RIGHT))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        again = zipfile.ZipInfo("xl/again.xml")
        first = archive.infolist()[0]
        for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(again, field, getattr(first, field))
        archive.filelist.append(again)
    return packed.getvalue()


def encrypted() -> bytes:
    packed = bytearray(xlsx_of(RIGHT))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.find(signature)
        while place >= 0:
            packed[place + flags] |= 1
            place = packed.find(signature, place + 4)
    return bytes(packed)


def long_directory() -> bytes:
    """An archive of nothing but a list of parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number:05}{'x' * 40}", b"")
    return packed.getvalue()


def ebcdic() -> bytes:
    return csv_of([figure()]).decode().encode("cp037")


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_filled(attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>x</text:p></table:table-cell>'


def far_cell(column: str, row: int) -> bytes:
    return sheet_of(f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>')


def declared(packed: bytes, part: str, root: str, before: str = "") -> bytes:
    """The archive with a document type, and its entities, in a part."""
    return changed(packed, part, f"<{root}", f"{before}{DOCUMENT_TYPE}<{root}")


def encrypted_ods() -> bytes:
    mark = "<manifest:encryption-data/></manifest:manifest>"
    return changed(ods_of(RIGHT), "META-INF/manifest.xml", "</manifest:manifest>", mark)


ODS_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
WIDE, HIGH = 'table:number-columns-repeated="{0}"', 'table:number-rows-repeated="{0}"'

# What it is, how it is made, and the name of the refusal.
TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "UTF-16 with its mark": (lambda: csv_of([figure()], encoding="utf-16"), "file_is_utf16"),
    "UTF-16 without its mark": (lambda: csv_of([figure()], encoding="utf-16-le"), "file_is_utf16"),
    "UTF-16, the other way round": (lambda: csv_of([figure()], encoding="utf-16-be"), "file_is_utf16"),
    "EBCDIC": (ebcdic, "text_undecodable"),
    "UTF-8 and Windows-1252 in one file": (
        lambda: csv_of([figure(source="Môn")]) + csv_of([figure(source="Môn")], encoding="cp1252"),
        "text_undecodable",
    ),
    "a byte 0": (lambda: csv_of([figure(source="a\x00b")]), "file_is_binary"),
    "ragged rows": (lambda: csv_of([figure()]) + b"women,sentences_started\r\n", "rows_ragged"),
    "an open quotation mark": (lambda: csv_of([figure()]) + b',,,,,,,,,"open\r\n2\r\n3\r\n', "quote_not_closed"),
    "an open quotation mark in the headings": (lambda: b'cohort,"measure\r\n' + csv_of([figure()]), "quote_not_closed"),
    "a million columns": (lambda: b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n1\n", "columns_too_many"),
    "a million columns under few headings": (lambda: csv_of([figure()]) + b"," * 1_000_000 + b"\n", "rows_ragged"),
    "a line of 200 MB": (lambda: b"cohort,measure\n" + b"x" * (200 << 20), "row_too_long"),
    "headings of 200 MB": (lambda: b"x" * (200 << 20) + b"\n1\n", "row_too_long"),
    "CSV in gzip": (lambda: gzip.compress(csv_of([figure()])), "file_is_archive"),
    "CSV in an archive": (lambda: zip_of({"figures.csv": csv_of([figure()])}), "file_is_archive"),
    "a picture": (lambda: PICTURE, "file_is_picture"),
    "a web page that a system calls .xls": (lambda: b"<html><table><tr><td>cohort</td></tr></table></html>", "file_is_web_page"),
    "an old or encrypted Office file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "file_is_old_office"),
    "a binary workbook": (lambda: zip_of({"xl/workbook.bin": b"x", "[Content_Types].xml": ""}), "file_is_old_office"),
    "random bytes after the beginning of an archive": (
        lambda: b"PK\x03\x04" + random.Random(1).randbytes(5000),
        "spreadsheet_damaged",
    ),
    "half a workbook": (lambda: xlsx_of(RIGHT)[:-200], "spreadsheet_damaged"),
    "a workbook whose parts are encrypted": (encrypted, "file_is_old_office"),
    "an encrypted OpenDocument": (
        encrypted_ods,
        "file_is_old_office",
    ),
    "macros under the name of .xlsx": (lambda: with_parts(xlsx_of(RIGHT), xl__vbaProject_dot_bin=b"x"), "spreadsheet_has_macros"),
    "macros in an OpenDocument": (lambda: with_parts(ods_of(RIGHT), Basic__a_dot_xml="<a/>"), "spreadsheet_has_macros"),
    "zip slip": (lambda: zip_of({**parts_of(xlsx_of(RIGHT)), "../../etc/cron.d/x": "x"}), "spreadsheet_unsafe"),
    "zip slip, from the root": (lambda: zip_of({**parts_of(xlsx_of(RIGHT)), "/etc/cron.d/x": "x"}), "spreadsheet_unsafe"),
    "zip slip, in Windows": (lambda: zip_of({**parts_of(xlsx_of(RIGHT)), "xl\\..\\..\\x": "x"}), "spreadsheet_unsafe"),
    "entities in the sheet": (lambda: declared(xlsx_of(RIGHT), SHEET, "worksheet"), "spreadsheet_unsafe"),
    "entities in the list of sheets": (lambda: declared(xlsx_of(RIGHT), WORKBOOK, "workbook"), "spreadsheet_unsafe"),
    "entities in an OpenDocument": (
        lambda: declared(ods_of(RIGHT), "content.xml", "office:document-content"),
        "spreadsheet_unsafe",
    ),
    "entities behind a megabyte of blanks": (
        lambda: declared(xlsx_of(RIGHT), SHEET, "worksheet", " " * ((1 << 20) - 5)),
        "spreadsheet_unsafe",
    ),
    "XML in UTF-16": (
        lambda: zip_of({**parts_of(xlsx_of(RIGHT)), SHEET: str(parts_of(xlsx_of(RIGHT))[SHEET]).encode("utf-16")}),
        "spreadsheet_damaged",
    ),
    "a zip bomb": (lambda: with_parts(xlsx_of(RIGHT), xl__media_dot_bin=bytes(200 << 20)), "spreadsheet_bomb"),
    "two parts of the same bytes": (overlapping, "spreadsheet_bomb"),
    "an archive of 60,000 parts": (long_directory, "spreadsheet_bomb"),
    "a cell far below and to the right": (lambda: far_cell("XFD", 1_048_576), "spreadsheet_endless"),
    "a row number beyond all sheets": (lambda: far_cell("A", 4_000_000_000), "spreadsheet_endless"),
    "one long text in 400,000 cells": (shared_string_bomb, "spreadsheet_endless"),
    "a text of 2 MB in a cell": (lambda: xlsx_of([COLUMNS, ["x" * (2 << 20)] + [""] * 9]), "spreadsheet_endless"),
    "a row repeated 1,000,000,000 times": (
        lambda: ods_with(ods_row(ods_filled(), attributes=HIGH.format(10**9))),
        "spreadsheet_bomb",
    ),
    "a cell repeated 1,000,000,000 times": (lambda: ods_with(ods_row(ods_filled(WIDE.format(10**9)))), "spreadsheet_bomb"),
    "wide cells in many repeated rows": (
        lambda: ods_with(ods_row(ods_filled(WIDE.format(16_000)), attributes=HIGH.format(10**6))),
        "spreadsheet_bomb",
    ),
    "a hidden first sheet": (
        lambda: sheet_of("", workbook=('<sheet name="Figures"', '<sheet state="hidden" name="Figures"')),
        "sheet_hidden",
    ),
    "a very hidden first sheet": (
        lambda: sheet_of("", workbook=('<sheet name="Figures"', '<sheet state="veryHidden" name="Figures"')),
        "sheet_hidden",
    ),
    "a hidden first sheet in an OpenDocument": (ods_hidden, "sheet_hidden"),
    "merged cells": (
        lambda: sheet_of(cells_of("<c><v>1</v></c>"), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
        "cells_merged",
    ),
    "merged cells in an OpenDocument": (lambda: ods_with(ods_row("<table:covered-table-cell/>")), "cells_merged"),
    "a row that is there twice": (
        lambda: sheet_of('<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'),
        "cells_out_of_order",
    ),
    "a row above the one before it": (
        lambda: sheet_of('<row r="5"><c r="A5"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'),
        "cells_out_of_order",
    ),
    "a cell that is there twice": (
        lambda: sheet_of('<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>'),
        "cells_out_of_order",
    ),
    "a cell with the reference of another row": (
        lambda: sheet_of('<row r="3"><c r="A4"><v>1</v></c></row>'),
        "cells_out_of_order",
    ),
    "a cell with the place of one before it": (
        lambda: sheet_of('<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>'),
        "cells_out_of_order",
    ),
    "a cell with an error": (lambda: sheet_of(cells_of("<c/>", '<c t="e"><v>#REF!</v></c>')), "cells_in_error"),
    "a formula with an error": (
        lambda: sheet_of('<row r="3"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'),
        "cells_in_error",
    ),
    "an error in an OpenDocument": (lambda: ods_with(ods_row("<table:table-cell/>", ODS_ERROR)), "cells_in_error"),
    "a formula without its value": (lambda: sheet_of(cells_of("<c/>", "<c><f>1+1</f></c>")), "formulas_not_worked_out"),
    "a formula with an empty number": (lambda: sheet_of(cells_of("<c/>", "<c><f>1+1</f><v></v></c>")), "formulas_not_worked_out"),
    "a formula without its value in an OpenDocument": (
        lambda: ods_with(ods_row("<table:table-cell/>", '<table:table-cell table:formula="of:=1+1"/>')),
        "formulas_not_worked_out",
    ),
}
