"""Reads generated files back as somebody would by hand: with csv and datetime, text by text."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from indicators.catalogue import breakdown, code_lists, find_area, find_assessment_version, region_of, termination_reasons
from indicators.extracts.layouts.schema import plain

COHORTS = {
    "women": lambda row: row["sex"] == "F",
    "domestic_abuse_perpetrators": lambda row: row["domestic_abuse_perpetrator"] == "Y",
    "ex_armed_services": lambda row: row["ex_armed_services"] == "Y",
    "young_adults": lambda row: row["age"] in range(18, 26),
    "care_leavers": lambda row: row["care_experienced"] == "Y",
    "offenders_with_children": lambda row: row["children_under_18"] == "Y",
    "bame": lambda row: row["ethnicity_group"] in {"asian", "black", "mixed", "other"},
    "all": lambda row: True,
}
DAY_OF = {
    "sentences": "start_date", "terminations": "end_date", "index_events": "index_date", "proven_offences": "sanction_date",
    "caseload": "snapshot_date", "assessments": "completed_date", "interventions": "entry_date", "referrals": "referral_date",
}  # fmt: skip
LISTS = {
    **dict.fromkeys(("ex_armed_services", "care_experienced", "children_under_18", "domestic_abuse_perpetrator"), "flag"),
    **dict.fromkeys(("breach", "in_england_wales", "recordable", "serious"), "flag"),
    **{name: name for name in ("sex", "sentence_type", "order_type", "index_type", "setting", "kind", "stage", "referrer")},
    "ethnicity": "ethnicity_group",
    "assessment_type": "assessment_type",
    "status": "assessment_status",
}

Row = dict[str, Any]


class Figure(NamedTuple):
    """A row of truth.csv."""

    cohort: str
    measure: str
    period: str
    area_code: str
    breakdown: str
    category: str
    numerator: str
    denominator: str


def figures(folder: Path) -> list[Figure]:
    """truth.csv."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == Figure._fields
    return [Figure(*row) for row in rows[1:]]


def texts(folder: Path, source: str) -> list[dict[str, str]]:
    """The cells of a file by plain heading, as they stand."""
    path = folder / f"{source}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    names = [heading.strip().lower().replace(" ", "_") for heading in headings]
    return [dict(zip(names, row, strict=True)) for row in rows]


def rows(folder: Path, source: str) -> list[Row]:
    """The rows of a file with what their texts mean; `row` is their place, `day` the date that tells their quarter."""
    return [_read(source, number, cells) for number, cells in enumerate(texts(folder, source), start=2)]


def _read(source: str, number: int, cells: dict[str, str]) -> Row:
    found: Row = {"row": number, "person": cells["person_id"].strip().upper()}
    for name, text in cells.items():
        if name.endswith("_date") or name == "date_of_birth":
            found[name] = day(text)
        elif name == "area":
            found[name] = _area(text)
        elif name == "reason":
            found["outcome"] = _outcome(text)
        elif name == "version":
            assert find_assessment_version(text) is not None
        elif name in LISTS:
            found["ethnicity_group" if name == "ethnicity" else name] = _code(LISTS[name], text)
        else:
            found[name] = text
    found["day"] = found[DAY_OF[source]]
    if "date_of_birth" in found:
        found["age"] = age(found["date_of_birth"], found["day"])
        found["age_band"] = _band(found["age"])
        found["cohorts"] = {cohort for cohort, rule in COHORTS.items() if rule(found)}
    return found


def day(text: str) -> date | None:
    """YYYY-MM-DD or DD/MM/YYYY; none for a blank."""
    if not text:
        return None
    if "/" in text:
        days, months, years = text.split("/")
        return date(int(years), int(months), int(days))
    return date.fromisoformat(text)


def age(born: date | None, on: date) -> int | None:
    """Full years; who was born on 29 February has their birthday on 1 March in other years."""
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def quarter(day: date) -> int:
    """Four times the year, plus 0 to 3."""
    return day.year * 4 + (day.month - 1) // 3


@cache
def _outcome(reason: str) -> str:
    (found,) = [code for code, known in termination_reasons().items() if plain(reason) in map(plain, known)]
    return found


@cache
def _area(text: str) -> str:
    place = find_area(text) if text else None
    assert place is not None or not text, text
    region = region_of(place) if place is not None else None
    return region.code if region is not None else "unknown"


@cache
def _code(name: str, text: str) -> str:
    """The code a text stands for; "" or the list's own word where nothing is stated."""
    known = {}
    for category in code_lists()[name]:
        for spelling in (category.code, *category.aliases, category.label.en, str(category.label.cy)):
            known[plain(spelling)] = category.code
    if not text:
        return "not_stated" if "not_stated" in known.values() else ""
    return known[plain(text)]


def _band(years: int | None) -> str:
    if years is None:
        return "not_stated"
    for category in breakdown("age_band").categories:
        if category.low is not None and years >= category.low and (category.high is None or years <= category.high):
            return category.code
    raise AssertionError(years)
