"""The one object behind addresses, files and the API."""

from contextlib import suppress
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from reporting.selection import BadSelection, Selection, choices

PERIODS = ["", "2023Q1", "2019Q4", "YE2019-03", "YE2024-12"]
CODES = {name: st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple) for name, codes in choices().items()}
SELECTIONS = st.builds(
    Selection,
    **CODES,
    period_from=st.sampled_from(PERIODS),
    period_to=st.sampled_from(PERIODS),
    release=st.none() | st.integers(1, 10**6),
)


@given(SELECTIONS)
def test_a_query_says_all_of_a_selection(selection: Selection) -> None:
    selection.validate()
    assert Selection.from_query(QueryDict(selection.to_query())) == selection


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=4))
def test_whatever_an_address_holds_is_read_or_refused(query: dict[str, str]) -> None:
    asked = QueryDict(mutable=True)
    asked.update(query)
    with suppress(BadSelection):
        Selection.from_query(asked).validate()


def test_a_selection_made_in_code_is_held_to_the_same_rules() -> None:
    with pytest.raises(BadSelection) as caught:
        replace(Selection(), area=("W9",), period_to="then").validate()
    assert [problem.parameter for problem in caught.value.problems] == ["area", "to"]


def test_a_group_stands_for_its_indicators() -> None:
    assert Selection(group=("E",)).to_filters() == {"indicator": ("E1", "E2", "E3", "E4", "E5")}
    assert Selection(group=("E",), indicator=("E2", "A1")).to_filters() == {"indicator": ("E2",)}
    assert Selection(group=("E",), indicator=("A1",)).to_filters() == {"indicator": ()}


def test_totals_have_a_code_of_their_own() -> None:
    assert Selection(breakdown=("none", "sex"), category=("none",)).to_filters() == {"breakdown": ("", "sex"), "category": ("",)}
