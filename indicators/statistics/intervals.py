"""Confidence intervals of proportions and counts, as the public health field in the UK calculates them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.statistics.distributions import chi_squared_point, normal_point

Floats = NDArray[np.float64]
EXACT_BELOW = 10  # counts; from here on Byar's approximation is as good


def proportion_interval(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """Wilson's score interval of numerator / denominator, as proportions from 0 to 1.

    Numbers or arrays of one shape; returns (lower, upper) of that shape, NaN where the denominator is 0 or missing.
    Raises ValueError for a numerator below 0 or above its denominator.
    Method: Wilson (1927), JASA 22: 209-212, without continuity correction.
    """
    k, n = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    if np.any((k < 0) | (k > n)):
        raise ValueError("a numerator must lie between 0 and its denominator")
    z = _z(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = (k + z**2 / 2) / (n + z**2)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) * n / (n + z**2)
    # At the ends the bound is exactly 0 or 1; the subtraction would leave a rounding error there.
    lower = np.where(k == 0, 0.0, centre - half)
    upper = np.where(k == n, 1.0, centre + half)
    known = n > 0
    return _out(np.where(known, lower, np.nan)), _out(np.where(known, upper, np.nan))


def count_interval(count: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """Interval of a Poisson count: exact (chi-squared) below 10, Byar's approximation from 10.

    A number or an array, whole or not; returns (lower, upper) of that shape. Raises ValueError for a count below 0.
    Method: Breslow and Day (1987), Statistical Methods in Cancer Research II: 69-71.
    """
    x = np.asarray(count, dtype=float)
    if np.any(x < 0):
        raise ValueError("a count must not be below 0")
    z = _z(confidence)
    tail = (1 - confidence) / 2
    exact_lower = np.where(x == 0, 0.0, chi_squared_point(tail, 2 * np.where(x == 0, 1.0, x)) / 2)
    exact_upper = chi_squared_point(1 - tail, 2 * x + 2) / 2
    y = np.maximum(x, 1)  # Byar is not used at 0, and must not divide by it
    byar_lower = y * (1 - 1 / (9 * y) - z / (3 * np.sqrt(y))) ** 3
    byar_upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    small = x < EXACT_BELOW
    return _out(np.where(small, exact_lower, byar_lower)), _out(np.where(small, exact_upper, byar_upper))


def clustered_interval(count: ArrayLike, dispersion: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """Interval of a count of cases of which one person may have several: that of as many independent cases as tell as much.

    `dispersion`: how many times as much it scatters as independent cases, at least 1; NaN where that is not known. Numbers or
    arrays of one shape; returns (lower, upper) of that shape, NaN without a dispersion. Raises ValueError for a count below 0
    or a dispersion below 1. Method: quasi-Poisson (McCullagh and Nelder 1989, Generalized Linear Models: 6.2.3), the interval
    of `count_interval` for count / dispersion cases, times the dispersion.
    """
    x, by = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(dispersion, dtype=float))
    if np.any(by < 1):
        raise ValueError("a dispersion must not be below 1")
    lower, upper = count_interval(x / by, confidence)
    return _out(np.asarray(by * lower)), _out(np.asarray(by * upper))


def _z(confidence: float) -> float:
    return float(normal_point(0.5 + confidence / 2))


def _out(values: Floats) -> Any:
    """A plain number where a number came in."""
    return float(values) if values.ndim == 0 else values
