"""What is asked of distributions is to the last bit what scipy.stats says of them by name."""

import numpy as np
import pytest
import scipy

from indicators.statistics import benjamini_hochberg, distributions

PROBABILITIES = np.array([0, 1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9995, 1 - 1e-12, 1, np.nan, -0.1, 1.1])
POINTS = np.array([0, 1e-300, 0.01, 0.5, 1, 1.96, 3.84, 12.5, 40, 800, np.inf, np.nan])
FREEDOM = np.array([[0.5], [1], [2.4], [4], [20], [1998], [1e6], [np.nan]])


def same(ours: object, theirs: object) -> bool:
    return bool(np.array_equal(np.asarray(ours), np.asarray(theirs), equal_nan=True))


def test_normal() -> None:
    norm = scipy.stats.norm
    assert same(distributions.normal_point(PROBABILITIES), norm.ppf(PROBABILITIES))
    assert same(distributions.normal_above([*-POINTS, *POINTS]), norm.sf([*-POINTS, *POINTS]))


def test_students_t() -> None:
    t, points = scipy.stats.t, np.array([*-POINTS, *POINTS])
    assert same(distributions.student_above(points, FREEDOM), t.sf(points, FREEDOM))
    between = PROBABILITIES[PROBABILITIES != 0]
    assert same(distributions.student_point(between, FREEDOM), t.isf(between, FREEDOM))


def test_chi_squared() -> None:
    chi2 = scipy.stats.chi2
    assert same(distributions.chi_squared_above(POINTS, FREEDOM), chi2.sf(POINTS, FREEDOM))
    assert same(distributions.chi_squared_point(PROBABILITIES, FREEDOM), chi2.ppf(PROBABILITIES, FREEDOM))


@pytest.mark.parametrize("tests", [1, 2, 3, 10, 500])
def test_false_discoveries(tests: int) -> None:
    p = np.random.default_rng(tests).random(tests) ** 4
    p[:: max(2, tests // 7)] = p[0]  # equal ones among them
    assert same(benjamini_hochberg(p), scipy.stats.false_discovery_control(p, method="bh"))


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_what_is_no_p_value_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, wrong])
