"""Comparisons, funnels, relative rates and false discoveries against published values and SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import (
    benjamini_hochberg,
    compare,
    compare_with_rest,
    funnel_limits,
    least_detectable_change,
    proportion_interval,
    relative_rate_index,
    trend,
)

proportions = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# Newcombe (1998), table II, method 10: to the four decimals of the paper.
@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_has_newcombes_interval(first: tuple[int, int], second: tuple[int, int], lower: float, upper: float) -> None:
    found = compare(*first, *second)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)


@given(proportions, proportions)
def test_a_difference_is_tested_as_a_fourfold_table(first: tuple[int, int], second: tuple[int, int]) -> None:
    table = np.array([[k, n - k] for k, n in (first, second)])
    expected = 1.0 if (table.sum(axis=0) == 0).any() else stats.chi2_contingency(table, correction=False).pvalue
    assert compare(*first, *second).p_value == pytest.approx(expected, abs=1e-9)


def test_a_region_is_compared_with_wales_without_it() -> None:
    assert compare_with_rest(30, 100, 100, 500) == compare(30, 100, 70, 400)
    assert np.isnan(compare_with_rest(30, 100, 30, 100).difference)
    with pytest.raises(ValueError, match="larger than the whole"):
        compare_with_rest(30, 100, 20, 500)


def test_funnel_limits_are_as_published() -> None:
    assert funnel_limits(100, 0.3) == pytest.approx((0.2102, 0.3898), abs=5e-5)


@given(st.integers(5, 100_000), st.floats(0.05, 0.95))
def test_a_proportion_on_a_funnels_limit_has_an_interval_that_touches_the_average(people: int, average: float) -> None:
    lower, upper = funnel_limits(people, average)
    if lower > 0:
        assert proportion_interval(lower * people, people)[1] == pytest.approx(average, abs=1e-9)
    if upper < 1:
        assert proportion_interval(upper * people, people)[0] == pytest.approx(average, abs=1e-9)


def test_funnel_limits_of_nobody_are_nothing() -> None:
    lower, _ = funnel_limits([0, 100], 0.3)
    assert np.isnan(lower[0]) and lower[1] == pytest.approx(0.2102, abs=5e-5)
    with pytest.raises(ValueError, match="average"):
        funnel_limits(100, 30)


@given(proportions, proportions)
def test_a_relative_rate_is_scipys(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = relative_rate_index(*first, *second)
    if 0 in (first[0], second[0]):
        assert np.isnan([found.index, found.lower, found.upper]).all()
        return
    reference = stats.contingency.relative_risk(*first, *second)
    interval = reference.confidence_interval(0.95)
    assert found.index == pytest.approx(reference.relative_risk, rel=1e-9)
    assert (found.lower, found.upper) == pytest.approx((interval.low, interval.high), rel=1e-9)


def test_relative_rates_of_impossible_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="numerator"):
        relative_rate_index(5, 4, 1, 4)


def test_false_discoveries_are_as_benjamini_and_hochberg_published_them() -> None:
    """The fifteen p-values of their paper: four are discoveries at 5 %."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30))
def test_q_values_the_slow_way(p: list[float]) -> None:
    tested = sorted(one for one in p if one == one)
    slow = [
        min([len(tested) * other / (sum(one <= other for one in tested)) for other in tested if other >= one] + [1.0])
        if one == one
        else float("nan")
        for one in p
    ]
    assert benjamini_hochberg(p) == pytest.approx(slow, nan_ok=True, abs=1e-12)


def test_a_change_of_the_least_size_is_just_significant() -> None:
    """Five points on a straight line from end to end: its chi-squared is that of the confidence."""
    people, level = 500, 0.4
    change = least_detectable_change(level, [people] * 5, "proportion") * level
    numerators = people * (level + change * np.linspace(-0.5, 0.5, 5))
    assert trend(numerators, [people] * 5).p_value == pytest.approx(0.05, abs=1e-9)
    smaller = least_detectable_change(level, [4 * people] * 5, "proportion")
    assert smaller == pytest.approx(change / level / 2)


def test_what_cannot_be_told_of_a_least_change() -> None:
    assert least_detectable_change(0, [1] * 5, "count") == float("inf")
    with pytest.raises(ValueError, match="scatter"):
        least_detectable_change(3, [1] * 5, "value")
