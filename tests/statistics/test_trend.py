"""The test for a trend against numbers that others have published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import trend, trend_of_values

# The unit tests of Public Health England's Fingertips, to the four decimals that stand there.
FINGERTIPS = [
    ([5, 7, 6, 7, 8, 10], [22, 35, 42, 48, 54, 150], 8.0237),
    ([5405, 5500, 5435, 5480, 5315], [18095, 18170, 18005, 17890, 17860], 0.0180),
    ([5645, 5405, 5500, 5435, 5480, 5315], [18285, 18095, 18170, 18005, 17890, 17860], 1.3987),
    ([5455, 5645, 5405, 5500, 5435, 5480, 5315], [18590, 18285, 18095, 18170, 18005, 17890, 17860], 0.3925),
    ([22435, 22445, 21365, 20955, 19055], [65880, 67900, 68705, 69835, 70910], 978.2845),
]  # fmt: skip
# The example of R's prop.trend.test: smokers among patients of four studies.
SMOKERS, PATIENTS = [83, 90, 129, 70], [86, 93, 136, 82]


@pytest.mark.parametrize(("numerators", "denominators", "published"), FINGERTIPS)
def test_it_gives_the_published_values_of_fingertips(numerators: list[int], denominators: list[int], published: float) -> None:
    assert round(trend(numerators, denominators).chi_squared, 4) == published


# The unit tests of the trend markers themselves: five years of one indicator, as counts of people and as rates with intervals.
COUNTS, PEOPLE = [994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701]
RATES = [24.67, 24.6, 28, 30.2, 30.6], [23.16, 23.15, 26.44, 28.63, 28.98], [26.25, 26.19, 29.64, 31.9, 32.25]
STILL = (
    [20.5506, 19.5952, 19.0349, 21.3966, 18.4372],
    [18.1803, 17.3444, 16.8421, 19.0918, 16.2925],
    [23.1427, 22.0602, 21.4394, 23.8975, 20.7941],
)
SIGNIFICANT = 9.5495  # of those tests: 99.8 %


def test_it_gives_the_values_of_the_trend_markers_for_proportions() -> None:
    found = trend(COUNTS, PEOPLE)
    assert round(found.chi_squared, 2) == 47.90
    assert (found.slope_sign, found.consistent) == (1, True)


def test_it_gives_the_values_of_the_trend_markers_for_rates_with_intervals() -> None:
    found = trend_of_values(*RATES)
    assert round(found.chi_squared, 2) == 46.77
    assert (found.slope_sign, found.consistent) == (1, True)
    assert trend_of_values(*STILL).chi_squared < SIGNIFICANT


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 10)), min_size=2, max_size=8))
def test_of_values_it_is_the_weighted_line(points: list[tuple[float, float]]) -> None:
    """NumPy's weighted polynomial: the slope by its standard error, squared."""
    values, errors = np.array(points).T
    found = trend_of_values(values, values - 1.96 * errors, values + 1.96 * errors)
    slope = np.polyfit(np.arange(len(values)), values, 1, w=1 / errors)[0]
    variance = np.linalg.inv(sum(np.outer([t, 1], [t, 1]) / error**2 for t, error in enumerate(errors)))[0, 0]
    assert found.chi_squared == pytest.approx(slope**2 / variance, rel=1e-6, abs=1e-6)


def test_of_values_a_missing_one_is_left_out_and_impossible_ones_are_refused() -> None:
    gap = trend_of_values([1, np.nan, 3], [0, np.nan, 2], [2, np.nan, 4])
    assert gap.chi_squared == pytest.approx(2 * 1.96**2) and gap.slope_sign == 1
    assert np.isnan(trend_of_values([1], [0], [2]).chi_squared)
    with pytest.raises(ValueError, match="one lower"):
        trend_of_values([1, 2], [0], [2, 3])
    with pytest.raises(ValueError, match="above"):
        trend_of_values([1, 2], [0, 2], [2, 2])


def test_it_gives_the_published_values_of_r() -> None:
    found = trend(SMOKERS, PATIENTS)
    assert (round(found.chi_squared, 4), round(found.p_value, 6)) == (8.2249, 0.004132)
    assert found.slope_sign == -1


@given(st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=9))
def test_it_is_the_correlation_of_people_and_time(points: list[tuple[int, int]]) -> None:
    """N r squared over one row per person: the definition, the long way."""
    outcome = np.concatenate([np.repeat([1.0, 0.0], [k, n - k]) for k, n in points])
    time = np.repeat(np.arange(len(points), dtype=float), [n for _, n in points])
    found = trend([k for k, _ in points], [n for _, n in points])
    if outcome.min() == outcome.max():
        assert np.isnan(found.chi_squared) and not found.consistent
        return
    r = np.corrcoef(outcome, time)[0, 1]
    assert found.chi_squared == pytest.approx(len(outcome) * r**2, rel=1e-9, abs=1e-9)
    assert found.p_value == pytest.approx(stats.chi2.sf(found.chi_squared, 1))
    assert abs(r) < 1e-9 or found.slope_sign == np.sign(r)


def test_a_slope_that_hangs_on_one_point_is_not_consistent() -> None:
    assert trend([10, 10, 10, 10, 60], [100] * 5).consistent is False
    assert trend([10, 14, 18, 25, 30], [100] * 5).consistent is True
    assert trend([30, 25, 18, 14, 10], [100] * 5).slope_sign == -1


def test_a_missing_point_leaves_the_others_where_they_are() -> None:
    whole = trend([10, 20, 30, 40, 50], [100] * 5)
    gap = trend([10, np.nan, 30, 40, 50], [100] * 5)
    assert gap.chi_squared == pytest.approx(trend([10, 0, 30, 40, 50], [100, 0, 100, 100, 100]).chi_squared)
    assert gap.chi_squared < whole.chi_squared and gap.slope_sign == 1


@pytest.mark.parametrize(("k", "n"), [([], []), ([3], [9]), ([0, 0, 0], [9, 9, 9]), ([9, 9], [9, 9])])
def test_where_nothing_can_vary_there_is_no_trend(k: list[int], n: list[int]) -> None:
    found = trend(k, n)
    assert np.isnan(found.chi_squared) and (found.slope_sign, found.consistent) == (0, False)


@pytest.mark.parametrize(("k", "n"), [([5], [4]), ([-1, 2], [4, 4]), ([1, 2], [4])])
def test_impossible_numbers_are_refused(k: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match="numerator"):
        trend(k, n)
