"""A wrong measure or indicator is told with its file, line and reason; one more file needs no code."""

from pathlib import Path

import pytest

from indicators.catalogue import breakdowns
from indicators.catalogue.accessors import load_breakdowns, load_indicators, load_measures
from priority_groups.content import ContentError

MEASURE = """\
measures:
  - code: visits
    title: {en: Visits}
    definition: {en: Visits.}
    calculation: {en: Count them.}
    kind: count
    unit: people
    unit_label: {en: people}
    decimals: 0
    direction: none
    numerator: {en: visitors}
    additive_over_areas: true
    additive_over_quarters: true
    sources: [referrals]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("decimals: 0", "decimals: none"), "measures.yaml:9: measures.0.decimals: "),
        (("kind: count", "kind: guess"), "measures.yaml:6: measures.0.kind: "),
        (("kind: count", "kind: ratio"), "a ratio needs a denominator"),
        (("    sources", "    share: {en: Share}\n    sources"), "`share` belongs to a count with a denominator"),
        (("    sources", "    beside: hearings\n    sources"), "measures.yaml:14: measures.0.beside: no measure 'hearings'"),
        (
            ("    sources", "    breakdowns:\n      - {code: colour, adds_up: true}\n    sources"),
            "yaml:15: measures.0.breakdowns.0: ",
        ),
        (
            ("    sources", "    breakdowns:\n      - {code: sex, adds_up: true, categories: [X]}\n    sources"),
            "the breakdown 'sex' has no category 'X'",
        ),
        (("[referrals]", "[gossip]"), "measures.yaml:14: measures.0.sources.0: "),
        (("code: visits", "code: Visits!"), "measures.yaml:2: measures.0.code: "),
    ],
)
def test_a_wrong_measure_names_file_line_and_reason(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    assert change[0] in MEASURE
    path.write_text(MEASURE.replace(*change))

    with pytest.raises(ContentError) as error:
        load_measures(path, breakdowns={found.code: found for found in breakdowns()})

    assert message in str(error.value)


BREAKDOWNS = """\
breakdowns:
  - code: place
    title: {en: Place}
    categories: [{code: inside, label: {en: Inside}}, {code: outside, label: {en: Outside}}]
  - code: colour
    title: {en: Colour}
    categories: [{code: red, label: {en: Red}}]
  - code: colour_inside
    title: {en: Colour inside}
    part_of: {breakdown: colour, by: place, category: inside, words: {en: inside}}
"""


def test_a_part_of_a_breakdown_has_its_categories(tmp_path: Path) -> None:
    path = tmp_path / "breakdowns.yaml"
    path.write_text(BREAKDOWNS)
    *_, part = load_breakdowns(path)
    assert [(one.code, one.label.en, one.label.cy) for one in part.categories] == [("red", "Red, inside", None)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("breakdown: colour,", "breakdown: shape,"), "breakdowns.yaml:10: breakdowns.2.part_of.breakdown: no breakdown 'shape'"),
        (("by: place", "by: colour_inside"), "breakdowns.yaml:10: breakdowns.2.part_of.by: no breakdown 'colour_inside'"),
        (("category: inside", "category: above"), "the breakdown 'place' has no category 'above'"),
        (("    part_of", "    categories: [{code: red, label: {en: Red}}]\n    part_of"), "they are those of 'colour'"),
        (("    categories: [{code: red, label: {en: Red}}]\n", ""), "a breakdown needs categories"),
    ],
)
def test_a_wrong_breakdown_names_file_line_and_reason(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "breakdowns.yaml"
    assert change[0] in BREAKDOWNS
    path.write_text(BREAKDOWNS.replace(*change))

    with pytest.raises(ContentError) as error:
        load_breakdowns(path)

    assert message in str(error.value)


INDICATORS = """\
framework: regional
groups:
  P:
    - code: P1
      words: {en: Number of visits}
      measure: visits
      cohorts: [women]
      direction: up
"""


def load(path: Path) -> int:
    return len(
        load_indicators(path, groups={"regional": {"P": ("women",)}}, measure_codes={"visits"}, cohort_codes={"women", "men"})
    )


def test_indicators_of_one_more_framework_need_no_code(tmp_path: Path) -> None:
    path = tmp_path / "regional.yaml"
    path.write_text(INDICATORS)
    assert load(path) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("framework: regional", "framework: national"), "regional.yaml:1: framework: no framework 'national'"),
        (("  P:", "  Q:"), "regional.yaml:3: groups.Q: the framework has no group 'Q'"),
        (("code: P1", "code: Q1"), "regional.yaml:4: groups.P.0.code: 'Q1' does not begin with its group's code 'P'"),
        (("measure: visits", "measure: hearings"), "regional.yaml:6: groups.P.0.measure: no measure 'hearings'"),
        (("[women]", "[cats]"), "regional.yaml:7: groups.P.0.cohorts: no cohort 'cats'"),
        (("[women]", "[men]"), "regional.yaml:7: groups.P.0.cohorts: the cohort 'men' is not one of group P"),
        (("direction: up", "direction: upward"), "regional.yaml:8: groups.P.0.direction: "),
        (("code: P1", "code: one"), "regional.yaml:4: groups.P.0.code: "),
    ],
)
def test_a_wrong_indicator_names_file_line_and_reason(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "regional.yaml"
    assert change[0] in INDICATORS
    path.write_text(INDICATORS.replace(*change))

    with pytest.raises(ContentError) as error:
        load(path)

    assert message in str(error.value)


def test_an_indicator_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "regional.yaml"
    path.write_text(INDICATORS + INDICATORS.split("  P:\n")[1])

    with pytest.raises(ContentError, match=r"regional.yaml:9: groups.P.1.code: the indicator 'P1' is given twice"):
        load(path)
