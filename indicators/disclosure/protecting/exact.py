"""The least costly pattern of hidden cells for any table: `protect`.

A master programme of whole numbers chooses what is hidden; for each primary cell a linear programme plays the attacker. Where
the attacker comes too near, the dual solution says which cells would give room, and that goes back to the master as a
constraint: one of them, weighted by what it gives, must be hidden as well (capacity constraints of M. Fischetti and J. J.
Salazar, "Solving the cell suppression problem on tabular data with linear constraints", Management Science 47 (2001) 1008-1027).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.attacked import Attacked
from indicators.disclosure.protecting.covering import Pattern, Problem, Targets, cover

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Bound = float | Sequence[float | None] | None
Reach = float | Sequence[float] | Mapping[int, float]
NEARLY = 1e-6
ROUNDS = 150  # of choosing and attacking; where that is not enough the pattern found by `cover` stands
MOST_CELLS = 3_000  # of a table for which the least costly pattern is sought


class NoPattern(ValueError):
    """Whatever is hidden, these primary cells cannot be protected: `cells`."""

    def __init__(self, cells: Sequence[int]) -> None:
        named = ", ".join(map(str, cells[:5]))
        super().__init__(f"No pattern protects {len(cells)} of the cells, among them {named}: too little may be hidden.")
        self.cells = list(cells)


def protect(
    values: Sequence[float],
    costs: Sequence[float],
    primary: Iterable[int],
    equations: Iterable[Mapping[int, float]],
    *,
    below: Reach,
    above: Reach,
    lower: Bound = 0,
    upper: Bound = None,
    fixed: Iterable[int] = (),
) -> set[int]:
    """The cells to hide, primary ones included, at the least total cost of the others.

    values, costs: a number per cell; equations: coefficients by cell number, which times the values sum to 0; lower, upper: what
    an attacker knows beforehand of every cell, one number for all or one each (None: nothing); fixed: cells that may never be
    hidden. below, above: how far under and over its value the attacker's interval of each primary cell must reach at least, one
    number for all, one for each primary cell, or by cell. Raises NoPattern, a ValueError, where nothing protects; ValueError for
    equations that do not hold or cells that do not exist.
    """
    table = np.asarray(values, dtype=np.float64)
    cells = list(dict.fromkeys(primary))
    matrix = _matrix(equations, table)
    down, up = table - _ends(lower, len(table), -np.inf), _ends(upper, len(table), np.inf) - table
    if (down < -NEARLY).any() or (up < -NEARLY).any():
        raise ValueError("A value is outside what is known of it beforehand.")
    attacked = Attacked(matrix, np.maximum(down, 0), np.maximum(up, 0))
    wanted = [(cell, 1, reach) for cell, reach in _reach(above, cells)] + [
        (cell, -1, reach) for cell, reach in _reach(below, cells)
    ]
    wanted = [one for one in wanted if one[2] > 0]
    held = np.zeros(len(table), dtype=bool)
    held[list(fixed)] = True
    must = np.zeros(len(table), dtype=bool)
    must[cells] = True
    held &= ~must
    if lost := [cell for cell, side, reach in wanted if attacked.reach(cell, side, (~held).astype(float)).far < reach - NEARLY]:
        raise NoPattern(sorted(set(lost)))
    price = np.asarray(costs, dtype=np.float64)
    found = _quickly(attacked, price, must, held, wanted)
    if len(table) <= MOST_CELLS:
        found = _cheapest(attacked, price, must, held, wanted, found)
    return {int(cell) for cell in np.flatnonzero(found)}


def _cheapest(
    attacked: Attacked, costs: Floats, must: Mask, held: Mask, wanted: list[tuple[int, int, float]], found: Mask
) -> Mask:
    """The pattern of least cost, or `found` where the search does not end soon."""
    rows: list[Floats] = []
    chosen = must.astype(float)
    for whole in (False, True):  # constraints are cheaply found while the master may take parts of cells
        for _ in range(ROUNDS):
            chosen = _master(rows, costs, must, held, whole=whole)
            new = [row for row in (attacked.cut(*one, chosen) for one in wanted) if row is not None]
            if not new:
                break
            rows += new
        else:
            return found
    return np.asarray(chosen > 0.5)


def _master(rows: list[Floats], costs: Floats, must: Mask, held: Mask, *, whole: bool) -> Floats:
    """What is hidden at the least cost so that every constraint is met."""
    least = must.astype(float)
    if not rows:
        return least
    solved = scipy.optimize.milp(
        np.where(must, 0.0, np.maximum(costs, 1e-9)),
        integrality=np.full(len(costs), int(whole)),
        bounds=scipy.optimize.Bounds(least, (~held).astype(float)),
        constraints=scipy.optimize.LinearConstraint(scipy.sparse.csr_array(np.array(rows)), np.ones(len(rows)), np.inf),
    )
    if solved.x is None:
        raise ValueError(f"The pattern of least cost was not found: {solved.message}")
    return np.asarray(np.clip(np.round(solved.x) if whole else solved.x, 0, 1), dtype=np.float64)


def _quickly(attacked: Attacked, costs: Floats, must: Mask, held: Mask, wanted: list[tuple[int, int, float]]) -> Mask:
    """A pattern that protects, with nothing in it that could be shown again by itself."""
    problem = Problem(attacked.matrix, attacked.down, attacked.up, np.maximum(costs, 1e-9), held)
    pattern = Pattern(must.copy(), must.copy())
    places = np.array([cell for cell, _, _ in wanted], dtype=np.int64)
    cover(problem, pattern, Targets(places, np.array([side * reach for _, side, reach in wanted])))
    hidden = pattern.hidden
    if not attacked.protects(wanted, hidden):
        hidden = ~held
    for cell in sorted(np.flatnonzero(hidden & ~must), key=lambda cell: -costs[cell]):
        hidden[cell] = False
        hidden[cell] = not attacked.protects(wanted, hidden)
    return hidden


def _matrix(equations: Iterable[Mapping[int, float]], values: Floats) -> scipy.sparse.csr_matrix:
    rows = [dict(one) for one in equations]
    entries = [(place, cell, times) for place, row in enumerate(rows) for cell, times in row.items()]
    if wrong := [cell for _, cell, _ in entries if not 0 <= cell < len(values)]:
        raise ValueError(f"There is no cell {wrong[0]}: the cells are 0 to {len(values) - 1}.")
    where = np.array([(place, cell) for place, cell, _ in entries], dtype=np.intp).reshape(-1, 2)
    times = np.array([one for _, _, one in entries], dtype=np.float64)
    matrix = scipy.sparse.csr_matrix((times, (where[:, 0], where[:, 1])), shape=(len(rows), len(values)))
    sums, sizes = np.asarray(matrix @ values), np.asarray(abs(matrix) @ np.abs(values))
    false = np.flatnonzero(np.abs(sums) > NEARLY * (1 + sizes))
    if len(false):
        raise ValueError(f"Equation {false[0]} does not hold: it sums to {sums[false[0]]:g} and not to 0.")
    return matrix


def _ends(bound: Bound, size: int, nothing: float) -> Floats:
    if bound is None or isinstance(bound, int | float):
        return np.full(size, nothing if bound is None else float(bound))
    if len(bound) != size:
        raise ValueError(f"There are {len(bound)} bounds for {size} cells.")
    return np.array([nothing if one is None else float(one) for one in bound])


def _reach(reach: Reach, cells: list[int]) -> list[tuple[int, float]]:
    if isinstance(reach, Mapping):
        return [(cell, float(reach[cell])) for cell in cells]
    if isinstance(reach, int | float):
        return [(cell, float(reach)) for cell in cells]
    if len(reach) != len(cells):
        raise ValueError(f"There are {len(reach)} distances for {len(cells)} primary cells.")
    return [(cell, float(one)) for cell, one in zip(cells, reach, strict=True)]
