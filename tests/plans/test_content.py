"""What delivery plans rest on in the content: the Framework's actions under codes that stay."""

from pathlib import Path

import pytest

from priority_groups.content import ContentError, framework, load_frameworks
from priority_groups.plans.reading import all_plans, words_of
from tests.priority_groups.test_frameworks import GROUP, MAIN, written

# How the words of each action begin. What people said of an action is kept under its code: a code never goes to other words.
CODES = {
    "A-1": "Better understand the distinct set of needs of women",
    "A-2": "Undertake an holistic assessment of need",
    "A-3": "Improve referral pathways and provide interventions",
    "A-4": "Utilise opportunities to align re-commissioning",
    "B-1": "Focus on protection, prevention and early intervention",
    "B-2": "Analyse current resources",
    "B-3": "Improve referral pathways and strengthen partnership",
    "C-1": "Establish the collection and sharing of data",
    "C-2": "Signpost offenders to specialist ex-Armed Services",
    "C-3": "Promote access to mental health",
    "C-4": "Consider the feasibility of bespoke domestic abuse",
    "C-5": "Ensure all relevant organisations have in place robust",
    "C-6": "Quality research and evaluations published",
    "D-1": "Ensure offenders are able to access schemes",
    "D-2": "Identify structured programmes",
    "D-3": "Identify care leavers within the system",
    "D-4": "Facilitate space for offenders",
    "E-1": "Work in partnership to ensure children",
    "E-2": "Consider the feasibility of undertaking child impact",
    "E-3": "Share information with multi agency partners",
    "E-4": "Make use of all parenting support",
    "E-5": "Pilot and evaluate use of Child Impact Assessments",
    "E-6": "Engagement of relevant agencies",
    "F-1": "Ensure peer support and mentoring schemes",
    "F-2": "Ensure appropriate parenting",
    "F-3": "Monitor levels of BAME engagement",
    "F-4": "Explore reasons for under representation",
}
PLAN = "plans:\n  - {code: CODE, title: {en: A plan}, area: W92000004}\n"


def test_every_action_keeps_its_code() -> None:
    words = words_of(framework("reoffending-2018-2023"))
    assert {code: text.en[: len(CODES.get(code, ""))] for code, (_group, text) in words.items()} == CODES
    assert all(code.startswith(f"{group}-") for code, (group, _text) in words.items())


def test_the_plans_that_the_framework_calls_for() -> None:
    assert [plan.code for _framework, plan in all_plans()] == ["national", "north-wales", "gwent", "south-wales", "dyfed-powys"]


def loaded(folder: Path, plan: str, group: str) -> object:
    return load_frameworks(written(folder, MAIN + PLAN.replace("CODE", plan), p=group), cohort_codes={"young_adults"})


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ([""], "an action of a framework with plans needs a `code`"),
        (["Q-1"], "the action code 'Q-1' does not begin with 'P-'"),
        (["P-1", "P-1"], "the action code 'P-1' is given twice"),
        (["first"], "pattern"),
    ],
)
def test_wrong_codes_are_refused(codes: list[str], fault: str, tmp_path: Path) -> None:
    head, _actions, _rest = GROUP.partition("actions:")
    coded = [f"  - code: {code}\n    text: {{en: Act.}}\n" if code else "  - text: {en: Act.}\n" for code in codes]
    with pytest.raises(ContentError, match=fault):
        loaded(tmp_path, "regional", f"{head}actions:\n{''.join(coded)}")


def test_a_plan_has_its_code_alone(tmp_path: Path) -> None:
    group = GROUP.replace("  - text: {en: Act.}", "  - code: P-1\n    text: {en: Act.}")
    loaded(tmp_path, "regional", group)
    other = tmp_path / "another"
    other.mkdir()
    text = (tmp_path / "regional-strategy" / "framework.yaml").read_text()
    (other / "framework.yaml").write_text(text.replace("slug: regional-strategy", "slug: another"))
    (other / "p.yaml").write_text(group)
    with pytest.raises(ContentError, match="has a plan 'regional' already"):
        load_frameworks(tmp_path, cohort_codes={"young_adults"})
