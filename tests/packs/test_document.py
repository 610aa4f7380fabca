"""The pack's data and its PDF, without a database: any figures, both languages, words that look like markup."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from gettext import NullTranslations
from typing import Any

import pypdf
import pytest

from indicators import catalogue
from priority_groups import content
from reporting.charts.spec import Chart
from reporting.packs.blocks import panel_block
from reporting.packs.document import document, summary_document
from reporting.packs.latest import latest
from reporting.packs.methods import methods_in_short
from reporting.packs.parts import (
    ActionRow,
    Facts,
    GroupPart,
    Material,
    Panel,
    PlanPages,
    RegionPart,
    Shown,
    SourceRow,
    TermRow,
    Waiting,
)
from reporting.packs.regions import region_pages
from reporting.packs.typesetting import STANDARDS, TEMPLATES, render
from reporting.typesetter import FontsMissing, Refused
from tests.charts.examples import T, chart_of, figure, women

FACTS = Facts(
    release="R7",
    framework="A Framework to support positive change",
    owners="HMPPS in Wales, Welsh Government",
    language_name="English",
    published_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    published="2 March 2026",
    data_as_at="31 December 2025",
    approved_by="An Approver",
    content_hash="3f9a" * 16,
    note="",
)
WAITING = Waiting("A2", "Successful completion rates", "Orders and licences that ended")
MARKUP = 'A #set text(red) = *bold* _it_ $x^2$ <label> @ref \\ "quoted" `code` // no comment ŵ ŷ'


AREAS = (("W92000004", "Wales"), ("W15000002", "Gwent"))
ACTION = ActionRow("Do better", "A", "The Board", "1 May 2026", "under_way", "Under way", True, ("A1",), False)


def group(place: int = 1, charts: Sequence[Chart] = (), waiting: Sequence[Waiting] = (WAITING,), **more: Any) -> GroupPart:
    people = ("women",) * len(charts)
    shown = (
        (Shown("A1", "Number of women", "", tuple(charts), people=people, cohorts=("women",), name="Women"),) if charts else ()
    )
    plain = GroupPart("ABCDEF"[place - 1], place, f"Group {place}", "", ("Women",), shown, tuple(waiting), ("Do better",))
    return replace(plain, **more)


def material(groups: Sequence[GroupPart], comparison: Sequence[Chart] = (), **more: Any) -> Material:
    return Material(
        facts=replace(FACTS, **more),
        groups=tuple(groups),
        verdicts=(),
        comparison=tuple(comparison),
        plans=(PlanPages("National plan", (ACTION,), 3),),
        terms=(TermRow("Release", "Datganiad", "A set of figures."),),
        sources=(SourceRow("Criminal Justice Statistics", "2024-12", "Women", "Gwent; South Wales"),),
        areas=AREAS,
    )


def pack(groups: Sequence[GroupPart], comparison: Sequence[Chart] = (), **more: Any) -> dict[str, Any]:
    return document(material(groups, comparison, **more), methods_in_short(content.frameworks()[0], T), "en", T)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A pack with a chart for a group, groups that wait, and a comparison."""
    parts: dict[str, Any] = {"numerator": 112507, "denominator": 401404}
    comparison = chart_of([figure("K04000001", "YE2019-03", "28.0", "percent", **parts)], title="Reoffending rate: people")
    groups = [group(1, [chart_of(women())]), *(group(place) for place in range(2, 7))]
    pdf, pages = render(pack(groups, [comparison]))
    assert pages == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return pdf


def test_every_figure_is_in_the_text_of_the_pdf(whole: bytes) -> None:
    text = text_of(whole)
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Year ending December 2018 2019 2020 2021 2022 2023 2024" in rows
    assert "North Wales 95 82 58 70 76 85 68" in rows
    assert "Dyfed-Powys 20 31 15 13 20 24 10" in rows
    assert any(row.startswith("England and Wales: ") and row.endswith(" 28.0%") for row in rows)
    assert "Number 112,507" in rows and "Out of 401,404" in rows


def test_the_words_under_a_chart_and_what_waits_are_there(whole: bytes) -> None:
    text = " ".join(text_of(whole).split())
    assert "The latest figure for Wales is 424, for the year ending December 2024." in text
    assert "Still waiting for data" in text
    assert "Successful completion rates Orders and licences that ended" in text
    assert "This release has figures for 1 of the group's 2 indicators." in text
    assert "This release has figures for 0 of the group's 1 indicator." in text


def test_it_says_which_release_it_is_on_every_page_but_the_cover(whole: bytes) -> None:
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(whole)).pages]
    assert "R7" in pages[0]
    assert "31 December 2025" in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert "Positive Change, release R7, data 3f9a3f9a3f9a" in page
        assert f"Page {number} of {len(pages)}" in page


def test_metadata_language_outline_and_tags(whole: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(whole))
    assert reader.metadata is not None
    assert reader.metadata.title == "Board pack, release R7: A Framework to support positive change"
    assert reader.metadata.author == "HMPPS in Wales, Welsh Government"
    assert reader.metadata.creation_date == FACTS.published_at
    catalog: Any = reader.trailer["/Root"]
    assert str(catalog["/Lang"]).startswith("en")
    assert catalog["/MarkInfo"]["/Marked"]
    names = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert names[:3] == ["The Framework at a glance", "A. Group 1", "B. Group 2"]
    assert names[-6:] == ["Everyone, for comparison", "The delivery plan", "Methods in short", "Glossary", "Sources", "Symbols"]


def test_it_declares_the_standard_that_its_compiler_checked(whole: bytes) -> None:
    catalog: Any = pypdf.PdfReader(io.BytesIO(whole)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()


def test_the_compiler_would_refuse_a_picture_without_words() -> None:
    chart = pack([group(1, [chart_of(women())])])
    chart["groups"][0]["indicators"][0]["charts"][0]["alt"] = None
    with pytest.raises(Refused, match="alt"):
        render(chart)


def test_the_same_data_gives_the_same_bytes(whole: bytes) -> None:
    data = pack([group(1, [chart_of(women())])])
    assert render(data)[0] == render(json.loads(json.dumps(data)))[0]


def test_words_are_never_read_as_markup() -> None:
    waiting = Waiting("A2", MARKUP, MARKUP)
    text = text_of(render(pack([group(1, title=MARKUP, note=MARKUP, waiting=(waiting,), actions=(MARKUP,))], note=MARKUP))[0])
    assert " ".join(text.split()).count("#set text(red) = *bold* _it_ $x^2$ <label> @ref") >= 4
    assert "ŵ ŷ" in text


def test_a_suppressed_figure_is_a_symbol_and_its_meaning_stands_under_the_table() -> None:
    figures = [figure("W92000004", "2023Q1", "88"), figure("W92000004", "2023Q2", "3", symbol="c", numerator=3)]
    data = pack([group(1, [chart_of(figures)])])
    chart = data["groups"][0]["indicators"][0]["charts"][0]
    assert chart["table"]["columns"] == ["Quarter", "Q1 2023", "Q2 2023"]
    assert chart["table"]["rows"][0][1:] == ["88", "[c]"]
    assert chart["notes"][0] == "[c] suppressed to protect people."
    cell = data["overview"]["rows"][0]["cells"][0]
    assert (cell["value"], cell["period"]) == ("[c]", "April to June 2023")  # as on the pages


def test_the_digits_of_a_column_stand_under_each_other_and_the_symbol_after_them() -> None:
    figures = [figure("W92000004", "2023Q1", "88"), figure("W15000002", "2023Q1", "1234", symbol="p")]
    text = " ".join(text_of(render(pack([group(1, [chart_of(figures)])]))[0]).split())
    assert "Gwent 1,234 [p]" in text.replace("\u00a0", " ")


def test_the_summary_has_two_pages() -> None:
    pdf, pages = render(
        summary_document(material([group(place) for place in range(1, 7)], coming="1 June 2026"), "en", T), "summary.typ"
    )
    text = " ".join(text_of(pdf).split())
    assert pages == 2
    assert "announced for 1 June 2026" in text
    assert "A: Do better The Board 1 May 2026 Late (Under way)" in text


def test_a_long_table_repeats_its_heading_on_the_next_page() -> None:
    figures = [figure("W92000004", f"{1990 + n // 4}Q{n % 4 + 1}", str(n)) for n in range(100)]
    pages = pypdf.PdfReader(io.BytesIO(render(pack([group(1, [chart_of(figures)])]))[0])).pages
    holding = [page.extract_text() for page in pages if "January to March" in page.extract_text()]
    assert len(holding) >= 2
    assert all("Period" in text for text in holding)


def test_a_heading_and_its_words_are_on_the_page_where_their_table_begins() -> None:
    """The glossary is made longer line by line, so that the page ends everywhere about the heading after it."""
    measures = "; ".join(["Reoffences of young adults"] * 25)
    sources = (SourceRow("Criminal Justice Statistics", "2024-12", measures, "Gwent"),) * 3
    ends = set()
    for length in range(20, 34):
        terms = (TermRow("Release", "Datganiad", "A set of figures."),) * length
        given = replace(material([group()]), terms=terms, sources=sources)
        pdf, _pages = render(document(given, methods_in_short(content.frameworks()[0], T), "en", T))
        pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        (place,) = [number for number, page in enumerate(pages) if "Sources Every figure keeps the edition" in page]
        assert "Criminal Justice Statistics" in pages[place], length
        ends.add(place)
    assert len(ends) > 1


def test_the_highest_of_several_parts_is_that_of_those_that_are_shown() -> None:
    values = {"Drugs": "41", "Alcohol": "41", "Accommodation": None, "Finance": "12"}
    charts = tuple(
        chart_of([figure("W92000004", "2024Q4", value, symbol="" if value else "c")], title=name)
        for name, value in values.items()
    )
    found = panel_block(Panel("Needs", tuple(values), charts), [], T)["sentences"]
    words = (
        "For October to December 2024 the highest figure shown for Wales is 41 (Drugs and Alcohol) and the lowest 12 (Finance)."
    )
    assert found == [words]


def test_a_release_without_figures_of_the_groups_is_a_pack_that_says_so() -> None:
    text = " ".join(text_of(render(pack([group(place) for place in range(1, 7)]))[0]).split())
    assert "This release has no figures for the groups yet." in text


class Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"‹{msgid1 if n == 1 else msgid2}›"


def test_every_word_of_the_pack_goes_through_the_catalogue_or_comes_as_content() -> None:
    marked = Marked()
    chart = chart_of(women(), t=marked, title="‹t›", unit_label="‹u›")
    given_material = material([group(1, [chart])], language_name="‹", chosen="‹", coming="‹")
    region = RegionPart("W15000002", "Gwent", (), given_material.groups)
    whole = replace(
        given_material, plans=(PlanPages("‹", (replace(ACTION, label="‹"),), 3), PlanPages("‹", (), 0)), sources=(), terms=()
    )
    data = {
        "pack": document(whole, methods_in_short(content.frameworks()[0], marked), "cy", marked),
        "summary": summary_document(whole, "cy", marked),
        "region": region_pages(region, marked),
    }
    given = {"A1", "A2", "Number of women", "Successful completion rates", "Orders and licences that ended", "Do better"}
    given |= {series.name for series in chart.series} | {FACTS.framework, FACTS.owners, FACTS.published, FACTS.data_as_at}
    given |= {FACTS.approved_by, FACTS.content_hash, "A. Group 1", "R7", "en", "cy", "Gwent", "A1. Women", "A: Do better"}
    given |= {"The Board", "1 May 2026", "under_way"} | {str(content.cohort("women").title), "A. Women"}
    given |= {str(catalogue.measure(one).title) for one in ("sentences_started", "completion_rate")}
    given |= {period.short for period in chart.periods if any(letter.isalpha() for letter in period.short)}

    def bare(node: Any, key: str = "") -> list[str]:
        if isinstance(node, dict):
            return [word for name, child in node.items() for word in bare(child, name)]
        if isinstance(node, list):
            return [word for child in node for word in bare(child, key)]
        words = isinstance(node, str) and any(letter.isalpha() for letter in node) and "‹" not in node and key != "svg"
        return [node] if words else []

    assert {word for word in bare(data) if not word.startswith("[")} <= given


def test_templates_hold_no_words_of_their_own() -> None:
    """A word set in a template would be in one language only: every text comes as data."""
    for path in TEMPLATES.glob("*.typ"):
        code = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("//")]
        for line in code:
            inside = line.partition("[")[2].rpartition("]")[0] if line.count("[") == 1 else ""
            assert not any(part.isalpha() and part[0].isupper() for part in inside.split())


def test_without_the_typeface_it_says_what_to_do(settings: Any, tmp_path: Any) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(FontsMissing, match="make setup"):
        render(pack([group()]))


def test_the_standard_is_accessibility() -> None:
    assert STANDARDS == ["ua-1"]


def latest_of(*points: tuple[str, str | None, str]) -> tuple[str, str]:
    """Wales's latest of figures that are given as period, value and symbol."""
    chart = chart_of([figure("W92000004", period, value, symbol=symbol) for period, value, symbol in points])
    return latest(chart, "W92000004")


def test_the_latest_figure_is_that_of_the_pages() -> None:
    assert latest_of(("YE2023-12", "40", ""), ("YE2024-12", "42", "")) == ("42", "Year ending December 2024")
    assert latest_of(("YE2023-12", "40", ""), ("YE2024-12", None, "x")) == ("40", "Year ending December 2023")
    assert latest_of(("YE2023-12", "40", ""), ("YE2024-12", None, "c")) == ("[c]", "Year ending December 2024")
    assert latest_of(("YE2023-12", None, "c"), ("YE2024-12", None, "x")) == ("[c]", "Year ending December 2023")
    assert latest_of(("YE2023-12", None, "x"), ("YE2024-12", None, "x")) == ("[x]", "Year ending December 2023")


def test_a_demonstration_says_so_on_every_page() -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(pack([group()], demonstration=True))[0])).pages]
    assert "Example people and example data: not for decisions." in " ".join(pages[0].split())
    assert all("Demonstration. Positive Change" in " ".join(page.split()) for page in pages[1:])
