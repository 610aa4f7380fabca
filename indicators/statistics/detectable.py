"""What a series could show at all."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from indicators.statistics.change import Kind, unit_variance
from indicators.statistics.distributions import normal_point


def least_detectable_change(level: ArrayLike, denominators: ArrayLike, kind: Kind, confidence: float = 0.95) -> Any:
    """The smallest steady change, first point to last, that would stand out from chance: as a share of the level.

    `denominators`: people of each of the points that a trend is asked of (ones for counts, whose level is their mean), of
    shape (..., points); `level`: one for each series. A number, or an array of that shape without its last axis. Chance is that
    of independent people; where years differ for other reasons more is needed. Infinite where the level is 0, and 0 for a
    proportion of 1. Raises ValueError for the kind "value" and for fewer than 2 points.
    """
    n, at = np.asarray(denominators, dtype=float), np.asarray(level, dtype=float)
    points = n.shape[-1]
    if kind == "value" or points < 2:
        raise ValueError("how values scatter is not known beforehand, and one point has no change")
    time = np.arange(points, dtype=float)
    centred = time - (n * time).sum(-1, keepdims=True) / n.sum(-1, keepdims=True)
    error = np.sqrt(unit_variance(at, kind) / (n * centred**2).sum(-1))
    reach = normal_point(0.5 + confidence / 2) * error * (points - 1)
    found = np.where(at > 0, reach / np.where(at > 0, at, 1), np.inf)
    return float(found) if found.ndim == 0 else found
