"""Where a rule begins and ends, a test for each: the day before, the day itself, the day after."""

from datetime import date
from typing import Any

import pytest

from tests.measures.columns import figures_of, planned
from tests.measures.plainly import Figure, Row

ANNA, BRYN = (1, 1), (1, 2)  # their hashes share the first half
PROFILE = {
    "age": 30, "sex": "M", "ethnicity_group": "W", "area": "S", "ex_armed_services": "N", "care_experienced": "N",
    "children_under_18": "N", "domestic_abuse_perpetrator": "N",
}  # fmt: skip
QUARTERS = [f"{year}Q{number}" for year in range(2018, 2022) for number in (1, 2, 3, 4)]
YEAR_2020 = ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]


def event(day: str, person: tuple[int, int] = ANNA, row: int = 2, **other: Any) -> Row:
    base = {**PROFILE, "person": person, "row": row, "index_date": date.fromisoformat(day), "index_type": "R", "predicted": None}
    return {**base, **other}


def offence(committed: str, sanctioned: str, person: tuple[int, int] = ANNA, **other: Any) -> Row:
    dates = {"offence_date": date.fromisoformat(committed), "sanction_date": date.fromisoformat(sanctioned)}
    return {
        "person": person,
        "row": 2,
        **dates,
        "breach": "N",
        "in_england_wales": "Y",
        "recordable": "Y",
        "serious": "N",
        **other,
    }


def sentence(day: str, person: tuple[int, int] = ANNA, row: int = 2, **other: Any) -> Row:
    return {**PROFILE, "person": person, "row": row, "start_date": date.fromisoformat(day), "sentence_type": "C", **other}


def reoffending(
    period: str,
    events: list[Row],
    offences: list[Row],
    measure: str = "reoffending_rate",
    as_at: str = "2024-12-31",
    **place: str,
) -> Figure:
    records = {"index_events": events, "proven_offences": offences}
    figures = figures_of(planned(dict.fromkeys(records, QUARTERS), date.fromisoformat(as_at)), records)
    return figures[key(measure, period, **place)]


def started(period: str, rows: list[Row], covered: list[str] = QUARTERS, **place: str) -> int | None:
    found = figures_of(planned({"sentences": covered}, None), {"sentences": rows}).get(key("sentences_started", period, **place))
    return None if found is None else found[0]


def key(measure: str, period: str, cohort: str = "all", area: str = "wales", breakdown: str = "", category: str = "") -> Any:
    return (cohort, measure, period, area, breakdown, category)


def reoffended(index: str, committed: str, sanctioned: str, **other: Any) -> bool:
    """Whether one offence is a reoffence of one index event."""
    period = f"{index[:4]}Q{(int(index[5:7]) + 2) // 3}"
    numerator, denominator, symbol, _ = reoffending(period, [event(index)], [offence(committed, sanctioned, **other)])
    assert (denominator, symbol) == (1, "")
    return numerator == 1


def test_twelve_months_after_29_february_is_28_february() -> None:
    assert reoffended("2020-02-29", "2021-02-28", "2021-03-01")
    assert not reoffended("2020-02-29", "2021-03-01", "2021-03-01")


def test_eighteen_months_after_31_august_is_the_end_of_february() -> None:
    assert reoffended("2018-08-31", "2019-08-01", "2020-02-29")
    assert not reoffended("2018-08-31", "2019-08-01", "2020-03-01")


def test_an_offence_on_the_day_of_the_index_event_is_no_reoffence() -> None:
    assert not reoffended("2020-05-10", "2020-05-10", "2020-06-01")
    assert reoffended("2020-05-10", "2020-05-11", "2020-06-01")


def test_a_sanction_on_the_last_day_of_month_18_is_in_time_and_a_day_later_is_not() -> None:
    assert reoffended("2020-05-10", "2020-06-01", "2021-11-10")
    assert not reoffended("2020-05-10", "2020-06-01", "2021-11-11")


def test_an_offence_on_the_last_day_of_month_12_is_a_reoffence_and_a_day_later_is_not() -> None:
    assert reoffended("2020-05-10", "2021-05-10", "2021-06-01")
    assert not reoffended("2020-05-10", "2021-05-11", "2021-06-01")


def test_an_offence_before_the_index_event_that_is_proven_after_it_is_no_reoffence() -> None:
    assert not reoffended("2020-05-10", "2020-05-09", "2020-08-01")


def test_a_breach_is_no_reoffence() -> None:
    assert not reoffended("2020-05-10", "2020-06-01", "2020-07-01", breach="Y")
    assert reoffended("2020-05-10", "2020-06-01", "2020-07-01", breach="-")


@pytest.mark.parametrize("flag", ["in_england_wales", "recordable"])
@pytest.mark.parametrize("letter", ["N", "-"])
def test_an_offence_elsewhere_or_not_recordable_is_no_reoffence(flag: str, letter: str) -> None:
    assert not reoffended("2020-05-10", "2020-06-01", "2020-07-01", **{flag: letter})


def test_somebody_elses_offence_is_no_reoffence() -> None:
    assert reoffending("2020Q2", [event("2020-05-10")], [offence("2020-06-01", "2020-07-01", BRYN)])[:2] == (0, 1)


def test_the_first_index_event_of_several_in_a_quarter_starts_the_follow_up() -> None:
    events = [event("2020-05-11", row=2, area="G"), event("2020-05-10", row=4, area="N"), event("2020-05-10", row=3, area="D")]
    offences = [offence("2021-05-11", "2021-06-01")]  # within 12 months of the later one only
    assert reoffending("2020Q2", events, offences)[:2] == (0, 1)
    assert reoffending("2020Q2", events, offences, area="dyfed")[:2] == (0, 1)
    assert reoffending("2020Q2", events, offences, area="north")[:2] == (0, 0)
    assert reoffending("2020Q2", events, offences, area="gwent")[:2] == (0, 0)


def test_a_first_index_event_under_18_is_not_replaced_by_a_later_one() -> None:
    events = [event("2020-05-10", age=17), event("2020-05-20", row=3, age=18)]
    assert reoffending("2020Q2", events, [])[:2] == (0, 0)
    assert reoffending("2020Q2", [event("2020-05-10", age=18)], [])[:2] == (0, 1)
    assert reoffending("2020Q2", [event("2020-05-10", age=None)], [])[:2] == (0, 1)


def test_an_offence_follows_the_index_events_of_several_quarters() -> None:
    events = [event("2020-03-10"), event("2020-05-10", row=3)]
    offences = [offence("2020-06-01", "2020-07-01"), offence("2020-04-01", "2020-07-01", serious="Y")]
    for period, reoffences in {"2020Q1": 2, "2020Q2": 1, "YE2020-12": 3}.items():
        assert reoffending(period, events, offences, "reoffences_per_100_offenders")[0] == reoffences
    assert reoffending("YE2020-12", events, offences, "serious_reoffences_per_100_offenders")[:2] == (1, 2)


def test_without_a_reoffender_there_are_no_reoffences_of_nobody() -> None:
    assert reoffending("2020Q2", [event("2020-05-10")], [], "reoffences_per_reoffender") == (0, 0, "", "")


def test_a_cohort_a_day_short_of_mature_is_not_available() -> None:
    for period, matures, before in [("2020Q2", "2021-12-30", "2021-12-29"), ("2020Q3", "2022-03-30", "2022-03-29")]:
        assert reoffending(period, [event("2020-05-10")], [], as_at=matures)[2] == ""
        late = reoffending(period, [event("2020-05-10")], [], as_at=before)
        assert late == (None, None, "x", {"2020Q2": "2021Q4", "2020Q3": "2022Q1"}[period])


def test_a_year_is_ready_with_its_last_quarter() -> None:
    assert reoffending("YE2020-12", [event("2020-05-10")], [], as_at="2022-06-29") == (None, None, "x", "2022Q2")
    assert reoffending("YE2020-12", [event("2020-05-10")], [], as_at="2022-06-30") == (0, 1, "", "")


def test_predictions_are_added_without_those_who_have_none() -> None:
    people = [event("2020-05-10", predicted=123_456), event("2020-05-10", BRYN, 3), event("2020-05-11", (5, 5), 4, predicted=0)]
    offences = [offence("2020-06-01", "2020-07-01"), offence("2020-06-01", "2020-07-01", BRYN)]
    assert reoffending("2020Q2", people, offences, "predicted_rate")[:2] == (123_456, 2)
    assert reoffending("2020Q2", people, offences, "actual_less_predicted")[:2] == (1_000_000 - 123_456, 2)


@pytest.mark.parametrize(("age", "young"), [(17, 0), (18, 1), (25, 1), (26, 0), (None, 0)])
def test_young_adults_are_18_to_25(age: int | None, young: int) -> None:
    assert started("2020Q2", [sentence("2020-05-10", age=age)], cohort="young_adults") == young


def test_nobody_under_18_is_not_told() -> None:
    assert started("2020Q2", [sentence("2020-05-10", age=17)], breakdown="age_band", category="under_18") == 1
    assert started("2020Q2", [sentence("2020-05-10", age=18)], breakdown="age_band", category="under_18") is None
    assert started("2020Q2", [sentence("2020-05-10", age=17)], breakdown="age_band", category="50+") == 0


def test_two_areas_in_a_quarter_belong_to_the_first() -> None:
    rows = [
        sentence("2020-05-10", area="N", row=3),
        sentence("2020-05-10", area="G", row=2),
        sentence("2020-05-09", area="-", row=9),
    ]
    found = {area: started("2020Q2", rows, area=area) for area in ("wales", "north", "gwent", "unknown")}
    assert found == {"wales": 1, "north": 0, "gwent": 0, "unknown": 1}


def test_the_first_row_of_the_cohort_gives_its_area() -> None:
    rows = [sentence("2020-05-09", area="N", sex="M"), sentence("2020-05-10", area="G", sex="F", row=3)]
    assert started("2020Q2", rows, cohort="women", area="gwent") == 1
    assert started("2020Q2", rows, cohort="all", area="gwent") == 0


def test_a_person_counts_once_for_each_type() -> None:
    rows = [sentence("2020-05-09"), sentence("2020-05-10", sentence_type="I", row=3), sentence("2020-05-11", row=4)]
    types = {
        code: started("2020Q2", rows, breakdown="sentence_type", category=code)
        for code in ("immediate_custody", "community_order")
    }
    assert types == {"immediate_custody": 1, "community_order": 1}
    assert started("2020Q2", rows) == 1


def test_a_person_in_two_quarters_counts_once_in_a_year() -> None:
    rows = [sentence("2020-02-10", area="N"), sentence("2020-08-10", area="G", row=3)]
    years = ("YE2020-03", "YE2020-09", "YE2020-12", "YE2021-03", "YE2021-06", "YE2021-09")
    assert [started(year, rows) for year in years] == [1, 1, 1, 1, 1, 0]
    assert [started(year, rows, area="north") for year in years] == [1, 1, 1, 0, 0, 0]
    assert [started(year, rows, area="gwent") for year in years] == [0, 0, 0, 1, 1, 0]


def test_a_year_with_a_quarter_missing_is_not_told() -> None:
    rows = [sentence("2020-05-10")]
    assert started("YE2020-12", rows, YEAR_2020) == 1
    for missing in YEAR_2020:
        assert started("YE2020-12", rows, [code for code in YEAR_2020 if code != missing]) is None


def test_a_quarter_without_rows_is_told_as_nobody_and_one_that_is_not_covered_not_at_all() -> None:
    assert started("2020Q3", [sentence("2020-05-10")], ["2020Q2", "2020Q3"]) == 0
    assert started("2020Q4", [sentence("2020-05-10")], ["2020Q2", "2020Q3"]) is None


def test_sets_of_cohorts_are_those_of_the_first_row() -> None:
    rows = [
        sentence("2020-05-09", sex="F", children_under_18="Y"),
        sentence("2020-05-10", sex="F", age=20, row=3),
        sentence("2020-05-10", BRYN, 4),
    ]
    found = {letters: started("2020Q2", rows, breakdown="cohort_set", category=letters) for letters in ("AE", "AD", "none")}
    assert found == {"AE": 1, "AD": None, "none": 1}
