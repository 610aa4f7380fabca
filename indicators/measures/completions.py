"""Orders and licences that were completed: `completion_rate`. Rows are counted, not people."""

import numpy as np

from indicators.measures.calendar import Span
from indicators.measures.cells import Table, common_cells, own_cells
from indicators.measures.counts import Counts
from indicators.measures.plan import Plan, Records
from indicators.measures.rows import inside, ready, tallied, which
from indicators.measures.told import Told, of_periods, periods

SOURCE, MEASURE = "terminations", "completion_rate"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """Orders and licences that ended in the quarter, and those of them that ended successfully."""
    span = Span.of(plan.covered.get(SOURCE, ()))
    if SOURCE not in records or not span.length:
        return {}
    columns, quarter = inside(records[SOURCE], "end_date", span)
    rows = ready(plan, columns, np.zeros(len(quarter), dtype=np.int64), quarter, span, plan.own.get(MEASURE))
    (ended,) = tallied(rows, [None])
    (successful,) = tallied(rows.at(which(columns["outcome"] == plan.letters["outcome", "successful"])), [None])
    return {f"{MEASURE}.ended": ended, f"{MEASURE}.successful": successful}


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """A year is the sum of its quarters."""
    covered = plan.covered.get(SOURCE, ())
    found, cells = periods(covered), [*common_cells(plan), *own_cells(plan, plan.own.get(MEASURE))]
    shape = (Span.of(covered).length, len(plan.cohorts), len(cells))
    successful, ended = (of_periods(found, counts.table(f"{MEASURE}.{part}", shape)) for part in ("successful", "ended"))
    return [Told(MEASURE, found.codes, [cohort.code for cohort in plan.cohorts], cells, successful, ended)]
