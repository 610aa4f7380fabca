"""Every relation between the numbers of a release: sums that give 0, and sums that give 0 or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from indicators.disclosure.attacker.knowledge import Cohort, Divided, Knowledge
from indicators.disclosure.attacker.reading import QUARTERS_IN_YEAR, Table

Places = NDArray[np.intp]
Matrix: TypeAlias = "scipy.sparse.csr_array"


@dataclass(frozen=True)
class Relations:
    """A row each: `sums` of the numbers, times the coefficients, give 0; `at_least_nothing` give 0 or more.

    `likely`: the sums that can be wrong by a few people, since they count the same people by two rules.
    """

    sums: Matrix
    likely: NDArray[np.bool_]
    at_least_nothing: Matrix


Terms = list[tuple[float, NDArray[np.int32], bool]]


class _Rows:
    """Rows of a matrix, collected block by block."""

    def __init__(self) -> None:
        self.rows: list[Places] = []
        self.columns: list[Places] = []
        self.coefficients: list[NDArray[np.float64]] = []
        self.likely: list[NDArray[np.bool_]] = []
        self.count = 0

    def add(self, terms: Sequence[tuple[float, NDArray[np.int32], bool]], *, likely: bool = False) -> None:
        """A row for each place of the terms' arrays (of one shape) where all terms are there but those that may be missing.

        A term: its coefficient, the numbers (-1: there is none), and whether it may be missing, being 0 then.
        """
        arrays = np.broadcast_arrays(*(numbers for _, numbers, _ in terms))
        whole = np.ones(arrays[0].shape, dtype=bool)
        for array, (_, _, optional) in zip(arrays, terms, strict=True):
            if not optional:
                whole &= array >= 0
        chosen = np.flatnonzero(whole)
        if not len(chosen):
            return
        at = np.arange(self.count, self.count + len(chosen))
        for array, (coefficient, _, _) in zip(arrays, terms, strict=True):
            numbers = array.reshape(-1)[chosen]
            there = numbers >= 0
            self.rows.append(at[there])
            self.columns.append(numbers[there].astype(np.intp))
            self.coefficients.append(np.full(int(there.sum()), coefficient, dtype=np.float64))
        self.likely.append(np.full(len(chosen), likely))
        self.count += len(chosen)

    def matrix(self, width: int) -> Matrix:
        if not self.rows:
            return scipy.sparse.csr_array((0, width), dtype=np.float64)
        parts = (np.concatenate(part) for part in (self.coefficients, self.rows, self.columns))
        coefficients, rows, columns = parts
        return scipy.sparse.csr_array(scipy.sparse.coo_array((coefficients, (rows, columns)), shape=(self.count, width)))

    def are_likely(self) -> NDArray[np.bool_]:
        return np.concatenate(self.likely) if self.likely else np.zeros(0, dtype=bool)


def relations(table: Table, knowledge: Knowledge) -> Relations:
    """All that there are between the numbers of the table."""
    equal, more = _Rows(), _Rows()
    signed = {measure.numerator for measure in knowledge.measures.values() if measure.kind == "difference"}
    for place, name in enumerate(table.quantities):
        quantity = knowledge.quantities[name]
        block = table.number[place]  # cohorts, cells, periods
        if name not in signed:
            _limited(more, table, block, knowledge)
        if quantity.implied:
            continue
        if quantity.over_areas:
            _areas(equal, table, block, knowledge)
        for breakdown in sorted(quantity.adds_up):
            _categories(equal, table, block, breakdown, knowledge)
        for divided in knowledge.divided:
            _divided(equal, table, block, divided, knowledge)
        if quantity.over_quarters:
            _years(equal, table, block, knowledge)
        _cohorts(equal, table, block, knowledge, likely=quantity.once)
        _sets(equal, table, block, knowledge, likely=quantity.once)
        for way, back in _common(table, block, knowledge):
            if way.is_exact and back.is_exact:
                equal.add([*way.least, *_less(back.least)], likely=quantity.once)
    for coefficients in (*({name: 1} for name in table.quantities if name not in signed), *knowledge.at_least_nothing):
        _of_everyone(more, table, coefficients, knowledge)
    for rows, told in ((equal, knowledge.sums), (more, knowledge.at_least_nothing)):
        for coefficients in told:
            _linked(rows, table, coefficients)
    for within in knowledge.within:
        _within(more, table, *within)
    for above, below, least, most in table.bands:
        one, two = np.array([above], dtype=np.int32), np.array([below], dtype=np.int32)
        more.add([(1.0, one, False), (-least, two, False)])
        more.add([(-1.0, one, False), (most, two, False)])
    return Relations(equal.matrix(table.size), equal.are_likely(), more.matrix(table.size))


def _areas(rows: _Rows, table: Table, block: NDArray[np.int32], knowledge: Knowledge) -> None:
    """The regions and the unknown area make Wales, in every category that is told of them."""
    places = {cell: place for place, cell in enumerate(table.cells)}
    for (area, breakdown, category), total in places.items():
        if area != knowledge.wales:
            continue
        parts = [places.get((part, breakdown, category)) for part in knowledge.parts_of_wales]
        there = [part for part in parts if part is not None]
        if len(there) > 1:
            optional = len(there) == len(parts)  # see `Knowledge.parts_of_wales`: the last one is the unknown area
            members = [(1.0, block[:, part], optional and part == there[-1]) for part in there]
            rows.add([(-1.0, block[:, total], False), *members])


def _categories(rows: _Rows, table: Table, block: NDArray[np.int32], breakdown: str, knowledge: Knowledge) -> None:
    """The categories of a breakdown make the total."""
    members = []
    for category in knowledge.categories[breakdown]:
        if (cell := _cell(table, knowledge.wales, breakdown, category)) is not None:
            members.append((1.0, block[:, cell], (breakdown, category) in knowledge.if_any))
        elif (breakdown, category) not in knowledge.if_any:
            return
    total = _cell(table, knowledge.wales)
    if total is not None and members:
        rows.add([(-1.0, block[:, total], False), *members])


def _divided(rows: _Rows, table: Table, block: NDArray[np.int32], divided: Divided, knowledge: Knowledge) -> None:
    """Each category of a breakdown is made of the same category in the breakdowns that divide its people."""
    for area, breakdown, category in table.cells:
        if (area, breakdown) != (knowledge.wales, divided.whole):
            continue
        found = [(_cell(table, area, part, category), part in divided.at_times) for part in (*divided.parts, *divided.at_times)]
        if all(cell is not None or at_times for cell, at_times in found):
            members = [(1.0, block[:, cell], at_times) for cell, at_times in found if cell is not None]
            rows.add([(-1.0, block[:, _cell(table, area, breakdown, category)], False), *members])


def _years(rows: _Rows, table: Table, block: NDArray[np.int32], knowledge: Knowledge) -> None:
    """Four quarters make the year that ends with the last of them."""
    places = {code: place for place, code in enumerate(table.periods)}
    sometimes = np.array([(breakdown, category) in knowledge.if_any for _, breakdown, category in table.cells])
    for code, year in places.items():
        if not code.startswith("YE"):
            continue
        quarters = [places.get(one) for one in quarters_of(code)]
        if None in quarters:
            continue
        for cells, optional in ((~sometimes, False), (sometimes, True)):
            members = [(1.0, block[:, cells, quarter], optional) for quarter in quarters]
            rows.add([(-1.0, block[:, cells, year], False), *members])


def _cohorts(rows: _Rows, table: Table, block: NDArray[np.int32], knowledge: Knowledge, *, likely: bool) -> None:
    """A category that belongs to a cohort as a whole has as many people in the cohort as in everybody."""
    everyone = table.cohorts.index(knowledge.everyone)
    for code, cohort in _lettered(table, knowledge):
        for category in cohort.inside:
            if (cell := _cell(table, knowledge.wales, *category)) is not None:
                terms = [(-1.0, block[table.cohorts.index(code), cell], False), (1.0, block[everyone, cell], False)]
                rows.add(terms, likely=likely)
        for category in cohort.outside:
            if (cell := _cell(table, knowledge.wales, *category)) is not None:
                rows.add([(1.0, block[table.cohorts.index(code), cell], False)])


def _sets(rows: _Rows, table: Table, block: NDArray[np.int32], knowledge: Knowledge, *, likely: bool) -> None:
    """Sets of cohorts make everybody, and those with a cohort's letter make the cohort; a set that is not told is of nobody."""
    everyone, total = table.cohorts.index(knowledge.everyone), _cell(table, knowledge.wales)
    sets = [(place, category) for place, (_, breakdown, category) in enumerate(table.cells) if breakdown == knowledge.sets]
    if not sets or total is None:
        return
    told = (block[everyone, [place for place, _ in sets]] >= 0).any(axis=0)
    members = [(1.0, block[everyone, place], True) for place, _ in sets]
    rows.add([(-1.0, np.where(told, block[everyone, total], -1), False), *members])
    for code, cohort in _lettered(table, knowledge):
        of_cohort = [
            (1.0, block[everyone, place], True) for place, name in sets if name != knowledge.no_set and cohort.letter in name
        ]
        if cohort.letter and of_cohort:
            whole = np.where(told, block[table.cohorts.index(code), total], -1)
            rows.add([(-1.0, whole, False), *of_cohort], likely=likely)


@dataclass(frozen=True)
class _Both:
    """Who is in two cohorts, as one way tells it: at least these numbers together, and at most those."""

    least: Terms
    most: Terms

    @property
    def is_exact(self) -> bool:
        return len(self.least) == len(self.most)


def _common(table: Table, block: NDArray[np.int32], knowledge: Knowledge) -> Iterator[tuple[_Both, _Both]]:
    """Every two ways to tell how many are in two cohorts: the one cohort's people in the categories that belong to the other, the
    other's in those that belong to the one, and the sets of cohorts that have both."""
    others = {code: cohort for code, cohort in knowledge.cohorts.items() if code != knowledge.everyone}
    ways = {
        (one, other): _way(table, block[table.cohorts.index(one)], cohort, knowledge)
        for one, _ in _lettered(table, knowledge)
        for other, cohort in others.items()
        if one != other
    }
    sets = [(place, category) for place, (_, breakdown, category) in enumerate(table.cells) if breakdown == knowledge.sets]
    everyone = block[table.cohorts.index(knowledge.everyone)]
    told = (everyone[[place for place, _ in sets]] >= 0).any(axis=0)
    for (one, other), way in ways.items():
        back = ways.get((other, one))
        if one < other and way.least and back is not None and back.least:
            yield way, back
        letters = others[one].letter, others[other].letter
        if way.least and sets and all(letters):  # a set that is not told is of nobody
            both: Terms = [
                (1.0, everyone[place], True) for place, name in sets if name != knowledge.no_set and _has(name, letters)
            ]
            there = [[(times, np.where(told, at, -1), if_any) for times, at, if_any in terms] for terms in (way.least, way.most)]
            yield _Both(*there), _Both(both, both)


def _limited(rows: _Rows, table: Table, block: NDArray[np.int32], knowledge: Knowledge) -> None:
    """Where two ways to tell who is in two cohorts are not exact, none tells fewer than the other does at least."""
    for one, other in _common(table, block, knowledge):
        if not (one.is_exact and other.is_exact):
            rows.add([*one.most, *_less(other.least)])
            rows.add([*other.most, *_less(one.least)])


def _has(name: str, letters: Iterable[str]) -> bool:
    return all(letter in name for letter in letters)


def _way(table: Table, block: NDArray[np.int32], other: Cohort, knowledge: Knowledge) -> _Both:
    """Of a cohort's people those in categories that belong to the other cohort as a whole, and with them those in categories of
    which it is not said. Nothing where no breakdown says it, or tells it in full."""
    breakdown = next((breakdown for breakdown, _ in other.inside), "")
    found = _Both([], [])
    for category in knowledge.categories.get(breakdown, ()):
        if (breakdown, category) in other.outside:
            continue
        cell, if_any = _cell(table, knowledge.wales, breakdown, category), (breakdown, category) in knowledge.if_any
        if cell is None and not if_any:
            return _Both([], [])
        if cell is not None:
            found.most.append((1.0, block[cell], if_any))
            if (breakdown, category) in other.inside:
                found.least.append((1.0, block[cell], if_any))
    return found


def _less(terms: Terms) -> Terms:
    return [(-times, numbers, optional) for times, numbers, optional in terms]


def _of_everyone(rows: _Rows, table: Table, coefficients: Mapping[str, int], knowledge: Knowledge) -> None:
    """Everybody less those of a cohort are people too: what cannot be below 0 is not below 0 of them, in any category."""
    if not all(name in table.quantities for name in coefficients):
        return
    everyone = table.cohorts.index(knowledge.everyone)
    blocks = [(float(times), table.number[table.quantities.index(name)]) for name, times in coefficients.items()]
    for code, _ in _lettered(table, knowledge):
        cohort = table.cohorts.index(code)
        sides = [[(times, block[everyone], False), (-times, block[cohort], False)] for times, block in blocks]
        rows.add([term for side in sides for term in side])


def _linked(rows: _Rows, table: Table, coefficients: Mapping[str, int]) -> None:
    """A relation of several quantities at every key that tells all of them."""
    if all(name in table.quantities for name in coefficients):
        blocks = [(float(times), table.number[table.quantities.index(name)], False) for name, times in coefficients.items()]
        rows.add(blocks)


def _within(rows: _Rows, table: Table, smaller: str, breakdown: str, larger: str, *of: str) -> None:
    """No category of one quantity is more than another, of everybody or of some, in the same area."""
    if smaller not in table.quantities or larger not in table.quantities:
        return
    one, two = (table.number[table.quantities.index(name)] for name in (smaller, larger))
    for place, (area, name, _) in enumerate(table.cells):
        if name == breakdown and (total := _cell(table, area, *of)) is not None:
            rows.add([(1.0, two[:, total], False), (-1.0, one[:, place], False)])


def _lettered(table: Table, knowledge: Knowledge) -> Iterator[tuple[str, Cohort]]:
    for code, cohort in knowledge.cohorts.items():
        if code in table.cohorts and code != knowledge.everyone:
            yield code, cohort


def _cell(table: Table, area: str, breakdown: str = "", category: str = "") -> int | None:
    wanted = (area, breakdown, category)
    return table.cells.index(wanted) if wanted in table.cells else None


def quarters_of(year: str) -> Iterable[str]:
    """The codes of a year's quarters, earliest first: YE2023-03 has 2022Q2 to 2023Q1."""
    last = int(year[2:6]) * QUARTERS_IN_YEAR + int(year[7:9]) // 3 - 1
    return [f"{one // QUARTERS_IN_YEAR}Q{one % QUARTERS_IN_YEAR + 1}" for one in range(last - QUARTERS_IN_YEAR + 1, last + 1)]
