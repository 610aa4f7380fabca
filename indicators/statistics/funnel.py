"""Funnel limits: how far a proportion on few people may lie from the average by chance."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from indicators.statistics.distributions import normal_point


def funnel_limits(denominator: ArrayLike, average: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """The proportions whose Wilson interval just touches the average, for so many people: (lower, upper), from 0 to 1.

    They are where a score test of the average becomes significant: average -/+ z sqrt(average (1 - average) / n).
    Numbers or arrays; NaN without people. Raises ValueError for an average outside 0 to 1.
    """
    n, p = np.broadcast_arrays(np.asarray(denominator, dtype=float), np.asarray(average, dtype=float))
    if np.any((p < 0) | (p > 1)):
        raise ValueError("an average proportion lies between 0 and 1")
    z = normal_point(0.5 + confidence / 2)
    half = z * np.sqrt(p * (1 - p) / np.where(n > 0, n, np.nan))
    lower, upper = np.clip(p - half, 0, 1), np.clip(p + half, 0, 1)
    return (float(lower), float(upper)) if lower.ndim == 0 else (lower, upper)
