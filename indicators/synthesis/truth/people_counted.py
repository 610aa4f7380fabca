"""Distinct people and plain rows, by quarter and by the year that ends with each."""

from collections.abc import Iterator

import numpy as np

from indicators.synthesis.chance import Bools, Ints
from indicators.synthesis.truth.seen import COHORTS, COMMON_CELLS, Seen, first_of_each, spread

QUARTERS_IN_YEAR = 4
WINDOWS = (1, QUARTERS_IN_YEAR)  # a quarter, a year: the two halves of what is counted


def windows(quarters: int) -> Iterator[tuple[int, int, int]]:
    """(which of WINDOWS, last quarter, first quarter) of every quarter and whole year."""
    for which, length in enumerate(WINDOWS):
        for last in range(length - 1, quarters):
            yield which, last, last - length + 1


def distinct_people(seen: Seen, quarters: int, own: tuple[Ints, int] | None = None) -> Ints:
    """(windows, cohorts, quarters, cells): people by where and what they were on their first row of a cohort in a period.

    In a category of the measure's own, somebody is counted who has a row of it.
    """
    size = 0 if own is None else own[1]
    found = np.zeros((len(WINDOWS), COHORTS, quarters, COMMON_CELLS + size), dtype=np.int64)
    for which, last, first in windows(quarters):
        within = np.flatnonzero((seen.quarter >= first) & (seen.quarter <= last))
        for cohort in range(COHORTS):
            rows = within[seen.members[within, cohort]]
            cells = found[which, cohort, last]
            cells[:COMMON_CELLS] = spread(seen, rows[first_of_each(seen.person[rows])])
            for category in range(size):
                some = rows[own[0][rows] == category] if own is not None else rows
                cells[COMMON_CELLS + category] = first_of_each(seen.person[some]).sum()
    return found


def plain_rows(seen: Seen, quarters: int, which: Bools, own: tuple[Ints, int] | None = None, amounts: Ints | None = None) -> Ints:
    """(windows, cohorts, quarters, cells): some rows, or amounts of them; a year is the sum of its quarters."""
    size = 0 if own is None else own[1]
    found = np.zeros((len(WINDOWS), COHORTS, quarters, COMMON_CELLS + size), dtype=np.int64)
    for quarter in range(quarters):
        within = np.flatnonzero((seen.quarter == quarter) & which)
        for cohort in range(COHORTS):
            found[0, cohort, quarter] = spread(seen, within[seen.members[within, cohort]], amounts, own)
    for last in range(QUARTERS_IN_YEAR - 1, quarters):
        found[1, :, last] = found[0, :, last - QUARTERS_IN_YEAR + 1 : last + 1].sum(axis=1)
    return found


def sets_of_cohorts(seen: Seen, quarters: int) -> Ints:
    """(windows, quarters, sets): people by the cohorts of their first row. A set is a number with a bit for each cohort."""
    bits = (seen.members * (1 << np.arange(COHORTS))).sum(axis=1)
    found = np.zeros((len(WINDOWS), quarters, 1 << COHORTS), dtype=np.int64)
    for which, last, first in windows(quarters):
        rows = np.flatnonzero((seen.quarter >= first) & (seen.quarter <= last))
        rows = rows[first_of_each(seen.person[rows])]
        found[which, last] = np.bincount(bits[rows], minlength=1 << COHORTS)
    return found
