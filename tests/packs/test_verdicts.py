"""A pack says what the release found: signals first, each indicator's verdicts with their reasons, the methods in short."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from priority_groups import content
from reporting import published as editions
from reporting.packs import making
from reporting.packs.parts import Shown
from reporting.packs.verdicts import MOST_SIGNALS, by_area, of_indicator, summary, table_of
from reporting.verdicts import Verdict
from tests import figures, findings
from tests.charts.examples import T
from tests.conftest import People

pytestmark = pytest.mark.django_db


def verdict(area: str, code: str = "no_clear_change", category: str = "", rank: int | None = None) -> Verdict:
    return Verdict(
        indicator="A5", cohort="women", measure="need_prevalence", area_code=area, area_name=area,
        breakdown="need" if category else "", category=category, origin="counted", period="2023Q1", direction="none", moved=0,
        verdict=code, reason="chance", label=code, sentence=f"Because of {area}.", beside="", p_value=None, q_value=None,
        is_signal=rank is not None, rank=rank, process=None,
    )  # fmt: skip


def test_the_pack_has_each_verdict_with_its_reason_and_the_signals(people: People, tmp_path: Path) -> None:
    release = figures.publish_rich(people, tmp_path, findings.find)
    edition = editions.get(release.pk)
    text = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(making.make(edition, "en").pdf)).pages).split()
    )
    row = "A3. Reoffending rate Too few cases to tell Improving Getting worse No clear change"
    assert row in text
    for words in ("Too few cases to tell Wales: ", "Improving North Wales: ", "Getting worse Gwent: "):
        assert words in text
    assert "A3. Reoffending rate: women, Gwent Getting worse" in text
    alike = "No rate here differs clearly from the rest of Wales, or none could be held against it."
    assert f"Nothing here changed by more than chance explains. {alike}" in text  # South Wales
    assert f"None here could be tested for a change: there are not enough figures yet. {alike}" in text  # Dyfed-Powys
    assert "of these about 0.1 at most are expected to be chance" in text
    assert "A. 1 May 2022: Counting <changed>. A new level begins." in text
    assert f"Numbers from 1 to {content.disclosure().largest_small_count}" in text


def test_a_pack_without_findings_says_that_nothing_was_tested(people: People, tmp_path: Path) -> None:
    release = figures.publish_rich(people, tmp_path, findings.find_nothing)
    made = making.make(editions.get(release.pk), "en")
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages).split())
    assert "is not tested in this edition" in text
    assert "What has changed" not in text


NAMES = (("W92000004", "Wales"), ("W15000001", "North Wales"), ("W15000002", "Gwent"))


def shown(verdicts: list[Verdict]) -> Shown:
    return Shown("A5", "Needs", "", (), tuple(verdicts), name="Needs", measure="need_prevalence", cohorts=("women",))


def test_where_an_indicator_has_many_series_a_cell_counts_them_and_only_what_changed_is_told() -> None:
    many = [verdict(area, category=need) for need in ("drugs", "alcohol") for area in ("W92000004", "W15000001")]
    many.append(verdict("W15000002", "changed", "drugs"))
    (row,) = table_of([shown(many)], NAMES, T)["rows"]
    assert [[mark["words"] for mark in cell] for cell in row["cells"]] == [
        ["2 no_clear_change"],
        ["2 no_clear_change"],
        ["Changed"],
    ]
    assert [one["look"] for one in of_indicator(many, T)] == ["changed"]


def test_of_one_series_wales_is_told_always_and_a_region_that_differs_from_the_rest() -> None:
    apart = replace(verdict("W15000002"), beside="Higher than the rest.", beside_is="higher")
    told = of_indicator([verdict("W92000004"), verdict("W15000001"), apart], T)
    assert [(one["name"], one["look"]) for one in told] == [("W92000004", "none"), ("W15000002", "higher")]
    assert told[1]["why"] == "Higher than the rest."


def test_the_verdicts_of_each_area_are_counted() -> None:
    found = [verdict("W92000004"), verdict("W92000004", "worse"), verdict("W15000002", "worse")]
    assert by_area(found, NAMES, T)["rows"] == [["Wales", "1", "1"], ["North Wales", "0", "0"], ["Gwent", "1", "0"]]


def test_the_page_of_signals_says_how_many_it_has_no_room_for() -> None:
    found = [verdict(f"area {rank}", "worse", rank=rank) for rank in range(MOST_SIGNALS + 3, 0, -1)]
    told = summary(found, ["So much."], T)
    assert [row["name"].split(", ")[-1] for row in told["signals"]] == [f"area {rank}" for rank in range(1, MOST_SIGNALS + 1)]
    assert told["more"] == "3 more signals are on the service's page of signals."
    assert told["counts"] == [{"look": "worse", "words": "Worse", "count": str(MOST_SIGNALS + 3)}]
