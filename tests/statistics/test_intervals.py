"""Intervals against published values and SciPy's own, slower functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import clustered_interval, count_interval, proportion_interval


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(65, 100, 0.552544, 0.736358), (0, 10, 0.0, 0.277533), (30, 30, 0.886487, 1.0)],
)
def test_wilson_gives_the_published_values(numerator: int, denominator: int, lower: float, upper: float) -> None:
    assert proportion_interval(numerator, denominator) == pytest.approx((lower, upper), abs=1e-6)


@pytest.mark.parametrize(("count", "lower", "upper"), [(10, 4.78745, 18.39146), (3, 0.61867, 8.76727), (0, 0.0, 3.68888)])
def test_counts_give_the_published_values(count: int, lower: float, upper: float) -> None:
    assert count_interval(count) == pytest.approx((lower, upper), abs=1e-5)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_equals_scipy(case: tuple[int, int], confidence: float) -> None:
    k, n = case
    reference = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
    assert proportion_interval(k, n, confidence) == pytest.approx((reference.low, reference.high), abs=1e-9)


@given(st.integers(0, 9))
def test_small_counts_are_exact(count: int) -> None:
    lower, upper = count_interval(count)
    assert stats.poisson.cdf(count, upper) == pytest.approx(0.025, abs=1e-9)
    assert count == 0 or stats.poisson.sf(count - 1, lower) == pytest.approx(0.025, abs=1e-9)


@given(st.lists(st.integers(0, 1_000_000), min_size=1))
def test_arrays_give_what_single_numbers_give(counts: list[int]) -> None:
    lower, upper = count_interval(np.array(counts))
    singles = np.array([count_interval(count) for count in counts])
    assert np.column_stack([lower, upper]) == pytest.approx(singles, rel=1e-12)


def test_no_denominator_has_no_interval() -> None:
    assert all(np.isnan(bound) for bound in proportion_interval(0, 0))


@pytest.mark.parametrize(("numerator", "denominator"), [(11, 10), (-1, 10)])
def test_impossible_numerators_are_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="numerator"):
        proportion_interval(numerator, denominator)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        count_interval(-1)


@given(st.integers(0, 5_000), st.integers(1, 12))
def test_cases_that_cluster_tell_as_much_as_fewer_that_do_not(count: int, dispersion: int) -> None:
    """3 cases for each person are as good as one for each, three times."""
    lower, upper = count_interval(count)
    widened = clustered_interval(dispersion * count, dispersion)
    assert widened == pytest.approx((dispersion * lower, dispersion * upper))
    assert clustered_interval(count, 1) == (lower, upper)


@given(st.integers(0, 50), st.floats(1, 60))
def test_an_interval_holds_its_count_however_wide_it_is(count: int, dispersion: float) -> None:
    lower, upper = clustered_interval(count, dispersion)
    assert 0 <= lower <= count < upper
    assert upper - lower >= np.subtract(*reversed(count_interval(count))) - 1e-9


def test_without_a_dispersion_there_is_no_interval_and_none_is_below_1() -> None:
    lower, upper = clustered_interval(np.array([5, 50]), np.array([np.nan, 2.0]))
    assert (np.isnan(lower).tolist(), np.isnan(upper).tolist()) == ([True, False], [True, False])
    with pytest.raises(ValueError, match="below 1"):
        clustered_interval(5, 0.9)
