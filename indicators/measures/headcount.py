"""Measures of different people: counted in quarters and years, and told by the sets of cohorts that they belong to."""

import numpy as np

from indicators.measures.calendar import Span
from indicators.measures.cells import Cell, Table, common_cells, own_cells
from indicators.measures.counts import Counts
from indicators.measures.distinct import distinct, keys, people_of_periods
from indicators.measures.membership import numbered_sets
from indicators.measures.people import in_order
from indicators.measures.plan import Plan
from indicators.measures.rows import Rows
from indicators.measures.told import Periods, Told, of_periods, periods

SETS = "cohort_set"  # the breakdown
NO_COHORT = "none"


def count_people(plan: Plan, measure: str, rows: Rows) -> dict[str, Table]:
    """Tables of the measure. `rows`: those that qualify, in the order of people, then of days."""
    quarters, years = distinct(rows)
    tables = {f"{measure}.quarters": quarters, f"{measure}.years": years}
    if measure in plan.overlaps:
        sets = people_by_sets(plan, rows)
        tables |= {f"{measure}.sets.quarters": sets[0], f"{measure}.sets.years": sets[1]}
    return tables


def people_by_sets(plan: Plan, rows: Rows) -> tuple[Table, Table]:
    """Different people by the set of cohorts of their first row: tables of shape (length, sets), by quarter and by year."""
    everyone = next(one for cohort, one in zip(plan.cohorts, rows.members, strict=True) if cohort.code == plan.everyone)
    chosen = None if everyone is None else np.flatnonzero(everyone)
    lettered = [one for cohort, one in zip(plan.cohorts, rows.members, strict=True) if cohort.letter]
    shape = (rows.length, 1 << len(lettered))
    place = rows.quarter * shape[1] + numbered_sets(lettered, len(rows.person))
    return people_of_periods(in_order(chosen, keys(rows.person, rows.quarter, rows.length)), in_order(chosen, place), shape)


def tell_people(plan: Plan, counts: Counts, measure: str, source: str) -> list[Told]:
    """The measure's figures without a denominator; none where the source covers no quarter."""
    found = periods(plan.covered.get(source, ()))
    length = Span.of(plan.covered.get(source, ())).length
    cells = [*common_cells(plan), *own_cells(plan, plan.own.get(measure))]
    shape = (length, len(plan.cohorts), len(cells))
    numerator = of_periods(found, *(counts.table(f"{measure}.{part}", shape) for part in ("quarters", "years")))
    told = [Told(measure, found.codes, [cohort.code for cohort in plan.cohorts], cells, numerator)]
    return told + ([_tell_sets(plan, counts, measure, found, length)] if measure in plan.overlaps else [])


def _tell_sets(plan: Plan, counts: Counts, measure: str, found: Periods, length: int) -> Told:
    letters = [cohort.letter for cohort in plan.cohorts if cohort.letter]
    shape = (length, 1 << len(letters))
    numerator = of_periods(found, *(counts.table(f"{measure}.sets.{part}", shape) for part in ("quarters", "years")))
    names = ["".join(letter for place, letter in enumerate(letters) if one >> place & 1) for one in range(shape[1])]
    cells = [Cell(plan.wales, SETS, name or NO_COHORT, if_any=True) for name in names]
    return Told(measure, found.codes, [plan.everyone], cells, numerator[:, None, :])
