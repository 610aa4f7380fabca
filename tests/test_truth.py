"""Generated extracts through the whole way: what is counted is what was planted, in every row, none missing and none extra."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from indicators.records import store
from indicators.releases.models import Release


def load(folder: Path, source: str) -> None:
    file = folder / f"{source}.csv"
    if file.exists():
        call_command("load_extract", source, str(file), accept_warnings=True, verbosity=0)


def exact(folder: Path) -> str:
    out = folder / "exact.csv"
    call_command("recalculate", stdout=StringIO())
    call_command("export_observations", exact=True, release="draft", out=str(out))
    return out.read_text(encoding="utf-8")


def differences(counted: str, planted: str) -> list[str]:
    """Rows that only one of them has, the first twenty: shorter to read than two files of a hundred thousand lines."""
    return sorted(set(counted.splitlines()) ^ set(planted.splitlines()))[:20]


@pytest.mark.parametrize(
    ("people", "seed", "first", "last"),
    [(400, 7, "2016Q1", "2018Q4"), (60, 11, "2019Q3", "2021Q2"), (1, 3, "2022Q1", "2023Q4")],
)
@pytest.mark.django_db
def test_what_is_counted_is_what_was_planted(people: int, seed: int, first: str, last: str, tmp_path: Path) -> None:
    call_command("synthesise", "--from", first, "--to", last, people=people, seed=seed, out=tmp_path, verbosity=0)
    for source in store.SLICED:
        load(tmp_path, source)
    counted, planted = exact(tmp_path), (tmp_path / "truth.csv").read_text(encoding="utf-8")
    assert differences(counted, planted) == []
    assert counted == planted
    assert counted.count("\n") == Release.objects.get().observation_count + 1


@pytest.mark.django_db
def test_quarters_may_come_in_several_extracts_and_in_any_order(tmp_path: Path) -> None:
    """The later half first, then the earlier; and the whole once more on top, which changes nothing."""
    call_command("synthesise", "--from", "2017Q1", "--to", "2018Q4", people=150, seed=5, out=tmp_path, verbosity=0)
    header, *rows = (tmp_path / "sentences.csv").read_text(encoding="utf-8").splitlines()
    place = header.split(",").index("start_date")
    halves: dict[bool, list[str]] = {True: [], False: []}
    for row in rows:
        day = row.split(",")[place]
        halves["2018" in (day[:4], day[-4:])].append(row)
    for name, later in (("later.csv", True), ("earlier.csv", False)):
        (tmp_path / name).write_text("\n".join([header, *halves[later]]) + "\n", encoding="utf-8")
        call_command("load_extract", "sentences", str(tmp_path / name), accept_warnings=True, verbosity=0)
    for source in store.SLICED:
        if source != "sentences":
            load(tmp_path, source)
    planted = (tmp_path / "truth.csv").read_text(encoding="utf-8")
    assert differences(exact(tmp_path), planted) == []
    load(tmp_path, "sentences")
    assert differences(exact(tmp_path), planted) == []
    assert {found.extract_id for found in store.current_slices("sentences")} == store.holders("sentences")
    assert len(store.holders("sentences")) == 1
