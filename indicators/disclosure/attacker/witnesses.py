"""Proofs that a number cannot be worked out: other tables, in which it is another number and all that is shown is the same.

A small number is safe when tables that fit reach from it, or from below it, far enough up. One linear programme moves as many
numbers at once as it can; those it moved far enough are proven, and the next one tries for the others.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.attacker.solving import another_table
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Places, System

SMALL_BLOCK = 2_000  # columns: parts that have nothing to do with each other are solved together up to this many


@dataclass
class Seen:
    """By column the lowest and highest value in any table that fits. `wide` and `reach`: see `safe`."""

    low: Floats
    high: Floats
    wide: float
    reach: float
    tables: int = field(default=0)

    @classmethod
    def at(cls, start: Floats, wide: float, reach: float) -> "Seen":
        return cls(start.copy(), start.copy(), wide, reach)

    def of(self, columns: Places) -> "Seen":
        """A copy for some of the columns."""
        return Seen(self.low[columns], self.high[columns], self.wide, self.reach)

    def safe(self, columns: Places | slice = slice(None)) -> NDArray[np.bool_]:
        """Whether what was seen is at least `wide` and goes up to `reach` or further."""
        low, high = self.low[columns], self.high[columns]
        return (high - low >= self.wide - TOLERANCE) & (high >= self.reach - TOLERANCE)

    def add(self, columns: Places, values: Floats) -> None:
        self.low[columns] = np.minimum(self.low[columns], values)
        self.high[columns] = np.maximum(self.high[columns], values)
        self.tables += 1


def prove(
    found: System, start: Floats, wanted: NDArray[np.bool_], seen: Seen, blocks: Iterator[Places], *, until: float, seed: int = 7
) -> None:
    """Look for tables in which the wanted columns move, a block of columns at a time; the others stay at `start`, which fits.

    What is found is added to `seen`, as long as the clock (time.monotonic) is before `until`. The seed, the number of the sweep,
    decides which numbers are tried first.
    """
    chance = np.random.default_rng(seed)
    for columns in blocks:
        if not (wanted[columns] & ~seen.safe(columns)).any():
            continue
        if time.monotonic() > until:
            return
        part, here = found.part(columns, start), start[columns]
        left = wanted[columns] & ~seen.safe(columns)
        table = another_table(part, here, _weights(left, seen, columns, chance, seed), _caps(left, here, seen))
        if table is not None and _fits(part, table):
            seen.add(columns, table)


def _weights(left: NDArray[np.bool_], seen: Seen, columns: Places, chance: np.random.Generator, sweep: int) -> Floats:
    """Up with all that are left, by different amounts so that they do not hold each other; every third sweep down."""
    weights = np.where(left, chance.exponential(1.0, len(left)) + 0.05, 0.0)
    if sweep % 3 == 2:
        weights[left & (seen.high[columns] >= seen.reach - TOLERANCE)] *= -1
    return weights


def _caps(left: NDArray[np.bool_], here: Floats, seen: Seen) -> Floats:
    """How far up each column may go: what is to be proven no further than it must, so that it leaves room for others."""
    need = np.maximum(seen.wide, seen.reach - here)
    return np.where(left, need, max(60.0, 4 * seen.wide))


def _fits(part: System, table: Floats) -> bool:
    """Whether a table that the solver gave fits in fact all that is shown."""
    told = part.matrix @ table
    near = 1e-5 * np.maximum(1, np.abs(told))
    rows = (told >= part.least - near) & (told <= part.most + near)
    columns = (table >= part.low - 1e-5) & (table <= part.high + 1e-5)
    return bool(rows.all() and columns.all())


def packed(groups: NDArray[np.int64], chosen: Places) -> Iterator[Places]:
    """The chosen columns, group by group: small groups together, a large one alone; only groups, never a part of one."""
    order = chosen[np.argsort(groups[chosen], kind="stable")]
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    held: list[Places] = []
    size = 0
    for group in np.split(order, ends):
        if size and size + len(group) > SMALL_BLOCK:
            yield np.concatenate(held)
            held, size = [], 0
        held.append(group)
        size += len(group)
    if held:
        yield np.concatenate(held)
