"""Words of real files: reasons count as one outcome each, versions have a threshold for every need, wrong files say where."""

from pathlib import Path

import pytest

from indicators.catalogue import (
    assessment_versions,
    breakdown,
    breakdowns,
    code_lists,
    find_assessment_version,
    termination_reasons,
)
from indicators.catalogue.accessors import DEFINITIONS, spelling
from indicators.catalogue.meanings import load_reasons, load_versions
from priority_groups.content import ContentError

# DOMAIN 4.5: somebody has a need from this score on.
THRESHOLDS = {
    "accommodation": 2, "ete": 3, "relationships": 2, "lifestyle": 2, "drugs": 2, "alcohol": 4, "thinking": 4, "attitudes": 2
}  # fmt: skip


def test_every_outcome_has_reasons() -> None:
    assert set(termination_reasons()) == {category.code for category in code_lists()["outcome"]}
    assert all(termination_reasons().values())


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("Expired (Normal)", "successful"),
        ("Ran full course", "successful"),
        ("Completed - early good progress", "successful"),
        ("Revoked - good progress", "successful"),
        ("Failure to comply", "unsuccessful"),
        ("Conviction", "unsuccessful"),
        ("Recall", "unsuccessful"),
        ("Revoked", "unsuccessful"),
        ("Revoked (Other)", "unsuccessful"),
        ("Died", "neither"),
        ("Transferred out of area", "neither"),
        ("Revoked - ill health", "neither"),
    ],
)
def test_a_reason_counts_as_its_outcome(reason: str, outcome: str) -> None:
    found = [code for code, texts in termination_reasons().items() if spelling(reason) in map(spelling, texts)]
    assert found == [outcome]


def test_the_thresholds_are_those_of_the_field() -> None:
    (version,) = assessment_versions()
    assert version.thresholds == THRESHOLDS
    assert list(version.thresholds) == [category.code for category in breakdown("need").categories]


@pytest.mark.parametrize("text", ["", "  ", "1", "1.0", "OASys", "oasys 4.3", "V4", "4.x", "OASYS_R"])
def test_a_version_is_found_by_its_spellings(text: str) -> None:
    found = find_assessment_version(text)
    assert found is not None
    assert found.number == 1


def test_a_version_that_is_not_known_is_not_guessed() -> None:
    assert find_assessment_version("ARNS 9") is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  neither:\n", "  other:\n", r"reasons.yaml:\d+: no outcome 'other'"),
        ("    - Death\n", "    - Death\n    - RECALL.\n", "'RECALL.' is also unsuccessful"),
        ("  neither:\n", "  none: 3\n  neither:\n", r"reasons.yaml:\d+: reasons.none"),
    ],
)
def test_wrong_reasons_say_where_and_why(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        load_reasons(changed(tmp_path, "reasons.yaml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("      attitudes: 2\n", "", "wrong or missing: attitudes"),
        ("      ete: 3", "      debt: 3", "wrong or missing: debt, ete"),
        ("default: true", "default: false", "one version, and no other, is the default"),
        ("number: 1", "number: 0", "versions.0.number"),
    ],
)
def test_wrong_versions_say_where_and_why(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        load_versions(changed(tmp_path, "assessments.yaml", old, new))


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """One of our files with a part replaced."""
    text = (DEFINITIONS / name).read_text()
    assert old in text
    file = folder / name
    file.write_text(text.replace(old, new))
    return file


def test_letters_are_told_apart_in_every_list_that_rows_keep() -> None:
    for name, categories in code_lists().items():
        letters = [category.letter for category in categories if category.letter is not None]
        assert len(letters) == len(set(letters)), name


def test_records_can_keep_every_code_of_the_lists_that_they_use() -> None:
    kept = ["sex", "ethnicity_group", "sentence_type", "order_type", "index_type", "kind", "referrer", "outcome", "setting"]
    for name in [*kept, "stage", "flag", "assessment_type", "assessment_status"]:
        assert all(category.letter for category in code_lists()[name]), name
    assert {found.code for found in breakdowns()} <= set(code_lists())
