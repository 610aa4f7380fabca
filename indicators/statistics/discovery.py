"""Many tests at once: which of them to believe."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """q-values: the smallest false discovery rate at which each test is on the list; NaN stays NaN and counts as no test.

    One dimension. Raises ValueError for a p-value outside 0 to 1.
    Method: Benjamini and Hochberg (1995), JRSS B 57: 289-300.
    """
    p = np.asarray(p_values, dtype=float)
    tested = ~np.isnan(p)
    found = np.full(p.shape, np.nan)
    if tested.any():
        found[tested] = _adjusted(p[tested])
    return found


def _adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each p-value times the number of tests over its rank, and never above that of a larger one."""
    if np.any((p < 0) | (p > 1)):
        raise ValueError("a p-value lies between 0 and 1")
    order = np.argsort(p)
    raised = p[order] * (p.size / np.arange(1, p.size + 1))
    found = np.empty_like(p)
    found[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return np.clip(found, 0, 1)
