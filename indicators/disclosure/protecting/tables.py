"""The tables by which figures were found to be safe, kept so that somebody else can check them.

Each tells by how much figures would differ from the true ones, with everything that is shown, and every sum, as it is. Changes
that cancel out among themselves make a group; groups that touch different blocks go into one table together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.protecting.changes import Raised
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


def tables_of(
    changes: Sequence[Raised], told: Mapping[str, tuple[Whole, str]], limits: scipy.sparse.csr_matrix, first: int = 0
) -> Tables:
    """The changes in as few tables as one look at each gives; the first has the number `first`.

    `told`: of each quantity the row of the figure that tells it at each block, -1 for none, and its column. `limits`: a row for
    each sum of blocks of which two groups together might be too much.
    """
    ties = scipy.sparse.vstack([scipy.sparse.identity(limits.shape[1]), abs(limits)], format="csc")
    level = np.full(ties.shape[0], first, dtype=np.int64)
    parts = []
    for change in changes:
        names, group = np.unique(change.group, return_inverse=True)
        touched = ties[:, change.places].tocoo()
        highest = np.zeros(len(names), dtype=np.int64)
        np.maximum.at(highest, group[touched.col], level[touched.row])
        table = highest[group]
        np.maximum.at(level, touched.row, table[touched.col] + 1)
        for quantity, amount in change.raises.items():
            row, column = told[quantity]
            there = (row[change.places] >= 0) & (amount != 0)
            nothing = np.zeros(int(there.sum()))
            both = (nothing, amount[there]) if column == DENOMINATOR else (amount[there], nothing)
            parts.append(Tables(table[there], row[change.places][there], *both))
    return Tables.together(parts)
