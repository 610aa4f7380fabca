"""A few measures counted from the written files, slowly and plainly, for the generator's books to be held against."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from tests.synthesis.written import COHORTS, Row, quarter

THRESHOLDS = {
    "accommodation": 2, "ete": 3, "relationships": 2, "lifestyle": 2, "drugs": 2, "alcohol": 4, "thinking": 4, "attitudes": 2,
}  # fmt: skip
COMMON = ("sex", "age_band", "ethnicity_group")
Key = tuple[str, str, str, str, str]  # cohort, period, area, breakdown, category
Counts = dict[Key, int]


def periods(rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """The code of each quarter and whole year that rows cover, with its first and last quarter."""
    quarters = {quarter(row["day"]) for row in rows}
    found = {}
    for last in range(min(quarters), max(quarters) + 1):
        found[f"{last // 4}Q{last % 4 + 1}"] = (last, last)
        if last - 3 >= min(quarters):
            found[f"YE{last // 4}-{last % 4 * 3 + 3:02}"] = (last - 3, last)
    return found


def first_rows(rows: Iterable[Row], part: str | None = None) -> Iterable[Row]:
    """The earliest row of each person; of one day, the first in the file. With `part`: of each person and value of it."""
    found: dict[object, Row] = {}
    for row in sorted(rows, key=lambda row: (row["day"], row["row"])):
        found.setdefault((row["person"], row[part]) if part else row["person"], row)
    return found.values()


def spread(rows: Iterable[Row], cohort: str, period: str, counts: Counts, own: str | None = None) -> None:
    """Adds rows to every cell that they belong to."""
    for row in rows:
        counts[cohort, period, "W92000004", "", ""] += 1
        counts[cohort, period, row["area"], "", ""] += 1
        for name in (*COMMON, *([own] if own else [])):
            counts[cohort, period, "W92000004", name, row[name]] += 1


def people(rows: list[Row], covering: list[Row], own: str | None = None) -> Counts:
    """Distinct people by period, cohort and cell."""
    counts: Counts = defaultdict(int)
    for period, (first, last) in periods(covering).items():
        within = [row for row in rows if first <= quarter(row["day"]) <= last]
        for cohort in COHORTS:
            members = [row for row in within if cohort in row["cohorts"]]
            spread(first_rows(members), cohort, period, counts)
            for row in first_rows(members, own) if own else ():
                counts[cohort, period, "W92000004", str(own), row[str(own)]] += 1
    return counts


def every(rows: list[Row], covering: list[Row], own: str | None = None) -> Counts:
    """Rows by period, cohort and cell."""
    counts: Counts = defaultdict(int)
    for period, (first, last) in periods(covering).items():
        for cohort in COHORTS:
            within = [row for row in rows if first <= quarter(row["day"]) <= last and cohort in row["cohorts"]]
            spread(within, cohort, period, counts, own)
    return counts


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the month's last."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def followed(index_events: list[Row], offences: list[Row]) -> list[Row]:
    """The index events that count, each with its number of reoffences and of serious ones."""
    by_person = defaultdict(list)
    for offence in offences:
        by_person[offence["person"]].append(offence)
    by_quarter = defaultdict(list)
    for event in index_events:
        by_quarter[quarter(event["day"])].append(event)
    found = []
    for events in by_quarter.values():
        for event in first_rows(events):
            if event["age"] is None or event["age"] >= 18:
                again = [offence for offence in by_person[event["person"]] if _again(event["day"], offence)]
                serious = sum(offence["serious"] == "Y" for offence in again)
                found.append({**event, "reoffences": len(again), "serious": serious})
    return found


def _again(index: date, offence: Row) -> bool:
    return (
        index < offence["offence_date"] <= months_later(index, 12)
        and offence["sanction_date"] <= months_later(index, 18)
        and offence["breach"] != "Y"
        and offence["in_england_wales"] == "Y"
        and offence["recordable"] == "Y"
    )


def summed(rows: list[Row], covering: list[Row], amount: Callable[[Row], int]) -> Counts:
    """Amounts by period, cohort and cell."""
    repeated = [row for row in rows for _ in range(amount(row))]
    return every(repeated, covering, "index_type")


def needs(caseload: list[Row], assessments: list[Row]) -> tuple[Counts, Counts, Counts, Counts]:
    """People in the last snapshots, those assessed; by need, those with a score and those who have the need."""
    by_person = defaultdict(list)
    for row in assessments:
        if row["assessment_type"] == "layer_3" and row["status"] == "complete":
            by_person[row["person"]].append(row)
    people, assessed, scored, needed = (defaultdict(int) for _ in range(4))
    for period, (_, number) in periods(caseload).items():
        rows = [row for row in caseload if quarter(row["day"]) == number]
        if period.startswith("YE") or not rows:
            continue
        snapshot = max(row["day"] for row in rows)
        for row in first_rows(row for row in rows if row["day"] == snapshot):
            latest = [found for found in by_person[row["person"]] if found["day"] <= snapshot]
            last = max(latest, key=lambda found: (found["day"], found["row"])) if latest else None
            if last is not None and last["day"] < snapshot - timedelta(days=385):
                last = None
            for cohort in row["cohorts"]:
                spread([row], cohort, period, people, "setting")
                if last is not None:
                    spread([row], cohort, period, assessed, "setting")
                    _by_need(last, row, cohort, period, scored, needed)
    return people, assessed, scored, needed


def _by_need(assessment: Row, row: Row, cohort: str, period: str, scored: Counts, needed: Counts) -> None:
    wales = "W92000004"
    for need, threshold in THRESHOLDS.items():
        if assessment[need] != "":
            for place, breakdown in ((wales, "need"), (row["area"], "need"), (wales, f"need_{row['setting']}")):
                scored[cohort, period, place, breakdown, need] += 1
                needed[cohort, period, place, breakdown, need] += int(assessment[need]) >= threshold
