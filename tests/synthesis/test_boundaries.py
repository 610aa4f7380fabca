"""Among enough people there is somebody on each boundary, once at least, and nobody so among few."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.synthesis.conftest import synthesise
from tests.synthesis.counted import months_later
from tests.synthesis.written import Row, quarter, rows

DAY = timedelta(days=1)


def pairs(folder: Path) -> list[tuple[Row, Row]]:
    """Each index event with each proven offence of its person."""
    by_person = defaultdict(list)
    for offence in rows(folder, "proven_offences"):
        by_person[offence["person"]].append(offence)
    return [(event, offence) for event in rows(folder, "index_events") for offence in by_person[event["person"]]]


FOLLOWED: dict[str, Callable[[date, Row], bool]] = {
    "offence on the day of the index": lambda day, row: row["offence_date"] == day,
    "offence on the day after": lambda day, row: row["offence_date"] == day + DAY,
    "offence on the last day of month 12": lambda day, row: row["offence_date"] == months_later(day, 12),
    "offence a day later": lambda day, row: row["offence_date"] == months_later(day, 12) + DAY,
    "sanction on the last day of month 18": lambda day, row: (
        row["day"] == months_later(day, 18) and day < row["offence_date"] <= months_later(day, 12)
    ),
    "sanction a day later": lambda day, row: (
        row["day"] == months_later(day, 18) + DAY and day < row["offence_date"] <= months_later(day, 12)
    ),
    "offence before, proven after": lambda day, row: row["offence_date"] < day < row["day"],
    "breach": lambda day, row: row["breach"] == "Y" and row["offence_date"] == day + 20 * DAY,
    "Scotland": lambda day, row: row["in_england_wales"] == "N" and row["offence_date"] == day + 20 * DAY,
    "not recordable": lambda day, row: row["recordable"] == "N" and row["offence_date"] == day + 20 * DAY,
    "not said whether recordable": lambda day, row: row["recordable"] == "" and row["offence_date"] == day + 20 * DAY,
    "serious": lambda day, row: row["serious"] == "Y" and row["offence_date"] == day + 20 * DAY,
    "29 February": lambda day, row: (day.month, day.day) == (2, 29) and row["offence_date"] == date(day.year + 1, 2, 28),
    "29 February and a day": lambda day, row: (day.month, day.day) == (2, 29) and row["offence_date"] == date(day.year + 1, 3, 1),
    "the month is shorter": lambda day, row: (day.month, day.day) == (8, 31) and row["day"] == months_later(day, 18),
}


@pytest.fixture(scope="module")
def followed(some: Path) -> list[tuple[Row, Row]]:
    return pairs(some)


@pytest.mark.parametrize("case", FOLLOWED)
def test_follow_up(followed: list[tuple[Row, Row]], case: str) -> None:
    assert any(FOLLOWED[case](event["day"], offence) for event, offence in followed)


def test_birthdays(some: Path) -> None:
    started = [row for row in rows(some, "sentences") if row["date_of_birth"]]
    for years in (18, 26):
        for off in (-DAY, 0 * DAY, DAY):
            assert any(
                row["date_of_birth"].year + years == (row["day"] + off).year
                and (row["date_of_birth"] - off).replace(year=row["day"].year) == row["day"]
                for row in started
                if (row["date_of_birth"].month, row["date_of_birth"].day) != (2, 29)
            ), (years, off)
    leap = {
        (row["age"], row["day"].month, row["day"].day) for row in started if row["date_of_birth"].strftime("%m-%d") == "02-29"
    }
    assert {(17, 2, 28), (18, 3, 1)} <= leap


def test_two_starts_on_a_day_in_two_areas(some: Path) -> None:
    places = defaultdict(set)
    for row in rows(some, "sentences"):
        places[row["person"], row["day"]].add((row["area"], row["sentence_type"]))
    assert any(len({area for area, _ in found}) > 1 and len({kind for _, kind in found}) > 1 for found in places.values())


def test_several_index_events_in_a_quarter_of_which_the_first_under_18(some: Path) -> None:
    by_quarter = defaultdict(list)
    for row in rows(some, "index_events"):
        by_quarter[row["person"], quarter(row["day"])].append(row)
    several = [sorted(found, key=lambda row: (row["day"], row["row"])) for found in by_quarter.values() if len(found) > 1]
    assert any(found[0]["age"] == 17 and found[1]["age"] == 18 for found in several)
    assert any(found[0]["day"] == found[1]["day"] and found[0]["area"] != found[1]["area"] for found in several)


def test_assessments(some: Path) -> None:
    by_person = defaultdict(list)
    for row in rows(some, "assessments"):
        by_person[row["person"]].append(row)
    old, only_layer_1, part, same_day, later_incomplete = set(), False, False, False, False
    twice: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in rows(some, "caseload"):
        twice[row["person"], row["day"]].add(row["area"])
        found = by_person[row["person"]]
        old |= {(row["day"] - assessment["day"]).days for assessment in found}
        only_layer_1 |= bool(found) and {assessment["assessment_type"] for assessment in found} == {"layer_1"}
        part |= any(assessment["accommodation"] == "" and assessment["ete"] != "" for assessment in found)
        complete = [assessment["day"] for assessment in found if assessment["status"] == "complete"]
        same_day |= len(set(complete)) < len(complete)
        later_incomplete |= any(
            assessment["status"] == "incomplete" and assessment["day"] > min(complete) for assessment in found if complete
        )
    assert {-1, 0, 385, 386} <= old
    assert only_layer_1 and part and same_day and later_incomplete
    assert max(map(len, twice.values())) == 2


def test_two_snapshots_in_a_quarter(tmp_path: Path) -> None:
    synthesise(tmp_path, people=600, quarters=("2016Q1", "2019Q4"))
    days = defaultdict(set)
    for row in rows(tmp_path, "caseload"):
        days[quarter(row["day"])].add(row["day"])
    assert {len(found) for found in days.values()} == {1, 2}


def test_entries_that_never_started(some: Path) -> None:
    stages = defaultdict(set)
    for row in rows(some, "interventions"):
        stages[row["person"]].add(row["stage"])
    assert {"referred"} in stages.values() and {"accepted"} in stages.values()
