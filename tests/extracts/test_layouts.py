"""Layouts are data: every file loads, and a heading is known however it is written."""

import pytest

from indicators.extracts.codes import nearest_period
from indicators.extracts.layouts import layout, layouts
from indicators.extracts.layouts.accessors import HERE
from indicators.extracts.layouts.schema import Layout
from indicators.extracts.pages.uploading import EXAMPLES
from priority_groups.content import ContentError, load_yaml


def test_every_layout_loads_and_has_its_examples() -> None:
    assert [found.source for found in layouts()] == ["published"]
    for found in layouts():
        assert all((EXAMPLES / example.file).is_file() for example in found.examples)
        texts = [found.title, found.description, found.row_is, *(column.description for column in found.columns)]
        assert all(text.en and text.cy for text in texts)


@pytest.mark.parametrize(
    "heading", ["area_code", "Area code", "AREA-CODE", " area  code ", "AreaCode", "Area", "Police Force Area"]
)
def test_headings_are_known_however_they_are_written(heading: str) -> None:
    column = layout("published").named(heading)
    assert column is not None
    assert column.name == "area_code"


def test_a_source_without_layout_is_an_error() -> None:
    with pytest.raises(KeyError):
        layout("something")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("natural_key: [cohort, ", "natural_key: [cohorts, ", "'cohorts' is not a column"),
        ("aliases: [group, population]", "aliases: [measure]", "share a spelling"),
        ("    codes: measures\n", "", "`codes` belongs to type code"),
    ],
)
def test_a_wrong_layout_says_where_and_why(tmp_path: object, old: str, new: str, reason: str) -> None:
    text = (HERE / "published.yaml").read_text()
    assert old in text
    file = tmp_path / "published.yaml"
    file.write_text(text.replace(old, new))
    with pytest.raises(ContentError, match=reason):
        load_yaml(file, Layout)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023 Q1", "2023Q1"),
        ("Q3 2019", "2019Q3"),
        ("2022/23", "YE2023-03"),
        ("2022-23", "YE2023-03"),
        ("1999/2000", "YE2000-03"),
        ("2019", "YE2019-12"),
        ("2018-11", "YE2018-12"),
        ("2018-03", "YE2018-03"),
        ("soon", ""),
    ],
)
def test_the_period_that_was_probably_meant_is_suggested(text: str, code: str) -> None:
    assert nearest_period(text) == code
