"""Drafts of generated people: nothing hidden can be worked out, by the attacker of the house or by a plain one, now or later."""

import csv
import zlib
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from scipy.optimize import linprog

from indicators.records import store
from indicators.releases import auditing, service
from indicators.releases.models import ExactObservation, Observation, Release
from tests.conftest import People
from tests.test_truth import load

WALES = "W92000004"
Key = tuple[str, ...]


def loaded(folder: Path, people: int, seed: int) -> None:
    call_command("synthesise", "--from", "2018Q1", "--to", "2018Q4", people=people, seed=seed, out=folder, verbosity=0)
    for source in store.SLICED:
        load(folder, source)


def load_most(folder: Path, source: str, missing: int) -> None:
    """Load what there is of a source but this many rows of a thousand, always the same ones."""
    first, *rows = (folder / f"{source}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if zlib.crc32(row.encode()) % 1000 >= missing]
    file = folder / f"{source}-{missing}.csv"
    file.write_text("".join([first, *kept]), encoding="utf-8")
    call_command("load_extract", source, str(file), accept_warnings=True, verbosity=0, stdout=StringIO())


def drafted() -> Release:
    call_command("recalculate", stdout=StringIO())
    return Release.objects.open().get()


def published(people: People) -> Release:
    release = drafted()
    service.submit(release, people["analyst"], accepting=None)
    service.approve(release, people["approver"], accepting=None)
    service.publish(release, people["approver"], accepting=None)
    return release


def shown(release: Release, folder: Path) -> dict[Key, tuple[str, str, str]]:
    """The numerator, denominator and symbol of each figure, as anybody reads them in the file."""
    file = folder / f"{release}.csv"
    call_command("export_observations", release=str(release.pk), out=str(file))
    columns = ("measure", "cohort", "area_code", "period", "breakdown", "category")
    return {
        tuple(row[name] for name in columns): (row["numerator"], row["denominator"], row["symbol"])
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    }


def narrow_by_region(release: Release, measure: str, told: dict[Key, tuple[str, str, str]]) -> list[Key]:
    """The plain attack on one table at a time: regions and Wales in one quarter. Keys of small counts that it narrows too far."""
    exact = {
        (one.measure, one.cohort, one.area_code, one.period, one.breakdown, one.category): one.numerator
        for one in ExactObservation.objects.filter(release=release, measure=measure, breakdown="")
    }
    found = []
    for cohort, period in sorted({(key[1], key[3]) for key in exact}):
        keys = [key for key in exact if key[1] == cohort and key[3] == period]
        signs = [-1.0 if key[2] == WALES else 1.0 for key in keys]
        bounds = [(float(told[key][0]),) * 2 if told[key][0] else (0.0, None) for key in keys]
        for place, key in enumerate(keys):
            if not told[key][0] and 1 <= (exact[key] or 0) <= 4:
                aim = np.eye(len(keys))[place]
                low, high = (linprog(side * aim, A_eq=[signs], b_eq=[0], bounds=bounds) for side in (1, -1))
                highest = np.inf if high.status else -high.fun
                if highest < 5 or highest - low.fun < 4:
                    found.append(key)
    return found


@pytest.mark.parametrize(("people", "seed"), [(120, 7)])
@pytest.mark.django_db
def test_no_hidden_count_can_be_worked_out(people: int, seed: int, tmp_path: Path) -> None:
    loaded(tmp_path, people, seed)
    release = drafted()
    assert auditing.audit(release).leaks == []
    hidden = dict.fromkeys(ExactObservation.Hidden.values, 0)
    for reason in ExactObservation.objects.filter(release=release).exclude(hidden="").values_list("hidden", flat=True):
        hidden[reason] += 1
    assert hidden["small"] and hidden["companion"]
    told = shown(release, tmp_path)
    for measure in ("sentences_started", "diversion_entries"):
        assert narrow_by_region(release, measure, told) == []


@pytest.mark.django_db
def test_people_whose_setting_is_not_recorded_are_told_and_give_nothing_away(tmp_path: Path) -> None:
    """Those in custody, those in the community and they are all people: without them a hidden count could be worked out."""
    loaded(tmp_path, 400, 7)
    with (tmp_path / "caseload.csv").open(encoding="utf-8", newline="") as source:
        first, *rows = csv.reader(source)
    place = [heading.strip().lower() for heading in first].index("setting")
    for row in rows[::5]:
        row[place] = ""
    with (tmp_path / "blank.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([first, *rows])
    call_command("load_extract", "caseload", str(tmp_path / "blank.csv"), accept_warnings=True, verbosity=0, stdout=StringIO())
    release = drafted()
    assert auditing.audit(release).leaks == []
    told = shown(release, tmp_path)
    exact = {
        (one.breakdown, one.category): (one.numerator, one.denominator)
        for one in ExactObservation.objects.filter(release=release, measure="need_prevalence", cohort="all", period="2018Q4")
        if one.area_code == WALES
    }
    assert exact["need_not_recorded", "drugs"][1]
    parts = [exact[f"need_{setting}", "drugs"] for setting in ("custody", "community", "not_recorded")]
    assert tuple(map(sum, zip(*parts, strict=True))) == exact["need", "drugs"]
    shows = {key[4] for key, (numerator, *_) in told.items() if numerator and key[4].startswith("need_")}
    hides = {key[4] for key, (numerator, *_) in told.items() if not numerator and key[4].startswith("need_")}
    assert "need_community" in shows
    assert {"need_custody", "need_community", "need_not_recorded"} == hides


@pytest.mark.django_db
def test_drafted_again_from_the_same_data_it_says_the_same(tmp_path: Path, people: People) -> None:
    """Also of figures on too few people, some of which are hidden for the sake of others: with another choice of these the two
    releases together would tell what each of them hides."""
    loaded(tmp_path, 1500, 3)
    before = shown(published(people), tmp_path)
    second = drafted()
    assert {one.hidden for one in ExactObservation.objects.filter(release=second)} >= {"few", "kept"}
    assert shown(second, tmp_path) == before
    assert auditing.audit(second).leaks == []


@pytest.mark.django_db
def test_with_late_rows_nothing_can_be_worked_out_of_all_releases_together(tmp_path: Path, people: People) -> None:
    """As a denominator changes the numerator is known still, and the reverse: what is hidden leans on neither."""
    loaded(tmp_path, 900, 5)
    late = ("caseload", "assessments", "interventions")
    for missing in (100, 20):
        for source in late:
            load_most(tmp_path, source, missing)
        if missing == 100:
            published(people)
    assert auditing.audit(drafted()).leaks == []


@pytest.mark.django_db
def test_a_later_release_keeps_what_an_earlier_one_hides_and_hides_nothing_that_is_known(tmp_path: Path, people: People) -> None:
    loaded(tmp_path, 120, 7)
    first = published(people)
    before = shown(first, tmp_path)
    rows = (tmp_path / "sentences.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "fewer.csv").write_text("\n".join(rows[: len(rows) * 9 // 10]) + "\n", encoding="utf-8")
    call_command("load_extract", "sentences", str(tmp_path / "fewer.csv"), accept_warnings=True, verbosity=0)
    second = drafted()
    assert auditing.audit(second).leaks == []
    exact = [
        {
            (one.measure, one.cohort, one.area_code, one.period, one.breakdown, one.category): (one.numerator, one.denominator)
            for one in ExactObservation.objects.filter(release=release)
        }
        for release in (first, second)
    ]
    after = shown(second, tmp_path)
    same = [key for key in exact[0] if exact[1].get(key) == exact[0][key] and exact[0][key][0] is not None]
    changed = [key for key in exact[0] if key in exact[1] and exact[1][key] != exact[0][key]]
    assert len(same) > 1000
    assert changed
    assert [key for key in same if before[key][2] in ("c", "u") and after[key][2] != before[key][2]] == []
    reasons = {
        (one.measure, one.cohort, one.area_code, one.period, one.breakdown, one.category): one.hidden
        for one in ExactObservation.objects.filter(release=second)
    }
    assert [key for key in same if before[key][0] and reasons[key] == "companion"] == []
    assert Observation.objects.filter(release=second, symbol="c").exclude(numerator=None).count() == 0
