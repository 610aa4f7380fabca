"""What is asked of distributions, by scipy's functions that compute it.

scipy.stats has the same by name, from these functions; but it takes each process that starts half a second and 20 MB to load.
Numbers or arrays, with degrees of freedom above 0; NaN where there is no answer.
"""

from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Numbers = float | NDArray[np.float64]


def normal_point(below: Numbers) -> Any:
    """What a standard normal value lies below with this probability."""
    return scipy.special.ndtri(below)


def normal_above(point: Numbers) -> Any:
    """How probable a standard normal value above this one is."""
    return scipy.special.ndtr(-np.asarray(point))


def student_above(point: Numbers, freedom: Numbers) -> Any:
    """How probable a value of Student's t above this one is."""
    return scipy.special.stdtr(freedom, -np.asarray(point))


def student_point(above: Numbers, freedom: Numbers) -> Any:
    """What a value of Student's t lies above with this probability, which is not 0."""
    return -scipy.special.stdtrit(freedom, above)


def chi_squared_above(point: Numbers, freedom: Numbers) -> Any:
    """How probable a value of chi-squared above this one is."""
    return scipy.special.chdtrc(freedom, point)


def chi_squared_point(below: Numbers, freedom: Numbers) -> Any:
    """What a value of chi-squared lies below with this probability."""
    return 2 * scipy.special.gammaincinv(np.asarray(freedom) / 2, below)
