"""Different people: once in each quarter, and once in each year that ends with a quarter.

A person's place (area, category) in a period is that of their first row in it. Of the first rows of a person's quarters, the
one in quarter q is also the first of the years ending with q to q + 3, but for those that the quarter before it, p, is in
already: it is the first of the years ending with max(q, p + 4) to q + 3. So a year needs no look at the rows again.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.measures.calendar import QUARTERS_IN_YEAR
from indicators.measures.cells import Table, counted
from indicators.measures.people import first_of_each, in_order
from indicators.measures.rows import Rows

Numbers = NDArray[np.int64]


def keys(person: NDArray[Any], quarter: NDArray[Any], length: int) -> Numbers:
    """A number for each person and quarter (0 to length - 1) that orders them so.

    Quarters of one person are as far apart as the numbers; those of two people are more than a year apart.
    """
    found = person.astype(np.int64)
    found *= length + QUARTERS_IN_YEAR
    found += quarter
    return found


def people_of_periods(
    key: Numbers, place: NDArray[Any], shape: tuple[int, int], in_cells: Callable[[Table], Table] = np.asarray
) -> tuple[Table, Table]:
    """Different people by quarter and by year, each at the place of their first row.

    `key`: see `keys`; rows are in their order, and those of one key in the order of days. `place`: in a table of `shape`,
    quarters by places, numbered row by row. `in_cells` adds up places into cells. Two tables of quarters by cells: by quarter,
    and by the quarter with which a year ends. A year that begins before the span has what there is of it.
    """
    length, width = shape
    first = np.flatnonzero(first_of_each(key))
    key, place = np.take(key, first), np.take(place, first)
    later = np.zeros(len(key), dtype=np.int64)  # by how many quarters its first year ends after its own
    np.subtract(QUARTERS_IN_YEAR, np.diff(key), out=later[1:])
    np.maximum(later, 0, out=later)
    later *= width
    later += place
    quarters = in_cells(counted(place, shape))
    change = in_cells(counted(later, (length + QUARTERS_IN_YEAR, width)))
    change[QUARTERS_IN_YEAR:] -= quarters
    return quarters, np.cumsum(change[:length], axis=0)


def distinct(rows: Rows) -> tuple[Table, Table]:
    """Different people of each cohort, by quarter and by year: tables of shape (length, cohorts, cells).

    Rows are in the order of people, then of days. A row counts for a cohort where it is itself of the cohort. Cells of the own
    breakdown have everybody with a row of that category, once.
    """
    quarters, years = _in_profiles(rows)
    if rows.own_width > 1:
        own_quarters, own_years = _in_own(rows)
        quarters = np.concatenate([quarters, own_quarters], axis=2)
        years = np.concatenate([years, own_years], axis=2)
    return quarters, years


def _in_profiles(rows: Rows) -> tuple[Table, Table]:
    shape = (rows.length, rows.profiles.count)
    key, place = keys(rows.person, rows.quarter, rows.length), rows.quarter * shape[1] + rows.profile
    found = []
    for one in rows.members:
        chosen = None if one is None else np.flatnonzero(one)
        found.append(people_of_periods(in_order(chosen, key), in_order(chosen, place), shape, rows.profiles.in_cells))
    return _by_cohort(found)


def _in_own(rows: Rows) -> tuple[Table, Table]:
    """A person with rows of two categories is as good as two people here: each is told in one cell only."""
    shape = (rows.length, rows.own_width)
    by_own = np.argsort(rows.own.astype(np.uint16), kind="stable")
    own, quarter = np.take(rows.own, by_own).astype(np.int64), np.take(rows.quarter, by_own)
    people = int(rows.person.max(initial=0)) + 1
    key, place = keys(np.take(rows.person, by_own) + people * own, quarter, rows.length), quarter * rows.own_width + own
    found = []
    for one in rows.members:
        chosen = None if one is None else np.flatnonzero(np.take(one, by_own))
        quarters, years = people_of_periods(in_order(chosen, key), in_order(chosen, place), shape)
        found.append((quarters[:, :-1], years[:, :-1]))
    return _by_cohort(found)


def _by_cohort(found: list[tuple[Table, Table]]) -> tuple[Table, Table]:
    return np.stack([quarters for quarters, _ in found], axis=1), np.stack([years for _, years in found], axis=1)
