"""A look into a spreadsheet's archive before anything opens it: what it is made of, and that nothing in it is a trap."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import BinaryIO
from xml.etree import ElementTree

from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.order import Order
from indicators.extracts.reading.unreadable import Unreadable

BLOCK = 1 << 20
OVERLAP = 32  # letters of the block before that are looked at again
MOST_PARTS = 10_000
MOST_UNPACKED = 4 << 30  # a full sheet of 1,048,576 rows and 12 columns has 0.5 GB in XLSX, 1.1 GB in ODS
# A sheet of equal cells packs to a hundredth and is small; a bomb packs to a thousandth and is not.
MOST_RATIO = 200
HARMLESS = 32 << 20
MOST_INDEX = 1 << 20  # bytes of a workbook's list of sheets
MANIFEST, ODS_BODY = "META-INF/manifest.xml", "content.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DECLARATION = re.compile(rb"<![^\[\-]")  # neither a comment nor CDATA: a document type, with its entities
DOUBTFUL = {
    Kind.XLSX: (b"<f", b":f>", b":f ", b":f/", b'"e"', b"'e'"),
    Kind.ODS: (b":formula", b"covered-table-cell", b"-repeated"),
}
# Programs also write that something is not hidden.
HIDING = {
    Kind.XLSX: re.compile(rb"hidden\s*=\s*[\"'](?!0|false)"),
    Kind.ODS: re.compile(rb"visibility\s*=\s*[\"'](?!visible)"),
}


@contextmanager
def damage_told() -> Iterator[None]:
    """Whatever an archive does wrong, it is damaged. The library's own words could quote it and are left out."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        ElementTree.ParseError,
    ):
        raise Unreadable("spreadsheet_damaged") from None


def first_sheet_of(file: BinaryIO, kind: Kind, told: Callable[[int, int], None]) -> tuple[str, bool]:
    """The name of the part with the first sheet, and whether its cells need a closer look (`doubts`).

    Everything is unpacked once into nothing, `told(bytes done, bytes in all)`: zipfile stops at the declared size and compares
    checksums, so a file that declares too little is found too. Raises Unreadable.
    """
    with damage_told(), zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _refuse_bomb(entries)
        _refuse_strange(archive, entries)
        total = sum(entry.file_size for entry in entries)
        done, doubtful = 0, set()
        for entry in entries:
            is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
            tail, order = b"", Order()
            with archive.open(entry) as unpacked:
                while block := unpacked.read(BLOCK):
                    done += len(block)
                    told(done, total)
                    if is_xml:
                        text = tail + block
                        _refuse_declarations(text)
                        if kind is Kind.XLSX:
                            order.feed(block)
                        if order.is_doubtful or any(sign in text for sign in DOUBTFUL[kind]) or HIDING[kind].search(text):
                            doubtful.add(entry.filename)
                        tail = block[-OVERLAP:]
        name = ODS_BODY if kind is Kind.ODS else _first_of_workbook(archive)
        if name not in archive.namelist():
            raise Unreadable("spreadsheet_damaged")
        return name, name in doubtful


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    """Look at the sizes and places that the archive declares."""
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_PARTS or total > MOST_UNPACKED or (total > HARMLESS and total / packed > MOST_RATIO):
        raise Unreadable("spreadsheet_bomb")
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    for one, after in pairwise(in_order):
        if one.header_offset + one.compress_size >= after.header_offset:  # the same bytes as two parts
            raise Unreadable("spreadsheet_bomb")


def _refuse_strange(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unreadable("spreadsheet_damaged")  # no spreadsheet has another
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise Unreadable("spreadsheet_unsafe")
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unreadable("spreadsheet_has_macros")
    if len({name.lower() for name in names}) < len(names):
        raise Unreadable("spreadsheet_damaged")  # two programs would read two different files
    if any(entry.flag_bits & 1 for entry in entries) or (
        MANIFEST in names and b"encryption-data" in archive.open(MANIFEST).read(MOST_INDEX)
    ):
        raise Unreadable("file_is_old_office")


def _refuse_declarations(text: bytes) -> None:
    """No spreadsheet program writes a document type or an entity; both are ways to make a reader fetch or multiply."""
    if b"\x00" in text[:OVERLAP]:
        raise Unreadable("spreadsheet_damaged")  # UTF-16, in which they would not be seen
    if b"<!" in text and DECLARATION.search(text):
        raise Unreadable("spreadsheet_unsafe")


def _first_of_workbook(archive: zipfile.ZipFile) -> str:
    sheet = next((node for node in _tree(archive, WORKBOOK).iter() if node.tag.rpartition("}")[2] == "sheet"), None)
    if sheet is None:
        raise Unreadable("spreadsheet_damaged")
    for node in _tree(archive, RELATIONS).iter():
        if node.get("Id") == sheet.get(f"{OFFICE}id"):
            target = node.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise Unreadable("spreadsheet_damaged")


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as a tree; it has no document type any more."""
    try:
        with archive.open(name) as part:
            text = part.read(MOST_INDEX + 1)
    except KeyError:
        raise Unreadable("spreadsheet_damaged") from None
    if len(text) > MOST_INDEX:
        raise Unreadable("spreadsheet_bomb")
    return ElementTree.fromstring(text)  # noqa: S314 - it has no document type, as was seen above
