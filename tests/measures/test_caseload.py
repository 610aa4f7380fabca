"""The caseload and what is read beside it: assessments at most 55 weeks old, needs, entries to interventions."""

from datetime import date
from typing import Any

from indicators.measures import counting
from tests.measures.columns import by_key, columns, figures_of, planned
from tests.measures.plainly import Figure, Row
from tests.measures.planned import NEEDS
from tests.measures.test_boundaries import ANNA, BRYN, PROFILE, key

SNAPSHOT = "2020-06-30"
QUARTER = ("2020Q2",)


def person(hashed: tuple[int, int] = ANNA, row: int = 2, snapshot: str = SNAPSHOT, **other: Any) -> Row:
    return {**PROFILE, "person": hashed, "row": row, "snapshot_date": date.fromisoformat(snapshot), "setting": "M", **other}


def assessment(completed: str, hashed: tuple[int, int] = ANNA, row: int = 2, **other: Any) -> Row:
    base = {"person": hashed, "row": row, "completed_date": date.fromisoformat(completed), "assessment_type": "3", "status": "C"}
    return {**base, "version": 1, **dict.fromkeys(NEEDS, 0), **other}


def entry(day: str, hashed: tuple[int, int] = ANNA, row: int = 2, **other: Any) -> Row:
    return {**PROFILE, "person": hashed, "row": row, "entry_date": date.fromisoformat(day), "kind": "A", "stage": "S", **other}


def figure(measure: str, caseload: list[Row], assessments: list[Row], **place: str) -> Figure:
    records = {"caseload": caseload, "assessments": assessments}
    return figures_of(planned(dict.fromkeys(records, QUARTER), None), records)[key(measure, "2020Q2", **place)]


def drugs(caseload: list[Row], *assessments: Row, **place: str) -> tuple[int | None, int | None]:
    return figure("need_prevalence", caseload, list(assessments), breakdown="need", category="drugs", **place)[:2]


def covered(*assessments: Row) -> bool:
    numerator, denominator, *_ = figure("assessment_coverage", [person()], list(assessments))
    assert denominator == 1
    return numerator == 1


def test_an_assessment_55_weeks_old_counts_and_a_day_older_does_not() -> None:
    assert covered(assessment("2019-06-11"))  # 385 days
    assert not covered(assessment("2019-06-10"))


def test_an_assessment_on_the_day_of_the_snapshot_counts_and_a_later_one_does_not() -> None:
    assert covered(assessment(SNAPSHOT))
    assert not covered(assessment("2020-07-01"))


def test_only_complete_assessments_of_layer_3_count() -> None:
    assert not covered(assessment("2020-05-01", status="I"), assessment("2020-05-02", assessment_type="1", row=3))


def test_the_latest_assessment_decides_and_of_one_day_the_last_row() -> None:
    assert drugs([person()], assessment("2020-05-01", drugs=6), assessment("2020-05-02", row=3, drugs=0)) == (0, 1)
    assert drugs([person()], assessment("2020-05-01", row=9, drugs=6), assessment("2020-05-01", row=3, drugs=0)) == (1, 1)


def test_a_need_begins_at_the_threshold_of_the_version() -> None:
    assert [drugs([person()], assessment("2020-05-01", drugs=score))[0] for score in (1, 2)] == [0, 1]
    assert [drugs([person()], assessment("2020-05-01", drugs=score, version=2))[0] for score in (0, 1)] == [0, 1]


def test_a_section_without_an_answer_is_left_out_for_that_need_only() -> None:
    unanswered = assessment("2020-05-01", drugs=None, alcohol=5)
    assert drugs([person()], unanswered) == (0, 0)
    assert figure("need_prevalence", [person()], [unanswered], breakdown="need", category="alcohol")[:2] == (1, 1)


def test_a_version_that_nobody_knows_is_not_assessed_for_any_need() -> None:
    assert drugs([person()], assessment("2020-05-01", drugs=6, version=77)) == (0, 0)


def test_only_the_last_snapshot_of_a_quarter_counts() -> None:
    rows = [person(snapshot="2020-05-31"), person(BRYN, 3, area="N"), person(BRYN, 4, area="G")]
    assert figure("assessment_coverage", rows, [])[:2] == (0, 1)
    assert figure("assessment_coverage", rows, [], area="north")[:2] == (0, 1)
    assert figure("assessment_coverage", rows, [], area="gwent")[:2] == (0, 0)


def test_a_part_whose_people_are_of_an_earlier_snapshot_adds_nobody() -> None:
    plan = planned({"caseload": ["2020Q2"], "assessments": ["2020Q2"]}, None)
    early, late = ({"caseload": columns("caseload", [row])} for row in (person(snapshot="2020-05-31"), person(BRYN)))
    for one, other in [(early, late), (late, early)]:
        figures = by_key(counting.figures(plan, counting.count(plan, one) + counting.count(plan, other)))
        assert figures[key("assessment_coverage", "2020Q2")][:2] == (0, 1)


def entries(
    period: str, rows: list[Row], caseload: list[Row], at: list[str], measure: str = "intervention_entries", **place: str
) -> Any:
    covered = {"interventions": ["2020Q1", "2020Q2", "2020Q3", "2020Q4"], "caseload": at}
    return figures_of(planned(covered, None), {"interventions": rows, "caseload": caseload})[key(measure, period, **place)][:2]


def test_entries_are_told_beside_the_caseload_at_the_end_of_the_period() -> None:
    rows = [entry("2020-05-01", sex="F"), entry("2020-10-01", BRYN, 3, kind="C", stage="C")]
    caseload = [person(sex="F"), person(BRYN, 3), person(BRYN, 4, "2020-12-31")]
    at = ["2020Q2", "2020Q4"]
    assert entries("2020Q2", rows, caseload, at) == (1, 2)
    assert entries("2020Q2", rows, caseload, at, cohort="women") == (1, 1)
    assert entries("2020Q2", rows, caseload, at, breakdown="sex", category="F") == (1, 1)
    assert entries("2020Q2", rows, caseload, at, breakdown="kind", category="commissioned_service") == (0, 2)
    assert entries("YE2020-12", rows, caseload, at) == (2, 1)


def test_entries_without_a_caseload_of_that_quarter_have_no_denominator() -> None:
    rows = [entry("2020-05-01"), entry("2020-08-01", row=3)]
    assert entries("2020Q3", rows, [person()], ["2020Q2"]) == (1, None)
    assert entries("2020Q3", rows, [person()], ["2020Q2", "2020Q3"]) == (1, None)


def test_diversion_is_counted_apart_and_a_referral_is_no_entry() -> None:
    rows = [entry("2020-05-01", kind="D"), entry("2020-05-01", BRYN, 3, stage="R"), entry("2020-05-02", BRYN, 4, stage="A")]
    assert entries("2020Q2", rows, [person()], ["2020Q2"]) == (0, 1)
    assert entries("2020Q2", rows, [person()], ["2020Q2"], "diversion_entries") == (1, None)


def test_needs_without_any_assessments_are_not_told() -> None:
    figures = figures_of(planned({"caseload": ["2020Q2"]}, None), {"caseload": [person()]})
    assert figures == {}
