"""Quarters and months of whole columns of days against the standard library."""

import calendar
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.periods import Period
from indicators.measures.calendar import add_months, last_day, quarter_code, quarter_of, year_code

EPOCH = date(1970, 1, 1)
dates = st.lists(st.dates(date(1890, 1, 1), date(2150, 12, 31)), min_size=1, max_size=30)


def days(found: list[date]) -> np.ndarray:
    return np.array([(day - EPOCH).days for day in found], dtype=np.int32)


def later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@given(dates, st.integers(0, 40))
def test_months_are_added_as_on_a_calendar(found: list[date], months: int) -> None:
    assert add_months(days(found), months).tolist() == days([later(day, months) for day in found]).tolist()


@given(st.dates(date(1960, 1, 1), date(2100, 1, 1)), st.integers(1, 400), st.integers(0, 40))
def test_a_column_of_every_day_is_the_same(start: date, count: int, months: int) -> None:
    found = [start + timedelta(days=number) for number in range(count)] * 2
    assert add_months(days(found), months).tolist() == days([later(day, months) for day in found]).tolist()


@given(dates)
def test_quarters_are_those_of_the_catalogue(found: list[date]) -> None:
    periods = [Period.quarter_of(day) for day in found]
    quarters = quarter_of(days(found)).tolist()
    assert [quarter_code(quarter) for quarter in quarters] == [period.code for period in periods]
    assert [year_code(quarter) for quarter in quarters] == [period.year_ending().code for period in periods]
    assert [last_day(quarter) for quarter in quarters] == days([period.end for period in periods]).tolist()


def test_no_days_have_no_quarters() -> None:
    assert quarter_of(days([])).tolist() == add_months(days([]), 3).tolist() == []
