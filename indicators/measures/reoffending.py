"""Reoffending: `reoffending_rate` and the five measures beside it.

The people of a quarter are those with an index event in it, each by their first. A year is the sum of its four quarters.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from indicators.measures.calendar import QUARTERS_IN_YEAR, Span, add_months, last_day, quarter_code, quarter_of
from indicators.measures.cells import Table, common_cells, own_cells
from indicators.measures.clusters import PRODUCTS, dispersions, squares
from indicators.measures.counts import Counts
from indicators.measures.people import first_of_each, in_order, numbered, ordered
from indicators.measures.plan import Columns, Plan, Records
from indicators.measures.reoffences import Found, reoffences, those_that_count
from indicators.measures.rows import Rows, inside, ready, take, tallied, which
from indicators.measures.told import Told, of_periods, periods

EVENTS, OFFENCES = "index_events", "proven_offences"
RATE = "reoffending_rate"  # whose own breakdown all six have
TABLES = ("people", "reoffenders", "reoffences", "serious", "predicted", "with_prediction", "reoffenders_with_prediction")

# measure -> numerator, denominator
RATIOS = {
    RATE: ("reoffenders", "people"),
    "reoffences_per_reoffender": ("reoffences", "reoffenders"),
    "reoffences_per_100_offenders": ("reoffences", "people"),
    "serious_reoffences_per_100_offenders": ("serious", "people"),
}
# Those of them whose cases cluster, and how many cases each person of the denominator has at least.
CLUSTERED = {"reoffences_per_reoffender": 1, "reoffences_per_100_offenders": 0, "serious_reoffences_per_100_offenders": 0}
SQUARES = "reoffending_rate.squares."  # before the measure, in names of tables
PREDICTED, DIFFERENCE = "predicted_rate", "actual_less_predicted"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """By quarter of the index event: TABLES, the sum of predicted rates in millionths, and squares of those that cluster."""
    span = Span.of(plan.covered.get(EVENTS, ()))
    if EVENTS not in records or not span.length:
        return {}
    events, quarter = inside(records[EVENTS], "index_date", span)
    offences = _offences(plan, records)
    person, offender = numbered(events["person"], offences["person"])
    order = ordered(person, events["index_date"], events["row"])
    person, quarter = in_order(order, person), in_order(order, quarter)
    first = np.flatnonzero(first_of_each(person, quarter))
    first = first[_adult(plan, in_order(order, events["age"])[first])]
    events = take(events, first if order is None else order[first])
    rows = ready(plan, events, person[first], quarter[first], span, plan.own.get(RATE))
    found = reoffences(plan, rows.person, events["index_date"].astype(np.int64), offender, offences)
    return {f"{RATE}.{name}": table for name, table in _tables(rows, events, found).items()} | _squares(plan, rows, found)


def _offences(plan: Plan, records: Records) -> Columns:
    """The offences that can be reoffences; without the source, none."""
    names = ("person", "offence_date", "sanction_date", "serious")
    if OFFENCES not in records:
        return {name: np.empty((0, 2) if name == "person" else 0, dtype=np.uint64) for name in names}
    offences = records[OFFENCES]
    return take({name: offences[name] for name in names}, those_that_count(plan, offences))


def _adult(plan: Plan, age: np.ndarray) -> np.ndarray:
    """Those whose age is not known count as adults."""
    return (age < 0) | (age >= plan.adult_age)


def _tables(rows: Rows, events: Columns, found: Found) -> dict[str, Table]:
    again, predicted = found.reoffences > 0, events["predicted"] >= 0
    (people,) = tallied(rows, [None])
    reoffenders, all_reoffences, serious, reoffenders_with_prediction = tallied(
        rows.at(which(again)), [None, found.reoffences[again], found.serious[again], predicted[again]]
    )
    rates, with_prediction = tallied(rows.at(which(predicted)), [events["predicted"][predicted], None])
    tables = (people, reoffenders, all_reoffences, serious, rates, with_prediction, reoffenders_with_prediction)
    return dict(zip(TABLES, tables, strict=True))


def _squares(plan: Plan, rows: Rows, found: Found) -> dict[str, Table]:
    numbers = {
        "people": np.ones(len(rows.person), dtype=np.int64),
        "reoffenders": (found.reoffences > 0).astype(np.int64),
        "reoffences": found.reoffences,
        "serious": found.serious,
    }
    return {SQUARES + one: squares(plan, rows, *(numbers[name] for name in RATIOS[one])) for one in CLUSTERED}


def figures(plan: Plan, counts: Counts) -> list[Told]:
    """All six measures; those of cohorts that have not matured are not available."""
    covered = plan.covered.get(EVENTS, ())
    found, cells = periods(covered), [*common_cells(plan), *own_cells(plan, plan.own.get(RATE))]
    cohorts = [cohort.code for cohort in plan.cohorts]
    shape = (Span.of(covered).length, len(cohorts), len(cells))
    table: Mapping[str, Table] = {name: of_periods(found, counts.table(f"{RATE}.{name}", shape)) for name in TABLES}
    waiting = [ready_in(plan, end) for end in found.ends]

    def told(measure: str, numerator: Table, denominator: Table, scale: int = 1) -> Told:
        return Told(measure, found.codes, cohorts, cells, numerator, denominator, ready=waiting, scale=scale)

    known, everyone = np.array([one == "" for one in waiting], dtype=bool), cohorts.index(plan.everyone)

    def clustered(measure: str, least: int) -> Told:
        squared = counts.table(SQUARES + measure, (shape[0], PRODUCTS, QUARTERS_IN_YEAR))
        numerator, denominator = (table[name] for name in RATIOS[measure])
        dispersion = dispersions(found, squared, numerator[:, everyone, 0], denominator[:, everyone, 0], known, least)
        return replace(told(measure, numerator, denominator), dispersion=dispersion, least=least)

    rate = told(RATE, table["reoffenders"], table["people"])
    ratios = [rate, *(clustered(measure, least) for measure, least in CLUSTERED.items())]
    scale, people = plan.predicted_scale, table["with_prediction"]
    difference = table["reoffenders_with_prediction"] * scale - table["predicted"]
    return [*ratios, told(PREDICTED, table["predicted"], people, scale), told(DIFFERENCE, difference, people, scale)]


def ready_in(plan: Plan, quarter: int) -> str:
    """ "" where the cohort of a quarter has matured; else the quarter by whose end it will have.

    It matures 18 calendar months after its last day. A year matures with its last quarter.
    """
    matures = add_months(np.array([last_day(quarter)]), plan.proof_months)
    if plan.proven_as_at is not None and matures[0] <= plan.proven_as_at:
        return ""
    return quarter_code(int(quarter_of(matures)[0]))
