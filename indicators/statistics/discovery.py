"""Many tests at once: which of them to believe."""

import numpy as np
import scipy
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
        found[tested] = scipy.stats.false_discovery_control(p[tested], method="bh")
    return found
