"""Figures as they are read: what filters let through, one query for many series, and the order."""

from itertools import islice
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indicators import catalogue
from indicators.catalogue import Period
from indicators.releases import rows
from indicators.releases.models import Observation, Release

COHORTS, AREAS = ["women", "all", "bame"], ["W92000004", "W15000001", "W15000003", "K04000001"]
MEASURES = ["sentences_started", "reoffending_rate", "reoffences_per_reoffender"]
PERIODS = ["2018Q4", "YE2018-12", "YE2019-03", "YE2016-06", "2020Q2"]


def some(values: list[str]) -> st.SearchStrategy[list[str] | None]:
    return st.one_of(st.none(), st.lists(st.sampled_from(values), unique=True))


FILTERS = st.fixed_dictionaries(
    {
        "cohort": some(COHORTS),
        "measure": some(MEASURES),
        "indicator": some(["A1", "A3", "B3", "F1"]),
        "area": some(AREAS),
        "breakdown": some(["", "sentence_type", "need"]),
        "origin": some(["published", "counted"]),
        "kind": some(["year_12", "year_03", "quarter"]),
        "period": some(PERIODS),
        "period_from": st.sampled_from([None, *PERIODS]),
        "period_to": st.sampled_from([None, *PERIODS]),
    }
)


def passes(one: Observation, filters: dict[str, Any]) -> bool:
    """The filters, one after the other."""
    period = Period.parse(one.period)
    kind = "quarter" if period.kind == "quarter" else f"year_{period.end.month:02}"
    codes = {indicator.code for indicator in catalogue.indicator_for(one.cohort, one.measure)}
    told = {
        "cohort": {one.cohort}, "measure": {one.measure}, "indicator": codes, "area": {one.area_code}, "kind": {kind},
        "breakdown": {one.breakdown}, "origin": {one.origin}, "period": {one.period},
    }  # fmt: skip
    bounds = (filters.get(name) for name in ("period_from", "period_to"))
    first, last = (Period.parse(bound).end if bound else period.end for bound in bounds)
    return first <= period.end <= last and all(filters.get(name) is None or told[name] & set(filters[name]) for name in told)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(FILTERS, min_size=1, max_size=3), at_once=st.sampled_from([(1, 1), (40, 200), (1_000, 8_000)]))
@example(choices=[{}, {"cohort": ["women"]}], at_once=(10, 100))  # everything, and a part of it
def test_many_series_by_one_query_are_those_that_pass_in_the_order_of_a_whole_release(
    published: Release, choices: list[dict[str, Any]], at_once: tuple[int, int]
) -> None:
    found = list(published.observations.all())
    wanted = {rows_key(one) for one in found if any(passes(one, filters) for filters in choices)}
    in_order = [rows_key(one) for one in rows.observations(published)]
    with CaptureQueriesContext(connection) as queries:
        told = rows.at_once(published, choices)
    assert len(queries) <= 1
    assert [rows_key(one) for one in told] == [key for key in in_order if key in wanted]
    with patch.object(rows, "FEW", at_once[0]), patch.object(rows, "MANY", at_once[1]):
        alone = [rows_key(one) for one in rows.observations(published, **choices[0])]
    assert alone == [key for key in in_order if key in {rows_key(one) for one in found if passes(one, choices[0])}]


def test_one_goes_on_from_any_figure(published: Release) -> None:
    every = list(rows.observations(published))
    for at in range(0, len(every), max(1, len(every) // 9)):
        place = tuple(getattr(every[at], name) for name in rows.PLACE)
        assert list(islice(rows.observations(published, after=place), 50)) == every[at + 1 : at + 51]


def test_who_wants_a_page_of_figures_does_not_wait_for_all(published: Release) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(list(islice(rows.observations(published), 10))) == 10
    assert len(queries) == 2  # which series there are, and the first of them
    with CaptureQueriesContext(connection) as queries:
        every = list(rows.observations(published))
    series = {(one.measure, one.cohort) for one in every}
    assert len(every) < rows.FEW and len(queries) == 2 < len(series)


def rows_key(one: Any) -> tuple[str, ...]:
    return one.cohort, one.measure, one.area_code, one.period, one.breakdown, one.category
