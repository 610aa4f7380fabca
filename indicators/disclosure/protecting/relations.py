"""The sums that blocks of figures are parts of, as a sparse matrix: a row for each sum, a column for each block."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.structure import Family, Structure, Within

PLACE = ["cohort", "period", "area_code", "breakdown", "category"]
QUARTERS_IN_YEAR = 4
MONTHS_IN_QUARTER = 3
NONE, NOBODY = -1, -2  # no such block; and where there would be one if anybody were in it

Places = NDArray[np.int64]
Sides = tuple[Places, Places]  # (n, j) and (n, k): blocks of two sums in each row


def relations(blocks: pd.DataFrame, family: Family, structure: Structure) -> scipy.sparse.csr_matrix:
    """Every sum among `blocks`, which have the columns PLACE: each row's coefficients, -1 for the total and 1 for its parts."""
    return _matrix(_sums(_Grid(blocks), family, structure), len(blocks))


def limits(blocks: pd.DataFrame, structure: Structure) -> scipy.sparse.csr_matrix:
    """What is never more than something else: each row's coefficients, whose sum is 0 or less."""
    return _matrix(_limits(_Grid(blocks), structure), len(blocks))


def _matrix(found: Iterator[Sides], width: int) -> scipy.sparse.csr_matrix:
    """-1 for the blocks of each first side, 1 for those of the second."""
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.int64]] = []
    length = 0
    for sides in found:
        kept = (sides[0] != NONE).any(axis=1) & (sides[1] != NONE).any(axis=1)
        for side, coefficient in zip(sides, (-1, 1), strict=True):
            row, column = np.nonzero(side[kept] >= 0)
            rows.append(length + row)
            columns.append(side[kept][row, column])
            values.append(np.full(len(row), coefficient))
        length += int(kept.sum())
    if not rows:
        return scipy.sparse.csr_matrix((0, width))
    entries = np.concatenate(values).astype(float), (np.concatenate(rows), np.concatenate(columns))
    return scipy.sparse.csr_matrix(entries, shape=(length, width))


class _Grid:
    """Where each block is: `at` has its number by cohort, period, area and category."""

    def __init__(self, blocks: pd.DataFrame) -> None:
        texts = blocks[PLACE].astype(str)
        self.cohort, self.cohorts = _coded(texts["cohort"])
        self.period, self.periods = _coded(texts["period"])
        self.area, self.areas = _coded(texts["area_code"])
        self.category, self.categories = _coded(texts["breakdown"] + "|" + texts["category"])
        shape = len(self.cohorts), len(self.periods), len(self.areas), len(self.categories)
        self.at = np.full(shape, NONE, dtype=np.int64)
        self.at[self.cohort, self.period, self.area, self.category] = np.arange(len(blocks))

    def of(self, breakdown: str, wanted: frozenset[str] | None = None) -> list[int]:
        """The places of a breakdown's categories."""
        found = []
        for key, place in self.categories.items():
            name, _, category = key.partition("|")
            if name == breakdown and (wanted is None or category in wanted):
                found.append(place)
        return found

    def sets(self, structure: Structure) -> dict[str, int]:
        """The places of the sets of cohorts, by their names."""
        return {key.partition("|")[2]: place for key, place in self.categories.items() if key.startswith(f"{structure.sets}|")}


def _coded(texts: pd.Series) -> tuple[NDArray[np.int64], dict[str, int]]:
    codes, names = pd.factorize(texts, sort=True)
    return codes.astype(np.int64), {str(name): place for place, name in enumerate(names)}


def _sums(grid: _Grid, family: Family, structure: Structure) -> Iterator[Sides]:
    wales, total = grid.areas.get(structure.wales), grid.categories.get("|")
    if wales is not None and family.over_areas:
        parts = [grid.areas[code] for code in structure.parts if code in grid.areas]
        yield _flat(grid.at[:, :, wales], np.moveaxis(grid.at[:, :, parts], 2, -1))
    if family.over_quarters:
        yield from _years(grid)
    if wales is None:
        return
    at = grid.at[:, :, wales]  # by cohort, period and category
    for whole, divisions in family.divided:
        yield from _divided(grid, at, whole, divisions)
    if total is None:
        return
    for breakdown in sorted(family.over_breakdowns):
        yield _flat(at[:, :, total], at[:, :, grid.of(breakdown)])
    everyone = grid.cohorts.get(structure.everyone)
    if everyone is None:
        return
    for cohort, breakdown, categories in structure.unions:
        if cohort in grid.cohorts:
            yield _flat(at[grid.cohorts[cohort], :, total], at[everyone][:, grid.of(breakdown, categories)])
    for cohort, breakdown, categories in structure.shared:
        if cohort in grid.cohorts:
            chosen = grid.of(breakdown, categories)
            yield _flat(at[everyone][:, chosen], at[grid.cohorts[cohort]][:, chosen, None])
    if structure.sets:
        yield from _sets(grid, at, everyone, total, structure)
    for one, other in _common(grid, at, everyone, structure):
        if one.is_exact and other.is_exact:
            yield one.least, other.least


def _limits(grid: _Grid, structure: Structure) -> Iterator[Sides]:
    """No cohort has more people anywhere than everyone, and what tells who is in two cohorts tells no more than there can be."""
    everyone, wales = grid.cohorts.get(structure.everyone), grid.areas.get(structure.wales)
    if everyone is None:
        return
    others = [place for code, place in grid.cohorts.items() if code in structure.letters]
    yield _flat(np.broadcast_to(grid.at[everyone], (len(others), *grid.at.shape[1:])), grid.at[others][..., None])
    if wales is None:
        return
    for one, other in _common(grid, grid.at[:, :, wales], everyone, structure):
        if not (one.is_exact and other.is_exact):
            yield one.most, other.least
            yield other.most, one.least


@dataclass(frozen=True)
class _Both:
    """By period the blocks that tell how many people are in two cohorts: at least, and at most."""

    least: Places
    most: Places

    @property
    def is_exact(self) -> bool:
        return self.least.shape == self.most.shape


def _common(grid: _Grid, at: Places, everyone: int, structure: Structure) -> Iterator[tuple[_Both, _Both]]:
    """Every two ways to tell how many people are in two cohorts: the categories of the one that belong to the other, those of the
    other that belong to the one, and the sets that have both."""
    ways = {
        (code, other.cohort): _told_within(grid, at[grid.cohorts[code]], other)
        for code in structure.letters
        for other in structure.within
        if code in grid.cohorts and code != other.cohort
    }
    sets = grid.sets(structure)
    told = (at[everyone][:, list(sets.values())] != NONE).any(axis=1)
    for (one, other), way in ways.items():
        back = ways.get((other, one))
        if back is not None and one < other:
            yield way, back
        letters = structure.letters[one], structure.letters.get(other, "")
        having = [place for name, place in sets.items() if name != structure.nobody and all(letter in name for letter in letters)]
        if all(letters) and sets:  # a set that is not told is of nobody, where others are
            both = np.column_stack([at[everyone][:, having], np.where(told, NOBODY, NONE)])
            yield way, _Both(both, both)


def _told_within(grid: _Grid, at: Places, other: Within) -> _Both:
    """Of a cohort, whose blocks are given by period and category: those in the categories of another one's rule."""
    inside = grid.of(other.breakdown, other.inside)
    return _Both(at[:, inside], at[:, inside + grid.of(other.breakdown, other.partly)])


def _divided(grid: _Grid, at: Places, whole: str, divisions: Collection[str]) -> Iterator[Sides]:
    """Each category of a breakdown: the same category of those that divide its people."""
    for key, place in grid.categories.items():
        breakdown, _, category = key.partition("|")
        if breakdown == whole:
            parts = [grid.categories[f"{one}|{category}"] for one in divisions if f"{one}|{category}" in grid.categories]
            yield _flat(at[:, :, place], at[:, :, parts])


def _sets(grid: _Grid, at: Places, everyone: int, total: int, structure: Structure) -> Iterator[Sides]:
    names = grid.sets(structure)
    yield _flat(at[everyone, :, total], at[everyone][:, list(names.values())])
    for cohort, letter in structure.letters.items():
        having = [place for name, place in names.items() if name != structure.nobody and letter in name]
        if cohort in grid.cohorts:
            yield _flat(at[grid.cohorts[cohort], :, total], at[everyone][:, having])


def _years(grid: _Grid) -> Iterator[Sides]:
    """Each year that ends with a month of quarter's end: its four quarters, where they are told."""
    for code, place in grid.periods.items():
        if code.startswith("YE"):
            quarters = [grid.periods[quarter] for quarter in _quarters(code) if quarter in grid.periods]
            if len(quarters) == QUARTERS_IN_YEAR:
                yield _flat(grid.at[:, place], np.moveaxis(grid.at[:, quarters], 1, -1))


def _quarters(year: str) -> list[str]:
    """ "YE2019-03" as its quarters: 2018Q2 to 2019Q1."""
    last = int(year[2:6]) * QUARTERS_IN_YEAR + int(year[7:9]) // MONTHS_IN_QUARTER - 1
    numbers = range(last - QUARTERS_IN_YEAR + 1, last + 1)
    return [f"{number // QUARTERS_IN_YEAR}Q{number % QUARTERS_IN_YEAR + 1}" for number in numbers]


def _flat(totals: Places, parts: Places) -> Sides:
    return totals.reshape(-1, 1), parts.reshape(totals.size, parts.shape[-1])  # which -1 cannot tell of no totals
