"""Referrals to charities for people who served in the Armed Forces: `charity_referrals`, `charity_referral_people`."""

from indicators.measures.calendar import Span
from indicators.measures.cells import Table, common_cells, own_cells
from indicators.measures.counts import Counts
from indicators.measures.headcount import count_people, tell_people
from indicators.measures.plan import Plan, Records
from indicators.measures.rows import in_time, ready, tallied
from indicators.measures.told import Told, of_periods, periods

SOURCE, MEASURE, PEOPLE = "referrals", "charity_referrals", "charity_referral_people"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """Referrals made in the quarter, and different people with at least one in the period; by the same own breakdown."""
    span = Span.of(plan.covered.get(SOURCE, ()))
    if SOURCE not in records or not span.length:
        return {}
    columns, person, quarter = in_time(records[SOURCE], "referral_date", span)
    rows = ready(plan, columns, person, quarter, span, plan.own.get(MEASURE))
    (made,) = tallied(rows, [None])
    return {MEASURE: made, **count_people(plan, PEOPLE, rows)}


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """A year of referrals is the sum of its quarters; a year of people is not."""
    covered = plan.covered.get(SOURCE, ())
    found, cells = periods(covered), [*common_cells(plan), *own_cells(plan, plan.own.get(MEASURE))]
    shape = (Span.of(covered).length, len(plan.cohorts), len(cells))
    made = of_periods(found, counts.table(MEASURE, shape))
    told = Told(MEASURE, found.codes, [cohort.code for cohort in plan.cohorts], cells, made)
    return [told, *tell_people(plan, counts, PEOPLE, SOURCE)]
