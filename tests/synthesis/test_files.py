"""The files: the same again from the same arguments, in the layouts, with what real files have."""

import hashlib
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from indicators.catalogue import find_area, find_assessment_version, region_of, regions, termination_reasons
from indicators.extracts.layouts import layout
from indicators.extracts.layouts.schema import plain
from indicators.synthesis import codes, proportions_of_services, spellings
from indicators.synthesis.generating import NAMES
from indicators.synthesis.people import AUTHORITIES, REGION_OF_AUTHORITY
from priority_groups.content import cohorts
from tests.synthesis.conftest import synthesise
from tests.synthesis.written import DAY_OF, rows, texts

SOURCES = (*DAY_OF, "prosecutions")


def prints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        synthesise(tmp_path / name, people=500, as_at="2022-01-01")
    synthesise(tmp_path / "other", people=500, seed=8, as_at="2022-01-01")
    assert prints(tmp_path / "one") == prints(tmp_path / "two")
    assert not set(prints(tmp_path / "one").values()) & set(prints(tmp_path / "other").values())


def test_blocks_of_people_are_made_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More people than are held in memory at once: ids go on, and nobody is in two blocks."""
    monkeypatch.setattr("indicators.synthesis.generating.PEOPLE_AT_ONCE", 150)
    synthesise(tmp_path, people=500)
    ids = [row["sentence_id"] for row in texts(tmp_path, "sentences")]
    assert ids == [f"SEN{number:08}" for number in range(1, len(ids) + 1)]
    born = defaultdict(set)
    for row in texts(tmp_path, "caseload"):
        born[row["person_id"]].add(row["date_of_birth"])
    assert all(len(days - {""}) <= 1 for days in born.values())


def test_headings_are_those_of_the_layouts(some: Path) -> None:
    for source in SOURCES:
        headings = (some / f"{source}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
        found = [layout(source).named(heading) for heading in headings]
        assert None not in found, source
        assert {column.name for column in found if column is not None} == set(layout(source).by_name), source


def test_ids_are_unique_and_dates_possible(some: Path) -> None:
    as_at, first, last = date(2021, 12, 29), date(2018, 1, 1), date(2020, 6, 30)
    for source in DAY_OF:
        told = rows(some, source)
        for name in [column for column in told[0] if column.endswith("_id") and column != "person_id"]:
            assert len({row[name] for row in told}) == len(told)
        days = [row["day"] for row in told]
        assert max(days) <= (as_at if source == "proven_offences" else last)
        assert min(days) >= (first - timedelta(days=385) if source == "assessments" else first)
        for row in told:
            assert row.get("age") is None or 10 <= row["age"] <= 100
            assert "offence_date" not in row or row["offence_date"] <= row["day"]


def test_every_text_that_can_be_written_means_what_the_books_say() -> None:
    reasons = {plain(reason): outcome for outcome, known in termination_reasons().items() for reason in known}
    for outcome, texts_of_outcome in zip(("successful", "unsuccessful", "neither"), spellings.REASONS, strict=True):
        assert {reasons[plain(text)] for text in texts_of_outcome} == {outcome}
    for number, text in enumerate(spellings.AREA_TEXTS):
        place = find_area(text) if text else None
        if number < len(AUTHORITIES) * spellings.AREA_STYLES:
            authority = number // spellings.AREA_STYLES
            assert place is not None
            assert region_of(place) == regions()[REGION_OF_AUTHORITY[authority]]
        else:
            assert not text or (place is not None and place.code == "unknown")
    for text in spellings.VERSION:
        version = find_assessment_version(text)
        assert version is not None
        assert tuple(version.thresholds[need] for need in codes.NEEDS) == proportions_of_services.THRESHOLDS


def test_files_have_what_real_files_have(some: Path) -> None:
    """Several spellings, blanks, several groups, people who move and people who come again and again."""
    started = texts(some, "sentences")
    assert {row["sex"] for row in started} >= {"F", "M"}
    assert len({row["area"] for row in started}) > 40
    for name in ("ethnicity", "ex_armed_services", "care_experienced", "children_under_18", "domestic_abuse_perpetrator", "area"):
        blank = sum(row[name] == "" for row in started) / len(started)
        assert 0.003 < blank < 0.5, name
    assert {row["kind"] for row in texts(some, "interventions")} >= {"diversion", "Diversion"}
    offences = Counter(row["person_id"] for row in texts(some, "proven_offences"))
    assert max(offences.values()) > 8 * np.median(list(offences.values()))
    members = [row["cohorts"] for row in rows(some, "caseload")]
    assert max(len(cohort) for cohort in members) >= 4
    places = defaultdict(set)
    for row in rows(some, "caseload"):
        places[row["person"]].add(row["area"])
    assert any(len(found - {"unknown"}) > 1 for found in places.values())


def test_proportions_are_about_those_of_the_framework(tmp_path: Path) -> None:
    synthesise(tmp_path, people=6_000, quarters=("2019Q1", "2020Q4"))
    served = [row for row in rows(tmp_path, "caseload") if row["day"] == date(2019, 12, 31)]
    share = {cohort.code: sum(cohort.code in row["cohorts"] for row in served) / len(served) for cohort in cohorts()}
    assert 0.09 < share["women"] < 0.17
    assert 0.012 < share["ex_armed_services"] < 0.05
    assert 0.15 < share["care_leavers"] < 0.35
    assert 0.12 < share["domestic_abuse_perpetrators"] < 0.35
    starts = Counter((row["day"].year, (row["day"].month - 1) // 3 + 1) for row in rows(tmp_path, "sentences"))
    assert starts[2020, 2] < 0.65 * starts[2020, 1] and starts[2020, 3] > starts[2020, 1]


def test_names_of_files() -> None:
    assert set(NAMES) == {*SOURCES, "truth"}
