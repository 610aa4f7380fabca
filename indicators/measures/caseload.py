"""The caseload: different people who were serving on the last snapshot day of a quarter.

Which day that is, is known only when all parts are added up: a part counts its own last day and says which it was, and counts
of an earlier day than another part's fall away (see counts.Counts).
"""

import numpy as np
from numpy.typing import NDArray

from indicators.measures.calendar import Span
from indicators.measures.counts import NO_DAY
from indicators.measures.people import Order, first_of_each, in_order, ordered
from indicators.measures.plan import Columns, Plan, Records
from indicators.measures.rows import Places, inside, take, which

SOURCE = "caseload"


def span(plan: Plan) -> Span:
    """The quarters from the first to the last that the caseload covers."""
    return Span.of(plan.covered.get(SOURCE, ()))


def at_last_snapshot(plan: Plan, records: Records) -> tuple[Columns, Places, NDArray[np.int64]]:
    """The rows of each quarter's last snapshot, the quarters they are of, and by quarter the day."""
    columns, quarter = inside(records[SOURCE], "snapshot_date", span(plan))
    days = last_days(columns["snapshot_date"], span(plan))
    last = which(columns["snapshot_date"] == days[quarter])
    return take(columns, last), in_order(last, quarter), days


def last_days(days: NDArray[np.int32], span: Span) -> NDArray[np.int64]:
    """By quarter the latest of the days in it, NO_DAY where there is none. All days lie in the span."""
    found = np.full(span.length, NO_DAY, dtype=np.int64)
    if len(days):
        first = int(days.min())
        there = np.flatnonzero(np.bincount(days - first)) + first
        np.maximum.at(found, span.place(there), there)
    return found


def first_rows(person: Places, quarter: Places, columns: Columns) -> Order:
    """The places of the first row, by its number in the file, of each person and quarter; None where every row is one."""
    order = ordered(person, quarter, columns["row"])
    first = which(first_of_each(in_order(order, person), in_order(order, quarter)))
    if first is None or order is None:
        return order if first is None else first
    return order[first]
