"""A pack says what the release found: signals first, each indicator's verdicts with their reasons, the methods in short."""

import io
from pathlib import Path

import pypdf
import pytest

from priority_groups import content
from reporting import published as editions
from reporting.packs import making
from reporting.packs.verdicts import MOST_SIGNALS, of_indicator, summary
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
    for words in ("Too few cases to tell Wales", "Improving North Wales", "Getting worse Gwent", "No clear change South Wales"):
        assert words in text
    assert "Getting worse A3. Reoffending rate: women, Gwent" in text
    assert "of these about 0.1 at most are expected to be chance" in text
    assert "A. 1 May 2022: Counting <changed>. A new level begins." in text
    assert f"Numbers from 1 to {content.disclosure().largest_small_count}" in text


def test_a_pack_without_findings_says_that_nothing_was_tested(people: People, tmp_path: Path) -> None:
    release = figures.publish_rich(people, tmp_path, findings.find_nothing)
    made = making.make(editions.get(release.pk), "en")
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages).split())
    assert "is not tested in this edition" in text
    assert "What has changed" not in text


def test_regions_of_many_series_stand_there_only_where_they_changed() -> None:
    many = [verdict(area, category=need) for need in ("drugs", "alcohol") for area in ("W92000004", "W15000001")]
    shown = of_indicator([*many, verdict("W15000002", "changed", "drugs")], T)
    assert [row["look"] for row in shown["rows"]] == ["none", "none", "changed"]
    assert shown["note"] == "2 verdicts on regions, which told no change, are on the service's pages."
    alone = of_indicator([verdict("W92000004"), verdict("W15000001")], T)
    assert len(alone["rows"]) == 2 and alone["note"] == ""


def test_the_page_of_signals_says_how_many_it_has_no_room_for() -> None:
    found = [verdict(f"area {rank}", "worse", rank=rank) for rank in range(MOST_SIGNALS + 3, 0, -1)]
    told = summary(found, ["So much."], T)
    assert [row["name"].split(", ")[-1] for row in told["signals"]] == [f"area {rank}" for rank in range(1, MOST_SIGNALS + 1)]
    assert told["more"] == "3 more signals are on the service's page of signals."
    assert told["counts"] == [{"look": "worse", "words": "Worse", "count": str(MOST_SIGNALS + 3)}]
