"""Quarters, and months added to days, for whole columns of days.

A day is the days since 1970, a quarter is year * 4 + quarter - 1 (2023Q1 is 8092), as in `plan`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[Any]  # int32 or int64
Numbers = NDArray[np.int64]

QUARTERS_IN_YEAR = 4
MONTHS_IN_QUARTER = 3
EPOCH_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive quarters: `length` of them from `first` on; none where `length` is 0."""

    first: int
    length: int

    @classmethod
    def of(cls, quarters: Sequence[int]) -> "Span":
        """From the earliest of `quarters` to the latest, gaps included."""
        if not quarters:
            return cls(0, 0)
        return cls(min(quarters), max(quarters) - min(quarters) + 1)

    def place(self, days: Days) -> Numbers:
        """Where each day's quarter stands in the span; below 0 or from `length` on where it lies outside."""
        return quarter_of(days) - self.first


def quarter_of(days: Days) -> Numbers:
    """The quarter that each day lies in."""
    return _by_day(days, lambda day: _months(day) // MONTHS_IN_QUARTER + EPOCH_YEAR * QUARTERS_IN_YEAR)


def add_months(days: Days, months: int) -> Numbers:
    """The same day of the month `months` later; the month's last day where it has no such day (29 Feb + 12 -> 28 Feb)."""
    return _by_day(days, lambda day: _later(day, months))


def last_day(quarter: int) -> int:
    """The last day of a quarter."""
    months = (quarter + 1 - EPOCH_YEAR * QUARTERS_IN_YEAR) * MONTHS_IN_QUARTER
    return int(_first_days(np.array([months]))[0]) - 1


def quarter_code(quarter: int) -> str:
    """8092 -> "2023Q1"."""
    return f"{quarter // QUARTERS_IN_YEAR:04}Q{quarter % QUARTERS_IN_YEAR + 1}"


def year_code(quarter: int) -> str:
    """The year that ends with a quarter: 8092 -> "YE2023-03"."""
    return f"YE{quarter // QUARTERS_IN_YEAR:04}-{(quarter % QUARTERS_IN_YEAR + 1) * MONTHS_IN_QUARTER:02}"


def year_ends(quarters: Sequence[int]) -> list[int]:
    """The quarters with which a year ends whose four quarters are all among `quarters`, in order."""
    there = set(quarters)
    return [end for end in sorted(there) if all(end - back in there for back in range(1, QUARTERS_IN_YEAR))]


def _by_day(days: Days, made: Callable[[Numbers], Numbers]) -> Numbers:
    """`made` of each day, worked out once for each day of the calendar where there are more rows than days."""
    if len(days) == 0:
        return np.empty(0, dtype=np.int64)
    first, last = int(days.min()), int(days.max())
    if last - first >= len(days):
        return made(days.astype(np.int64))
    return np.take(made(np.arange(first, last + 1, dtype=np.int64)), days - first)


def _months(days: Numbers) -> Numbers:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_days(months: Numbers) -> Numbers:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _later(days: Numbers, months: int) -> Numbers:
    start = _months(days)
    into = days - _first_days(start)
    target = start + months
    first, following = _first_days(target), _first_days(target + 1)
    return first + np.minimum(into, following - first - 1)
