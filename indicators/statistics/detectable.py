"""What a series could show at all."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from indicators.statistics.change import Kind, unit_variance


def least_detectable_change(level: float, denominators: ArrayLike, kind: Kind, confidence: float = 0.95) -> float:
    """The smallest steady change, first point to last, that would stand out from chance: as a share of the level.

    `denominators`: people of each of the points that a trend is asked of (ones for counts, whose level is their mean); the
    last axis is time. Chance is that of independent people; where years differ for other reasons more is needed.
    Infinite where the level is 0, 0 for a proportion of 1. Raises ValueError for the kind "value" and for fewer than 2 points.
    """
    n = np.asarray(denominators, dtype=float)
    if kind == "value" or n.shape[-1] < 2:
        raise ValueError("how values scatter is not known beforehand, and one point has no change")
    if level <= 0:
        return float("inf")
    time: Any = np.arange(n.shape[-1], dtype=float)
    centred = time - (n * time).sum() / n.sum()
    error = np.sqrt(unit_variance(level, kind) / (n * centred**2).sum())
    return float(stats.norm.ppf(0.5 + confidence / 2) * error * (n.shape[-1] - 1) / level)
