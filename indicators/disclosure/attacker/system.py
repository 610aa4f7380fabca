"""What is left to be solved: relations between hidden numbers only, with everything that is shown put into the right side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Matrix: TypeAlias = "scipy.sparse.csr_array"

TOLERANCE = 1e-6


class Inconsistent(ValueError):
    """No numbers fit all the relations: something that was taken to hold does not."""


@dataclass(frozen=True)
class System:
    """`least` <= matrix @ hidden <= `most`, and `low` <= hidden <= `high`, a column for each hidden number.

    `columns`: which number each column is, among all numbers. `rows`: which relation each row is, among all relations. `whole`:
    whether the number is a count.
    """

    matrix: Matrix
    least: Floats
    most: Floats
    low: Floats
    high: Floats
    whole: NDArray[np.bool_]
    columns: Places
    rows: Places

    @cached_property
    def links(self) -> Matrix:
        """Which row has which columns."""
        return scipy.sparse.csr_array(abs(self.matrix))

    def part(self, columns: Places, fixed: Floats | None = None) -> System:
        """The system of some of its columns; the others stand at `fixed`. Without `fixed`, rows that have others fall away."""
        matrix = self.matrix[:, columns]
        touched = np.diff(matrix.indptr) > 0
        least, most = self.least, self.most
        if fixed is None:
            touched &= np.diff(matrix.indptr) == np.diff(self.matrix.indptr)
        else:
            others = fixed.copy()
            others[columns] = 0
            gone = self.matrix @ others
            least, most = least - gone, most - gone
        rows = np.flatnonzero(touched)
        return System(
            matrix[rows],
            least[rows],
            most[rows],
            self.low[columns],
            self.high[columns],
            self.whole[columns],
            self.columns[columns],
            self.rows[rows],
        )

    def with_bounds(self, low: Floats, high: Floats) -> System:
        return System(self.matrix, self.least, self.most, low, high, self.whole, self.columns, self.rows)


def system(
    matrix: Matrix, least: Floats, most: Floats, values: Floats, low: Floats, high: Floats, whole: NDArray[np.bool_]
) -> System:
    """The system of the numbers whose value is NaN. Relations between shown numbers only are left out."""
    hidden = np.isnan(values)
    columns = np.flatnonzero(hidden)
    shown = matrix @ np.where(hidden, 0, values)
    left = matrix[:, columns]
    rows = np.flatnonzero(np.diff(left.indptr) > 0)
    return System(
        left[rows], (least - shown)[rows], (most - shown)[rows], low[columns], high[columns], whole[columns], columns, rows
    )


def components(found: System) -> NDArray[np.int32]:
    """By column the number of the part of the system that it belongs to; parts have no relation with each other."""
    links = abs(found.matrix)
    return scipy.sparse.csgraph.connected_components(links.T @ links, directed=False)[1]


def round_inwards(low: Floats, high: Floats, whole: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Counts are whole: the least and largest whole numbers within, where a solver's tolerance counts as within."""
    return np.where(whole, np.ceil(low - TOLERANCE), low), np.where(whole, np.floor(high + TOLERANCE), high)
