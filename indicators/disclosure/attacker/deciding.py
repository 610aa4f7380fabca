"""One number at a time: is it safe, or does it leak, and then by which relations?

Around the number a part of the system is taken, and grown until it decides. With everything else at a table that fits, a part
shows what the number can be at least; with the relations that reach beyond it left out, what it can be at most. At last
everything that is related to it is taken, which decides in any case.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.attacker.solving import extreme, lowest_and_highest, shadow_prices
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Places, System
from indicators.disclosure.attacker.witnesses import Seen

STEPS = (1, 2, 3, 4, 5, 6, 7, 8)
MOST_COLUMNS = 20_000
A_FEW = 6_000  # columns: with more, a part by itself takes longer to narrow a number than it is worth


@dataclass(frozen=True)
class Interval:
    """What was found of a column. `decided`: it holds, and is not only the narrowest that was seen; `part`: what shows it."""

    column: int
    low: float
    high: float
    decided: bool
    part: System | None = None


def is_narrow(low: float, high: float, seen: Seen) -> bool:
    """Whether an interval gives the number, or its smallness, away."""
    return high - low < seen.wide - TOLERANCE or high < seen.reach - TOLERANCE


def leaking(found: System, start: Floats | None, column: int, seen: Seen) -> Interval | None:
    """The interval of a column that leaks; None where it is safe. What shows it to be safe is added to `seen`.

    `found`: a system of all columns that have anything to do with it. Where no part of them decides, they do.
    """
    size = 0
    for columns in grown(found, column):
        if len(columns) == size:
            break
        size = len(columns)
        at = int(np.searchsorted(columns, column))
        if start is not None and _shown_to_be_safe(found.part(columns, start), at, column, seen):
            return None
        if size > A_FEW:
            continue
        alone = found.part(columns)
        low, high = lowest_and_highest(alone, at)
        if is_narrow(low, high, seen):
            return Interval(column, low, high, True, alone)
    low, high = lowest_and_highest(found, column)
    return Interval(column, low, high, True, found) if is_narrow(low, high, seen) else None


def _shown_to_be_safe(part: System, at: int, column: int, seen: Seen) -> bool:
    """Whether tables that differ in this part only take the column far enough; up first, which is mostly enough."""
    for sign in (-1, 1):
        end = extreme(part, at, sign)
        seen.add(np.array([column]), np.array([min(end, 1e9)]))
        if seen.safe(np.array([column]))[0]:
            return True
    return False


def grown(found: System, column: int) -> Iterator[Places]:
    """Columns in growing rings around one: those it has a relation with, those they have one with, and so on."""
    around = np.zeros(found.matrix.shape[1], dtype=bool)
    around[column] = True
    done = 0
    for steps in STEPS:
        around = neighbours(found, around, steps - done)
        done = steps
        columns = np.flatnonzero(around)
        if len(columns) > MOST_COLUMNS:
            return
        yield columns


def neighbours(found: System, columns: NDArray[np.bool_], steps: int) -> NDArray[np.bool_]:
    """The columns, and those that can be reached from them over so many relations."""
    links = found.links
    back, inside = links.T, columns.astype(np.float64)
    for _ in range(steps):
        inside = ((back @ ((links @ inside) > 0).astype(np.float64)) + inside > 0).astype(np.float64)
    return inside > 0


def multipliers(part: System, number: int, *, highest: bool) -> tuple[Places, Floats]:
    """The relations whose sum gives an end of a number's interval, and how many times each is taken."""
    prices = shadow_prices(part, int(np.flatnonzero(part.columns == number)[0]), highest=highest)
    used = np.flatnonzero(np.abs(prices) > TOLERANCE)
    return part.rows[used], prices[used]
