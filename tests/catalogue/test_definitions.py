"""Measures, breakdowns and the 38 indicators: all there, in the Framework's words."""

import pytest

from indicators.catalogue import (
    breakdown,
    breakdowns,
    breakdowns_of,
    indicator,
    indicator_for,
    indicators,
    indicators_of,
    measure,
    measures,
    own_breakdowns,
    parts_of,
    related_indicators,
)
from priority_groups.content import cohorts, framework, frameworks, texts_in
from tests.priority_groups.sources import FRAMEWORK, source

THE_FRAMEWORK = "reoffending-2018-2023"

# What each indicator counts, and for whom, as the domain's table has it.
TABLE = {
    "A": {
        "women": "sentences_started completion_rate reoffending_rate reoffences_per_reoffender need_prevalence diversion_entries"
    },
    "B": {
        "domestic_abuse_perpetrators": "sentences_started completion_rate reoffending_rate reoffences_per_reoffender "
        "need_prevalence vawdasv_outcomes intervention_entries"
    },
    "C": {
        "ex_armed_services": "sentences_started completion_rate reoffending_rate reoffences_per_reoffender need_prevalence "
        "charity_referrals"
    },
    "E": {
        "offenders_with_children": "sentences_started completion_rate reoffending_rate reoffences_per_reoffender "
        "intervention_entries"
    },
    "F": {
        "bame": "sentences_started completion_rate reoffending_rate reoffences_per_reoffender need_prevalence "
        "intervention_entries"
    },
}


def test_there_are_38_indicators_six_seven_six_eight_five_six() -> None:
    assert len(indicators()) == 38
    assert [len(indicators_of(THE_FRAMEWORK, code)) for code in "ABCDEF"] == [6, 7, 6, 8, 5, 6]
    assert [entry.code for entry in indicators_of(THE_FRAMEWORK, "d")] == [f"D{number}" for number in range(1, 9)]


@pytest.mark.parametrize("group", TABLE)
def test_the_measures_of_a_group_in_their_order(group: str) -> None:
    ((cohort, codes),) = TABLE[group].items()
    entries = indicators_of(THE_FRAMEWORK, group)
    assert [entry.measure for entry in entries] == codes.split()
    assert {entry.cohorts for entry in entries} == {(cohort,)}


def test_group_d_has_two_cohorts() -> None:
    young, leavers = ("young_adults",), ("care_leavers",)
    assert [(entry.code, entry.measure, entry.cohorts) for entry in indicators_of(THE_FRAMEWORK, "D")] == [
        ("D1", "sentences_started", young),
        ("D2", "completion_rate", young + leavers),
        ("D3", "reoffending_rate", young),
        ("D4", "reoffending_rate", leavers),
        ("D5", "reoffences_per_reoffender", young + leavers),
        ("D6", "need_prevalence", young),
        ("D7", "need_prevalence", leavers),
        ("D8", "intervention_entries", young),
    ]


@pytest.mark.parametrize(
    ("cohort", "measure", "codes"),
    [
        ("women", "sentences_started", ["A1"]),
        ("young_adults", "reoffences_per_reoffender", ["D5"]),
        ("care_leavers", "reoffences_per_reoffender", ["D5"]),
        ("young_adults", "reoffending_rate", ["D3"]),
        ("care_leavers", "reoffending_rate", ["D4"]),
        ("young_adults", "need_prevalence", ["D6"]),
        ("care_leavers", "need_prevalence", ["D7"]),
        ("care_leavers", "sentences_started", []),
        ("domestic_abuse_perpetrators", "vawdasv_outcomes", ["B6"]),
        ("all", "reoffending_rate", []),
        ("women", "predicted_rate", []),
    ],
)
def test_the_indicator_that_a_figure_answers(cohort: str, measure: str, codes: list[str]) -> None:
    assert [entry.code for entry in indicator_for(cohort, measure)] == codes


def test_the_words_are_those_of_the_chapters_in_their_order() -> None:
    chapters = source(FRAMEWORK).split("Indicators of Effectiveness")[1:]
    for code, following in zip("ABCDEF", chapters, strict=True):
        listed = " ".join(entry.words.en for entry in indicators_of(THE_FRAMEWORK, code))
        assert following.strip().startswith(listed)


def test_the_words_of_the_quick_guide_are_its_own() -> None:
    text = source(FRAMEWORK)
    guide = text[text.index("A quick guide to indicators") : text.index("Introduction This Framework")]
    for entry in indicators():
        words = entry.quick_guide or entry.words
        assert (words.en in guide) == entry.in_quick_guide, entry.code
    assert [entry.code for entry in indicators() if not entry.in_quick_guide] == ["B5", "F6"]


def test_the_direction_of_good_is_said_for_each() -> None:
    good = {entry.code: entry.direction for entry in indicators()}
    assert good["A1"] == "down"
    assert {good[code] for code in ("B1", "C1", "D1", "E1", "F1")} == {"none"}
    assert {entry.direction for entry in indicators() if entry.measure == "completion_rate"} == {"up"}
    for code in ("reoffending_rate", "reoffences_per_reoffender"):
        assert {entry.direction for entry in indicators() if entry.measure == code} == {"down"}
    for code in ("diversion_entries", "intervention_entries", "charity_referrals"):
        assert {entry.direction for entry in indicators() if entry.measure == code} == {"up"}
    for code in ("need_prevalence", "vawdasv_outcomes"):
        assert {entry.direction for entry in indicators() if entry.measure == code} == {"none"}


@pytest.mark.parametrize("code", ["A1", "B6", "D6"])
def test_a_slip_of_the_document_is_explained(code: str) -> None:
    note = indicator(code).note
    assert note is not None
    assert note.cy


def test_codes_are_looked_up_whatever_their_case() -> None:
    assert indicator("a1") is indicator("A1")
    with pytest.raises(KeyError, match="no indicator 'G1'"):
        indicator("g1")


def test_the_blueprint_shows_the_indicators_for_women() -> None:
    (women,) = framework("female-offending-blueprint").groups
    assert [entry.code for entry in related_indicators(women)] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert indicators_of("female-offending-blueprint", "W") == ()


def test_every_group_names_indicators_that_there_are() -> None:
    for whole in frameworks():
        for group in whole.groups:
            assert len(related_indicators(group)) == len(group.related_indicators)


def test_every_text_is_in_both_languages() -> None:
    for content in (measures(), breakdowns(), indicators()):
        assert [place for place, text in texts_in(content) if not text.cy] == []


def test_every_measure_can_be_published_as_its_unit_says() -> None:
    decimals = {entry.code: (entry.unit, entry.decimals, entry.scale) for entry in measures()}
    assert decimals["reoffending_rate"] == ("percent", 1, 100)
    assert decimals["reoffences_per_reoffender"] == ("ratio", 2, 1)
    assert decimals["sentences_started"] == ("people", 0, 1)
    assert decimals["reoffences_per_100_offenders"] == ("per_100", 1, 100)
    assert all(entry.scale == 100 for entry in measures() if entry.unit in ("percent", "percentage_points", "per_100"))


def test_a_year_of_people_is_not_the_sum_of_its_quarters() -> None:
    assert {entry.code for entry in measures() if not entry.additive_over_quarters} == {
        "sentences_started",
        "need_prevalence",
        "assessment_coverage",
        "diversion_entries",
        "intervention_entries",
        "charity_referral_people",
    }


def test_the_breakdowns_of_a_measure() -> None:
    found = {found.code: (adds_up, len(found.categories)) for found, adds_up in breakdowns_of(measure("intervention_entries"))}
    assert found == {"kind": (False, 3), "sex": (True, 3), "age_band": (True, 8), "ethnicity_group": (True, 6)}
    assert [found.code for found, _ in breakdowns_of(measure("vawdasv_outcomes"))] == ["strand"]
    assert len(breakdown("need").categories) == 8


def test_needs_are_told_by_setting_in_the_same_categories() -> None:
    (custody, community, not_recorded) = (found for found, _part in parts_of("need"))
    codes = [category.code for category in breakdown("need").categories]
    for found in (custody, community, not_recorded):
        assert [category.code for category in found.categories] == codes
    assert str(community.category("drugs").label.cy) == "Camddefnyddio cyffuriau, yn y gymuned"
    assert {part.category for _found, part in parts_of("need")} == {one.code for one in breakdown("setting").categories}
    assert own_breakdowns(measure("need_prevalence")) == ("need",)
    assert {found.code: adds_up for found, adds_up in breakdowns_of(measure("assessment_coverage"))}["setting"]


def test_the_age_bands_meet_without_a_gap() -> None:
    bands = [band for band in breakdown("age_band").categories if band.low is not None]
    assert [band.low for band in bands[1:]] == [band.high + 1 for band in bands if band.high is not None]
    assert [band.code for band in bands if band.if_any] == ["under_18"]
    assert (bands[0].low, bands[1].low) == (0, 18)
    assert bands[-1].high is None


def test_the_categories_that_cohorts_name_are_there() -> None:
    for cohort in cohorts():
        rule = cohort.rule.model_dump(by_alias=True)
        if rule.get("field") in {"sex", "ethnicity_group"}:
            known = {category.code for category in breakdown(rule["field"]).categories}
            assert set(rule["in"]) <= known


def test_what_is_not_there_says_what_there_is() -> None:
    with pytest.raises(KeyError, match=r"no measure 'happiness'.*sentences_started"):
        measure("happiness")
    with pytest.raises(KeyError, match="no breakdown 'shoe_size'"):
        breakdown("shoe_size")
    with pytest.raises(KeyError, match="no category 'X'"):
        breakdown("sex").category("X")
