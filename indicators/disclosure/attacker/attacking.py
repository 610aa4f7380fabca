"""The attack on a release: from its rows, and those of earlier ones, to what can be worked out of what they hide."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from indicators.disclosure.attacker.deciding import Interval, leaking, multipliers, neighbours
from indicators.disclosure.attacker.knowledge import Knowledge
from indicators.disclosure.attacker.propagating import Narrowed, narrowed
from indicators.disclosure.attacker.reading import Key, Table, aligned, last_quarter, read, typed
from indicators.disclosure.attacker.relations import relations
from indicators.disclosure.attacker.solving import lowest_and_highest
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Places, components, system
from indicators.disclosure.attacker.witnesses import Seen, packed, prove

MOST_EXPLAINED = 100
SECONDS_FOR_EXPLAINING = 6.0
# Sweep by sweep how many quarters, with the years that end in them, are looked at together for other tables, where they begin,
# and over how many relations a number's surroundings go.
SWEEPS = (
    (5, 0, 4), (5, 2, 4), (6, 1, 4), (6, 4, 4), (8, 2, 4), (8, 6, 4), (10, 5, 5), (10, 0, 5),
    (14, 7, 6), (14, 0, 6), (40, 0, 6), (40, 0, 7), (40, 0, 8),
)  # fmt: skip
FEW = 0.15  # of the numbers: when no more are left, only what is near them is looked at


@dataclass(frozen=True)
class Term:
    """A part of a sum: `times` the number of the key, which is shown, or else can be no more (or less) than `value`."""

    key: Key
    times: float
    value: float
    shown: bool


@dataclass(frozen=True)
class Leak:
    """A hidden number that can be worked out, or narrowed too far. `terms`: the sum that gives its `highest` (or `lowest`).

    `proven` is False where no table was found that makes it safe, nor a sum that gives it away, before the attempt was given up.
    """

    key: Key
    lowest: float
    highest: float
    proven: bool
    terms: tuple[Term, ...] = ()
    gives: str = ""  # which end the terms give: "highest" or "lowest"


@dataclass(frozen=True)
class Outcome:
    attacked: int
    leaks: list[Leak]
    untrue: int  # relations that do not hold for the numbers behind the tables, and were left out


class Attack:
    """What an attacker has in front of them: the numbers of a release, shown and hidden, and all relations between them.

    `rows`: the file of the release (its columns as in the download); `earlier`: files of releases before it, whose numbers are
    known where nothing contradicts them. `start`: the numbers behind the tables, for the auditor, who knows them: relations and
    earlier numbers that are not true of them teach nothing and are left out, and proofs start from them.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        knowledge: Knowledge,
        *,
        earlier: Sequence[pd.DataFrame] = (),
        start: pd.DataFrame | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.table = read(typed(rows), knowledge)
        found = relations(self.table, knowledge)
        self.matrix = sparse.csr_array(sparse.vstack([found.sums, found.at_least_nothing]))
        self.least = np.zeros(self.matrix.shape[0])
        self.most = np.concatenate([np.zeros(found.sums.shape[0]), np.full(found.at_least_nothing.shape[0], np.inf)])
        whole = np.array([knowledge.quantities[name].whole for name in self.table.quantities], dtype=bool)
        self.quantity = np.unravel_index(self.table.place, self.table.number.shape)[0]
        self.whole = whole[self.quantity]
        self.start = None if start is None else self._behind(start)
        self.untrue = 0 if self.start is None else self._leave_out_what_is_not_true(self.start)
        for one in earlier:
            self._learn(read(typed(one), knowledge))
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

    def _learn(self, before: Table) -> None:
        """Take over the numbers that an earlier release shows and this one hides."""
        number, value = aligned(before, self.table), before.value
        useful = (number >= 0) & ~np.isnan(value) & np.isnan(self.table.value[number])
        number, value = number[useful], value[useful]
        if self.start is not None:  # what was revised since is no knowledge of this release
            same = np.abs(self.start[number] - value) < TOLERANCE
            number, value = number[same], value[same]
        self.table.value[number] = value

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
        """Which of the wanted numbers can be narrowed to less than `wide`, or to below `reach`. Needs `start`.

        `wanted`: by number. After `seconds` nothing further is proven: what is open by then is told as a leak that is not proven.
        """
        if self.start is None:
            raise ValueError("Proofs begin at the numbers behind the tables.")
        begun = time.monotonic()
        known = wanted & ~np.isnan(self.table.value)
        start, goal = self.start[self.system.columns], wanted[self.system.columns]
        seen = Seen.at(start, wide, reach)
        ends = narrowed(self.system)
        found: list[Interval] = []
        narrow = goal & ((ends.high - ends.low < wide - TOLERANCE) | (ends.high < reach - TOLERANCE))
        # Of a release that leaks like this, nobody needs to know every other number as well.
        until = begun + (seconds if narrow.sum() <= MOST_EXPLAINED else seconds / 4)
        self._prove(ends, start, goal & ~narrow, seen, until)
        for column in np.flatnonzero(goal & ~narrow & ~seen.safe()):
            if time.monotonic() > until:
                found.append(Interval(int(column), seen.low[column], seen.high[column], False))
            elif (leak := leaking(self.system, start, int(column), seen)) is not None:
                found.append(leak)
        found += [Interval(int(column), ends.low[column], ends.high[column], True) for column in np.flatnonzero(narrow)]
        found.sort(key=lambda one: (not one.decided, one.high - one.low))
        until = time.monotonic() + SECONDS_FOR_EXPLAINING
        leaks = [self._explained(one, seen, until if place < MOST_EXPLAINED else 0) for place, one in enumerate(found)]
        shown = [self._known(int(one)) for one in np.flatnonzero(known)]
        return Outcome(int(wanted.sum()), shown + leaks, self.untrue)

    def _prove(self, ends: Narrowed, start: Floats, wanted: NDArray[np.bool_], seen: Seen, until: float) -> None:
        """Sweep by sweep, each in other and wider parts of time; once few are left, only near them."""
        free = np.flatnonzero(ends.high - ends.low > TOLERANCE)
        bounded = self.system.with_bounds(np.minimum(ends.low, start), np.maximum(ends.high, start))
        related = np.zeros(len(start), dtype=np.int64)
        related[free] = components(bounded.part(free, start))
        period = np.unravel_index(self.table.place[self.system.columns], self.table.number.shape)[3]
        quarters = sorted({last_quarter(code) for code in self.table.periods})
        when = np.array([quarters.index(last_quarter(code)) for code in self.table.periods], dtype=np.int64)[period]
        before = int(wanted.sum())
        for sweep, (window, shift, steps) in enumerate(SWEEPS):
            left = wanted & ~seen.safe()
            if not left.any():
                return
            near = free if left.sum() > FEW * before else free[neighbours(bounded, left, steps)[free]]
            groups = related * (len(quarters) + 1) + (when + shift) // window
            prove(bounded, start, wanted, seen, packed(groups, near), until=until, seed=sweep)

    def _known(self, number: int) -> Leak:
        """A number that one row hides and another shows."""
        value = float(self.table.value[number])
        key = self.table.key(number)
        return Leak(key, value, value, True, (Term(key, 1.0, value, True),), "highest")

    def _explained(self, found: Interval, seen: Seen, until: float) -> Leak:
        key = self.table.key(int(self.system.columns[found.column]))
        if time.monotonic() > until:
            return Leak(key, found.low, found.high, found.decided)
        if found.part is None:
            again = leaking(self.system, None, found.column, seen)
            if again is None or again.part is None:
                return Leak(key, found.low, found.high, found.decided)
            found = again
        assert found.part is not None  # noqa: S101
        highest = found.high < np.inf
        rows, times = multipliers(found.part, int(self.system.columns[found.column]), highest=highest)
        gives = "highest" if highest else "lowest"
        return Leak(key, found.low, found.high, True, self._terms(found.column, rows, times, highest=highest), gives)

    def _terms(self, column: int, rows: Places, times: Floats, *, highest: bool) -> tuple[Term, ...]:
        """The sum of the relations, each so many times, as numbers that are shown and ends of those that are not."""
        target = int(self.system.columns[column])
        factors = -(self.matrix[rows].T @ times)
        factors[target] += 1
        terms = []
        for number in np.flatnonzero(np.abs(factors) > TOLERANCE):
            value = self.table.value[number]
            shown = not np.isnan(value)
            if not shown:
                value = (self.table.high if (factors[number] > 0) == highest else self.table.low)[number]
            terms.append(Term(self.table.key(int(number)), float(round(factors[number], 6)), float(value), shown))
        return tuple(sorted(terms, key=lambda term: (-term.times, -term.value)))
