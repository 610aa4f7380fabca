"""Referrals to charities for people who served in the Armed Forces: `charity_referrals`, `charity_referral_people`."""

import numpy as np

from indicators.measures.calendar import QUARTERS_IN_YEAR, Span
from indicators.measures.cells import Table, common_cells, own_cells
from indicators.measures.clusters import PRODUCTS, dispersions, squares
from indicators.measures.counts import Counts
from indicators.measures.headcount import count_people, tell_people
from indicators.measures.plan import Plan, Records
from indicators.measures.rows import in_time, ready, tallied
from indicators.measures.told import Told, of_periods, periods

SQUARES = "charity_referrals.squares"
SOURCE, MEASURE, PEOPLE = "referrals", "charity_referrals", "charity_referral_people"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """Referrals made in the quarter, and different people with at least one in the period; by the same own breakdown."""
    span = Span.of(plan.covered.get(SOURCE, ()))
    if SOURCE not in records or not span.length:
        return {}
    columns, person, quarter = in_time(records[SOURCE], "referral_date", span)
    rows = ready(plan, columns, person, quarter, span, plan.own.get(MEASURE))
    (made,) = tallied(rows, [None])
    squared = squares(plan, rows, np.ones(len(person), dtype=np.int64))
    return {MEASURE: made, SQUARES: squared, **count_people(plan, PEOPLE, rows)}


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """A year of referrals is the sum of its quarters; a year of people is not."""
    covered = plan.covered.get(SOURCE, ())
    found, cells = periods(covered), [*common_cells(plan), *own_cells(plan, plan.own.get(MEASURE))]
    shape = (Span.of(covered).length, len(plan.cohorts), len(cells))
    made = of_periods(found, counts.table(MEASURE, shape))
    cohorts = [cohort.code for cohort in plan.cohorts]
    squared = counts.table(SQUARES, (shape[0], PRODUCTS, QUARTERS_IN_YEAR))
    everyone = made[:, cohorts.index(plan.everyone), 0]
    dispersion = dispersions(found, squared, everyone, None, np.ones(len(made), dtype=bool))
    told = Told(MEASURE, found.codes, cohorts, cells, made, dispersion=dispersion)
    return [told, *tell_people(plan, counts, PEOPLE, SOURCE)]
