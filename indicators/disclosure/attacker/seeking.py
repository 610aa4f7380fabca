"""Which of many hidden numbers can be worked out: proofs for all at once, then one at a time what is left, and the sums."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.attacker.checking import Witnesses, reached
from indicators.disclosure.attacker.deciding import Interval, leaking, multipliers, neighbours
from indicators.disclosure.attacker.propagating import narrowed
from indicators.disclosure.attacker.reading import Key, Table, last_quarter
from indicators.disclosure.attacker.system import TOLERANCE, Floats, Places, System
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


class Attacked(Protocol):
    """What is attacked: an `attacking.Attack`."""

    table: Table
    matrix: scipy.sparse.csr_array
    system: System
    least: Floats
    most: Floats
    start: Floats | None
    witnesses: Witnesses | None
    untrue: int


def seek(attack: Attacked, wanted: NDArray[np.bool_], *, wide: int, reach: int, seconds: float) -> Outcome:
    """Which of the wanted numbers can be narrowed to less than `wide`, or to below `reach`. Needs the attack's `start`.

    `wanted`: by number. After `seconds` nothing further is proven: what is open by then is told as a leak that is not proven.
    """
    if attack.start is None:
        raise ValueError("Proofs begin at the numbers behind the tables.")
    begun = time.monotonic()
    system, start = attack.system, attack.start[attack.system.columns]
    goal, seen = wanted[system.columns], Seen.at(start, wide, reach)
    if attack.witnesses is not None:
        for reach_of in reached(attack, attack.witnesses):
            seen.add(np.arange(len(start)), reach_of[system.columns])
    ends = narrowed(system)
    direct = goal & ((ends.high - ends.low < wide - TOLERANCE) | (ends.high < reach - TOLERANCE))
    # Of a release that leaks like this, nobody needs to know every other number as well.
    until = begun + (seconds if direct.sum() <= MOST_EXPLAINED else seconds / 4)
    bounded = system.with_bounds(np.minimum(ends.low, start), np.maximum(ends.high, start))
    related = _related(bounded)
    _prove(attack, bounded, related, goal & ~direct, seen, until)
    found = [Interval(int(column), ends.low[column], ends.high[column], True) for column in np.flatnonzero(direct)]
    found += _decided(bounded, related, start, np.flatnonzero(goal & ~direct & ~seen.safe()), seen, until)
    found.sort(key=lambda one: (not one.decided, one.high - one.low))
    until = time.monotonic() + SECONDS_FOR_EXPLAINING
    explain = [place < MOST_EXPLAINED and one.decided for place, one in enumerate(found)]
    related = _related(system) if any(explain) else related
    leaks = [
        _explained(attack, one, seen, related) if wished and time.monotonic() < until else _leak(attack, one)
        for one, wished in zip(found, explain, strict=True)
    ]
    known = np.flatnonzero(wanted & ~np.isnan(attack.table.value))
    return Outcome(int(wanted.sum()), [*(_known(attack.table, int(number)) for number in known), *leaks], attack.untrue)


def _related(system: System) -> NDArray[np.int64]:
    """By column the number of its part; -1 for one that is known. What is known links nobody."""
    free = np.flatnonzero(system.high - system.low > TOLERANCE)
    found = np.full(len(system.low), -1, dtype=np.int64)
    if len(free):
        links = system.links[:, free]
        found[free] = scipy.sparse.csgraph.connected_components(links.T @ links, directed=False)[1]
    return found


def _prove(
    attack: Attacked, bounded: System, related: NDArray[np.int64], wanted: NDArray[np.bool_], seen: Seen, until: float
) -> None:
    """Sweep by sweep, each in other and wider parts of time; once few are left, only near them."""
    assert attack.start is not None  # noqa: S101
    start, table = attack.start[bounded.columns], attack.table
    free = np.flatnonzero(related >= 0)
    period = np.unravel_index(table.place[bounded.columns], table.number.shape)[3]
    quarters = sorted({last_quarter(code) for code in table.periods})
    when = np.array([quarters.index(last_quarter(code)) for code in table.periods], dtype=np.int64)[period]
    before = int(wanted.sum())
    for sweep, (window, shift, steps) in enumerate(SWEEPS):
        left = wanted & ~seen.safe()
        if not left.any():
            return
        near = free if left.sum() > FEW * before else free[neighbours(bounded, left, steps)[free]]
        groups = related * (len(quarters) + 1) + (when + shift) // window
        prove(bounded, start, wanted, seen, packed(groups, near), until=until, seed=sweep)


def _decided(
    bounded: System, related: NDArray[np.int64], start: Floats, columns: Places, seen: Seen, until: float
) -> Iterator[Interval]:
    """One at a time: those that leak, and those that there was no time for."""
    for column in map(int, columns):
        if time.monotonic() > until:
            yield Interval(column, float(seen.low[column]), float(seen.high[column]), False)
        else:
            whole = np.flatnonzero(related == related[column])
            place = int(np.searchsorted(whole, column))
            leak = leaking(bounded.part(whole, start), start[whole], place, seen.of(whole))
            if leak is not None:
                yield Interval(column, leak.low, leak.high, True)


def _known(table: Table, number: int) -> Leak:
    """A number that one row hides and another shows."""
    value, key = float(table.value[number]), table.key(number)
    return Leak(key, value, value, True, (Term(key, 1.0, value, True),), "highest")


def _leak(attack: Attacked, found: Interval) -> Leak:
    return Leak(attack.table.key(int(attack.system.columns[found.column])), found.low, found.high, found.decided)


def _explained(attack: Attacked, found: Interval, seen: Seen, related: NDArray[np.int64]) -> Leak:
    """The leak with the sum that gives it away, from the relations as they are: nothing narrowed beforehand."""
    columns = np.flatnonzero(related == related[found.column])
    place = int(np.searchsorted(columns, found.column))
    again = leaking(attack.system.part(columns), None, place, seen.of(columns))
    if again is None or again.part is None:
        return _leak(attack, found)
    number, highest = int(attack.system.columns[found.column]), again.high < np.inf
    rows, times = multipliers(again.part, number, highest=highest)
    terms = _terms(attack, number, rows, times, highest=highest)
    return Leak(attack.table.key(number), again.low, again.high, True, terms, "highest" if highest else "lowest")


def _terms(attack: Attacked, target: int, rows: Places, times: Floats, *, highest: bool) -> tuple[Term, ...]:
    """The sum of the relations, each so many times, as numbers that are shown and ends of those that are not."""
    table = attack.table
    factors = -(attack.matrix[rows].T @ times)
    factors[target] += 1
    terms = []
    for number in np.flatnonzero(np.abs(factors) > TOLERANCE):
        value = table.value[number]
        shown = not np.isnan(value)
        if not shown:
            value = (table.high if (factors[number] > 0) == highest else table.low)[number]
        terms.append(Term(table.key(int(number)), float(round(factors[number], 6)), float(value), shown))
    return tuple(sorted(terms, key=lambda term: (-term.times, -term.value)))
