"""The attack on a release: from its rows, and those of earlier ones, to what can be worked out of what they hide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from indicators.disclosure.attacker.checking import Witnesses
from indicators.disclosure.attacker.knowledge import Knowledge
from indicators.disclosure.attacker.reading import Table, aligned, read, typed
from indicators.disclosure.attacker.relations import relations
from indicators.disclosure.attacker.seeking import Outcome, seek
from indicators.disclosure.attacker.solving import lowest_and_highest
from indicators.disclosure.attacker.system import TOLERANCE, Floats, components, system


class Attack:
    """What an attacker has in front of them: the numbers of a release, shown and hidden, and all relations between them.

    `rows`: the file of the release (its columns as in the download); `earlier`: files of releases before it in their order, whose
    numbers are known as they were told last, where nothing contradicts them. `start`: the numbers behind the tables, for the
    auditor, who knows them: relations and earlier numbers that are not true of them teach nothing and are left out, and proofs
    start from them. `witnesses`: tables by which others say that the file's rows are safe; they are checked before any is sought
    here.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        knowledge: Knowledge,
        *,
        earlier: Sequence[pd.DataFrame] = (),
        start: pd.DataFrame | None = None,
        witnesses: Witnesses | None = None,
    ) -> None:
        self.knowledge, self.witnesses = knowledge, witnesses
        self.table = read(typed(rows), knowledge)
        found = relations(self.table, knowledge)
        self.matrix = scipy.sparse.csr_array(scipy.sparse.vstack([found.sums, found.at_least_nothing]))
        self.least = np.zeros(self.matrix.shape[0])
        self.most = np.concatenate([np.zeros(found.sums.shape[0]), np.full(found.at_least_nothing.shape[0], np.inf)])
        whole = np.array([knowledge.quantities[name].whole for name in self.table.quantities], dtype=bool)
        self.quantity = np.unravel_index(self.table.place, self.table.number.shape)[0]
        self.whole = whole[self.quantity]
        self.start = None if start is None else self._behind(start)
        self.untrue = 0 if self.start is None else self._leave_out_what_is_not_true(self.start)
        self._learn([read(typed(one), knowledge) for one in earlier])
        table = self.table
        self.system = system(self.matrix, self.least, self.most, table.value, table.low, table.high, self.whole)

    def _behind(self, exact: pd.DataFrame) -> Floats:
        """The numbers behind the table, from rows that show them; what no row tells is worked out."""
        told = read(typed(exact), self.knowledge)
        if told.number.shape != self.table.number.shape or (told.number != self.table.number).any():
            raise ValueError("The exact figures are not those of the release.")
        values = told.value
        for _ in range(2):  # what is left of a proportion may need what is worked out of two measures
            missing = np.isnan(values)
            one = np.flatnonzero((abs(self.matrix) @ missing.astype(float) == 1) & (self.most == 0))
            rows = self.matrix[one].tocoo()
            given = self.matrix[one] @ np.where(missing, 0, values)
            last = missing[rows.col]
            values[rows.col[last]] = -given[rows.row[last]] / rows.data[last]
        return np.nan_to_num(values, nan=0.0)  # numbers that nobody counted, such as a caseload that is not known

    def _leave_out_what_is_not_true(self, behind: Floats) -> int:
        told = self.matrix @ behind
        true = (told >= self.least - TOLERANCE) & (told <= self.most + TOLERANCE)
        kept = np.flatnonzero(true)
        self.matrix, self.least, self.most = self.matrix[kept], self.least[kept], self.most[kept]
        self.table.low = np.minimum(self.table.low, behind)
        self.table.high = np.maximum(self.table.high, behind)
        return int((~true).sum())

    def _learn(self, before: Sequence[Table]) -> None:
        """Take over the numbers that this release hides, as earlier ones told them last."""
        value = np.full(self.table.size, np.nan)
        for one in before:
            number = aligned(one, self.table)
            told = (number >= 0) & ~np.isnan(one.value)
            value[number[told]] = one.value[told]
        useful = ~np.isnan(value) & np.isnan(self.table.value)
        if self.start is not None:  # what was revised since is no knowledge of this release
            useful &= np.abs(self.start - value) < TOLERANCE
        self.table.value[useful] = value[useful]

    def told_by(self, rows: pd.DataFrame) -> NDArray[np.bool_]:
        """By number whether these rows, of a file of this release, show it."""
        told = read(typed(rows), self.knowledge)
        found = np.zeros(self.table.size, dtype=bool)
        number = aligned(told, self.table)
        found[number[(number >= 0) & ~np.isnan(told.value)]] = True
        return found

    @property
    def hidden(self) -> int:
        """How many different numbers the rows tell of and do not show."""
        return len(self.system.columns)

    def interval(self, number: int) -> tuple[float, float]:
        """Lowest and highest of a number, exactly; of a shown one the number itself. For a few: it solves all that is related."""
        if not np.isnan(self.table.value[number]):
            return float(self.table.value[number]), float(self.table.value[number])
        column = int(np.searchsorted(self.system.columns, number))
        group = components(self.system)
        columns = np.flatnonzero(group == group[column])
        return lowest_and_highest(self.system.part(columns), int(np.searchsorted(columns, column)))

    def seek(self, wanted: NDArray[np.bool_], *, wide: int, reach: int, seconds: float = 60.0) -> Outcome:
        """Which of the wanted numbers can be narrowed too far; see `seeking.seek`."""
        return seek(self, wanted, wide=wide, reach=reach, seconds=seconds)
