"""`manage.py synthesise`: what it says, and what it refuses."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError

from indicators.catalogue import Period
from indicators.synthesis.request import Refused, Request
from tests.synthesis.conftest import synthesise
from tests.synthesis.written import figures, texts


def test_it_tells_the_rows_of_each_file_and_how_to_load_them(tmp_path: Path) -> None:
    said = synthesise(tmp_path, people=40, as_at="2021-06-30")
    for path in tmp_path.iterdir():
        count = len(figures(tmp_path)) if path.stem == "truth" else len(texts(tmp_path, path.stem))
        assert f"{path.name:20} {count:>12,} rows" in said
    assert "--as-at 2021-06-30" in said


def test_files_of_an_earlier_time_are_replaced_and_no_others(tmp_path: Path) -> None:
    synthesise(tmp_path, people=300)
    synthesise(tmp_path, people=1, quarters=("2020Q1", "2020Q1"))
    assert len(texts(tmp_path, "caseload")) <= 2
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"holds other files \(notes.txt\)"):
        synthesise(tmp_path, people=1)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with pytest.raises(CommandError, match="is not a folder"):
        synthesise(tmp_path / "notes.txt", people=1)


def test_bad_periods_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a period: write a quarter as 2023Q1"):
        synthesise(tmp_path, quarters=("2016", "2024Q4"))
    assert not list(tmp_path.iterdir())


REFUSED = {
    "number of people": {"people": 0},
    "A seed": {"seed": -1},
    "Give quarters": {"last": "YE2020-03"},
    "is after the last": {"first": "2021Q1"},
    "The quarters are from": {"first": "1994Q4"},
    "do not have a whole quarter": {"as_at": "2019-03-30"},
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_nothing_can_be_made_of_is_refused(words: str) -> None:
    asked = {"people": 10, "seed": 1, "first": "2019Q1", "last": "2020Q4", "as_at": "2022-01-01"} | REFUSED[words]
    with pytest.raises(Refused, match=words):
        Request(
            int(str(asked["people"])),
            int(str(asked["seed"])),
            Period.parse(str(asked["first"])),
            Period.parse(str(asked["last"])),
            date.fromisoformat(str(asked["as_at"])),
        )


def test_nothing_is_dated_after_the_day_of_the_draw(tmp_path: Path) -> None:
    """The quarters asked for go beyond it."""
    synthesise(tmp_path, people=500, quarters=("2019Q1", "2030Q4"), as_at="2020-02-14")
    for source, name in (("sentences", "start_date"), ("caseload", "snapshot_date"), ("assessments", "completed_date")):
        assert max(row[name] for row in texts(tmp_path, source)) <= "2020-02-14"
    assert {row.period for row in figures(tmp_path)} == {
        "2019Q1",
        "2019Q2",
        "2019Q3",
        "2019Q4",
        "2020Q1",
        "YE2019-12",
        "YE2020-03",
    }
