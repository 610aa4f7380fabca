"""PDF/UA-1, as far as a machine can tell: by a checker of that standard, and by what our own pages promise besides.

Neither has anything to do with the library that wrote the file.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from page import validate_pdf_bytes
from pypdf.generic import ArrayObject, DictionaryObject

from reporting import published as editions
from reporting.packs import making
from reporting.packs.choice import Choice
from tests import figures, findings
from tests.conftest import People

HEADING = re.compile(r"/H([1-6])")
CONTENT = ("/P", "/H1", "/H2", "/H3", "/LBody", "/Span", "/TH", "/TD", "/Lbl")
PARENTS = {
    "/LI": {"/L"}, "/LBody": {"/LI"}, "/Lbl": {"/LI"}, "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"},
    "/TD": {"/TR"}, "/THead": {"/Table"}, "/TBody": {"/Table"}, "/TOCI": {"/TOC"},
}  # fmt: skip


@dataclass(frozen=True)
class Element:
    """A structure element: its kind, its dictionary and the kind of its parent."""

    kind: str
    data: DictionaryObject
    parent: str


class Document:
    """A PDF as its catalogue describes it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
        catalogue: Any = self.reader.trailer["/Root"]
        self.catalogue = catalogue
        self.pages: list[Any] = list(self.reader.pages)
        self.elements = list(_elements(catalogue["/StructTreeRoot"], "/StructTreeRoot"))

    def of(self, kind: str) -> list[Element]:
        return [one for one in self.elements if one.kind == kind]


def _elements(node: Any, parent: str) -> Iterator[Element]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _elements(child, parent)
    elif isinstance(node, DictionaryObject):
        kind = str(node.get("/S", ""))
        if kind:
            yield Element(kind, node, parent)
        if "/K" in node:
            yield from _elements(node["/K"], kind or parent)


@pytest.fixture(scope="module")
def made() -> dict[str, Document]:
    return {}


@pytest.fixture(params=["full-en", "full-cy", "summary-en", "summary-cy"])
def document(request: pytest.FixtureRequest, people: People, made: dict[str, Document], tmp_path: Path) -> Document:
    """Both kinds in both languages, of a release with verdicts, hidden figures and waiting indicators; each made once."""
    if request.param not in made:
        release = figures.publish_rich(people, tmp_path, findings.find)
        kind, language = request.param.split("-")
        made[request.param] = Document(making.make(editions.get(release.pk), language, choice=Choice(kind)).pdf)
    return made[request.param]


def test_a_checker_of_pdf_ua_finds_nothing(document: Document) -> None:
    report = validate_pdf_bytes(document.pdf, profile="ua1")
    assert [f"{one.rule_id}: {one.message}" for one in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 100


def test_the_checker_finds_a_picture_without_words_and_a_file_without_language(document: Document) -> None:
    writer = pypdf.PdfWriter(clone_from=document.reader)
    del writer.root_object["/Lang"]
    pictures = [one for one in _elements(writer.root_object["/StructTreeRoot"], "") if one.kind == "/Figure"]
    for one in pictures:
        del one.data["/Alt"]
    spoilt = io.BytesIO()
    writer.write(spoilt)
    report = validate_pdf_bytes(spoilt.getvalue(), profile="ua1")
    assert not report.is_compliant
    found = " ".join(one.rule_id for one in report.failures)
    assert "LANGUAGE" in found
    assert ("FIGURE-ALTERNATIVE-TEXT" in found) == bool(pictures)


def test_it_says_what_it_is_in_which_language_and_shows_its_title(document: Document) -> None:
    catalogue = document.catalogue
    assert {str(name): bool(value.value) for name, value in catalogue["/MarkInfo"].items()} == {
        "/Marked": True,
        "/Suspects": False,
    }
    assert str(catalogue["/Lang"])[:2] in ("en", "cy")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value
    metadata = catalogue["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert re.search(rb"<dc:title>.*?R\d+.*?</dc:title>", metadata, re.DOTALL)


def test_every_picture_has_words_and_every_kind_of_element_its_parent(document: Document) -> None:
    for one in document.of("/Figure"):
        assert len(str(one.data.get("/Alt", ""))) > 20
    for one in document.elements:
        assert one.parent in PARENTS.get(one.kind, {one.parent}), f"{one.kind} in {one.parent}"


def test_every_table_has_headings_of_columns_and_of_rows(document: Document) -> None:
    names = document.catalogue["/StructTreeRoot"]["/IDTree"]["/Names"]
    known = [bytes(name) if isinstance(name, bytes) else str(name).encode("latin-1") for name in names[::2]]
    assert known == sorted(known)
    tables = document.of("/Table")
    assert tables
    for table in tables:
        found = list(_elements(table.data["/K"], "/Table"))
        rows = [
            [cell.kind for cell in _elements(row.data["/K"], "/TR") if cell.kind in ("/TH", "/TD")]
            for row in found
            if row.kind == "/TR"
        ]
        assert all(kind == "/TH" for kind in rows[0])
        assert all(row[0] == "/TH" for row in rows)
        assert len({len(row) for row in rows if len(row) > 1}) == 1
        for cell in found:
            attributes = {name: value for part in cell.data.get("/A", []) for name, value in part.get_object().items()}
            if cell.kind == "/TH":
                assert attributes["/Scope"] in ("/Row", "/Column", "/Both")
                assert "/ID" in cell.data
            if cell.kind == "/TD":
                headers = [str(name).encode("latin-1") for name in attributes["/Headers"]]
                assert len(headers) >= 2 and set(headers) <= set(known)


def test_headings_go_down_one_level_at_a_time(document: Document) -> None:
    levels = [int(found[1]) for one in document.elements if (found := HEADING.fullmatch(one.kind))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_page_is_in_the_order_of_its_structure_and_all_of_it_is_marked(document: Document) -> None:
    for page in document.pages:
        assert page["/Tabs"] == "/S"
        depth = 0
        for operands, operator in page.get_contents().operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"TJ", b"Do", b"S", b"f", b"f*", b"B"):
                assert depth > 0, f"{operator!r} {operands} is neither content nor an artifact"
        for annotation in page.get("/Annots", []):
            assert annotation.get_object().get("/Contents") or annotation.get_object()["/Subtype"] == "/Link"


def test_fonts_are_embedded_and_can_be_read_back(document: Document) -> None:
    fonts: dict[str, Any] = {}
    for page in document.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts[str(font.get_object()["/BaseFont"])] = font.get_object()
    assert fonts
    for name, font in fonts.items():
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "SourceSans3" in name.replace(" ", "")
        assert any(file in inner for file in ("/FontFile2", "/FontFile3")), name
        assert "/ToUnicode" in font, name


def test_bookmarks_lead_to_the_pages_of_their_headings(document: Document) -> None:
    entries = [entry for entry in document.reader.outline if not isinstance(entry, list)]
    pages = [document.reader.get_destination_page_number(entry) for entry in entries]
    assert pages and pages == sorted(pages)  # type: ignore[type-var]
    for entry, page in zip(entries, pages, strict=True):
        text = " ".join(document.reader.pages[page or 0].extract_text().split())
        assert " ".join(str(entry["/Title"]).split()) in text


def test_the_text_comes_in_the_order_of_the_structure(document: Document) -> None:
    """A reader that knows no tags reads the headings of a page in the order in which its tags have them."""
    text = "".join("".join(page.extract_text() for page in document.reader.pages).split())
    place = 0
    for title in ("".join(str(one.data["/T"]).split()) for one in document.elements if HEADING.fullmatch(one.kind)):
        found = text.find(title, place)
        assert found >= 0, title
        place = found + len(title)
