"""Periods: their days, quarters and order, for every year that a file may hold."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import Period
from indicators.catalogue.labels import period_label, period_name

periods = st.builds(Period, kind=st.sampled_from(["quarter", "year"]), year=st.integers(1900, 2200), quarter=st.integers(1, 4))
same_kind = st.sampled_from(["quarter", "year"]).flatmap(
    lambda kind: st.tuples(*[st.builds(Period, kind=st.just(kind), year=st.integers(1990, 2060), quarter=st.integers(1, 4))] * 2)
)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2023Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("YE2023-03", date(2022, 4, 1), date(2023, 3, 31)),
        ("YE2024-06", date(2023, 7, 1), date(2024, 6, 30)),
        ("YE2018-12", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_the_days_of_a_period(code: str, start: date, end: date) -> None:
    period = Period.parse(code)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("code", [" 2023q1 ", "ye2023-03"])
def test_case_and_space_around_a_code_do_not_matter(code: str) -> None:
    assert Period.parse(code).code == code.strip().upper()


@pytest.mark.parametrize("code", ["2023", "2023Q5", "2023Q0", "Q1 2023", "23Q1", "YE2023", "2023-03", "", "٢٠٢٣Q1"])
def test_what_is_no_period_says_what_one_looks_like(code: str) -> None:
    with pytest.raises(ValueError, match=r"is not a period: write a quarter as 2023Q1, or a year as YE2023-03"):
        Period.parse(code)


@pytest.mark.parametrize("code", ["YE2023-04", "YE2023-00", "YE2023-13"])
def test_a_year_ends_with_a_quarter(code: str) -> None:
    with pytest.raises(ValueError, match="its month is 03, 06, 09 or 12"):
        Period.parse(code)


@pytest.mark.parametrize("code", ["0000Q1", "YE0001-03"])
def test_a_year_that_no_date_has_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is out of range"):
        Period.parse(code)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="A quarter is 1 to 4, not 5"):
        Period("quarter", 2023, 5)


@given(periods)
def test_a_code_leads_back_to_its_period(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert str(period) == period.code


@given(periods)
def test_quarters_cover_the_period_without_gap_or_overlap(period: Period) -> None:
    quarters = period.quarters()
    assert len(quarters) == (1 if period.kind == "quarter" else 4)
    assert quarters[0].start == period.start
    assert quarters[-1].end == period.end
    for earlier, later in pairwise(quarters):
        assert later.start == earlier.end + timedelta(days=1)


@given(periods)
def test_the_next_begins_where_this_ends(period: Period) -> None:
    following = period.next()
    assert following.previous() == period
    assert following > period
    assert following.kind == period.kind
    assert following.start == period.end + timedelta(days=1)


@given(periods, st.integers(-40, 40))
def test_steps_add_up(period: Period, steps: int) -> None:
    assert period.shifted(steps).shifted(-steps) == period


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_lies_in_its_quarter_and_no_other(day: date) -> None:
    quarter = Period.quarter_of(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.year_ending().end == quarter.end
    assert not quarter.next().start <= day


@given(same_kind)
def test_periods_of_a_kind_are_ordered_by_their_end(pair: tuple[Period, Period]) -> None:
    one, other = pair
    assert (one < other) == (one.end < other.end)
    assert (one <= other) == (one.end <= other.end)
    assert (one == other) == (one.end == other.end)


def test_a_quarter_and_a_year_have_no_order() -> None:
    with pytest.raises(TypeError):
        assert Period.parse("2023Q1") < Period.parse("YE2023-03")
    with pytest.raises(TypeError):
        assert Period.parse("2023Q1") < "2023Q2"
    assert Period.parse("2023Q1") != Period.parse("YE2023-03")


@given(same_kind)
def test_every_period_up_to_a_last_one(pair: tuple[Period, Period]) -> None:
    first, last = pair
    if first.kind == "year" and first.quarter != last.quarter:
        with pytest.raises(ValueError, match="end in different months"):
            first.up_to(last)
        return
    found = first.up_to(last)
    assert list(found) == sorted(found)
    assert (found == ()) == (last < first)
    if found:
        assert (found[0], found[-1]) == (first, last)


def test_up_to_the_last_quarter_there_is() -> None:
    last = Period.parse("9999Q4")
    assert last.up_to(last) == (last,)
    with pytest.raises(ValueError, match="out of range"):
        last.next()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2023Q1", "January to March 2023"),
        ("2023Q2", "April to June 2023"),
        ("2023Q3", "July to September 2023"),
        ("2023Q4", "October to December 2023"),
        ("YE2023-03", "Year ending March 2023"),
        ("YE2023-06", "Year ending June 2023"),
        ("YE2023-09", "Year ending September 2023"),
        ("YE2023-12", "Year ending December 2023"),
    ],
)
def test_a_period_as_readers_say_it(code: str, name: str) -> None:
    with translation.override("en"):
        assert period_name(Period.parse(code)) == name
        assert str(period_label(Period.parse(code))) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2023Q1", "Ionawr i Fawrth 2023"),
        ("2023Q2", "Ebrill i Fehefin 2023"),
        ("2023Q3", "Gorffennaf i Fedi 2023"),
        ("2023Q4", "Hydref i Ragfyr 2023"),
    ],
)
def test_in_welsh_the_second_month_changes_after_i(code: str, name: str) -> None:
    with translation.override("cy"):
        assert period_name(Period.parse(code)) == name
