"""The rows of a release, as a member downloads them, as one table of numbers: what is shown, what is hidden, what bounds it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.disclosure.attacker.inverting import INDEPENDENT, behind, dispersions_of
from indicators.disclosure.attacker.knowledge import Knowledge, Measure

TEXTS = ["cohort", "measure", "area_code", "period", "breakdown", "category", "symbol"]
NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]
NOT_AVAILABLE, UNRELIABLE = "x", "u"
QUARTERS_IN_YEAR = 4

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Cell = tuple[str, str, str]  # area, breakdown, category
Key = tuple[str, str, str, str, str, str]  # quantity, cohort, area, period, breakdown, category


@dataclass
class Table:
    """Every number that the rows tell or hide, each once.

    `number`: by quantity, cohort, cell and period the number's place in the other arrays, -1 where no row tells of it.
    `value`: NaN where hidden. `low`, `high`: what is known of it beforehand. `bands`: numerator, denominator and the least and
    the largest quotient, of rows that show a value and not all that it is made of. `masked`: whether a row hides the number,
    even where another one shows it. `above`, `below`: by row of the file the numbers of its numerator and denominator, -1 where
    it has none.
    """

    quantities: list[str]
    cohorts: list[str]
    cells: list[Cell]
    periods: list[str]
    number: NDArray[np.int32]
    value: Floats
    low: Floats
    high: Floats
    masked: NDArray[np.bool_]
    above: NDArray[np.int32]
    below: NDArray[np.int32]
    bands: list[tuple[int, int, float, float]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.value)

    @cached_property
    def place(self) -> Places:
        """The place of each number in `number`, flat."""
        flat = self.number.reshape(-1)
        there = np.flatnonzero(flat >= 0)
        found = np.empty(self.size, dtype=np.intp)
        found[flat[there]] = there
        return found

    def key(self, one: int) -> Key:
        """What a number is of."""
        quantity, cohort, cell, period = np.unravel_index(int(self.place[one]), self.number.shape)
        area, breakdown, category = self.cells[cell]
        return self.quantities[quantity], self.cohorts[cohort], area, self.periods[period], breakdown, category

    def find(self, quantity: str, cohort: str, area: str, period: str, breakdown: str = "", category: str = "") -> int:
        """The number of a key. ValueError or KeyError where there is none."""
        cell = self.cells.index((area, breakdown, category))
        where = self.quantities.index(quantity), self.cohorts.index(cohort), cell, self.periods.index(period)
        if (found := int(self.number[where])) < 0:
            raise KeyError((quantity, cohort, area, period, breakdown, category))
        return found


def aligned(one: Table, other: Table) -> Places:
    """By number of one table the number of the same key in the other, -1 where it has none."""
    axes = np.unravel_index(one.place, one.number.shape)
    names: list[tuple[list[Any], list[Any]]] = [
        (one.quantities, other.quantities),
        (one.cohorts, other.cohorts),
        (one.cells, other.cells),
        (one.periods, other.periods),
    ]
    here = []
    for axis, (mine, others) in zip(axes, names, strict=True):
        places = {name: place for place, name in enumerate(others)}
        here.append(np.array([places.get(name, -1) for name in mine], dtype=np.intp)[axis])
    there = np.all([axis >= 0 for axis in here], axis=0)
    return np.where(there, other.number[tuple(np.maximum(axis, 0) for axis in here)], -1)


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the file with texts as texts and numbers as numbers; an empty field is "" or NaN. Other columns are left out."""
    texts = {name: rows[name].fillna("").astype("str") for name in TEXTS}
    numbers = {name: pd.to_numeric(rows[name]).astype("float64") for name in NUMBERS}
    return pd.DataFrame(texts | numbers)


def read(rows: pd.DataFrame, knowledge: Knowledge) -> Table:
    """The table of one release's rows (see `typed`). Figures that are not available have no numbers yet and are left out.

    Raises ValueError for a measure that nothing is known of.
    """
    available = (rows["symbol"] != NOT_AVAILABLE).to_numpy(dtype=bool)
    rows = rows[available]
    if unknown := sorted(set(rows["measure"]) - set(knowledge.measures)):
        raise ValueError(f"Nothing is known of the measure {', '.join(unknown)}.")
    draft = _Draft(rows, knowledge)
    for code, measure in knowledge.measures.items():
        mine = np.flatnonzero(draft.measure == code)
        if len(mine):
            _tell(draft, mine, measure, knowledge)
    return draft.table(available)


class _Draft:
    """The table while it is filled: a place for whatever there could be."""

    def __init__(self, rows: pd.DataFrame, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.measure = rows["measure"].to_numpy(dtype=object)
        self.symbol = rows["symbol"].to_numpy(dtype=object)
        self.numbers = {name: rows[name].to_numpy(dtype=np.float64) for name in NUMBERS}
        names = list(zip(*(rows[name].to_numpy(dtype=object) for name in ("area_code", "breakdown", "category")), strict=True))
        self.cell_of, self.cells = _coded(names, [(knowledge.wales, "", "")])
        self.cohort_of, self.cohorts = _coded(list(rows["cohort"]), [knowledge.everyone])
        told = list(rows["period"])
        self.period_of, self.periods = _coded(told, sorted({last_quarter(code) for code in set(told)}))
        self.quantities = list(knowledge.quantities)
        self.shape = (len(self.quantities), len(self.cohorts), len(self.cells), len(self.periods))
        size = int(np.prod(self.shape))
        self.there, self.masked = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        self.value, self.low, self.high = np.full(size, np.nan), np.zeros(size), np.full(size, np.inf)
        self.above, self.below = (np.full(len(rows), -1, dtype=np.intp) for _ in range(2))
        self.bands: list[tuple[int, int, float, float]] = []
        self.ends = np.array([self.periods.index(last_quarter(code)) for code in self.periods], dtype=np.intp)

    def at(self, quantity: str, mine: Places, *, at_the_end: bool = False, whole_for: str | None = None) -> Places:
        """Where a quantity of these rows stands."""
        cell, period = self.cell_of[mine], self.period_of[mine]
        if whole_for is not None:
            of_breakdown = np.array([breakdown == whole_for for _, breakdown, _ in self.cells])
            cell = np.where(of_breakdown[cell], 0, cell)  # the first cell is Wales
        if at_the_end:
            period = self.ends[period]
        where = (np.full(len(mine), self.quantities.index(quantity)), self.cohort_of[mine], cell, period)
        return np.ravel_multi_index(where, self.shape)

    def show(self, at: Places, values: Floats) -> None:
        self.there[at] = True
        self.masked[at[np.isnan(values)]] = True
        shown = ~np.isnan(values)
        self.value[at[shown]] = values[shown]

    def bound(self, at: Places, low: Floats | float, high: Floats | float = np.inf) -> None:
        np.maximum.at(self.low, at, low)
        np.minimum.at(self.high, at, high)

    def table(self, available: NDArray[np.bool_]) -> Table:
        """`available`: which rows of the file these are."""
        by_quantity, masked = self.there.reshape(self.shape), self.masked.reshape(self.shape)
        for name, quantity in self.knowledge.quantities.items():
            if quantity.implied:
                parts = [by_quantity[self.quantities.index(part)] for part in quantity.implied]
                by_quantity[self.quantities.index(name)] = np.logical_and.reduce(parts)
                parts = [masked[self.quantities.index(part)] for part in quantity.implied]
                masked[self.quantities.index(name)] = np.logical_or.reduce(parts)
        number = np.full(len(self.there), -1, dtype=np.int32)
        there = np.flatnonzero(self.there)
        number[there] = np.arange(len(there))
        bands = [(int(number[one]), int(number[two]), low, high) for one, two, low, high in self.bands]
        return Table(
            self.quantities,
            self.cohorts,
            self.cells,
            self.periods,
            number.reshape(self.shape),
            self.value[there],
            self.low[there],
            self.high[there],
            self.masked[there],
            _by_row(number, self.above, available),
            _by_row(number, self.below, available),
            bands,
        )


def _by_row(number: NDArray[np.int32], places: Places, available: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The number at each row's place; -1 where it has none, and for rows that are left out."""
    found = np.full(len(available), -1, dtype=np.int32)
    found[available] = np.where(places >= 0, number[np.maximum(places, 0)], -1)
    return found


def last_quarter(period: str) -> str:
    """The quarter that a period ends with: YE2023-03 -> 2023Q1."""
    return f"{period[2:6]}Q{int(period[7:9]) // 3}" if period.startswith("YE") else period


def _tell(draft: _Draft, mine: Places, measure: Measure, knowledge: Knowledge) -> None:
    """Put the rows of one measure into the table: what they show, and what they let know of what they do not."""
    numerator = draft.at(measure.numerator, mine)
    draft.above[mine] = numerator
    draft.show(numerator, draft.numbers["numerator"][mine])
    if not knowledge.quantities[measure.numerator].whole:
        draft.low[numerator] = -np.inf
    if_any = np.array([(breakdown, category) in knowledge.if_any for _, breakdown, category in draft.cells])
    if_any |= np.array([breakdown == knowledge.sets for _, breakdown, _ in draft.cells])
    somebody = if_any[draft.cell_of[mine]]
    if measure.denominator is None:
        draft.bound(numerator[somebody], 1)
        _invert(draft, mine, measure, numerator, numerator)
        return
    denominator = draft.at(measure.denominator, mine, at_the_end=measure.at_the_end, whole_for=measure.whole_for)
    draft.below[mine] = denominator
    draft.show(denominator, draft.numbers["denominator"][mine])
    if measure.kind != "count":
        draft.bound(denominator[somebody], 1)
        few = draft.symbol[mine] == UNRELIABLE
        draft.bound(denominator[few], knowledge.small + 1, knowledge.fewest - 1)
    _invert(draft, mine, measure, numerator, denominator)


def _invert(draft: _Draft, mine: Places, measure: Measure, numerator: Places, denominator: Places) -> None:
    """Rows that show a value or an interval and hide what it is made of: the counts that can be behind it."""
    hidden = np.isnan(draft.value[numerator]) | np.isnan(draft.value[denominator])
    told = ~np.isnan(draft.numbers["value"][mine]) | ~np.isnan(draft.numbers["lower"][mine])
    found_out = np.flatnonzero(hidden & told)
    dispersions = _dispersions(draft, mine[~hidden], measure) if measure.clustered and len(found_out) else INDEPENDENT
    for one in found_out:
        value, lower, upper = (draft.numbers[name][mine[one]] for name in ("value", "lower", "upper"))
        above, below = int(numerator[one]), int(denominator[one])
        known = (draft.value[above], draft.value[below])
        how = measure.kind, measure.scale, measure.decimals
        found = behind(*how, value, lower, upper, known, dispersions, measure.least)
        draft.bound(numerator[one : one + 1], found.numerator[0], found.numerator[1])
        if measure.denominator is not None:
            draft.bound(denominator[one : one + 1], found.denominator[0], found.denominator[1])
            if found.quotient is not None:
                draft.bands.append((above, below, *found.quotient))


def _dispersions(draft: _Draft, shown: Places, measure: Measure) -> tuple[float, ...]:
    """What the rows that show everything tell of the dispersion of all rows of a measure."""
    numbers = draft.numbers
    below = numbers["denominator"][shown] if measure.denominator is not None else np.ones(len(shown))
    rows = np.column_stack([numbers["numerator"][shown], below, numbers["lower"][shown], numbers["upper"][shown]])
    rows = rows[~np.isnan(rows).any(axis=1) & (rows[:, 1] > 0)]
    return dispersions_of(rows, measure.scale, measure.decimals, measure.least)


def _coded(values: list, first: list) -> tuple[Places, list]:
    """The place of each value among the different ones: those of `first`, then the others in their order."""
    names = list(dict.fromkeys([*first, *sorted(set(values))]))
    places = {name: place for place, name in enumerate(names)}
    return np.array([places[value] for value in values], dtype=np.intp), names
