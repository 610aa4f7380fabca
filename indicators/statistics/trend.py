"""A trend over a few years, as public health in England tests it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.statistics.distributions import chi_squared_above

Floats = NDArray[np.float64]
WIDTH = 3.92  # standard errors, of an interval at 95 %, to the decimals of the method


@dataclass(frozen=True, slots=True)
class Trend:
    """`slope_sign`: 1 rising, -1 falling, 0 level. `consistent`: so it stays whichever one point is left out."""

    chi_squared: float
    p_value: float
    slope_sign: int
    consistent: bool


def trend(numerators: ArrayLike, denominators: ArrayLike) -> Trend:
    """Cochran and Armitage's chi-squared test for a trend in proportions over equally spaced points in time.

    One numerator and one denominator a point; a point where either is missing (NaN), or the denominator is 0, is left out, and
    the others keep their places in time. Without continuity correction and with N, not N - 1: as R's `prop.trend.test` and the
    Fingertips trend markers. NaN and "not consistent" where fewer than two points are left or nothing varies.
    Raises ValueError for shapes that differ and for a numerator below 0 or above its denominator.
    Method: Armitage (1955), Biometrics 11: 375-386.
    """
    k, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    if k.shape != n.shape or k.ndim != 1:
        raise ValueError("a trend has one numerator and one denominator for each point in time")
    if np.any((k < 0) | (k > n)):
        raise ValueError("a numerator must lie between 0 and its denominator")
    kept = ~np.isnan(k) & (n > 0)
    k, n, time = k[kept], n[kept], np.flatnonzero(kept).astype(float)
    share = k.sum() / n.sum() if n.sum() else np.nan
    if len(k) < 2 or not 0 < share < 1:
        return Trend(float("nan"), float("nan"), 0, False)
    centred = time - (n * time).sum() / n.sum()
    chi_squared = float((k * centred).sum() ** 2 / (share * (1 - share) * (n * centred**2).sum()))
    sign, consistent = direction(k / n, n, time)
    return Trend(chi_squared, float(chi_squared_above(chi_squared, 1)), sign, consistent)


def trend_of_values(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Trend:
    """The same for values that are told with a 95 % interval and not with what they are made of, such as standardised rates.

    The slope of a straight line over equally spaced points in time, weighted by the squares of the standard errors: an interval
    is 3.92 of them wide. A point with a missing number (NaN) is left out. NaN and "not consistent" where fewer than two points
    are left. Raises ValueError for shapes that differ and for an interval without width.
    Method: the trend markers of Fingertips (Public Health England) for values that are no proportions.
    """
    value, low, high = (np.asarray(one, dtype=float) for one in (values, lower, upper))
    if not value.shape == low.shape == high.shape or value.ndim != 1:
        raise ValueError("a trend has one value, one lower and one upper end for each point in time")
    kept = ~np.isnan(value + low + high)
    value, width, time = value[kept], (high - low)[kept], np.flatnonzero(kept).astype(float)
    if (width <= 0).any():
        raise ValueError("an interval's upper end must lie above its lower end")
    if len(value) < 2:
        return Trend(float("nan"), float("nan"), 0, False)
    weights = (WIDTH / width) ** 2
    centred = time - (weights * time).sum() / weights.sum()
    chi_squared = float((weights * centred * value).sum() ** 2 / (weights * centred**2).sum())
    sign, consistent = direction(value, weights, time)
    return Trend(chi_squared, float(chi_squared_above(chi_squared, 1)), sign, consistent)


def direction(values: Floats, weights: Floats, time: Floats) -> tuple[int, bool]:
    """The sign of the weighted slope of values over time, and whether it is the same with each point left out in turn."""
    whole = _sign(values, weights, time)
    kept = ~np.eye(len(values), dtype=bool)
    others = {_sign(values[mask], weights[mask], time[mask]) for mask in kept} if len(values) > 2 else set()
    return whole, whole != 0 and others == {whole}


def _sign(values: Floats, weights: Floats, time: Floats) -> int:
    centred = time - (weights * time).sum() / weights.sum()
    slope = (weights * centred * values).sum()
    scale = (weights * np.abs(centred) * np.abs(values).max(initial=0)).sum()
    return 0 if abs(slope) <= 1e-12 * scale else int(np.sign(slope))  # equal values: rounding errors have signs too
