"""The attack on any table: cells, which of them are hidden, and what adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import scipy

from indicators.disclosure.attacker.propagating import narrowed
from indicators.disclosure.attacker.solving import lowest_and_highest
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Inconsistent, components, system

Bound = float | Sequence[float | None] | None


def attack(
    values: Sequence[float | None],
    hidden: Iterable[int],
    equations: Iterable[Mapping[int, float]],
    *,
    lower: Bound = 0,
    upper: Bound = None,
) -> dict[int, tuple[float, float]]:
    """Lowest and highest value of each hidden cell, from everything that is shown.

    values: a number per cell; those of hidden cells are not looked at. equations: coefficients by cell number, which times the
    cells sum to 0. lower, upper: what is known beforehand of every cell, one number for all or one each; None: nothing.
    Counts are whole: the ends that a linear programme (HiGHS) gives are rounded inwards. Where the matrix is not totally
    unimodular they can be wider than those of whole tables. Raises Inconsistent, a ValueError, where no numbers fit; ValueError
    for a cell that does not exist.
    """
    size, cells = len(values), sorted(set(hidden))
    rows = [dict(one) for one in equations]
    if wrong := [cell for cell in {*cells, *(cell for row in rows for cell in row)} if not 0 <= cell < size]:
        raise ValueError(f"There is no cell {wrong[0]}: the cells are 0 to {size - 1}.")
    shown = np.array([np.nan if value is None else float(value) for value in values])
    shown[cells] = np.nan
    if np.isnan(np.delete(shown, cells)).any():
        raise ValueError("A cell that is shown has no value.")
    entries = [(place, cell, times) for place, row in enumerate(rows) for cell, times in row.items() if times]
    where = np.array([(place, cell) for place, cell, _ in entries], dtype=np.intp).reshape(-1, 2)
    times = np.array([one for _, _, one in entries], dtype=np.float64)
    matrix = scipy.sparse.csr_array(scipy.sparse.coo_array((times, (where[:, 0], where[:, 1])), shape=(len(rows), size)))
    _refuse_false_sums(matrix, shown)
    nothing, whole = np.zeros(len(rows)), np.ones(size, dtype=bool)
    found = system(matrix, nothing, nothing, shown, _ends(lower, size, -np.inf), _ends(upper, size, np.inf), whole)
    ends = narrowed(found)
    found = found.with_bounds(ends.low, ends.high)
    group, answer = components(found), {}
    for part in np.unique(group):
        columns = np.flatnonzero(group == part)
        alone = found.part(columns)
        for place, column in enumerate(columns):
            answer[int(found.columns[column])] = lowest_and_highest(alone, place)
    return answer


def _refuse_false_sums(matrix: scipy.sparse.csr_array, shown: Floats) -> None:
    """An equation of shown cells only must be true."""
    covered = abs(matrix) @ np.isnan(shown).astype(float) == 0
    false = covered & (np.abs(matrix @ np.nan_to_num(shown)) > TOLERANCE)
    if false.any():
        raise Inconsistent(f"The shown cells of equation {int(np.flatnonzero(false)[0])} do not sum to 0.")


def _ends(bound: Bound, size: int, without: float) -> Floats:
    if bound is None or isinstance(bound, int | float):
        return np.full(size, without if bound is None else float(bound))
    if len(bound) != size:
        raise ValueError(f"There are {size} cells, and bounds for {len(bound)}.")
    return np.array([without if one is None else float(one) for one in bound])
