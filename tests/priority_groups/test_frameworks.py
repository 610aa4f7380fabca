"""Two frameworks of one schema; a third needs a folder and nothing else."""

from pathlib import Path

import pytest

from priority_groups.content import (
    ContentError,
    framework,
    frameworks,
    group,
    load_frameworks,
    texts_in,
)

MAIN = """\
slug: regional-strategy
position: 3
title: {en: A regional strategy}
short_title: {en: Regional strategy}
source: {en: A regional strategy.}
owners: [{en: A partnership}]
sections:
  - slug: introduction
    title: {en: Introduction}
    passages:
      - text: {en: "Why."}
        footnotes: [1]
footnotes:
  - {number: 1, text: {en: A book}}
"""
GROUP = """\
code: P
title: {en: Prevention}
short_title: {en: Prevention}
cohorts: [young_adults]
background:
  - text: {en: Prevention first.}
actions:
  - text: {en: Act.}
"""


def written(folder: Path, main: str = MAIN, **groups: str) -> Path:
    place = folder / "regional-strategy"
    place.mkdir()
    (place / "framework.yaml").write_text(main)
    for name, text in groups.items():
        (place / f"{name}.yaml").write_text(text)
    return folder


def test_a_third_framework_is_one_more_folder(tmp_path: Path) -> None:
    (found,) = load_frameworks(written(tmp_path, p=GROUP), cohort_codes={"young_adults"})

    assert str(found.title) == "A regional strategy"
    assert [group.code for group in found.groups] == ["P"]
    assert found.section("introduction").passages[0].footnotes == (1,)


def test_the_two_frameworks_in_their_order() -> None:
    assert [found.slug for found in frameworks()] == ["reoffending-2018-2023", "female-offending-blueprint"]
    assert [entry.code for entry in framework("reoffending-2018-2023").groups] == list("ABCDEF")


def test_what_the_framework_is_made_of() -> None:
    whole = framework("reoffending-2018-2023")
    assert len(whole.points_of("outcomes")) == 8
    assert len(whole.points_of("risk_factors")) == 8
    assert len(whole.points_of("improvements")) == 8
    assert [body.slug for body in whole.of_kind("body")] == [
        "all-wales-criminal-justice-board",
        "iom-cymru-board",
        "pathways-group",
    ]
    assert len(whole.section("all-wales-criminal-justice-board").members) == 11
    assert len(whole.section("pathways-group").members) == 6
    assert whole.section("iom-cymru-board").reports_to == "all-wales-criminal-justice-board"
    assert [(plan.code, len(under)) for plan, under in whole.top_plans] == [("national", 4)]
    assert [len(entry.actions) for entry in whole.groups] == [4, 3, 6, 4, 6, 4]
    assert len(whole.forewords) == 2
    assert len(whole.points_of("links")) == 11


def test_the_risk_factors_are_the_eight_needs() -> None:
    assert [point.code for point in framework("reoffending-2018-2023").points_of("risk_factors")] == [
        "accommodation",
        "ete",
        "lifestyle",
        "relationships",
        "drugs",
        "alcohol",
        "thinking",
        "attitudes",
    ]


def test_what_the_blueprint_is_made_of() -> None:
    whole = framework("female-offending-blueprint")
    (women,) = whole.groups
    assert women.cohorts == ("women",)
    assert women.related_indicators == ("A1", "A2", "A3", "A4", "A5", "A6")
    assert len(dict.fromkeys(action.under.en for action in women.actions if action.under)) == 5
    assert len(women.actions) == 11
    assert len(whole.points_of("aspirations")) == 7
    assert len(whole.points_of("quotations")) == 3
    principles = whole.section("guiding-principles").passages
    assert len(principles) == 4
    assert [point.title.en for point in principles[2].points if point.title] == [
        "Long-term",
        "Prevention",
        "Collaboration",
        "Integration",
        "Involving people",
    ]


def test_every_text_is_in_both_languages() -> None:
    assert [place for place, text in texts_in(frameworks()) if not text.cy] == []


def test_the_official_titles_are_checked() -> None:
    title = framework("reoffending-2018-2023").title
    assert title.checked
    assert title.cy == ("Fframwaith i gefnogi newid positif ar gyfer y rheini sydd mewn risg o droseddu yng Nghymru 2018-23")


def test_codes_are_looked_up_whatever_their_case() -> None:
    assert group("reoffending-2018-2023", "d").cohorts == ("young_adults", "care_leavers")


def test_what_is_not_there_says_what_there_is() -> None:
    with pytest.raises(KeyError, match=r"no framework 'other'.*reoffending-2018-2023"):
        framework("other")
    with pytest.raises(KeyError, match="no group 'Z'"):
        group("reoffending-2018-2023", "z")
    with pytest.raises(KeyError, match="no section 'weather'"):
        framework("reoffending-2018-2023").section("weather")


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


BAD = {
    "another slug than the folder's": (changed(MAIN, "slug: regional", "slug: local"), GROUP, "framework.yaml:1: slug: "),
    "unknown cohort": (MAIN, changed(GROUP, "young_adults", "old_adults"), "p.yaml:4: cohorts: no cohort 'old_adults'"),
    "footnote that is not there": (changed(MAIN, "[1]", "[2]"), GROUP, "framework.yaml:12: there is no footnote 2"),
    "footnote given again": (
        MAIN,
        GROUP + "footnotes:\n  - {number: 1, text: {en: Again}}\n",
        "p.yaml:10: footnote 1 is already in framework.yaml",
    ),
    "figure of a footnote that is not there": (
        MAIN,
        changed(
            GROUP,
            "{en: Prevention first.}",
            "{en: Half.}\n    figures:\n      - {value: 50, unit: percent, what: {en: of people}, words: Half, footnote: 9}",
        ),
        "p.yaml:8: there is no footnote 9",
    ),
    "footnote without words": (changed(MAIN, ", text: {en: A book}", ""), GROUP, "footnote 1 needs `text` or `url`"),
    "address that is none": (changed(MAIN, "text: {en: A book}", "url: nowhere"), GROUP, "framework.yaml:14: footnotes.0.url"),
    "empty passage": (changed(MAIN, 'text: {en: "Why."}', "note: {en: Slip}"), GROUP, "a passage needs `text` or `points`"),
    "empty point": (
        changed(MAIN, "footnotes: [1]", "points: [{code: a}]"),
        GROUP,
        "framework.yaml:12: sections.0.passages.0.points.0: Value error, a point needs `title`, `text` or `url`",
    ),
    "section given twice": (
        changed(MAIN, "footnotes:\n  -", "  - {slug: introduction, title: {en: Again}}\nfootnotes:\n  -"),
        GROUP,
        "the section slug 'introduction' is given twice",
    ),
    "body that reports to nobody": (
        changed(MAIN, "    title: {en: Introduction}", "    title: {en: Introduction}\n    reports_to: board"),
        GROUP,
        "reports to 'board', which is not a section",
    ),
    "plan under none": (
        MAIN + "plans:\n  - {code: a, title: {en: A}, area: W92000004, under: b}\n",
        GROUP,
        "plan 'a' is under 'b', which is not a plan",
    ),
}


@pytest.mark.parametrize("mistake", BAD)
def test_a_mistake_between_files_names_file_line_and_reason(mistake: str, tmp_path: Path) -> None:
    main, text, message = BAD[mistake]

    with pytest.raises(ContentError) as error:
        load_frameworks(written(tmp_path, main, p=text), cohort_codes={"young_adults"})

    assert message in str(error.value)


def test_two_groups_of_one_code_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"q.yaml:1: code: the group 'P' is already in p.yaml"):
        load_frameworks(written(tmp_path, p=GROUP, q=GROUP), cohort_codes={"young_adults"})
