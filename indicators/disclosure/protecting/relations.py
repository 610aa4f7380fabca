"""The sums that blocks of figures are parts of, as a sparse matrix: a row for each sum, a column for each block."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.structure import Family, Structure

PLACE = ["cohort", "period", "area_code", "breakdown", "category"]
QUARTERS_IN_YEAR = 4
MONTHS_IN_QUARTER = 3
NONE = -1

Places = NDArray[np.int64]
Sums = tuple[Places, Places]  # totals (n,), parts (n, k); NONE where there is no such block


def relations(blocks: pd.DataFrame, family: Family, structure: Structure) -> scipy.sparse.csr_matrix:
    """Every sum among `blocks`, which have the columns PLACE: each row's coefficients, -1 for the total and 1 for its parts."""
    grid = _Grid(blocks)
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.int64]] = []
    length = 0
    for totals, parts in _sums(grid, family, structure):
        kept = (totals != NONE) & (parts != NONE).any(axis=1)
        totals, parts = totals[kept], parts[kept]
        row, column = np.nonzero(parts != NONE)
        rows += [length + np.arange(len(totals)), length + row]
        columns += [totals, parts[row, column]]
        values += [np.full(len(totals), -1), np.ones(len(row), dtype=np.int64)]
        length += len(totals)
    if not rows:
        return scipy.sparse.csr_matrix((0, len(blocks)))
    entries = np.concatenate(values).astype(float), (np.concatenate(rows), np.concatenate(columns))
    return scipy.sparse.csr_matrix(entries, shape=(length, len(blocks)))


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


def _coded(texts: pd.Series) -> tuple[NDArray[np.int64], dict[str, int]]:
    codes, names = pd.factorize(texts, sort=True)
    return codes.astype(np.int64), {str(name): place for place, name in enumerate(names)}


def _sums(grid: _Grid, family: Family, structure: Structure) -> Iterator[Sums]:
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


def _divided(grid: _Grid, at: Places, whole: str, divisions: Collection[str]) -> Iterator[Sums]:
    """Each category of a breakdown: the same category of those that divide its people."""
    for key, place in grid.categories.items():
        breakdown, _, category = key.partition("|")
        if breakdown == whole:
            parts = [grid.categories[f"{one}|{category}"] for one in divisions if f"{one}|{category}" in grid.categories]
            yield _flat(at[:, :, place], at[:, :, parts])


def _sets(grid: _Grid, at: Places, everyone: int, total: int, structure: Structure) -> Iterator[Sums]:
    names = {key.partition("|")[2]: place for key, place in grid.categories.items() if key.startswith(f"{structure.sets}|")}
    yield _flat(at[everyone, :, total], at[everyone][:, list(names.values())])
    for cohort, letter in structure.letters.items():
        having = [place for name, place in names.items() if name != structure.nobody and letter in name]
        if cohort in grid.cohorts:
            yield _flat(at[grid.cohorts[cohort], :, total], at[everyone][:, having])


def _years(grid: _Grid) -> Iterator[Sums]:
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


def _flat(totals: Places, parts: Places) -> Sums:
    return totals.reshape(-1), parts.reshape(totals.size, parts.shape[-1])  # which -1 cannot tell of no totals
