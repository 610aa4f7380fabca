"""The two questions to HiGHS: how low and how high a number can be, and which other table fits all that is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.attacker.system import TOLERANCE, Floats, Inconsistent, System

Rows = NDArray[np.bool_]
LARGE = 3_000  # columns from which the interior point method is the faster one
OPTIMAL, INFEASIBLE, UNBOUNDED = 0, 2, 3


def lowest_and_highest(found: System, column: int) -> tuple[float, float]:
    """Of one column, exactly; rounded inwards where it is a count. Raises Inconsistent where nothing fits."""
    low, high = (extreme(found, column, sign) for sign in (1, -1))
    if found.whole[column]:
        low, high = np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)
    return float(low) + 0.0, float(max(low, high)) + 0.0  # no -0.0


def extreme(found: System, column: int, sign: int) -> float:
    """The lowest (`sign` 1) or highest (-1) value of a column. Raises Inconsistent where nothing fits."""
    wanted = np.zeros(len(found.low))
    wanted[column] = sign
    answer = scipy.optimize.linprog(wanted, **_asked(found, "highs-ipm")) if len(wanted) > LARGE else _inside(wanted, found)
    if answer.x is not None:
        return float(answer.x[column])
    if answer.status == UNBOUNDED:
        return -sign * np.inf
    if answer.status == INFEASIBLE:
        # HiGHS can call an unbounded problem infeasible; asked for nothing in particular it cannot.
        if _inside(np.zeros(len(wanted)), found).x is not None:
            return -sign * np.inf
        raise Inconsistent("The tables contradict each other: no numbers fit them all.")
    raise RuntimeError(f"The solver gave up: {answer.message}")


def fitting(found: System) -> Floats:
    """Some numbers that fit, for each column. Raises Inconsistent where there are none."""
    answer = _inside(np.zeros(len(found.low)), found)
    if answer.x is None:
        raise Inconsistent("The tables contradict each other: no numbers fit them all.")
    return np.asarray(answer.x)


def another_table(found: System, start: Floats, weights: Floats, cap: Floats) -> Floats | None:
    """Numbers that fit as `start` does, with the largest weighted sum, and none further above its start than `cap`.

    None where the solver finds none, which says nothing.
    """
    at_start = found.matrix @ start
    least, most = np.minimum(found.least - at_start, 0), np.maximum(found.most - at_start, 0)
    least[least > -TOLERANCE], most[most < TOLERANCE] = 0, 0
    low, high = np.minimum(found.low - start, 0), np.maximum(np.minimum(found.high - start, cap), 0)
    low = np.maximum(low, -cap.max(initial=1.0))  # no solver likes a number without an end
    moved = System(found.matrix, least, most, low, high, found.whole, found.columns, found.rows)
    answer = scipy.optimize.linprog(-weights, **_asked(moved, "highs-ipm" if len(start) > LARGE else "highs-ds"))
    return None if answer.x is None else start + np.asarray(answer.x)


def shadow_prices(found: System, column: int, *, highest: bool) -> Floats:
    """By row how much the extreme of the column depends on it: the multipliers of the relations that give it away."""
    sign = -1.0 if highest else 1.0
    wanted = np.zeros(len(found.low))
    wanted[column] = sign
    equal, upper, lower = _kinds(found)
    answer = scipy.optimize.linprog(wanted, **_asked(found, "highs-ipm" if len(wanted) > LARGE else "highs"))
    prices = np.zeros(len(found.least))
    if answer.status != OPTIMAL:
        return prices
    prices[equal] = answer.eqlin.marginals if equal.any() else 0
    if (upper | lower).any():
        marginals = answer.ineqlin.marginals
        prices[upper] += marginals[: int(upper.sum())]
        prices[lower] -= marginals[int(upper.sum()) :]
    return prices * sign


def _kinds(found: System) -> tuple[Rows, Rows, Rows]:
    """Which rows are equations, which have an upper end and which a lower one."""
    equal = found.least == found.most
    return equal, ~equal & np.isfinite(found.most), ~equal & np.isfinite(found.least)


def _asked(found: System, method: str) -> dict[str, Any]:
    """The system as linprog has it."""
    equal, upper, lower = _kinds(found)
    asked: dict[str, Any] = {"bounds": np.column_stack([found.low, found.high]), "method": method}
    if equal.any():
        asked |= {"A_eq": found.matrix[np.flatnonzero(equal)], "b_eq": found.least[equal]}
    if (upper | lower).any():
        both = [found.matrix[np.flatnonzero(upper)], -found.matrix[np.flatnonzero(lower)]]
        asked |= {"A_ub": scipy.sparse.vstack(both).tocsr(), "b_ub": np.concatenate([found.most[upper], -found.least[lower]])}
    return asked


def _inside(wanted: Floats, found: System) -> Any:
    """The least of what is wanted among all that fits, as the solver answers."""
    relations = scipy.optimize.LinearConstraint(found.matrix, found.least, found.most) if found.matrix.shape[0] else ()
    return scipy.optimize.milp(wanted, constraints=relations, bounds=scipy.optimize.Bounds(found.low, found.high))
