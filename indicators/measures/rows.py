"""Rows of one source made ready for counting: dates as places in a span of quarters, areas and categories as numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.measures.calendar import Span
from indicators.measures.cells import Coder, Profiles, Table, counted, profiles
from indicators.measures.membership import Members, members
from indicators.measures.people import in_order, numbered, ordered
from indicators.measures.plan import Breakdown, Columns, Plan

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """A number for each row in every column; rows in any order unless a function asks for one.

    `person`: small numbers. `quarter`: places in the span, 0 to `length` - 1. `profile`: see cells.Profiles. `own`: place
    in the measure's own breakdown, `own_width` - 1 where it is in none. `members`: for each cohort of the plan.
    """

    person: Places
    quarter: Places
    profile: NDArray[np.int32]
    own: NDArray[np.int32]
    members: tuple[Members, ...]
    length: int
    profiles: Profiles
    own_width: int

    def at(self, places: NDArray[np.intp] | None) -> "Rows":
        """Some of the rows, by their places; all of them for None."""
        if places is None:
            return self
        return replace(
            self,
            person=np.take(self.person, places),
            quarter=np.take(self.quarter, places),
            profile=np.take(self.profile, places),
            own=np.take(self.own, places),
            members=tuple(None if one is None else np.take(one, places) for one in self.members),
        )


def inside(columns: Columns, days: str, span: Span) -> tuple[Columns, Places]:
    """The rows whose day lies in the span, and where their quarters stand in it."""
    quarter = span.place(columns[days])
    if len(quarter) == 0 or (quarter.min() >= 0 and quarter.max() < span.length):
        return columns, quarter
    kept = np.flatnonzero((quarter >= 0) & (quarter < span.length))
    return take(columns, kept), quarter[kept]


def in_time(columns: Columns, days: str, span: Span) -> tuple[Columns, Places, Places]:
    """The rows whose day lies in the span, in the order of people, days and rows; their people and quarters as numbers."""
    columns, quarter = inside(columns, days, span)
    (person,) = numbered(columns["person"])
    order = ordered(person, columns[days], columns["row"])
    return take(columns, order), in_order(order, person), in_order(order, quarter)


def which(wanted: NDArray[np.bool_]) -> NDArray[np.intp] | None:
    """The places of the rows that are wanted; None where all are."""
    return None if wanted.all() else np.flatnonzero(wanted)


def take(columns: Columns, rows: NDArray[Any] | None) -> Columns:
    """Some rows of every column, by their places; all of them, as they are, for None."""
    return columns if rows is None else {name: np.take(column, rows, axis=0) for name, column in columns.items()}


def ready(plan: Plan, columns: Columns, person: Places, quarter: Places, span: Span, own: Breakdown | None = None) -> Rows:
    """Rows with their profile and cohorts. `own`: the measure's own breakdown, if it has one."""
    coder = None if own is None else Coder(own.column, own.categories)
    common = profiles(plan.areas, plan.common)
    return Rows(
        person=person,
        quarter=quarter,
        profile=common.of(columns),
        own=np.zeros(len(person), dtype=np.int32) if coder is None else coder.codes(columns),
        members=tuple(members(cohort, columns) for cohort in plan.cohorts),
        length=span.length,
        profiles=common,
        own_width=1 if coder is None else coder.width,
    )


def tallied(rows: Rows, amounts: Sequence[NDArray[Any] | None]) -> list[Table]:
    """For each of `amounts` (whole numbers by row; None: 1 each) its sum. Tables of shape (quarters, cohorts, cells)."""
    width = rows.profiles.count
    common, own = rows.quarter * width + rows.profile, rows.quarter * rows.own_width + rows.own
    found: list[list[Table]] = [[] for _ in amounts]
    for chosen in _of_cohorts(rows):
        common_here, own_here = in_order(chosen, common), in_order(chosen, own)
        for tables, amount in zip(found, amounts, strict=True):
            here = None if amount is None else in_order(chosen, amount)
            in_profiles = counted(common_here, (rows.length, width), here)
            in_own = counted(own_here, (rows.length, rows.own_width), here)
            tables.append(_joined(rows, in_profiles, in_own))
    return [np.stack(tables, axis=1) for tables in found]


def _of_cohorts(rows: Rows) -> Iterator[NDArray[np.intp] | None]:
    """The places of each cohort's rows; None for all of them."""
    for one in rows.members:
        yield None if one is None else np.flatnonzero(one)


def _joined(rows: Rows, in_profiles: Table, in_own: Table) -> Table:
    return np.concatenate([rows.profiles.in_cells(in_profiles), in_own[:, :-1]], axis=1)
