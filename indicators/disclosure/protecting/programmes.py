"""Linear programmes, some in whole numbers, as secondary suppression asks them: thousands, most of a few dozen unknowns.

Of `scipy.optimize` it is `milp` that asks HiGHS with the least ado: for so small a programme `linprog` takes twice the time, for
what it checks and rearranges before.
"""

from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
AT_ONCE: dict[str, Any] = {"presolve": False}  # a third faster than with


def cheapest(
    costs: Numbers,
    rows: scipy.sparse.spmatrix,
    least: Numbers,
    most: Numbers,
    lowest: Numbers,
    highest: Numbers,
    *,
    whole: Numbers | None = None,
    options: dict[str, Any] = AT_ONCE,
) -> Numbers | None:
    """The unknowns x of least costs·x with least <= rows·x <= most and lowest <= x <= highest; None where none was found.

    `whole`: 1 for each unknown that must be a whole number, 0 for the others; without it none must. `options`: of
    scipy.optimize.milp.
    """
    solved = scipy.optimize.milp(
        costs,
        integrality=None if whole is None else whole.astype(np.int64),
        bounds=scipy.optimize.Bounds(lowest, highest),
        constraints=scipy.optimize.LinearConstraint(rows, least, most),
        options=options,  # type: ignore[arg-type]
    )
    return None if solved.x is None else np.asarray(solved.x, dtype=np.float64)
