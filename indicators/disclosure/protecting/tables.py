"""The tables by which figures were found to be safe, kept so that somebody else can check them.

Each tells by how much figures would differ from the true ones, with everything that is shown, and every sum, as it is. Changes
that cancel out among themselves make a group; groups that touch different blocks go into one table together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.changes import Change, Raised
from indicators.disclosure.protecting.structure import DENOMINATOR

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Tables:
    """A row for each change, all arrays of one length: in which table, of which figure (its row among those that were given),
    and by how much its numerator and its denominator differ there."""

    table: Whole
    row: Whole
    numerator: Numbers
    denominator: Numbers

    @property
    def count(self) -> int:
        return int(self.table.max()) + 1 if len(self.table) else 0

    @classmethod
    def together(cls, parts: Iterable["Tables"]) -> "Tables":
        """Those of several families; tables of the same number become one."""
        found = [cls.none(), *parts]
        return cls(
            np.concatenate([part.table for part in found]),
            np.concatenate([part.row for part in found]),
            np.concatenate([part.numerator for part in found]),
            np.concatenate([part.denominator for part in found]),
        )

    @classmethod
    def none(cls) -> "Tables":
        places, amounts = np.empty(0, dtype=np.int64), np.empty(0)
        return cls(places, places, amounts, amounts)


def packed(changes: Sequence[Change], limits: scipy.sparse.csr_matrix) -> list[Change]:
    """The same changes in fewer tables: groups that touch different blocks, and limits, are in one together."""
    found, level = [_numbered(change, number) for number, change in enumerate(changes)], _Levels(limits)
    table = [level.of(change) for change in found]
    if not found:
        return []
    places, units, group, number = (
        np.concatenate(one) for one in ([c.places for c in found], [c.units for c in found], [c.group for c in found], table)
    )
    return [Change(places[at], units[at], group[at]) for at in (number == one for one in np.unique(number))]


def _numbered(change: Change, number: int) -> Change:
    """With groups that no other change has."""
    return Change(change.places, change.units, change.group + (number << 32))


class _Levels:
    """The table that each group of changes goes into: the first after those that have one of its blocks or limits."""

    def __init__(self, limits: scipy.sparse.csr_matrix, first: int = 0) -> None:
        self.ties = scipy.sparse.vstack([scipy.sparse.identity(limits.shape[1]), abs(limits)], format="csc")
        self.next = np.full(self.ties.shape[0], first, dtype=np.int64)

    def of(self, change: Change | Raised) -> Whole:
        names, group = np.unique(change.group, return_inverse=True)
        touched = self.ties[:, change.places].tocoo()
        highest = np.zeros(len(names), dtype=np.int64)
        np.maximum.at(highest, group[touched.col], self.next[touched.row])
        table = highest[group]
        np.maximum.at(self.next, touched.row, table[touched.col] + 1)
        return table


def tables_of(
    changes: Sequence[Raised], told: Mapping[str, tuple[Whole, str]], limits: scipy.sparse.csr_matrix, first: int = 0
) -> Tables:
    """The changes in as few tables as one look at each gives; the first has the number `first`.

    `told`: of each quantity the row of the figure that tells it at each block, -1 for none, and its column. `limits`: a row for
    each sum of blocks of which two groups together might be too much.
    """
    level, parts = _Levels(limits, first), []
    for change in changes:
        table = level.of(change)
        for quantity, amount in change.raises.items():
            row, column = told[quantity]
            there = (row[change.places] >= 0) & (amount != 0)
            nothing = np.zeros(int(there.sum()))
            both = (nothing, amount[there]) if column == DENOMINATOR else (amount[there], nothing)
            parts.append(Tables(table[there], row[change.places][there], *both))
    return Tables.together(parts)
