"""Cells: what a figure of one cohort and period is told for - Wales, each area, and at Wales level each category.

Counting rows in cells is done in two steps: every row gets one number for its area and all its categories at once (its
profile), the rows of each profile are counted, and the counts of the profiles are added up into cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.measures.plan import Area, Breakdown, Category, Columns, Plan

Table = NDArray[np.int64]
LETTERS = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """`if_any`: told only where somebody is in it."""

    area: str
    breakdown: str = ""
    category: str = ""
    if_any: bool = False


def common_cells(plan: Plan) -> list[Cell]:
    """Wales, every area, and every category of the common breakdowns."""
    areas = [Cell(plan.wales), *(Cell(area.code) for area in plan.areas)]
    return areas + [cell for breakdown in plan.common for cell in own_cells(plan, breakdown)]


def own_cells(plan: Plan, breakdown: Breakdown | None) -> list[Cell]:
    """Every category of a breakdown, at Wales level; none where there is no breakdown."""
    if breakdown is None:
        return []
    return [Cell(plan.wales, breakdown.code, one.code, one.if_any) for one in breakdown.categories]


class Coder:
    """The place of each row's category in a breakdown; a row of none of them gets the place after the last."""

    def __init__(self, column: str, categories: Sequence[Category]) -> None:
        self.column, self.width = column, len(categories) + 1
        if column == "age":
            self.table = _ages(categories)
        else:
            self.table = np.full(LETTERS, len(categories), dtype=np.int32)
            for place, category in enumerate(categories):
                self.table[category.letter] = place

    def codes(self, columns: Columns, step: int = 1) -> NDArray[np.int32]:
        """Places times `step`."""
        values = columns[self.column]
        if self.column == "age":
            return np.take(self.table * np.int32(step), values.astype(np.intp) + 1, mode="clip")
        return np.take(self.table * np.int32(step), values)


def _ages(categories: Sequence[Category]) -> NDArray[np.int32]:
    """By age + 1: the first band that has it; unknown ages come first, ages beyond the table are its last."""
    ends = [end for one in categories for end in (one.low, one.high) if end is not None]
    ages = np.arange(-1, max(ends, default=0) + 2)
    table = np.full(len(ages), len(categories), dtype=np.int32)
    for place, band in reversed(list(enumerate(categories))):
        low, high = band.low, band.high
        if low is None and high is None:
            table[ages < 0] = place
        else:
            within = (ages >= (0 if low is None else low)) & (ages <= (ages[-1] if high is None else high))
            table[within] = place
    return table


def area_coder(areas: Sequence[Area]) -> Coder:
    """The place of each row's area among `areas`."""
    return Coder("area", [Category(area.code, area.letter) for area in areas])


class Profiles:
    """The areas and the common breakdowns of a plan, all in one number for each row."""

    def __init__(self, areas: Sequence[Area], common: Sequence[Breakdown]) -> None:
        self.coders = [area_coder(areas), *(Coder(one.column, one.categories) for one in common)]

    @cached_property
    def count(self) -> int:
        """How many different profiles there can be."""
        return int(np.prod([coder.width for coder in self.coders]))

    def of(self, columns: Columns) -> NDArray[np.int32]:
        """The profile of each row, from its `area`, `sex`, `age`, ... columns."""
        step, found = 1, np.zeros(len(columns["area"]), dtype=np.int32)
        for coder in self.coders:
            found += coder.codes(columns, step)
            step *= coder.width
        return found

    def in_cells(self, table: Table) -> Table:
        """Counts of shape (quarters, profiles) as counts by quarter and cell, in the order of `common_cells`."""
        # By whole numbers: a multiplication of matrices would start threads in every worker, which wait for each other.
        left, found = table, []
        for coder in reversed(self.coders):  # the last one has the largest steps
            grid = left.reshape(len(table), coder.width, -1)
            found.append(grid.sum(axis=2)[:, :-1])
            left = grid.sum(axis=1)
        return np.concatenate([left, *reversed(found)], axis=1)


@lru_cache(maxsize=4)
def profiles(areas: tuple[Area, ...], common: tuple[Breakdown, ...]) -> Profiles:
    """The profiles of a plan's areas and common breakdowns, made once."""
    return Profiles(areas, common)


def counted(place: NDArray[Any], shape: tuple[int, int], weights: NDArray[Any] | None = None) -> Table:
    """How many rows, or the sum of their weights, at each place of a table whose cells are numbered row by row.

    Weights are whole numbers and summed exactly up to 2**53.
    """
    found = np.bincount(place, weights, minlength=shape[0] * shape[1]).reshape(shape)
    return found if weights is None else np.rint(found).astype(np.int64)
