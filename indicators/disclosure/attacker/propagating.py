"""From relation to relation: what each says of a number by what is known of its others. Finds what leaks directly."""

from dataclasses import dataclass

import numpy as np

from indicators.disclosure.attacker.system import TOLERANCE, Floats, Inconsistent, Places, System, round_inwards

MOST_ROUNDS = 25
CONTRADICTION = 1e-4  # sums of predictions have decimals, and what is worked out of them is not exact to the last one


@dataclass(frozen=True)
class Narrowed:
    """Lowest and highest by column."""

    low: Floats
    high: Floats


def narrowed(found: System, rounds: int = MOST_ROUNDS) -> Narrowed:
    """Bounds of every hidden number, narrowed as long as a relation narrows one, at most `rounds` times.

    They hold, but they need not be the narrowest that can be worked out. Raises Inconsistent where nothing is left between.
    """
    by_column = found.matrix.tocsc()
    column = np.repeat(np.arange(by_column.shape[1]), np.diff(by_column.indptr))
    entries = _Entries(by_column.indices.astype(np.intp), column, by_column.data)
    starts = np.flatnonzero(np.diff(by_column.indptr) > 0)
    begin = by_column.indptr[starts].astype(np.intp)
    low, high = round_inwards(found.low, found.high, found.whole)
    for _ in range(rounds if len(starts) else 0):
        least, most = _implied(entries, found, low, high)
        new_low, new_high = low.copy(), high.copy()
        new_low[starts] = np.maximum(low[starts], np.maximum.reduceat(least, begin))
        new_high[starts] = np.minimum(high[starts], np.minimum.reduceat(most, begin))
        new_low, new_high = round_inwards(new_low, new_high, found.whole)
        higher, lower = new_low > low + TOLERANCE, new_high < high - TOLERANCE
        low, high = np.where(higher, new_low, low), np.where(lower, new_high, high)
        if (low > high + CONTRADICTION).any():
            raise Inconsistent("The tables contradict each other: no numbers fit them all.")
        if not (higher.any() or lower.any()):
            break
    return Narrowed(low, np.maximum(low, high))


@dataclass(frozen=True)
class _Entries:
    """The matrix, an entry each: row, column and coefficient, in the order of columns."""

    row: Places
    column: Places
    coefficient: Floats


def _implied(entries: _Entries, found: System, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """For each entry what its row says of its column: the least and the largest that it can be."""
    rows, up = found.matrix.shape[0], entries.coefficient > 0
    smallest = entries.coefficient * np.where(up, low[entries.column], high[entries.column])
    largest = entries.coefficient * np.where(up, high[entries.column], low[entries.column])
    others_least = _others(entries.row, smallest, rows, -np.inf)
    others_most = _others(entries.row, largest, rows, np.inf)
    one = (found.least[entries.row] - others_most) / entries.coefficient
    two = (found.most[entries.row] - others_least) / entries.coefficient
    return np.where(up, one, two), np.where(up, two, one)


def _others(row: Places, ends: Floats, rows: int, without_end: float) -> Floats:
    """For each entry the sum of the ends of the other entries of its row."""
    endless = np.isinf(ends)
    finite = np.where(endless, 0, ends)
    total, open_ends = np.bincount(row, finite, rows), np.bincount(row, endless, rows)
    return np.where(open_ends[row] - endless > 0, without_end, total[row] - finite)
