"""Seven cohorts and everyone; their rules are data, and a wrong rule is told with its line."""

from pathlib import Path

import pytest

from priority_groups.content import (
    AgeRule,
    AllOfRule,
    AlwaysRule,
    ContentError,
    InRule,
    cohort,
    cohorts,
    groups_with_cohort,
    load_cohorts,
    texts_in,
)

RULES = {
    "women": InRule.model_validate({"field": "sex", "in": ["F"]}),
    "domestic_abuse_perpetrators": InRule.model_validate({"field": "domestic_abuse_perpetrator", "in": ["Y"]}),
    "ex_armed_services": InRule.model_validate({"field": "ex_armed_services", "in": ["Y"]}),
    "young_adults": AgeRule.model_validate({"field": "age", "from": 18, "to": 25}),
    "care_leavers": InRule.model_validate({"field": "care_experienced", "in": ["Y"]}),
    "offenders_with_children": InRule.model_validate({"field": "children_under_18", "in": ["Y"]}),
    "bame": InRule.model_validate({"field": "ethnicity_group", "in": ["asian", "black", "mixed", "other"]}),
    "all": AlwaysRule(always=True),
}

COHORT = """\
cohorts:
  - code: older_people
    title: {en: Older people}
    noun: {en: older people}
    rule_in_words: {en: Sixty or over.}
    overlaps: {en: With every other.}
    rule: RULE
"""


def test_the_cohorts_and_their_rules() -> None:
    assert {cohort.code: cohort.rule for cohort in cohorts()} == RULES


def test_only_everyone_is_for_comparison() -> None:
    assert [cohort.code for cohort in cohorts() if cohort.comparison_only] == ["all"]


def test_each_of_the_seven_belongs_to_one_group_of_the_framework() -> None:
    found = {
        cohort.code: [group.code for framework, group in groups_with_cohort(cohort.code) if framework.position == 1]
        for cohort in cohorts()
    }
    assert found == {
        "women": ["A"],
        "domestic_abuse_perpetrators": ["B"],
        "ex_armed_services": ["C"],
        "young_adults": ["D"],
        "care_leavers": ["D"],
        "offenders_with_children": ["E"],
        "bame": ["F"],
        "all": [],
    }


def test_every_text_is_in_both_languages() -> None:
    assert [place for place, text in texts_in(cohorts()) if not text.cy] == []


def test_an_unknown_cohort_says_which_there_are() -> None:
    with pytest.raises(KeyError, match=r"no cohort 'men'.*women"):
        cohort("men")


def test_one_more_cohort_needs_no_code(tmp_path: Path) -> None:
    rule = "{all_of: [{field: age, from: 60}, {any_of: [{field: sex, in: [F]}, {field: ex_armed_services, in: ['Y']}]}]}"
    path = tmp_path / "cohorts.yaml"
    path.write_text(COHORT.replace("RULE", rule))

    (found,) = load_cohorts(path)

    assert isinstance(found.rule, AllOfRule)
    assert found.rule.all_of[0] == AgeRule.model_validate({"field": "age", "from": 60})


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("{always: false}", "Input should be True"),
        ("{field: shoe_size, in: ['44']}", "Input should be 'sex'"),
        ("{field: sex, in: []}", "at least 1 item"),
        ("{field: sex}", "a rule is one of"),
        ("women", "a rule is one of"),
        ("{field: age, from: 25, to: 18}", "the age range runs backwards: from 25 to 18"),
        ("{field: age}", "an age rule needs `from`, `to` or both"),
        ("{any_of: []}", "at least 1 item"),
        ("{field: sex, in: [F], from: 18}", "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_rule_names_file_line_and_reason(rule: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "cohorts.yaml"
    path.write_text(COHORT.replace("RULE", rule))

    with pytest.raises(ContentError) as error:
        load_cohorts(path)

    assert len(error.value.faults) == 1
    assert error.value.line == 7
    assert reason in error.value.reason


def test_a_code_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohorts.yaml"
    once = COHORT.replace("RULE", "{always: true}")
    path.write_text(once + once.removeprefix("cohorts:\n"))

    with pytest.raises(ContentError, match="the cohort code 'older_people' is given twice"):
        load_cohorts(path)
