"""The test for a trend against numbers that others have published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import trend

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
