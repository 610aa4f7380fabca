"""Tables as they are told: which cells, which periods, and what of it is not there yet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.measures.calendar import QUARTERS_IN_YEAR, Span, quarter_code, year_code, year_ends
from indicators.measures.cells import Cell, Table

NOT_AVAILABLE = "x"
COLUMNS = (
    "cohort", "measure", "period", "area_code", "breakdown", "category", "numerator", "denominator", "scale", "symbol", "ready",
    "dispersion", "least",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Figures of one measure. Tables have the shape (periods, cohorts, cells).

    `known`: for each period whether its denominator is known. `ready`: for each period "", or, where its figures are not
    available yet, the period in which they will be. `scale`: how many of the numerator's units make one. `somebody`: whether
    anybody is in a cell, where the numbers do not say it themselves; of the shape of the tables. `dispersion`: for each period
    how much more its figures scatter than independent cases, NaN where it is not known; `least`: how many cases everybody in
    the denominator has at least (see clusters).
    """

    measure: str
    periods: Sequence[str]
    cohorts: Sequence[str]
    cells: Sequence[Cell]
    numerator: Table
    denominator: Table | None = None
    known: NDArray[np.bool_] | None = None
    ready: Sequence[str] | None = None
    scale: int = 1
    somebody: NDArray[np.bool_] | None = None
    dispersion: NDArray[np.float64] | None = None
    least: int = 0


def frame(told: Sequence[Told]) -> pd.DataFrame:
    """All figures, a row each, with the columns of COLUMNS: by measure, period, cohort and cell, each in its order."""
    return pd.concat([_frame(one) for one in told], ignore_index=True) if told else _nothing()


def _nothing() -> pd.DataFrame:
    cell = np.zeros((0, 0, 0), dtype=np.int64)
    return _frame(Told("", [], [], [], cell))


def _frame(told: Told) -> pd.DataFrame:
    shape = (len(told.periods), len(told.cohorts), len(told.cells))
    waiting = np.array([code != "" for code in told.ready or [""] * shape[0]], dtype=bool)
    known = np.zeros(shape[0], dtype=bool) if told.denominator is None else ~waiting
    if told.known is not None:
        known &= told.known
    given = np.zeros(shape, dtype=np.int64) if told.denominator is None else told.denominator
    denominator = np.where(known[:, None, None], given, 0)
    counted = (told.numerator != 0) | (denominator != 0) if told.somebody is None else told.somebody
    somebody = counted & ~waiting[:, None, None]
    always = np.array([not cell.if_any for cell in told.cells], dtype=bool)
    period, cohort, cell = np.nonzero(np.broadcast_to(always, shape) | somebody)
    where = (period, cohort, cell)
    return pd.DataFrame(
        {
            "cohort": _texts(told.cohorts, cohort),
            "measure": _texts([told.measure], np.zeros_like(cell)),
            "period": _texts(told.periods, period),
            "area_code": _texts([one.area for one in told.cells], cell),
            "breakdown": _texts([one.breakdown for one in told.cells], cell),
            "category": _texts([one.category for one in told.cells], cell),
            "numerator": pd.arrays.IntegerArray(told.numerator[where].astype(np.int64), waiting[period]),
            "denominator": pd.arrays.IntegerArray(denominator[where].astype(np.int64), ~known[period]),
            "scale": np.full(len(cell), told.scale, dtype=np.int64),
            "symbol": _texts([NOT_AVAILABLE if late else "" for late in waiting], period),
            "ready": _texts(list(told.ready or [""] * shape[0]), period),
            "dispersion": (np.full(shape[0], np.nan) if told.dispersion is None else told.dispersion)[period],
            "least": np.full(len(cell), told.least, dtype=np.int64),
        }
    )


def _texts(values: Sequence[str], places: NDArray[np.intp]) -> pd.api.extensions.ExtensionArray:
    return pd.array(list(values), dtype="str").take(places)


@dataclass(frozen=True, slots=True)
class Periods:
    """The quarters that a source covers and the years that they make: codes, and their places in the source's span.

    A year's place is that of the quarter it ends with.
    """

    codes: tuple[str, ...]
    places: NDArray[np.intp]
    ends: tuple[int, ...]  # the last quarter of each
    years: int  # how many of them, the last ones, are years


def periods(covered: Sequence[int], *, with_years: bool = True) -> Periods:
    """Quarters in order, then years in order."""
    quarters, span = sorted(set(covered)), Span.of(covered)
    years = year_ends(quarters) if with_years else []
    codes = (*map(quarter_code, quarters), *map(year_code, years))
    ends = (*quarters, *years)
    return Periods(codes, np.array(ends, dtype=np.intp) - span.first, ends, len(years))


def of_periods(found: Periods, quarters: Table, years: Table | None = None) -> Table:
    """The tables' rows of the periods. Without `years` a year is the sum of its quarters."""
    if years is None:
        sums = np.cumsum(quarters, axis=0)
        years = sums.copy()
        years[QUARTERS_IN_YEAR:] -= sums[:-QUARTERS_IN_YEAR]
    cut = len(found.places) - found.years
    return np.concatenate([quarters[found.places[:cut]], years[found.places[cut:]]])
